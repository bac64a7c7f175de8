// What the program asks of every view: to show the hall as it is now, and to move as time goes by.
// One thread (the window's).
#pragma once

#include <cstdint>
#include <functional>

#include "display/board.h"
#include "ui/node.h"

namespace yichuang::display {

class View : public ui::Screen {
 public:
  // Marks a region of the window to be painted anew.
  using Invalidate = std::function<void(const ui::Rect&)>;

  // The hall now, and the board made of it; invalidates the regions that differ from the last time.
  // `canvas` only measures.
  virtual void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
                      int64_t steady_us) = 0;
  // Time went on.
  virtual void tick(int64_t steady_us) = 0;
  // When tick() has something to do; INT64_MAX if never.
  virtual int64_t next_tick_us(int64_t steady_us) const = 0;
  // Something moves: move() wants to be called once a frame, and no more often.
  virtual bool moves() const { return false; }
  virtual void move(int64_t) {}
};

}  // namespace yichuang::display
