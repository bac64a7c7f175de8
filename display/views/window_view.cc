#include "display/views/window_view.h"

namespace yichuang::display {
namespace {

bool same_card(const WindowBoard& a, const WindowBoard& b) {
  return a.shows == b.shows && a.ticket == b.ticket && a.call == b.call && a.reason == b.reason &&
         a.service_zh == b.service_zh && a.service_en == b.service_en;
}

bool same_facts(const WindowBoard& a, const WindowBoard& b) {
  return a.badge == b.badge && a.waiting == b.waiting && a.general == b.general &&
         a.names == b.names;
}

}  // namespace

void WindowView::invalidate_differences(const Board& before, const WindowBoard& window_before) {
  if (before.phase != board_.phase || !began_) return invalidate_(at_.frame.whole());
  if (!same_header(before, board_)) invalidate_(at_.frame.header());
  if (!same_card(window_before, shown_)) invalidate_(at_.card_glow());
  if (window_before.name_zh != shown_.name_zh || window_before.name_en != shown_.name_en)
    invalidate_(at_.plate);
  if (!same_facts(window_before, shown_)) invalidate_(at_.facts);
  if (before.stale_since != board_.stale_since || window_before.waiting != shown_.waiting ||
      window_before.shows != shown_.shows)
    invalidate_(at_.frame.strip());
}

void WindowView::update(const BoardInput& input, const Board& board, ui::Canvas&,
                        int64_t steady_us) {
  const Board before = std::exchange(board_, board);
  const WindowBoard window_before = std::exchange(shown_, make_window_board(input, window_));
  const bool calls = shown_.shows == WindowShows::kCalling;
  const bool called_before = window_before.shows == WindowShows::kCalling &&
                             window_before.ticket == shown_.ticket &&
                             window_before.call == shown_.call;
  // A call that stood there when the screen began is no news.
  if (began_ && before.phase == BoardPhase::kShowing && calls && !called_before)
    flash_.began_us = steady_us;
  if (!calls) flash_ = {};
  invalidate_differences(before, window_before);
  began_ = true;
  tick(steady_us);
}

void WindowView::tick(int64_t steady_us) {
  if (std::exchange(lit_, flash_.lit(steady_us)) != lit_) invalidate_(at_.card_glow());
}

int64_t WindowView::next_tick_us(int64_t steady_us) const { return flash_.next_us(steady_us); }

std::string_view WindowView::name() const {
  return board_.phase == BoardPhase::kShowing ? "window" : "connecting";
}

void WindowView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_, at_.frame);
  if (board_.phase != BoardPhase::kShowing)
    return draw_connecting(canvas, look_, at_.frame, board_);
  draw_header(canvas, look_, at_.frame, board_);
  draw_window_card(canvas, look_, at_, shown_, lit_);
  draw_window_plate(canvas, look_, at_, shown_);
  draw_window_facts(canvas, look_, at_, shown_);
  if (board_.stale_since.empty()) {
    draw_next_up(canvas, look_, at_, shown_);
  } else {
    draw_stale_banner(canvas, look_, at_.frame, board_);
  }
}

}  // namespace yichuang::display
