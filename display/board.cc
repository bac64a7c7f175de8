#include "display/board.h"

#include <fmt/format.h>

#include <algorithm>

namespace yichuang::display {
namespace {

CallStatus status_of(const State& state, const Call& call) {
  const Ticket* ticket = state.ticket(call.ticket);
  if (ticket == nullptr) return CallStatus::kOver;
  switch (ticket->phase) {
    case wire::TICKET_PHASE_CALLED:
      return CallStatus::kCalled;
    case wire::TICKET_PHASE_SERVING:
      return CallStatus::kServing;
    case wire::TICKET_PHASE_MISSED:
      return CallStatus::kMissed;
    case wire::TICKET_PHASE_EXPIRED:
      // A second miss expires; the end of the day expires those who were never called.
      return ticket->misses > 0 ? CallStatus::kMissed : CallStatus::kOver;
    default:
      return CallStatus::kOver;
  }
}

CallRow call_row(const BoardInput& input, const Call& call) {
  CallRow row;
  row.ticket = call.ticket;
  row.call = call.call;
  row.number = call.number;
  row.window = call.window;
  if (call.service < input.state.services.size()) {
    const Service& service = input.state.services[call.service];
    row.service_zh = service.name_zh;
    row.service_en = service.name_en;
  }
  row.time = input.face(call.at);
  row.status = status_of(input.state, call);
  return row;
}

bool window_is_open_for(const State& state, ServiceIndex service) {
  return std::any_of(state.windows.begin(), state.windows.end(), [&](const auto& entry) {
    return entry.second.phase == wire::WINDOW_PHASE_OPEN && serves(entry.second, service);
  });
}

WaitingRow waiting_row(const BoardInput& input, const Service& service) {
  WaitingRow row;
  row.service = service.id;
  row.service_zh = service.name_zh;
  row.service_en = service.name_en;
  row.people = service.waiting_count();
  row.open = window_is_open_for(input.state, input.state.service_index(service));
  const wire::ServiceEstimate* estimate = input.estimate ? input.estimate(service.id) : nullptr;
  if (row.open && estimate != nullptr && estimate->open()) {
    row.minutes_p50 = estimate->wait_min_p50();
    row.minutes_p90 = std::max(estimate->wait_min_p90(), estimate->wait_min_p50());
    row.level = wait_level(*row.minutes_p50, input.state.rules.alarm_wait_minutes);
  }
  return row;
}

bool is_spoken(const BoardInput& input, const CallRow& row) {
  return input.spoken && input.spoken->ticket == row.ticket && input.spoken->call == row.call &&
         input.spoken->window == row.window;
}

// A call that is over takes no place that somebody who is awaited needs.
void add_calls(const BoardInput& input, Board& board) {
  std::vector<CallRow> awaited;
  std::vector<CallRow> over;
  for (const Call& call : input.state.recent_calls) {
    CallRow row = call_row(input, call);
    (row.status == CallStatus::kCalled ? awaited : over).push_back(std::move(row));
  }
  std::vector<CallRow>& first = awaited.empty() ? over : awaited;
  if (first.empty()) return;
  const auto spoken =
      std::ranges::find_if(awaited, [&](const CallRow& row) { return is_spoken(input, row); });
  board.spoken = spoken != awaited.end();
  const auto current = board.spoken ? spoken : first.begin();
  board.current = *current;
  first.erase(current);
  board.recent_awaited = awaited.size();
  board.recent = std::move(awaited);
  for (CallRow& row : over) {
    if (board.recent.size() >= input.recent_rows) break;
    board.recent.push_back(std::move(row));
  }
}

}  // namespace

std::string BoardInput::face(Time at) const {
  return zone == nullptr || !at.is_set() ? std::string() : clock_face(zone->local(at));
}

uint32_t BoardInput::minutes_since(Time from) const {
  return from.is_set() && now > from ? static_cast<uint32_t>((now - from) / kMinuteMs) : 0;
}

std::string BoardInput::back_at(const Window& window) const {
  return window.until > now ? face(window.until) : std::string();
}

std::string minutes_range(uint32_t p50, uint32_t p90) {
  constexpr uint32_t kMinutesShownMax = 99;
  const uint32_t low = std::min(p50, kMinutesShownMax);
  if (p90 > kMinutesShownMax) return fmt::format("{}+", low);
  return low == p90 ? std::to_string(low) : fmt::format("{}–{}", low, p90);
}

WaitLevel wait_level(uint32_t minutes, uint32_t long_min) {
  if (minutes <= long_min / 2) return WaitLevel::kShort;
  return minutes <= long_min ? WaitLevel::kMedium : WaitLevel::kLong;
}

Board make_board(const BoardInput& input) {
  Board board;
  const State& state = input.state;
  if (state.seq == 0 || input.unconfirmed) {
    const bool slow = input.now - input.started >= kConnectingSlowMs;
    board.phase = slow ? BoardPhase::kConnectingSlow : BoardPhase::kConnecting;
    return board;
  }
  board.phase = BoardPhase::kShowing;
  board.hall_zh = state.hall_zh;
  board.hall_en = state.hall_en;
  add_calls(input, board);
  for (const Service& service : state.services) {
    if (service.retired && service.waiting_count() == 0) continue;
    board.waiting.push_back(waiting_row(input, service));
  }
  for (const wire::Text& notice : state.notices)
    board.notices.push_back({notice.zh(), notice.en()});
  for (const auto& [number, window] : state.windows) {
    if (window.retired || window.phase != wire::WINDOW_PHASE_PAUSED) continue;
    board.paused.push_back({number, window.reason, input.back_at(window)});
  }
  const ToldRecent& told = state.learned.told_recent;
  if (told.count >= kToldEnough) board.told_well_percent = told.within_p90 / (kMillion / 20) * 5;
  if (input.zone != nullptr) {
    board.clock = input.zone->local(input.now);
    board.clock->second = 0;
  }
  if (!input.fresh && input.stale_since.is_set()) {
    board.stale_since = input.face(input.stale_since);
    if (board.stale_since.empty()) board.stale_since = "--:--";
  }
  return board;
}

}  // namespace yichuang::display
