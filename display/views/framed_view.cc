#include "display/views/framed_view.h"

#include <utility>

namespace yichuang::display {

bool FramedView::take_board(const Board& board, int64_t steady_us) {
  const bool anew = !std::exchange(began_, true) || board.phase != board_.phase;
  if (anew) {
    shown_since_us_ = steady_us;
    invalidate_(frame_.whole());
  } else {
    if (!same_header(board, board_)) invalidate_(frame_.header());
    if (board.stale_since != board_.stale_since) invalidate_(frame_.strip());
  }
  board_ = board;
  return !anew;
}

void FramedView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_, frame_);
  if (!shows()) return draw_connecting(canvas, look_, frame_, board_);
  draw_content(canvas);
  if (board_.stale_since.empty()) {
    draw_strip(canvas);
  } else {
    draw_stale_banner(canvas, look_, frame_, board_);
  }
}

}  // namespace yichuang::display
