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

bool any_window_for(const State& state, ServiceIndex service, wire::WindowPhase phase) {
  return std::any_of(state.windows.begin(), state.windows.end(), [&](const auto& entry) {
    return entry.second.phase == phase && serves(entry.second, service);
  });
}

WaitingRow waiting_row(const BoardInput& input, const Service& service) {
  WaitingRow row;
  row.service = service.id;
  row.service_zh = service.name_zh;
  row.service_en = service.name_en;
  row.people = service.waiting_count();
  const ServiceIndex index = input.state.service_index(service);
  row.open = any_window_for(input.state, index, wire::WINDOW_PHASE_OPEN);
  row.paused = !row.open && any_window_for(input.state, index, wire::WINDOW_PHASE_PAUSED);
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

// The many before the few; what is beyond the limit is one pause of several reasons.
void merge_smallest(std::vector<Pause>& pauses) {
  if (pauses.size() <= kPausesMax) return;
  std::ranges::stable_sort(pauses, std::ranges::greater{},
                           [](const Pause& pause) { return pause.windows.size(); });
  Pause rest;
  for (size_t i = kPausesMax - 1; i < pauses.size(); ++i) {
    const auto& windows = pauses[i].windows;
    rest.windows.insert(rest.windows.end(), windows.begin(), windows.end());
  }
  std::ranges::sort(rest.windows);
  pauses.resize(kPausesMax - 1);
  pauses.push_back(std::move(rest));
}

std::vector<Pause> pauses_of(const BoardInput& input) {
  std::vector<Pause> pauses;
  for (const auto& [number, window] : input.state.windows) {
    if (window.retired || window.phase != wire::WINDOW_PHASE_PAUSED) continue;
    const std::string until = input.back_at(window);
    auto same = std::ranges::find_if(pauses, [&](const Pause& pause) {
      return pause.reason == window.reason && pause.until == until;
    });
    if (same == pauses.end()) same = pauses.insert(same, {{}, window.reason, until});
    same->windows.push_back(number);
  }
  merge_smallest(pauses);
  return pauses;
}

}  // namespace

std::string window_list(const std::vector<WindowNumber>& windows, std::string_view separator) {
  std::string list;
  for (size_t i = 0; i < windows.size();) {
    size_t end = i + 1;
    while (end < windows.size() && windows[end] == windows[end - 1] + 1) ++end;
    if (end - i < 3) end = i + 1;
    if (!list.empty()) list += separator;
    list += std::to_string(windows[i]);
    if (end - i > 1) list += fmt::format("–{}", windows[end - 1]);
    i = end;
  }
  return list;
}

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
  board.paused = pauses_of(input);
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
