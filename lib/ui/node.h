// What can be touched on a screen, and what a screen is.
//
// A screen paints itself and lists its nodes; the window does hit-testing, pressed and focused
// state, keypad navigation and calls the node's action. Every node has a label that speech reads
// and a place in the focus order. One thread (the window's).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/geometry.h"

namespace yichuang::ui {

class Canvas;

struct Node {
  int id = 0;           // the same thing has the same id while the screen lives; > 0
  Rect rect;            // as drawn
  std::string label;    // what it says and does, in the screen's language; never empty
  int focus_order = 0;  // keypad navigation goes by it, then by id
  std::function<void()> action;
  bool enabled = true;
};

enum class TouchPhase : uint8_t { kDown, kMove, kUp, kCancel };

// A finger, or the mouse with its first button held: one stream, never both for one gesture.
struct Touch {
  TouchPhase phase = TouchPhase::kDown;
  Point at;
  int64_t finger = 0;
};

enum class KeyCode : uint8_t { kOther, kNext, kPrevious, kEnter, kBack, kLeft, kRight, kUp, kDown };

class Screen {
 public:
  virtual ~Screen() = default;

  // A short name for screenshots and logs: "home", "ticket".
  virtual std::string_view name() const = 0;
  // Paints everything; the canvas drops what is not being redrawn.
  virtual void draw(Canvas& canvas) = 0;
  virtual std::vector<Node> nodes() const { return {}; }

  // Called with every touch before the window looks for a node (walk-away timers, drags). Return
  // true to keep the window from pressing a node.
  virtual bool on_touch(const Touch&) { return false; }
  // Called before the window uses the key for focus. Return true if it was used.
  virtual bool on_key(KeyCode) { return false; }
  // Characters from a keyboard or a keyboard-wedge reader.
  virtual void on_text(std::string_view) {}
  // The focus moved here by keypad: the place to speak `node.label`.
  virtual void on_focus(const Node&) {}

  // For draw(): is this node under a finger / focused by keypad?
  bool is_pressed(int id) const { return pressed_ == id; }
  bool is_focused(int id) const { return focused_ == id; }

 private:
  friend class Pointer;
  int pressed_ = 0;  // 0: none
  int focused_ = 0;
};

// Touch targets smaller than `target_min` in logical units are enlarged around their centre to that
// size; the drawn rectangle wins over an enlarged one, then the nearest centre.
std::optional<Node> node_at(const std::vector<Node>& nodes, Point at, float target_min);

// The enabled node after (`step` +1) or before (-1) `current` in focus order, around the end; the
// first or last if `current` is none of them.
std::optional<Node> node_after(const std::vector<Node>& nodes, int current, int step);

}  // namespace yichuang::ui
