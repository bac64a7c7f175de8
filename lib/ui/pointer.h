// Turns touches and keys into pressed and focused nodes and actions of the screen that is shown.
// Used by the window alone. One thread.
#pragma once

#include <cstdint>
#include <functional>

#include "ui/node.h"

namespace yichuang::ui {

class Pointer {
 public:
  // `changed` is told the rectangle of every node whose state changed.
  Pointer(float target_min, std::function<void(const Rect&)> changed)
      : target_min_(target_min), changed_(std::move(changed)) {}

  // The screen that gets input from now on; a finger that is down presses nothing on it.
  void attach(Screen* screen);
  void touch(const Touch& touch);
  void key(KeyCode code);
  void text(std::string_view characters);
  // No node has the focus any more.
  void unfocus();

 private:
  void press(int id);
  void release();
  void focus(const Node& node);
  void begin(const Touch& touch);
  void finish(const Touch& touch);
  std::optional<Node> node(int id) const;

  float target_min_;
  std::function<void(const Rect&)> changed_;
  Screen* screen_ = nullptr;
  uint64_t attached_ = 0;  // how many screens were
  bool finger_down_ = false;
  int64_t finger_ = 0;  // the only finger that presses
  int target_ = 0;      // the node it went down on
  Rect pressed_rect_;   // of the nodes as painted
  Rect focused_rect_;
};

}  // namespace yichuang::ui
