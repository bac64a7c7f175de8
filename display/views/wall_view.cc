#include "display/views/wall_view.h"

#include <algorithm>
#include <utility>

#include "display/choose_services.h"

namespace yichuang::display {
namespace {

bool same_figures(const Wall& a, const Wall& b) {
  return a.waiting == b.waiting && a.waiting_last_week == b.waiting_last_week &&
         a.on_the_spot_percent == b.on_the_spot_percent && a.wait_now_min == b.wait_now_min &&
         a.wait_target_min == b.wait_target_min && a.served == b.served &&
         a.served_with_appointment == b.served_with_appointment && a.missed == b.missed &&
         a.windows_open == b.windows_open && a.windows_total == b.windows_total &&
         a.windows_paused == b.windows_paused;
}

bool same_chart(const Wall& a, const Wall& b) {
  return a.chart_min == b.chart_min && a.chart_last_week_min == b.chart_last_week_min &&
         a.chart_from_minute == b.chart_from_minute &&
         a.chart_until_minute == b.chart_until_minute && a.wait_target_min == b.wait_target_min;
}

}  // namespace

void WallView::invalidate_differences(const Board& before, const Wall& wall_before) {
  if (before.phase != board_.phase || !began_) return invalidate_(at_.frame.whole());
  if (!same_header(before, board_)) invalidate_(at_.frame.header());
  if (!same_figures(wall_before, wall_)) invalidate_(at_.figure_rows);
  if (!same_chart(wall_before, wall_)) invalidate_(at_.chart);
  if (wall_before.windows != wall_.windows) invalidate_(at_.windows);
  if (wall_before.services != wall_.services) invalidate_(at_.services);
  if (wall_before.alarms != wall_.alarms || wall_before.devices != wall_.devices ||
      wall_before.devices_known != wall_.devices_known)
    invalidate_(at_.alarms);
  if (wall_before.served_by_hour != wall_.served_by_hour ||
      wall_before.served_from_hour != wall_.served_from_hour ||
      before.stale_since != board_.stale_since)
    invalidate_(at_.frame.strip());
}

void WallView::update(const BoardInput& input, const Board& board, ui::Canvas&, int64_t steady_us) {
  if (board_.phase != board.phase || !began_) shown_since_us_ = steady_us;
  const Board before = std::exchange(board_, board);
  const Wall wall_before = std::exchange(wall_, make_wall(input, board_));
  choose_services(wall_.services, services_);
  invalidate_differences(before, wall_before);
  began_ = true;
  tick(steady_us);
}

void WallView::tick(int64_t steady_us) {
  if (board_.phase != BoardPhase::kShowing) return;
  const size_t page = pages().at(steady_us - shown_since_us_);
  if (std::exchange(page_, page) != page) invalidate_(at_.services);
}

int64_t WallView::next_tick_us(int64_t steady_us) const {
  if (board_.phase != BoardPhase::kShowing) return INT64_MAX;
  return pages().next_us(shown_since_us_, steady_us);
}

std::string_view WallView::name() const {
  return board_.phase == BoardPhase::kShowing ? "wall" : "connecting";
}

void WallView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_, at_.frame);
  if (board_.phase != BoardPhase::kShowing)
    return draw_connecting(canvas, look_, at_.frame, board_);
  draw_wall_header(canvas, look_, at_.frame, board_);
  // Those that are left out are nowhere.
  if (!at_.figure_rows.empty()) draw_figures(canvas, look_, at_, wall_);
  if (!at_.chart.empty()) draw_wait_chart(canvas, look_, at_.chart, wall_);
  if (!at_.windows.empty()) draw_windows(canvas, look_, at_.windows, wall_);
  if (!at_.services.empty()) draw_services(canvas, look_, at_.services, wall_, page_);
  if (!at_.alarms.empty()) draw_alarms(canvas, look_, at_.alarms, wall_);
  if (!board_.stale_since.empty()) {
    draw_stale_banner(canvas, look_, at_.frame, board_);
  } else if (at_.hours) {
    draw_hours(canvas, look_, at_.frame.strip(), wall_);
  }
}

}  // namespace yichuang::display
