// The line of notices at the foot of a board: stands still while it fits, else moves from right to
// left without an end. One thread (the window's).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "display/board.h"
#include "display/views/frame.h"
#include "display/views/look.h"
#include "ui/canvas.h"

namespace yichuang::display {

class Ticker {
 public:
  explicit Ticker(const Frame& frame) : frame_(frame) {}

  // Units a second. At 60 frames a second two units a frame: whole pixels, so letters do not swim.
  static constexpr int64_t kUnitsPerSecond = 120;

  // New notices; measures them. What stands there and goes on being told stays where it is, and
  // moves on; if nothing of it does, the line begins anew.
  void show(const Board& board, const Look& look, ui::Canvas& canvas, int64_t steady_us);
  bool moves() const { return moves_; }
  // True if the text stands elsewhere than at the last call.
  bool advance(int64_t steady_us);
  void draw(ui::Canvas& canvas, const Look& look) const;

 private:
  struct Seen {
    std::string text;
    float x;  // from the ticker's left edge
  };
  // From left to right.
  std::vector<Seen> seen_words() const;
  // Where the first of these that is still told stands where it stood; 0 if none is.
  float offset_that_keeps(const std::vector<Seen>& seen) const;
  void draw_words(ui::Canvas& canvas, const Look& look) const;

  const Frame frame_;
  std::vector<std::string> words_;
  std::vector<float> widths_;
  float length_ = 0;  // of all, with the gap behind each
  bool moves_ = false;
  int64_t began_us_ = 0;
  float offset_ = 0;  // 0..length_
};

}  // namespace yichuang::display
