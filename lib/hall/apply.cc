#include "hall/apply.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/learn.h"

namespace yichuang {
namespace {

using wire::Event;

Ticket& ticket_of(State& state, TicketKey key) {
  HALL_ASSERT(key >= state.first_ticket && key - state.first_ticket < state.tickets.size());
  return state.tickets[key - state.first_ticket];
}

Window& window_of(State& state, WindowNumber number) {
  const auto found = state.windows.find(number);
  HALL_ASSERT(found != state.windows.end());
  return found->second;
}

Service& service_of(State& state, std::string_view id) {
  const auto found = std::ranges::find(state.services, id, &Service::id);
  HALL_ASSERT(found != state.services.end());
  return *found;
}

QueuePlace place_by_arrival(const Ticket& ticket) { return {ticket.issued_at.ms, ticket.key}; }
QueuePlace place_by_due_call(const Ticket& ticket) { return {ticket.due_call, ticket.key}; }

void enter_line(State& state, Ticket& ticket) {
  Service& line = state.services[ticket.service];
  ticket.phase = wire::TICKET_PHASE_WAITING;
  if (ticket.due_call != 0) {
    line.returned.insert(place_by_due_call(ticket));
  } else {
    line.waiting.insert(place_by_arrival(ticket));
  }
}

void leave_line(State& state, const Ticket& ticket) {
  if (ticket.phase != wire::TICKET_PHASE_WAITING) return;
  Service& line = state.services[ticket.service];
  const size_t erased = ticket.due_call != 0 ? line.returned.erase(place_by_due_call(ticket))
                                             : line.waiting.erase(place_by_arrival(ticket));
  HALL_ASSERT(erased == 1);
}

// The ticket's story is over, or it left its window: nobody is at that window now.
void leave_window(State& state, const Ticket& ticket) {
  if (ticket.window == 0) return;
  Window& window = window_of(state, ticket.window);
  if (window.ticket == ticket.key) window.ticket = 0;
}

void end_ticket(State& state, Ticket& ticket, TicketPhase phase, Time at) {
  leave_line(state, ticket);
  leave_window(state, ticket);
  ticket.phase = phase;
  ticket.ended_at = at;
}

void remember_call(State& state, const Ticket& ticket, Time at) {
  std::erase_if(state.recent_calls, [&](const Call& call) { return call.ticket == ticket.key; });
  state.recent_calls.push_front(
      {ticket.key, ticket.number, ticket.service, ticket.window, at, ticket.calls});
  if (state.recent_calls.size() > limits::kRecentCallsMax) state.recent_calls.pop_back();
}

void adopt_services(State& state, const wire::CatalogueAdopted& catalogue) {
  for (Service& service : state.services) service.retired = true;
  for (const auto& record : catalogue.services()) {
    auto found = std::ranges::find(state.services, record.id(), &Service::id);
    if (found == state.services.end()) {
      state.services.emplace_back();
      found = state.services.end() - 1;
      found->id = record.id();
    }
    found->prefix = record.prefix();
    found->name_zh = record.name_zh();
    found->name_en = record.name_en();
    found->icon = record.icon();
    found->service_seconds = record.service_seconds();
    found->retired = false;
  }
}

void adopt_windows(State& state, const wire::CatalogueAdopted& catalogue) {
  for (auto& [number, window] : state.windows) window.retired = true;
  for (const auto& record : catalogue.windows()) {
    Window& window = state.windows[record.window()];
    window.number = record.window();
    window.name_zh = record.name_zh();
    window.name_en = record.name_en();
    window.general = record.general();
    window.retired = false;
    window.services.clear();
    for (ServiceIndex i = 0; i < state.services.size(); ++i) {
      const Service& service = state.services[i];
      const bool listed =
          std::ranges::find(record.services(), service.id) != record.services().end();
      // A general window also finishes the open tickets of services that were retired today.
      if (record.general() || listed) window.services.push_back(i);
    }
  }
}

void adopt(State& state, const wire::CatalogueAdopted& catalogue) {
  state.catalogue_version = catalogue.version();
  state.catalogue_digest = catalogue.digest();
  state.hall_zh = catalogue.hall_zh();
  state.hall_en = catalogue.hall_en();
  state.time_zone = catalogue.time_zone();
  state.notices.assign(catalogue.notices().begin(), catalogue.notices().end());
  adopt_services(state, catalogue);
  state.learned.services.resize(state.services.size());
  adopt_windows(state, catalogue);
}

void set_device(State& state, const wire::DeviceRecord& record) {
  Device& device = state.devices[record.owner() + "/" + record.device()];
  device.owner = record.owner();
  device.device = record.device();
  device.state = record.state();
  device.facts.assign(record.facts().begin(), record.facts().end());
  device.since = Time{record.since_ms()};
}

void open_day(State& state, const wire::DayOpened& opened) {
  state.day = opened.day();
  state.day_seq = state.seq;
  state.midnight = Time{opened.midnight_ms()};
  state.first_ticket = opened.next_ticket();
  state.tickets.clear();
  state.recent_calls.clear();
  state.services.clear();
  state.windows.clear();
  state.devices.clear();
  adopt(state, opened.catalogue());
  state.learned = read_learned(opened.learned(), service_ids(state));
  for (auto& [number, window] : state.windows) window.since = state.at;
  for (const auto& record : opened.devices()) set_device(state, record);
}

void set_phase(State& state, WindowNumber number, WindowPhase phase, std::string reason) {
  Window& window = window_of(state, number);
  window.phase = phase;
  window.reason = std::move(reason);
  window.since = state.at;
}

void issue(State& state, const wire::TicketIssued& issued) {
  HALL_ASSERT(issued.ticket() == state.next_ticket());
  Service& service = service_of(state, issued.service());
  ++service.issued;
  Ticket& ticket = state.tickets.emplace_back();
  ticket.key = issued.ticket();
  ticket.number = issued.number();
  ticket.service = state.service_index(service);
  ticket.issued_at = state.at;
  ticket.told_min_p50 = issued.wait_min_p50();
  ticket.told_min_p90 = issued.wait_min_p90();
}

void call(State& state, const wire::TicketCalled& called) {
  Ticket& ticket = ticket_of(state, called.ticket());
  Window& window = window_of(state, called.window());
  HALL_ASSERT(ticket.phase == wire::TICKET_PHASE_WAITING);
  HALL_ASSERT(window.ticket == 0);
  leave_line(state, ticket);
  ++state.services[ticket.service].calls;
  ticket.phase = wire::TICKET_PHASE_CALLED;
  ticket.due_call = 0;
  ticket.window = window.number;
  ticket.calls = 1;
  ticket.called_at = state.at;
  window.ticket = ticket.key;
  remember_call(state, ticket, state.at);
}

void recall(State& state, const wire::TicketRecalled& recalled) {
  Ticket& ticket = ticket_of(state, recalled.ticket());
  ticket.calls = recalled.call();
  ticket.called_at = state.at;
  remember_call(state, ticket, state.at);
}

void miss(State& state, const wire::TicketMissed& missed) {
  Ticket& ticket = ticket_of(state, missed.ticket());
  leave_window(state, ticket);
  ticket.phase = wire::TICKET_PHASE_MISSED;
  ++ticket.misses;
}

void serve(State& state, const wire::TicketServed& served) {
  Ticket& ticket = ticket_of(state, served.ticket());
  Service& service = state.services[ticket.service];
  ++service.served;
  service.served_ms_total += std::max<int64_t>(0, state.at - ticket.started_at);
  ++window_of(state, served.window()).served;
  end_ticket(state, ticket, wire::TICKET_PHASE_SERVED, state.at);
}

void apply_to_window(State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kClerkSignedIn:
      window_of(state, event.clerk_signed_in().window()).clerk = event.clerk_signed_in().clerk();
      return;
    case Event::kClerkSignedOut: {
      const WindowNumber number = event.clerk_signed_out().window();
      window_of(state, number).clerk.clear();
      set_phase(state, number, wire::WINDOW_PHASE_CLOSED, "");
      return;
    }
    case Event::kWindowOpened:
      return set_phase(state, event.window_opened().window(), wire::WINDOW_PHASE_OPEN, "");
    case Event::kWindowPaused:
      return set_phase(state, event.window_paused().window(), wire::WINDOW_PHASE_PAUSED,
                       event.window_paused().reason());
    case Event::kWindowClosed:
      return set_phase(state, event.window_closed().window(), wire::WINDOW_PHASE_CLOSED, "");
    default:
      HALL_ASSERT(false && "not a window's event");
  }
}

void apply_to_ticket(State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kTicketIssued:
      return issue(state, event.ticket_issued());
    case Event::kTicketConfirmed: {
      Ticket& ticket = ticket_of(state, event.ticket_confirmed().ticket());
      ticket.delivery = event.ticket_confirmed().delivery();
      if (ticket.phase == wire::TICKET_PHASE_ISSUED) enter_line(state, ticket);
      return;
    }
    case Event::kTicketCancelled:
      return end_ticket(state, ticket_of(state, event.ticket_cancelled().ticket()),
                        wire::TICKET_PHASE_CANCELLED, state.at);
    case Event::kTicketExpired:
      return end_ticket(state, ticket_of(state, event.ticket_expired().ticket()),
                        wire::TICKET_PHASE_EXPIRED, state.at);
    case Event::kTicketCalled:
      return call(state, event.ticket_called());
    case Event::kTicketRecalled:
      return recall(state, event.ticket_recalled());
    case Event::kTicketMissed:
      return miss(state, event.ticket_missed());
    case Event::kTicketReactivated: {
      Ticket& ticket = ticket_of(state, event.ticket_reactivated().ticket());
      ticket.due_call = event.ticket_reactivated().due_call();
      ticket.calls = 0;
      return enter_line(state, ticket);
    }
    case Event::kServiceStarted: {
      Ticket& ticket = ticket_of(state, event.service_started().ticket());
      ticket.phase = wire::TICKET_PHASE_SERVING;
      ticket.started_at = state.at;
      return;
    }
    case Event::kTicketServed:
      return serve(state, event.ticket_served());
    default:
      HALL_ASSERT(false && "not a ticket's event");
  }
}

// ---- What may follow: the checks for events that come from outside. ----

std::string check_ticket(const State& state, TicketKey key,
                         std::initializer_list<TicketPhase> phases) {
  const Ticket* ticket = state.ticket(key);
  if (!ticket) return fmt::format("ticket {} is not known today", key);
  if (std::ranges::find(phases, ticket->phase) == phases.end()) {
    return fmt::format("ticket {} is {}", ticket->number, name_of(ticket->phase));
  }
  return {};
}

std::string check_window(const State& state, WindowNumber number) {
  return state.window(number) ? "" : fmt::format("window {} is not known", number);
}

std::string check_at_window(const State& state, WindowNumber number, TicketKey key,
                            std::initializer_list<TicketPhase> phases) {
  if (auto wrong = check_window(state, number); !wrong.empty()) return wrong;
  if (state.window(number)->ticket != key) {
    return fmt::format("ticket {} is not at window {}", key, number);
  }
  return check_ticket(state, key, phases);
}

std::string check_issued(const State& state, const wire::TicketIssued& issued) {
  if (issued.ticket() != state.next_ticket()) {
    return fmt::format("ticket {} issued, {} is next", issued.ticket(), state.next_ticket());
  }
  const Service* service = state.service(issued.service());
  if (!service) return fmt::format("service {} is not known", issued.service());
  const std::string expected = fmt::format("{}{:03}", service->prefix, service->issued + 1);
  if (issued.number() != expected) {
    return fmt::format("number {} issued, {} is next", issued.number(), expected);
  }
  return {};
}

std::string check_called(const State& state, const wire::TicketCalled& called) {
  if (auto wrong = check_window(state, called.window()); !wrong.empty()) return wrong;
  if (state.window(called.window())->ticket != 0) {
    return fmt::format("window {} has a ticket already", called.window());
  }
  return check_ticket(state, called.ticket(), {wire::TICKET_PHASE_WAITING});
}

std::string check_day(const State& state, const wire::DayOpened& opened) {
  if (opened.day() <= state.day) {
    return fmt::format("day {} opened, {} was open", opened.day(), state.day);
  }
  if (opened.next_ticket() < state.next_ticket()) return "ticket keys go back";
  const auto live =
      std::ranges::find_if(state.tickets, [](const Ticket& t) { return !is_over(t.phase); });
  if (live != state.tickets.end()) return fmt::format("ticket {} vanishes", live->number);
  return {};
}

std::string check_body(const State& state, const Event& event) {
  using enum wire::TicketPhase;
  switch (event.body_case()) {
    case Event::kDayOpened:
      return check_day(state, event.day_opened());
    case Event::kCatalogueAdopted:
      return "";
    case Event::kClerkSignedIn:
      return check_window(state, event.clerk_signed_in().window());
    case Event::kClerkSignedOut:
      return check_window(state, event.clerk_signed_out().window());
    case Event::kWindowOpened:
      return check_window(state, event.window_opened().window());
    case Event::kWindowPaused:
      return check_window(state, event.window_paused().window());
    case Event::kWindowClosed:
      return check_window(state, event.window_closed().window());
    case Event::kTicketIssued:
      return check_issued(state, event.ticket_issued());
    case Event::kTicketConfirmed:
      return check_ticket(state, event.ticket_confirmed().ticket(),
                          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_CALLED});
    case Event::kTicketCancelled:
      return check_ticket(
          state, event.ticket_cancelled().ticket(),
          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_CALLED, TICKET_PHASE_MISSED});
    case Event::kTicketExpired:
      return check_ticket(state, event.ticket_expired().ticket(),
                          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_CALLED,
                           TICKET_PHASE_SERVING, TICKET_PHASE_MISSED});
    case Event::kTicketCalled:
      return check_called(state, event.ticket_called());
    case Event::kTicketRecalled:
      return check_at_window(state, event.ticket_recalled().window(),
                             event.ticket_recalled().ticket(), {TICKET_PHASE_CALLED});
    case Event::kTicketMissed:
      return check_at_window(state, event.ticket_missed().window(), event.ticket_missed().ticket(),
                             {TICKET_PHASE_CALLED});
    case Event::kTicketReactivated:
      return check_ticket(state, event.ticket_reactivated().ticket(), {TICKET_PHASE_MISSED});
    case Event::kServiceStarted:
      return check_at_window(state, event.service_started().window(),
                             event.service_started().ticket(), {TICKET_PHASE_CALLED});
    case Event::kTicketServed:
      return check_at_window(state, event.ticket_served().window(), event.ticket_served().ticket(),
                             {TICKET_PHASE_SERVING});
    case Event::kDeviceReported:
      return "";
    case Event::BODY_NOT_SET:
      return "the event has no body this version knows";
  }
  return "the event has no body this version knows";
}

}  // namespace

void apply(State& state, const Event& event) {
  HALL_ASSERT(event.seq() > state.seq);
  HALL_ASSERT(event.at_ms() >= state.at.ms);
  state.seq = event.seq();
  state.at = Time{event.at_ms()};
  learn(state, event);
  switch (event.body_case()) {
    case Event::kDayOpened:
      return open_day(state, event.day_opened());
    case Event::kCatalogueAdopted:
      return adopt(state, event.catalogue_adopted());
    case Event::kClerkSignedIn:
    case Event::kClerkSignedOut:
    case Event::kWindowOpened:
    case Event::kWindowPaused:
    case Event::kWindowClosed:
      return apply_to_window(state, event);
    case Event::kDeviceReported:
      return set_device(state, event.device_reported().record());
    case Event::BODY_NOT_SET:
      HALL_ASSERT(false && "an event without a body");
    default:
      return apply_to_ticket(state, event);
  }
}

std::string cannot_follow(const State& state, const Event& event) {
  if (event.seq() <= state.seq) return fmt::format("seq {} after {}", event.seq(), state.seq);
  if (event.at_ms() < state.at.ms) return "the time goes back";
  if (state.day == 0 && !event.has_day_opened()) return "no day is open";
  return check_body(state, event);
}

}  // namespace yichuang
