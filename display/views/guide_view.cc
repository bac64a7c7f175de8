#include "display/views/guide_view.h"

#include <algorithm>

namespace yichuang::display {
namespace {

bool same_panel(const Guide& a, const Guide& b, GuidePanel which) {
  switch (which) {
    case GuidePanel::kHelp:
      return a.help == b.help;
    case GuidePanel::kMissed:
      return a.missed == b.missed;
    case GuidePanel::kHeld:
      return a.held == b.held;
    case GuidePanel::kVouchers:
      return a.vouchers == b.vouchers && a.vouchers_unused == b.vouchers_unused;
    case GuidePanel::kWaiting:
      break;
  }
  return a.waiting == b.waiting && a.people == b.people;
}

}  // namespace

void GuideView::invalidate_differences(const Board& before, const Guide& guide_before) {
  if (before.phase != board_.phase || !began_) return invalidate_(at_.frame.whole());
  if (!same_header(before, board_)) invalidate_(at_.frame.header());
  for (const GuidePanel which : at_.lists) {
    if (!same_panel(guide_before, guide_, which)) invalidate_(at_.panel(which));
  }
  if (before.stale_since != board_.stale_since) invalidate_(at_.frame.strip());
}

void GuideView::update(const BoardInput& input, const Board& board, ui::Canvas&,
                       int64_t steady_us) {
  if (board_.phase != board.phase || !began_) shown_since_us_ = steady_us;
  const Board before = std::exchange(board_, board);
  const Guide guide_before = std::exchange(guide_, make_guide(input, board_));
  invalidate_differences(before, guide_before);
  began_ = true;
  tick(steady_us);
}

void GuideView::tick(int64_t steady_us) {
  if (board_.phase != BoardPhase::kShowing) return;
  for (const GuidePanel which : at_.lists) {
    size_t& page = pages_[static_cast<size_t>(which)];
    const size_t now = guide_pages(at_, guide_, which).at(steady_us - shown_since_us_);
    if (std::exchange(page, now) != now) invalidate_(at_.panel(which));
  }
}

int64_t GuideView::next_tick_us(int64_t steady_us) const {
  if (board_.phase != BoardPhase::kShowing) return INT64_MAX;
  int64_t next = INT64_MAX;
  for (const GuidePanel which : at_.lists)
    next = std::min(next, guide_pages(at_, guide_, which).next_us(shown_since_us_, steady_us));
  return next;
}

std::string_view GuideView::name() const {
  return board_.phase == BoardPhase::kShowing ? "guide" : "connecting";
}

void GuideView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_, at_.frame);
  if (board_.phase != BoardPhase::kShowing)
    return draw_connecting(canvas, look_, at_.frame, board_);
  draw_guide_header(canvas, look_, at_.frame, board_);
  for (const GuidePanel which : at_.lists)
    draw_guide_panel(canvas, look_, at_, guide_, which, pages_[static_cast<size_t>(which)]);
  if (!board_.stale_since.empty()) draw_stale_banner(canvas, look_, at_.frame, board_);
}

}  // namespace yichuang::display
