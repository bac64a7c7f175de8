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

void GuideView::update(const BoardInput& input, const Board& board, ui::Canvas&,
                       int64_t steady_us) {
  const bool panels = take_board(board, steady_us);
  const Guide before = std::exchange(guide_, make_guide(input, board_));
  for (const GuidePanel which : at_.lists) {
    if (panels && !same_panel(before, guide_, which)) invalidate_(at_.panel(which));
  }
  tick(steady_us);
}

void GuideView::tick(int64_t steady_us) {
  if (!shows()) return;
  for (const GuidePanel which : at_.lists) {
    size_t& page = pages_[static_cast<size_t>(which)];
    const size_t now = guide_pages(at_, guide_, which).at(steady_us - shown_since_us_);
    if (std::exchange(page, now) != now) invalidate_(at_.panel(which));
  }
}

int64_t GuideView::next_tick_us(int64_t steady_us) const {
  if (!shows()) return INT64_MAX;
  int64_t next = INT64_MAX;
  for (const GuidePanel which : at_.lists)
    next = std::min(next, guide_pages(at_, guide_, which).next_us(shown_since_us_, steady_us));
  return next;
}

void GuideView::draw_content(ui::Canvas& canvas) {
  draw_titled_header(canvas, look_, frame_, board_, "display.guide.title");
  for (const GuidePanel which : at_.lists)
    draw_guide_panel(canvas, look_, at_, guide_, which, pages_[static_cast<size_t>(which)]);
}

}  // namespace yichuang::display
