#include "display/views/hall_view.h"

#include <algorithm>
#include <utility>

#include "display/choose_services.h"

namespace yichuang::display {
HallView::HallView(const Look& look, const HallLayout& at, std::optional<ServiceIds> services,
                   Invalidate invalidate)
    : look_(look),
      at_(at),
      services_(std::move(services)),
      invalidate_(std::move(invalidate)),
      ticker_(at.frame) {}

void HallView::remember_fresh(const Board& board, int64_t steady_us) {
  std::erase_if(fresh_, [&](const Fresh& fresh) { return fresh.flash.over(steady_us); });
  // The calls that stood there when the board began are no news.
  if (!began_ || board_.phase != BoardPhase::kShowing || !board.current) return;
  if (board_.current && board_.current->same_call(*board.current)) return;
  if (board.current->status != CallStatus::kCalled) return;
  fresh_.push_back({*board.current, Flash{steady_us}});
  if (fresh_.size() > at_.calls_shown() + 1) fresh_.erase(fresh_.begin());
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
    if (fresh.call.same_call(*board_.current) && fresh.flash.lit(steady_us)) return true;
  }
  return false;
}

void HallView::invalidate_waiting(const Board& before, const Board& after) {
  if (at_.waiting.empty()) return;
  if (before.waiting.size() != after.waiting.size()) return invalidate_(at_.waiting);
  const size_t rows = at_.waiting_rows();
  const size_t first = page_ * rows;
  for (size_t i = 0; i < rows && first + i < after.waiting.size(); ++i) {
    if (before.waiting[first + i] != after.waiting[first + i]) invalidate_(at_.waiting_row(i));
  }
}

void HallView::invalidate_differences(const Board& before, const Board& after) {
  if (before.phase != after.phase || !began_) return invalidate_(at_.frame.whole());
  if (!same_header(before, after)) invalidate_(at_.frame.header());
  if (before.current != after.current) invalidate_(at_.hero_glow());
  if (before.recent != after.recent) invalidate_(at_.calls);
  invalidate_waiting(before, after);
  const bool noticed = before.notices != after.notices || before.paused != after.paused;
  if ((at_.notices && noticed) || before.stale_since != after.stale_since) {
    invalidate_(at_.frame.strip());
  }
}

void HallView::show(Board board, ui::Canvas& canvas, int64_t steady_us) {
  choose_services(board.waiting, services_);
  if (board_.phase != board.phase || !began_) shown_since_us_ = steady_us;
  remember_fresh(board, steady_us);
  invalidate_differences(board_, board);
  board_ = std::move(board);
  began_ = true;
  if (at_.notices && board_.phase == BoardPhase::kShowing)
    ticker_.show(board_, look_, canvas, steady_us);
  tick(steady_us);
}

bool HallView::moves() const {
  return board_.phase == BoardPhase::kShowing && board_.stale_since.empty() && ticker_.moves();
}

void HallView::move(int64_t steady_us) {
  if (moves() && ticker_.advance(steady_us)) invalidate_(at_.frame.ticker());
}

void HallView::tick(int64_t steady_us) {
  if (!began_ || board_.phase != BoardPhase::kShowing) return;
  if (std::exchange(lit_, lit_at(steady_us)) != lit_) invalidate_(at_.hero_glow());
  const size_t page = pages().at(steady_us - shown_since_us_);
  if (std::exchange(page_, page) != page) invalidate_(at_.waiting);
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
  if (board_.phase == BoardPhase::kShowing && !at_.waiting.empty())
    next = std::min(next, pages().next_us(shown_since_us_, steady_us));
  return next;
}

std::string_view HallView::name() const {
  return board_.phase == BoardPhase::kShowing ? "hall" : "connecting";
}

void HallView::draw(ui::Canvas& canvas) {
  draw_ground(canvas, look_, at_.frame);
  if (board_.phase != BoardPhase::kShowing)
    return draw_connecting(canvas, look_, at_.frame, board_);
  draw_header(canvas, look_, at_.frame, board_);
  draw_hero(canvas, look_, at_, board_, lit_);
  draw_calls(canvas, look_, at_, board_, fresh_rows());
  draw_waiting(canvas, look_, at_, board_, page_);
  if (!board_.stale_since.empty()) {
    draw_stale_banner(canvas, look_, at_.frame, board_);
  } else if (at_.notices) {
    ticker_.draw(canvas, look_);
  }
}

}  // namespace yichuang::display
