#include "display/views/window_view.h"

namespace yichuang::display {
namespace {

bool same_card(const WindowBoard& a, const WindowBoard& b) {
  return a.shows == b.shows && a.ticket == b.ticket && a.call == b.call && a.reason == b.reason &&
         a.until == b.until && a.service_zh == b.service_zh && a.service_en == b.service_en;
}

bool same_facts(const WindowBoard& a, const WindowBoard& b) {
  return a.badge == b.badge && a.waiting == b.waiting && a.general == b.general &&
         a.names == b.names;
}

}  // namespace

void WindowView::invalidate_differences(const WindowBoard& before) {
  if (!same_card(before, shown_)) invalidate_(at_.card_glow());
  if (before.name_zh != shown_.name_zh || before.name_en != shown_.name_en) invalidate_(at_.plate);
  if (!same_facts(before, shown_)) invalidate_(at_.facts);
  if (before.waiting != shown_.waiting || before.shows != shown_.shows) invalidate_(frame_.strip());
}

void WindowView::update(const BoardInput& input, const Board& board, ui::Canvas&,
                        int64_t steady_us) {
  // A call that stood there when the screen began is no news.
  const bool watched = shows();
  const bool parts = take_board(board, steady_us);
  const WindowBoard before = std::exchange(shown_, make_window_board(input, window_));
  const bool calls = shown_.shows == WindowShows::kCalling;
  const bool called_before = before.shows == WindowShows::kCalling &&
                             before.ticket == shown_.ticket && before.call == shown_.call;
  if (watched && calls && !called_before) flash_.began_us = steady_us;
  if (!calls) flash_ = {};
  if (parts) invalidate_differences(before);
  tick(steady_us);
}

void WindowView::tick(int64_t steady_us) {
  if (std::exchange(lit_, flash_.lit(steady_us)) != lit_) invalidate_(at_.card_glow());
}

int64_t WindowView::next_tick_us(int64_t steady_us) const { return flash_.next_us(steady_us); }

void WindowView::draw_content(ui::Canvas& canvas) {
  draw_header(canvas, look_, frame_, board_);
  draw_window_card(canvas, look_, at_, shown_, lit_);
  draw_window_plate(canvas, look_, at_, shown_);
  draw_window_facts(canvas, look_, at_, shown_);
}

void WindowView::draw_strip(ui::Canvas& canvas) { draw_next_up(canvas, look_, at_, shown_); }

}  // namespace yichuang::display
