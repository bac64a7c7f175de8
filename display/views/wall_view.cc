#include "display/views/wall_view.h"

#include <algorithm>
#include <utility>

#include "display/choose_services.h"

namespace yichuang::display {
namespace {

bool same_figures(const Wall& a, const Wall& b) {
  return a.waiting == b.waiting && a.more_than_last_week == b.more_than_last_week &&
         a.on_the_spot_percent == b.on_the_spot_percent && a.wait_now_min == b.wait_now_min &&
         a.wait_target_min == b.wait_target_min && a.wait_last_week_min == b.wait_last_week_min &&
         a.served == b.served && a.served_with_appointment == b.served_with_appointment &&
         a.missed == b.missed && a.windows_open == b.windows_open &&
         a.windows_total == b.windows_total && a.windows_paused == b.windows_paused;
}

bool same_chart(const Wall& a, const Wall& b) {
  return a.chart_min == b.chart_min && a.chart_last_week_min == b.chart_last_week_min &&
         a.chart_from_minute == b.chart_from_minute &&
         a.chart_until_minute == b.chart_until_minute && a.wait_target_min == b.wait_target_min;
}

}  // namespace

void WallView::invalidate_differences(const Wall& before) {
  if (!same_figures(before, wall_)) invalidate_(at_.figure_rows);
  if (!same_chart(before, wall_)) invalidate_(at_.chart);
  if (before.windows != wall_.windows) invalidate_(at_.windows);
  if (before.services != wall_.services) invalidate_(at_.services);
  if (before.alarms != wall_.alarms || before.devices != wall_.devices ||
      before.devices_known != wall_.devices_known)
    invalidate_(at_.alarms);
  if (before.served_by_hour != wall_.served_by_hour ||
      before.served_from_hour != wall_.served_from_hour)
    invalidate_(frame_.strip());
}

void WallView::update(const BoardInput& input, const Board& board, ui::Canvas&, int64_t steady_us) {
  const bool panels = take_board(board, steady_us);
  const Wall before = std::exchange(wall_, make_wall(input, board_));
  choose_services(wall_.services, services_);
  if (panels) invalidate_differences(before);
  tick(steady_us);
}

const ui::Rect& WallView::panel(List list) const {
  return list == kServices ? at_.services : list == kWindows ? at_.windows : at_.alarms;
}

Pages WallView::pages(List list) const {
  if (panel(list).empty()) return {};  // nobody sees it turn
  if (list == kServices) return {wall_.services.size(), WallLayout::kServicesPerPage};
  if (list == kWindows) return {wall_.windows.size(), WallLayout::kWindowsPerPage};
  return {wall_.alarms.size() + wall_.devices.size(), at_.alarms_per_page()};
}

void WallView::tick(int64_t steady_us) {
  if (!shows()) return;
  for (const List list : kLists) {
    const size_t page = pages(list).at(steady_us - shown_since_us_);
    if (std::exchange(page_[list], page) != page) invalidate_(panel(list));
  }
}

int64_t WallView::next_tick_us(int64_t steady_us) const {
  if (!shows()) return INT64_MAX;
  int64_t next = INT64_MAX;
  for (const List list : kLists)
    next = std::min(next, pages(list).next_us(shown_since_us_, steady_us));
  return next;
}

void WallView::draw_content(ui::Canvas& canvas) {
  draw_titled_header(canvas, look_, frame_, board_, "display.wall.title");
  // Those that are left out are nowhere.
  if (!at_.figure_rows.empty()) draw_figures(canvas, look_, at_, wall_);
  if (!at_.chart.empty()) draw_wait_chart(canvas, look_, at_.chart, wall_);
  if (!at_.windows.empty()) draw_windows(canvas, look_, at_.windows, wall_, page(kWindows));
  if (!at_.services.empty()) draw_services(canvas, look_, at_.services, wall_, page(kServices));
  if (!at_.alarms.empty()) draw_alarms(canvas, look_, at_, wall_, page(kAlarms));
}

void WallView::draw_strip(ui::Canvas& canvas) {
  if (at_.hours) draw_hours(canvas, look_, frame_.strip(), wall_);
}

}  // namespace yichuang::display
