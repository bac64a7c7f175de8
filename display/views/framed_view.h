// What most views share: a header, a strip at the foot with the banner while cut off, the screen
// before the first state, and which of them has to be painted anew. A view adds what is between.
// One thread (the window's).
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "display/board.h"
#include "display/views/frame_parts.h"
#include "display/views/look.h"
#include "display/views/view.h"

namespace yichuang::display {

class FramedView : public View {
 public:
  // `name` is the view's own, of screenshots; it outlives the view.
  FramedView(const Look& look, const Frame& frame, std::string_view name, Invalidate invalidate)
      : look_(look), frame_(frame), name_(name), invalidate_(std::move(invalidate)) {}

  std::string_view name() const final { return shows() ? name_ : "connecting"; }
  void draw(ui::Canvas& canvas) final;

 protected:
  // The hall's state is known.
  bool shows() const { return board_.phase == BoardPhase::kShowing; }
  // Takes the board, and marks header and strip where they differ. False: everything is marked,
  // for this is the first board, or one of another phase.
  bool take_board(const Board& board, int64_t steady_us);
  // Header and content of a view that shows the hall; without the strip's banner.
  virtual void draw_content(ui::Canvas& canvas) = 0;
  // The strip while no banner stands there.
  virtual void draw_strip(ui::Canvas&) {}

  const Look look_;
  const Frame frame_;
  const std::string_view name_;
  const Invalidate invalidate_;
  Board board_;
  int64_t shown_since_us_ = 0;  // in this phase; steady

 private:
  bool began_ = false;  // there was a board
};

}  // namespace yichuang::display
