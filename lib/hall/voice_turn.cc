#include "hall/voice_turn.h"

#include <algorithm>
#include <ranges>
#include <vector>

namespace yichuang {
namespace {

// The calls before and up to that of `ticket`, the oldest first. A recall has taken the place of
// its round's first call, which had its time of the voice too.
std::vector<Call> calls_up_to(const State& state, const Ticket& ticket) {
  std::vector<Call> calls;
  for (const Call& call : state.recent_calls) {
    const Ticket* called = state.ticket(call.ticket);
    if (call.call <= 1 || called == nullptr || call.ticket == ticket.key) continue;
    calls.push_back(call);
    calls.back().at = called->round_called_at;
  }
  for (const Call& call : std::views::reverse(state.recent_calls)) calls.push_back(call);
  std::ranges::stable_sort(calls, {}, &Call::at);
  const auto own = std::ranges::find(calls, ticket.key, &Call::ticket);
  if (own == calls.end()) return {};  // its turn has long come
  calls.erase(own + 1, calls.end());
  return calls;
}

// The person came between the call and its turn: it is not spoken.
bool came_before(const State& state, const Call& call, Time turn) {
  const Ticket* ticket = state.ticket(call.ticket);
  return ticket != nullptr && ticket->started_at >= call.at && ticket->started_at < turn;
}

}  // namespace

Time turn_to_be_spoken(const State& state, const Ticket& ticket) {
  Time turn;
  Time free;  // when the voice is
  for (const Call& call : calls_up_to(state, ticket)) {
    turn = std::max(free, call.at);
    if (!came_before(state, call, turn)) free = turn + kSpeakMs;
  }
  return std::max(turn, ticket.called_at);
}

}  // namespace yichuang
