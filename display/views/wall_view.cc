#include "display/views/wall_view.h"

#include <algorithm>
#include <utility>

#include "display/views/wall_layout.h"

namespace yichuang::display {
namespace {

bool same_clock(const Board& a, const Board& b) {
  if (a.clock.has_value() != b.clock.has_value()) return false;
  return !a.clock || (a.clock->minute == b.clock->minute && a.clock->hour == b.clock->hour &&
                      a.clock->day == b.clock->day && a.clock->month == b.clock->month);
}

bool same_figures(const Wall& a, const Wall& b) {
  return a.waiting == b.waiting && a.wait_now_min == b.wait_now_min &&
         a.wait_target_min == b.wait_target_min && a.served == b.served &&
         a.served_with_appointment == b.served_with_appointment && a.missed == b.missed &&
         a.windows_open == b.windows_open && a.windows_total == b.windows_total &&
         a.windows_paused == b.windows_paused;
}

bool same_chart(const Wall& a, const Wall& b) {
  return a.chart_min == b.chart_min && a.chart_from_minute == b.chart_from_minute &&
         a.chart_until_minute == b.chart_until_minute && a.wait_target_min == b.wait_target_min;
}

}  // namespace

size_t WallView::page_count() const {
  constexpr size_t kPerPage = wall_layout::kServicesPerPage;
  return std::max<size_t>(1, (wall_.services.size() + kPerPage - 1) / kPerPage);
}

void WallView::invalidate_differences(const Board& before, const Wall& wall_before) {
  if (before.phase != board_.phase || !began_) return invalidate_(layout::kWhole);
  if (before.hall_zh != board_.hall_zh || before.hall_en != board_.hall_en ||
      !same_clock(before, board_))
    invalidate_(layout::kHeader);
  if (!same_figures(wall_before, wall_)) invalidate_(wall_layout::kFigureRow);
  if (!same_chart(wall_before, wall_)) invalidate_(wall_layout::kChart);
  if (wall_before.windows != wall_.windows) invalidate_(wall_layout::kWindows);
  if (wall_before.services != wall_.services) invalidate_(wall_layout::kServices);
  if (wall_before.alarms != wall_.alarms || wall_before.devices != wall_.devices ||
      wall_before.devices_known != wall_.devices_known)
    invalidate_(wall_layout::kAlarms);
  if (wall_before.served_by_hour != wall_.served_by_hour ||
      wall_before.served_from_hour != wall_.served_from_hour ||
      before.stale_since != board_.stale_since)
    invalidate_(wall_layout::kStrip);
}

void WallView::update(const BoardInput& input, const Board& board, ui::Canvas&, int64_t steady_us) {
  if (board_.phase != board.phase || !began_) shown_since_us_ = steady_us;
  const Board before = std::exchange(board_, board);
  const Wall wall_before = std::exchange(wall_, make_wall(input));
  invalidate_differences(before, wall_before);
  began_ = true;
  tick(steady_us);
}

void WallView::tick(int64_t steady_us) {
  if (board_.phase != BoardPhase::kShowing) return;
  const auto turns =
      static_cast<size_t>(std::max<int64_t>(0, steady_us - shown_since_us_) / (kPageMs * 1000));
  const size_t page = turns % page_count();
  if (std::exchange(page_, page) != page) invalidate_(wall_layout::kServices);
}

int64_t WallView::next_tick_us(int64_t steady_us) const {
  if (board_.phase != BoardPhase::kShowing || page_count() == 1) return INT64_MAX;
  const int64_t page_us = kPageMs * 1000;
  return shown_since_us_ + ((steady_us - shown_since_us_) / page_us + 1) * page_us;
}

std::string_view WallView::name() const {
  return board_.phase == BoardPhase::kShowing ? "wall" : "connecting";
}

void WallView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_);
  if (board_.phase != BoardPhase::kShowing) return draw_connecting(canvas, look_, board_);
  draw_wall_header(canvas, look_, board_);
  draw_figures(canvas, look_, wall_);
  draw_wait_chart(canvas, look_, wall_);
  draw_windows(canvas, look_, wall_);
  draw_services(canvas, look_, wall_, page_);
  draw_alarms(canvas, look_, wall_);
  if (board_.stale_since.empty()) {
    draw_hours(canvas, look_, wall_);
  } else {
    draw_stale_banner(canvas, look_, board_);
  }
}

}  // namespace yichuang::display
