#include "display/views/hall_view.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "display/choose_services.h"

namespace yichuang::display {
namespace {

constexpr size_t kFreshMax = limits::kRecentCallsMax;

}  // namespace

HallView::HallView(const Look& look, const HallLayout& at, std::optional<ServiceIds> services,
                   Invalidate invalidate)
    : FramedView(look, at.frame, "hall", std::move(invalidate)),
      at_(at),
      services_(std::move(services)),
      ticker_(at.frame) {}

// Marks the call as new; what was marked before begins anew.
void HallView::flash(const CallRow& call, int64_t steady_us) {
  std::erase_if(fresh_, [&](const Fresh& fresh) { return fresh.call.same_call(call); });
  if (fresh_.size() == kFreshMax) fresh_.erase(fresh_.begin());
  fresh_.push_back({call, Flash{steady_us}});
}

void HallView::remember_fresh(const Board& before, int64_t steady_us) {
  std::erase_if(fresh_, [&](const Fresh& fresh) { return fresh.flash.over(steady_us); });
  // The calls that stood there when the board began are no news.
  if (before.phase != BoardPhase::kShowing || !board_.current) return;
  const auto was_awaited = [&](const CallRow& call) {
    const auto same = [&](const CallRow& other) {
      return other.status == CallStatus::kCalled && other.same_call(call);
    };
    return (before.current && same(*before.current)) || std::ranges::any_of(before.recent, same);
  };
  for (size_t i = board_.recent_awaited; i-- > 0;) {
    if (!was_awaited(board_.recent[i])) flash(board_.recent[i], steady_us);
  }
  const bool turned =
      board_.spoken && !(before.spoken && before.current->same_call(*board_.current));
  const bool came = board_.current->status == CallStatus::kCalled && !was_awaited(*board_.current);
  if (turned || came) flash(*board_.current, steady_us);
}

bool HallView::is_fresh(const CallRow& call) const {
  return std::any_of(fresh_.begin(), fresh_.end(),
                     [&](const Fresh& fresh) { return fresh.call.same_call(call); });
}

ShownCalls HallView::shown_calls() const {
  const size_t rows = at_.calls_shown();
  ShownCalls calls{{}, {}, call_page_, call_pages().count()};
  if (calls.pages == 1) {
    calls.rows.assign(board_.recent.begin(),
                      board_.recent.begin() + std::min(rows, board_.recent.size()));
  } else {
    const size_t first = 1 + call_page_ * (rows - 1);
    const size_t end = std::min(first + rows - 1, board_.recent_awaited);
    calls.rows.push_back(board_.recent.front());
    for (size_t i = first; i < end; ++i) calls.rows.push_back(board_.recent[i]);
  }
  for (const CallRow& call : calls.rows) calls.fresh.push_back(is_fresh(call));
  return calls;
}

bool HallView::lit_at(int64_t steady_us) const {
  if (!board_.current || board_.current->status != CallStatus::kCalled) return false;
  for (const Fresh& fresh : fresh_) {
    if (fresh.call.same_call(*board_.current) && fresh.flash.lit(steady_us)) return true;
  }
  return false;
}

void HallView::invalidate_waiting(const Board& before) {
  if (at_.waiting.empty()) return;
  if (before.waiting.size() != board_.waiting.size() ||
      (!at_.notices && before.told_well_percent != board_.told_well_percent))
    return invalidate_(at_.waiting);
  const size_t rows = at_.waiting_rows();
  const size_t first = waiting_page_ * rows;
  for (size_t i = 0; i < rows && first + i < board_.waiting.size(); ++i) {
    if (before.waiting[first + i] != board_.waiting[first + i]) invalidate_(at_.waiting_row(i));
  }
}

void HallView::invalidate_differences(const Board& before) {
  if (before.current != board_.current || before.spoken != board_.spoken)
    invalidate_(at_.hero_glow());
  if (before.recent != board_.recent) invalidate_(at_.calls);
  invalidate_waiting(before);
  const bool noticed = before.notices != board_.notices || before.paused != board_.paused ||
                       before.told_well_percent != board_.told_well_percent;
  if (noticed) invalidate_(frame_.strip());
}

void HallView::show(Board board, ui::Canvas& canvas, int64_t steady_us) {
  choose_services(board.waiting, services_);
  if (!at_.notices) board.notices.clear();
  const Board before = board_;
  const bool parts = take_board(board, steady_us);
  remember_fresh(before, steady_us);
  if (parts) invalidate_differences(before);
  if (has_strip() && shows()) ticker_.show(board_, look_, canvas, steady_us);
  tick(steady_us);
}

bool HallView::moves() const {
  return shows() && has_strip() && board_.stale_since.empty() && ticker_.moves();
}

void HallView::move(int64_t steady_us) {
  if (moves() && ticker_.advance(steady_us)) invalidate_(frame_.ticker());
}

void HallView::tick(int64_t steady_us) {
  if (!shows()) return;
  if (std::exchange(lit_, lit_at(steady_us)) != lit_) invalidate_(at_.hero_glow());
  const int64_t shown_us = steady_us - shown_since_us_;
  const size_t waiting = waiting_pages().at(shown_us);
  if (std::exchange(waiting_page_, waiting) != waiting) invalidate_(at_.waiting);
  const size_t calls = call_pages().at(shown_us);
  if (std::exchange(call_page_, calls) != calls) invalidate_(at_.calls);
  const size_t gone =
      std::erase_if(fresh_, [&](const Fresh& fresh) { return fresh.flash.over(steady_us); });
  if (gone > 0) invalidate_(at_.calls);
}

int64_t HallView::next_tick_us(int64_t steady_us) const {
  int64_t next = INT64_MAX;
  for (const Fresh& fresh : fresh_) {
    // When it is over the row still has to be painted calm.
    const int64_t change_us = fresh.flash.next_us(steady_us);
    next = std::min(next, change_us == INT64_MAX ? steady_us : change_us);
  }
  if (!shows()) return next;
  if (!at_.waiting.empty())
    next = std::min(next, waiting_pages().next_us(shown_since_us_, steady_us));
  next = std::min(next, call_pages().next_us(shown_since_us_, steady_us));
  return next;
}

void HallView::draw_content(ui::Canvas& canvas) {
  draw_header(canvas, look_, frame_, board_);
  draw_hero(canvas, look_, at_, board_, lit_);
  draw_calls(canvas, look_, at_, shown_calls());
  draw_waiting(canvas, look_, at_, board_, waiting_page_);
}

void HallView::draw_strip(ui::Canvas& canvas) {
  if (has_strip()) ticker_.draw(canvas, look_);
}

}  // namespace yichuang::display
