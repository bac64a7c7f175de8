#include "hall/learn.h"

#include <algorithm>

namespace yichuang {
namespace {

using wire::Event;

Ticket* ticket_in(State& state, TicketKey key) {
  if (key < state.first_ticket || key - state.first_ticket >= state.tickets.size()) return nullptr;
  return &state.tickets[key - state.first_ticket];
}

Window* window_in(State& state, WindowNumber number) {
  const auto found = state.windows.find(number);
  return found == state.windows.end() ? nullptr : &found->second;
}

bool anybody_waits_for(const State& state, const Window& window) {
  if (window.lines.size() != 0) return true;
  return std::ranges::any_of(window.services, [&](ServiceIndex service) {
    return state.services[service].waiting_count() != 0;
  });
}

// The window's visit is over: how long until it calls the next is worth learning if somebody waits.
void window_is_free(State& state, WindowNumber number, Time at) {
  Window* window = window_in(state, number);
  if (!window) return;
  const bool turns = window->phase == wire::WINDOW_PHASE_OPEN && anybody_waits_for(state, *window);
  window->free_since = turns ? at : Time{};
}

void called(State& state, const wire::TicketCalled& event, Time at) {
  Ticket* ticket = ticket_in(state, event.ticket());
  Window* window = window_in(state, event.window());
  if (!ticket || !window) return;
  // What is told is an ordinary person's wait: those who come sooner say nothing about it.
  const bool ordinary =
      ticket->priority == wire::PRIORITY_CLASS_ORDINARY && !ticket->slot_at.is_set();
  if (ordinary && !ticket->round_called_at.is_set()) {
    learn_told(state.learned, ticket->told_min_p50, ticket->told_min_p90, at - ticket->issued_at);
  }
  ticket->round_called_at = at;
  if (window->free_since.is_set()) {
    learn_duration(state.learned.turnaround, kExpectedTurnaroundMs, at - window->free_since);
  }
  window->free_since = {};
}

void started(State& state, TicketKey key, Time at) {
  const Ticket* ticket = ticket_in(state, key);
  if (!ticket || !ticket->round_called_at.is_set()) return;
  learn_came(state.learned, ticket->service, at - ticket->round_called_at);
}

void missed(State& state, const wire::TicketMissed& event, Time at) {
  const Ticket* ticket = ticket_in(state, event.ticket());
  if (ticket && ticket->round_called_at.is_set()) {
    learn_missed(state.learned, ticket->service, at - ticket->round_called_at);
  }
  window_is_free(state, event.window(), at);
}

void served(State& state, TicketKey key, Time at) {
  const Ticket* ticket = ticket_in(state, key);
  if (ticket && ticket->started_at.is_set()) {
    learn_length(state.learned, ticket->service, hour_of_day(state, ticket->started_at),
                 expected_visit_ms(state.services[ticket->service]), at - ticket->started_at);
  }
}

void opened(State& state, WindowNumber number, Time at) {
  const Window* window = window_in(state, number);
  if (!window || window->phase != wire::WINDOW_PHASE_PAUSED) return;
  learn_duration(state.learned.pause, kExpectedPauseMs, at - window->since);
}

void stops_calling(State& state, WindowNumber number) {
  if (Window* window = window_in(state, number)) window->free_since = {};
}

}  // namespace

void learn(State& state, const Event& event) {
  const Time at{event.at_ms()};
  switch (event.body_case()) {
    case Event::kTicketCalled:
      return called(state, event.ticket_called(), at);
    case Event::kServiceStarted:
      return started(state, event.service_started().ticket(), at);
    case Event::kTicketMissed:
      return missed(state, event.ticket_missed(), at);
    case Event::kTicketServed:
      served(state, event.ticket_served().ticket(), at);
      return window_is_free(state, event.ticket_served().window(), at);
    case Event::kItemServed:
      served(state, event.item_served().ticket(), at);
      if (event.item_served().stays()) return;
      return window_is_free(state, event.item_served().window(), at);
    case Event::kTicketHeld:
      return window_is_free(state, event.ticket_held().window(), at);
    case Event::kTicketTransferred:
      return window_is_free(state, event.ticket_transferred().window(), at);
    case Event::kWindowOpened:
      return opened(state, event.window_opened().window(), at);
    case Event::kWindowPaused:
      return stops_calling(state, event.window_paused().window());
    case Event::kWindowClosed:
      return stops_calling(state, event.window_closed().window());
    case Event::kClerkSignedOut:
      return stops_calling(state, event.clerk_signed_out().window());
    default:
      return;
  }
}

size_t hour_of_day(const State& state, Time at) {
  return static_cast<size_t>(minute_of_day(state, at) / 60);
}

std::vector<std::string_view> service_ids(const State& state) {
  std::vector<std::string_view> ids;
  ids.reserve(state.services.size());
  for (const Service& service : state.services) ids.push_back(service.id);
  return ids;
}

}  // namespace yichuang
