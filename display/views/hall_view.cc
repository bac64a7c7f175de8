#include "display/views/hall_view.h"

#include <algorithm>
#include <utility>

#include "display/views/hall_layout.h"

namespace yichuang::display {
namespace {

bool same_minute(const std::optional<LocalTime>& a, const std::optional<LocalTime>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->minute == b->minute && a->hour == b->hour && a->day == b->day &&
                a->month == b->month && a->year == b->year);
}

}  // namespace

HallView::HallView(const Look& look, Invalidate invalidate)
    : look_(look), invalidate_(std::move(invalidate)) {}

void HallView::remember_fresh(const Board& board, int64_t steady_us) {
  std::erase_if(fresh_, [&](const Fresh& fresh) { return fresh.until_us <= steady_us; });
  // The calls that stood there when the board began are no news.
  if (!began_ || board_.phase != BoardPhase::kShowing || !board.current) return;
  if (board_.current && board_.current->same_call(*board.current)) return;
  if (board.current->status != CallStatus::kCalled) return;
  fresh_.push_back({*board.current, steady_us + kFlashMs * 1000});
  if (fresh_.size() > kRecentRows + 1) fresh_.erase(fresh_.begin());
}

bool HallView::is_fresh(const CallRow& call) const {
  return std::any_of(fresh_.begin(), fresh_.end(),
                     [&](const Fresh& fresh) { return fresh.call.same_call(call); });
}

std::vector<bool> HallView::fresh_rows() const {
  std::vector<bool> rows;
  for (const CallRow& call : board_.recent) rows.push_back(is_fresh(call));
  return rows;
}

bool HallView::lit_at(int64_t steady_us) const {
  if (!board_.current || board_.current->status != CallStatus::kCalled) return false;
  for (const Fresh& fresh : fresh_) {
    if (!fresh.call.same_call(*board_.current) || steady_us >= fresh.until_us) continue;
    const int64_t age_ms = kFlashMs - (fresh.until_us - steady_us) / 1000;
    return age_ms / kFlashHalfMs % 2 == 0;  // bright first: the change is seen at once
  }
  return false;
}

void HallView::invalidate_differences(const Board& before, const Board& after) {
  if (before.phase != after.phase || !began_) return invalidate_(layout::kWhole);
  if (before.hall_zh != after.hall_zh || before.hall_en != after.hall_en ||
      !same_minute(before.clock, after.clock)) {
    invalidate_(layout::kHeader);
  }
  if (before.current != after.current) invalidate_(layout::kHeroGlow);
  if (before.recent != after.recent) invalidate_(layout::kCalls);
  if (before.waiting.size() != after.waiting.size()) {
    invalidate_(layout::kWaiting);
  } else {
    const size_t first = page_ * kWaitingRowsPerPage;
    for (size_t i = 0; i < kWaitingRowsPerPage && first + i < after.waiting.size(); ++i) {
      if (before.waiting[first + i] != after.waiting[first + i]) {
        invalidate_(layout::waiting_row(i));
      }
    }
  }
  if (before.notices != after.notices || before.paused != after.paused ||
      before.stale_since != after.stale_since) {
    invalidate_(layout::kStrip);
  }
}

void HallView::show(const Board& board, ui::Canvas& canvas, int64_t steady_us) {
  if (board_.phase != board.phase || !began_) shown_since_us_ = steady_us;
  remember_fresh(board, steady_us);
  invalidate_differences(board_, board);
  board_ = board;
  began_ = true;
  if (board_.phase == BoardPhase::kShowing) ticker_.show(board_, look_, canvas, steady_us);
  tick(steady_us);
}

bool HallView::moves() const {
  return board_.phase == BoardPhase::kShowing && board_.stale_since.empty() && ticker_.moves();
}

void HallView::move(int64_t steady_us) {
  if (moves() && ticker_.advance(steady_us)) invalidate_(layout::kTicker);
}

void HallView::tick(int64_t steady_us) {
  if (!began_ || board_.phase != BoardPhase::kShowing) return;
  if (std::exchange(lit_, lit_at(steady_us)) != lit_) invalidate_(layout::kHeroGlow);
  const size_t page = page_of(board_, (steady_us - shown_since_us_) / 1000);
  if (std::exchange(page_, page) != page) invalidate_(layout::kWaiting);
  const size_t gone =
      std::erase_if(fresh_, [&](const Fresh& fresh) { return fresh.until_us <= steady_us; });
  if (gone > 0) invalidate_(layout::kCalls);
}

int64_t HallView::next_tick_us(int64_t steady_us) const {
  int64_t next = INT64_MAX;
  for (const Fresh& fresh : fresh_) {
    const int64_t began_us = fresh.until_us - kFlashMs * 1000;
    const int64_t half_us = kFlashHalfMs * 1000;
    next = std::min(next, began_us + ((steady_us - began_us) / half_us + 1) * half_us);
  }
  if (board_.phase == BoardPhase::kShowing && page_count(board_) > 1) {
    const int64_t page_us = kPageMs * 1000;
    const int64_t shown_us = steady_us - shown_since_us_;
    next = std::min(next, shown_since_us_ + (shown_us / page_us + 1) * page_us);
  }
  return next;
}

std::string_view HallView::name() const {
  return board_.phase == BoardPhase::kShowing ? "hall" : "connecting";
}

void HallView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_);
  if (board_.phase != BoardPhase::kShowing) return draw_connecting(canvas, look_, board_);
  draw_header(canvas, look_, board_);
  draw_hero(canvas, look_, board_, lit_);
  draw_calls(canvas, look_, board_, fresh_rows());
  draw_waiting(canvas, look_, board_, page_);
  if (board_.stale_since.empty()) {
    ticker_.draw(canvas, look_);
  } else {
    draw_stale_banner(canvas, look_, board_);
  }
}

}  // namespace yichuang::display
