#include "queue-server/decide.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/learn.h"
#include "queue-server/next_ticket.h"
#include "queue-server/numbering.h"

namespace yichuang {
namespace {

using wire::Command;
using Decision = Result<Events, Refused>;

template <class... Args>
Refused refuse(wire::Refusal code, fmt::format_string<Args...> format, Args&&... args) {
  return {code, fmt::format(format, std::forward<Args>(args)...)};
}

Events one(wire::Event event) {
  Events events;
  events.push_back(std::move(event));
  return events;
}

// ---- Windows. ----

Result<const Window*, Refused> find_window(const State& state, WindowNumber number) {
  const Window* window = state.window(number);
  if (!window || window->retired) {
    return refuse(wire::REFUSAL_UNKNOWN_WINDOW, "there is no window {}", number);
  }
  return window;
}

// The window, if the actor sits there. An admin may act for anybody.
Result<const Window*, Refused> own_window(const State& state, WindowNumber number,
                                          const Actor& actor) {
  const Window* window = state.window(number);  // also a retired one: its visitor is still served
  if (!window) return refuse(wire::REFUSAL_UNKNOWN_WINDOW, "there is no window {}", number);
  if (actor.role == Role::kAdmin) return window;
  if (window->clerk.empty()) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "nobody is signed in at window {}; sign in first",
                  number);
  }
  if (window->clerk != actor.clerk) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "another clerk is signed in at window {}", number);
  }
  return window;
}

Decision sign_in(const State& state, const wire::SignIn& command, const Actor& actor) {
  const auto window = find_window(state, command.window());
  if (!window) return window.error();
  if (actor.clerk.empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "the command names no clerk who signs in");
  }
  if ((*window)->clerk == actor.clerk) return Events{};
  if (!(*window)->clerk.empty()) {
    return refuse(wire::REFUSAL_WINDOW_TAKEN, "another clerk is signed in at window {}",
                  command.window());
  }
  for (const auto& [number, other] : state.windows) {
    if (other.clerk == actor.clerk) {
      return refuse(wire::REFUSAL_WINDOW_TAKEN,
                    "you are signed in at window {}; sign out there first", number);
    }
  }
  wire::Event event;
  event.mutable_clerk_signed_in()->set_window(command.window());
  event.mutable_clerk_signed_in()->set_clerk(actor.clerk);
  return one(std::move(event));
}

// Sign-out and closing: not while somebody is called or served there.
Result<const Window*, Refused> empty_own_window(const State& state, WindowNumber number,
                                                const Actor& actor) {
  const auto window = own_window(state, number, actor);
  if (!window) return window;
  if (const Ticket* ticket = state.ticket((*window)->ticket)) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "finish {} first", ticket->number);
  }
  return window;
}

Decision sign_out(const State& state, const wire::SignOut& command, const Actor& actor) {
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->clerk.empty()) return Events{};
  wire::Event event;
  event.mutable_clerk_signed_out()->set_window(command.window());
  return one(std::move(event));
}

Decision open_window(const State& state, const wire::OpenWindow& command, const Actor& actor) {
  const auto known = find_window(state, command.window());
  if (!known) return known.error();
  const auto window = own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase == wire::WINDOW_PHASE_OPEN) return Events{};
  wire::Event event;
  event.mutable_window_opened()->set_window(command.window());
  return one(std::move(event));
}

Decision pause_window(const State& state, const wire::PauseWindow& command, const Actor& actor) {
  const auto window = own_window(state, command.window(), actor);
  if (!window) return window.error();
  if (command.reason().empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE,
                  "a pause needs a reason: it is shown to the waiting");
  }
  if ((*window)->phase == wire::WINDOW_PHASE_CLOSED) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "window {} is closed", command.window());
  }
  wire::Event event;
  event.mutable_window_paused()->set_window(command.window());
  event.mutable_window_paused()->set_reason(command.reason());
  return one(std::move(event));
}

Decision close_window(const State& state, const wire::CloseWindow& command, const Actor& actor) {
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase == wire::WINDOW_PHASE_CLOSED) return Events{};
  wire::Event event;
  event.mutable_window_closed()->set_window(command.window());
  return one(std::move(event));
}

// ---- Tickets, by key. ----

Result<const Ticket*, Refused> find_ticket(const State& state, TicketKey key) {
  const Ticket* ticket = state.ticket(key);
  if (!ticket) {
    return refuse(wire::REFUSAL_UNKNOWN_TICKET, "there is no such ticket today; take a new number");
  }
  return ticket;
}

Refused wrong_phase(const Ticket& ticket) {
  return refuse(wire::REFUSAL_WRONG_PHASE, "ticket {} is {}", ticket.number, name_of(ticket.phase));
}

Decision issue_ticket(const State& state, const wire::IssueTicket& command, const Actor& actor,
                      const Moment& moment) {
  const Service* service = state.service(command.service());
  if (!service || service->retired) {
    return refuse(wire::REFUSAL_UNKNOWN_SERVICE, "this hall has no service \"{}\"",
                  command.service());
  }
  const auto number = next_number(*service);
  if (!number) {
    return refuse(wire::REFUSAL_SERIES_FULL,
                  "all numbers of series {} are used today; ask the guide desk", service->prefix);
  }
  wire::Event event;
  auto& issued = *event.mutable_ticket_issued();
  issued.set_ticket(state.next_ticket());
  issued.set_number(*number);
  issued.set_service(service->id);
  issued.set_origin(actor.device);
  issued.set_ahead(static_cast<uint32_t>(service->waiting_count()));
  const ServiceIndex index = state.service_index(*service);
  if (moment.estimates && index < moment.estimates->size()) {
    issued.set_wait_min_p50((*moment.estimates)[index].p50_min);
    issued.set_wait_min_p90((*moment.estimates)[index].p90_min);
  }
  return one(std::move(event));
}

Decision confirm_ticket(const State& state, const wire::ConfirmTicket& command) {
  const auto ticket = find_ticket(state, command.ticket());
  if (!ticket) return ticket.error();
  if (command.delivery() != wire::DELIVERY_PRINTED &&
      command.delivery() != wire::DELIVERY_PAPERLESS) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "the delivery must be printed or paperless");
  }
  const TicketPhase phase = (*ticket)->phase;
  if (phase != wire::TICKET_PHASE_ISSUED && phase != wire::TICKET_PHASE_WAITING &&
      phase != wire::TICKET_PHASE_CALLED) {
    return wrong_phase(**ticket);
  }
  if ((*ticket)->delivery == command.delivery()) return Events{};
  wire::Event event;
  event.mutable_ticket_confirmed()->set_ticket(command.ticket());
  event.mutable_ticket_confirmed()->set_delivery(command.delivery());
  return one(std::move(event));
}

Decision cancel_ticket(const State& state, const wire::CancelTicket& command) {
  const auto ticket = find_ticket(state, command.ticket());
  if (!ticket) return ticket.error();
  const TicketPhase phase = (*ticket)->phase;
  if (phase == wire::TICKET_PHASE_CANCELLED) return Events{};
  if (phase != wire::TICKET_PHASE_ISSUED && phase != wire::TICKET_PHASE_WAITING &&
      phase != wire::TICKET_PHASE_MISSED) {
    return wrong_phase(**ticket);
  }
  wire::Event event;
  event.mutable_ticket_cancelled()->set_ticket(command.ticket());
  return one(std::move(event));
}

Decision reactivate_ticket(const State& state, const wire::ReactivateTicket& command) {
  const auto ticket = find_ticket(state, command.ticket());
  if (!ticket) return ticket.error();
  if ((*ticket)->phase != wire::TICKET_PHASE_MISSED) return wrong_phase(**ticket);
  wire::Event event;
  event.mutable_ticket_reactivated()->set_ticket(command.ticket());
  event.mutable_ticket_reactivated()->set_due_call(state.services[(*ticket)->service].calls +
                                                   kReactivateBehind);
  return one(std::move(event));
}

// ---- Tickets, at a window. ----

Decision call_next(const State& state, const wire::CallNext& command, const Actor& actor) {
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase != wire::WINDOW_PHASE_OPEN) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "window {} is {}; open it first", command.window(),
                  name_of((*window)->phase));
  }
  const auto next = next_ticket(state, **window);
  if (!next) {
    return refuse(wire::REFUSAL_NOBODY_WAITING, "nobody is waiting for window {}",
                  command.window());
  }
  const Ticket& ticket = *state.ticket(next->ticket);
  wire::Event event;
  auto& called = *event.mutable_ticket_called();
  called.set_ticket(ticket.key);
  called.set_window(command.window());
  called.set_reason(next->reason);
  called.set_number(ticket.number);
  called.set_service(state.services[ticket.service].id);
  return one(std::move(event));
}

// The ticket at the actor's window, if it is in `phase`.
Result<const Ticket*, Refused> ticket_at(const State& state, WindowNumber number,
                                         const Actor& actor, TicketPhase phase) {
  const auto window = own_window(state, number, actor);
  if (!window) return window.error();
  const Ticket* ticket = state.ticket((*window)->ticket);
  if (!ticket) return refuse(wire::REFUSAL_WRONG_PHASE, "nobody is at window {}", number);
  if (ticket->phase != phase) return wrong_phase(*ticket);
  return ticket;
}

Decision recall_ticket(const State& state, const wire::RecallTicket& command, const Actor& actor,
                       Time now) {
  const auto ticket = ticket_at(state, command.window(), actor, wire::TICKET_PHASE_CALLED);
  if (!ticket) return ticket.error();
  if ((*ticket)->calls >= kCallsMax) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "{} was called {} times; mark it missed",
                  (*ticket)->number, kCallsMax);
  }
  const int64_t since_ms = now - (*ticket)->called_at;
  if (since_ms < kRecallSpacingMs) {
    return refuse(wire::REFUSAL_TOO_SOON, "{} was called just now; call again in {} s",
                  (*ticket)->number, (kRecallSpacingMs - since_ms + 999) / 1000);
  }
  wire::Event event;
  event.mutable_ticket_recalled()->set_ticket((*ticket)->key);
  event.mutable_ticket_recalled()->set_window(command.window());
  event.mutable_ticket_recalled()->set_call((*ticket)->calls + 1);
  return one(std::move(event));
}

Decision mark_missed(const State& state, const wire::MarkMissed& command, const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, wire::TICKET_PHASE_CALLED);
  if (!ticket) return ticket.error();
  wire::Event event;
  event.mutable_ticket_missed()->set_ticket((*ticket)->key);
  event.mutable_ticket_missed()->set_window(command.window());
  Events events = one(std::move(event));
  if ((*ticket)->misses + 1 >= kMissesMax) {
    auto& expired = *events.emplace_back().mutable_ticket_expired();
    expired.set_ticket((*ticket)->key);
    expired.set_reason(wire::EXPIRY_REASON_SECOND_MISS);
  }
  return events;
}

Decision start_service(const State& state, const wire::StartService& command, const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, wire::TICKET_PHASE_CALLED);
  if (!ticket) return ticket.error();
  wire::Event event;
  event.mutable_service_started()->set_ticket((*ticket)->key);
  event.mutable_service_started()->set_window(command.window());
  return one(std::move(event));
}

Decision complete_service(const State& state, const wire::CompleteService& command,
                          const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, wire::TICKET_PHASE_SERVING);
  if (!ticket) return ticket.error();
  wire::Event event;
  event.mutable_ticket_served()->set_ticket((*ticket)->key);
  event.mutable_ticket_served()->set_window(command.window());
  return one(std::move(event));
}

// ---- Devices. ----

// What all device records but `except` take in a message, about.
size_t device_bytes(const State& state, const std::string& except) {
  size_t bytes = 0;
  for (const auto& [key, device] : state.devices) {
    if (key == except) continue;
    bytes += key.size() + 24;
    for (const std::string& fact : device.facts) bytes += fact.size() + 2;
  }
  return bytes;
}

Decision report_device(const State& state, const wire::ReportDevice& command, const Actor& actor,
                       Time now) {
  if (command.device().empty() || command.device().find('/') != std::string::npos ||
      command.state() == wire::DEVICE_STATE_UNSPECIFIED) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "a device report needs a device name and a state");
  }
  const std::string key = actor.device + "/" + command.device();
  const auto known = state.devices.find(key);
  if ((known == state.devices.end() && state.devices.size() >= limits::kDevicesMax) ||
      device_bytes(state, key) + command.ByteSizeLong() + 24 > limits::kDeviceBytesMax) {
    return refuse(wire::REFUSAL_BUSY, "the hall has as many devices as it can keep ({})",
                  state.devices.size());
  }
  if (known != state.devices.end() && known->second.state == command.state() &&
      std::equal(command.facts().begin(), command.facts().end(), known->second.facts.begin(),
                 known->second.facts.end())) {
    return Events{};
  }
  wire::Event event;
  auto& record = *event.mutable_device_reported()->mutable_record();
  record.set_owner(actor.device);
  record.set_device(command.device());
  record.set_state(command.state());
  *record.mutable_facts() = command.facts();
  record.set_since_ms(now.ms);
  return one(std::move(event));
}

// ---- Days. ----

// What was learned about the services that the new day's catalogue still has, a little faded.
void carry_learned(const State& state, const wire::CatalogueAdopted& catalogue,
                   wire::Learned& out) {
  std::vector<std::string_view> ids = service_ids(state);
  for (std::string_view& id : ids) {
    const auto& kept = catalogue.services();
    if (std::ranges::find(kept, id, &wire::ServiceRecord::id) == kept.end()) id = {};
  }
  write_learned(next_day(state.learned), ids, out);
}

}  // namespace

Decision decide(const State& state, const Command& command, const Actor& actor,
                const Moment& moment) {
  HALL_ASSERT(state.day != 0);
  HALL_ASSERT(moment.now >= state.at);
  switch (command.body_case()) {
    case Command::kSignIn:
      return sign_in(state, command.sign_in(), actor);
    case Command::kSignOut:
      return sign_out(state, command.sign_out(), actor);
    case Command::kOpenWindow:
      return open_window(state, command.open_window(), actor);
    case Command::kPauseWindow:
      return pause_window(state, command.pause_window(), actor);
    case Command::kCloseWindow:
      return close_window(state, command.close_window(), actor);
    case Command::kIssueTicket:
      return issue_ticket(state, command.issue_ticket(), actor, moment);
    case Command::kConfirmTicket:
      return confirm_ticket(state, command.confirm_ticket());
    case Command::kCancelTicket:
      return cancel_ticket(state, command.cancel_ticket());
    case Command::kReactivateTicket:
      return reactivate_ticket(state, command.reactivate_ticket());
    case Command::kCallNext:
      return call_next(state, command.call_next(), actor);
    case Command::kRecallTicket:
      return recall_ticket(state, command.recall_ticket(), actor, moment.now);
    case Command::kMarkMissed:
      return mark_missed(state, command.mark_missed(), actor);
    case Command::kStartService:
      return start_service(state, command.start_service(), actor);
    case Command::kCompleteService:
      return complete_service(state, command.complete_service(), actor);
    case Command::kReportDevice:
      return report_device(state, command.report_device(), actor, moment.now);
    case Command::kGetSnapshot:
    case Command::kGetEvents:
    case Command::kGetTicket:
    case Command::kPing:
    case Command::BODY_NOT_SET:
      break;
  }
  HALL_ASSERT(false && "not a command that changes the hall");
}

Events open_day(const State& state, uint32_t day, const wire::CatalogueAdopted& catalogue,
                Time midnight) {
  HALL_ASSERT(day > state.day);
  Events events;
  for (const Ticket& ticket : state.tickets) {
    if (is_over(ticket.phase)) continue;
    auto& expired = *events.emplace_back().mutable_ticket_expired();
    expired.set_ticket(ticket.key);
    expired.set_reason(wire::EXPIRY_REASON_DAY_ENDED);
  }
  auto& opened = *events.emplace_back().mutable_day_opened();
  opened.set_day(day);
  opened.set_next_ticket(state.next_ticket());
  *opened.mutable_catalogue() = catalogue;
  for (const auto& [key, device] : state.devices) {
    auto& record = *opened.add_devices();
    record.set_owner(device.owner);
    record.set_device(device.device);
    record.set_state(device.state);
    for (const auto& fact : device.facts) record.add_facts(fact);
    record.set_since_ms(device.since.ms);
  }
  opened.set_midnight_ms(midnight.ms);
  carry_learned(state, catalogue, *opened.mutable_learned());
  return events;
}

}  // namespace yichuang
