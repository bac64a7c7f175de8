// A new ticket: at the kiosk, at the guide desk, handed over by a kiosk that was cut off.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/legal.h"
#include "queue-server/decide_parts.h"
#include "queue-server/numbering.h"

namespace yichuang {
namespace {

using wire::Command;

// Who may say that somebody comes sooner: the ID card's age at the kiosk, else the guide desk.
std::optional<Refused> check_priority(PriorityClass priority, const Actor& actor) {
  if (!wire::PriorityClass_IsValid(priority)) {  // of a newer version: the wire lets it through
    return refuse(wire::REFUSAL_INVALID_VALUE, "there is no priority class {}",
                  static_cast<int>(priority));
  }
  switch (priority) {
    case wire::PRIORITY_CLASS_UNSPECIFIED:
    case wire::PRIORITY_CLASS_ORDINARY:
      return std::nullopt;
    case wire::PRIORITY_CLASS_ELDERLY:
      if (actor.role == Role::kKiosk || is_guide(actor)) return std::nullopt;
      break;
    case wire::PRIORITY_CLASS_VOUCHER:
      return refuse(wire::REFUSAL_INVALID_VALUE, "a voucher is shown, not claimed");
    default:
      if (is_guide(actor)) return std::nullopt;
  }
  return refuse(wire::REFUSAL_NOT_ALLOWED, "the guide desk grants this priority");
}

// What somebody with this new ticket is told; null if nothing is known.
const WaitRange* wait_of(const Ticket& ticket, const Moment& moment) {
  if (!moment.estimates || ticket.service >= moment.estimates->size()) return nullptr;
  return &(*moment.estimates)[ticket.service].of(ticket);
}

// Closed, not open yet, or too late to be served today. The desk may still use its judgement.
std::optional<Refused> check_hours(const State& state, const Ticket& ticket, const Actor& actor,
                                   const Moment& moment) {
  if (!state.keeps_hours || is_guide(actor)) return std::nullopt;
  const auto clock = [&](Time at) { return moment.opening ? moment.opening->clock(at) : "later"; };
  if (state.hours.empty()) {
    return refuse(wire::REFUSAL_SERVICE_CLOSED, "the hall is closed today");
  }
  const Time first = state.hours.front().from - state.rules.issue_early_minutes * 60'000;
  if (moment.now < first) {
    return refuse(wire::REFUSAL_SERVICE_CLOSED, "numbers are given from {}", clock(first));
  }
  int64_t wait_ms = 0;
  if (const WaitRange* wait = wait_of(ticket, moment)) wait_ms = wait->p50_min * int64_t{60'000};
  if (predicted_start(state.hours, moment.now, wait_ms)) return std::nullopt;
  return refuse(wire::REFUSAL_SERVICE_CLOSED,
                "your turn would come after {}, when the hall closes; come tomorrow or ask the "
                "guide desk",
                clock(state.hours.back().to));
}

bool goes_to_agent_window(const State& state, ServiceIndex service, uint32_t cases) {
  if (cases <= state.rules.agent_cases) return false;
  return std::ranges::any_of(state.windows, [&](const auto& entry) {
    const Window& window = entry.second;
    return window.agent && !window.retired && serves(window, service);
  });
}

void tell_wait(const State& state, const Ticket& ticket, const Moment& moment,
               wire::TicketIssued& issued) {
  issued.set_ahead(static_cast<uint32_t>(people_ahead(state, ticket, moment.now)));
  const WaitRange* wait = wait_of(ticket, moment);
  if (!wait) return;
  issued.set_wait_min_p50(wait->p50_min);
  issued.set_wait_min_p90(wait->p90_min);
}

Refused series_full(const std::string& prefix) {
  return refuse(wire::REFUSAL_SERIES_FULL,
                "all numbers of series {} are used today; ask the guide desk", prefix);
}

struct Voucher {
  TicketKey key = 0;         // 0: none is shown
  TicketKey instead_of = 0;  // a ticket that was issued for it and never reached anybody
};

Result<Voucher, Refused> find_voucher(const State& state, const std::string& token,
                                      const Moment& moment) {
  if (token.empty()) return Voucher{};
  const auto key = moment.tokens ? ticket_of_token(*moment.tokens, token) : std::nullopt;
  if (key && state.vouchers.contains(*key)) return Voucher{*key};
  const Ticket* older = key ? ticket_for(state, *key, 0) : nullptr;
  if (older && reached_nobody(*older)) return Voucher{*key, older->key};
  return older ? refuse(wire::REFUSAL_UNKNOWN_TICKET,
                        "this voucher is used, for {}; take a number without it", older->number)
               : refuse(wire::REFUSAL_UNKNOWN_TICKET,
                        "this voucher is out of date; take a number without it");
}

// An id of the catalogue (catalogue/reading.h). The queue need not know the item.
std::optional<Refused> check_item(const std::string& item) {
  if (is_item_id(item)) return std::nullopt;
  return refuse(wire::REFUSAL_INVALID_VALUE, "an item's id is of a-z, 0-9 and \"-\"");
}

// As it will be; without its number.
Ticket new_ticket(const State& state, const wire::IssueTicket& command, ServiceIndex service,
                  bool has_voucher, Time now) {
  Ticket ticket;
  ticket.key = state.next_ticket();
  ticket.service = service;
  ticket.arrived_at = now;
  ticket.agent = goes_to_agent_window(state, service, command.cases());
  if (command.priority() != wire::PRIORITY_CLASS_UNSPECIFIED) ticket.priority = command.priority();
  const auto rate = [&](PriorityClass priority) { return state.rules.rates[priority]; };
  if (has_voucher && ticket.priority != wire::PRIORITY_CLASS_EMERGENCY &&
      rate(wire::PRIORITY_CLASS_VOUCHER) > rate(ticket.priority)) {
    ticket.priority = wire::PRIORITY_CLASS_VOUCHER;
  }
  return ticket;
}

Decision issue_ticket(const State& state, const wire::IssueTicket& command, const Actor& actor,
                      const Moment& moment) {
  const auto service = find_service(state, command.service());
  if (!service) return service.error();
  const ServiceIndex index = state.service_index(**service);
  for (const std::string& id : command.more_services()) {
    if (const auto more = find_service(state, id); !more) return more.error();
  }
  if (auto refused = check_priority(command.priority(), actor)) return *refused;
  if (auto refused = check_item(command.item())) return *refused;
  const auto voucher = find_voucher(state, command.voucher(), moment);
  if (!voucher) return voucher.error();
  const Ticket ticket = new_ticket(state, command, index, voucher->key != 0, moment.now);
  if (auto refused = check_hours(state, ticket, actor, moment)) return *refused;
  if (auto refused = check_person(state, command.person(), index, moment)) return *refused;
  const auto number = next_number(state, **service);
  if (!number) return series_full((*service)->prefix);

  wire::Event event;
  auto& issued = *event.mutable_ticket_issued();
  issued.set_ticket(ticket.key);
  issued.set_number(*number);
  issued.set_service((*service)->id);
  issued.set_origin(actor.device);
  *issued.mutable_more_services() = command.more_services();
  issued.set_priority(ticket.priority);
  issued.set_agent(ticket.agent);
  issued.set_item(command.item());
  issued.set_voucher(voucher->key);
  issued.set_instead_of(voucher->instead_of);
  tell_wait(state, ticket, moment, issued);
  return one(std::move(event));
}

// The citizen has the paper already, so nothing but nonsense is refused.
Decision adopt_ticket(const State& state, const wire::AdoptTicket& command, const Actor& actor,
                      const Moment& moment) {
  const Service* service = state.service(command.service());
  if (!service) {
    return refuse(wire::REFUSAL_UNKNOWN_SERVICE, "this hall has no service \"{}\"",
                  command.service());
  }
  const auto own = state.offline_series.find(actor.device);
  if (own == state.offline_series.end()) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "{} has no number series of its own", actor.device);
  }
  const std::string& prefix = own->second;
  const uint32_t last = last_ordinal(state, prefix);
  if (command.ordinal() <= last || command.ordinal() > limits::kSeriesOrdinalMax) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "{} was adopted last; the next must be greater",
                  number_text(prefix, last));
  }
  if (command.delivery() != wire::DELIVERY_PRINTED &&
      command.delivery() != wire::DELIVERY_PAPERLESS) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "the delivery must be printed or paperless");
  }
  const Time issued_at{command.issued_ms()};
  if (issued_at < state.midnight ||
      (moment.opening && moment.opening->zone().day(issued_at) != state.day)) {
    return refuse(wire::REFUSAL_DEADLINE_PASSED, "the ticket is of another day; take a new number");
  }
  // In the kiosk's order, never before its last contact, never in the future.
  Time arrival{std::max(command.issued_ms(), command.last_contact_ms())};
  if (last != 0) arrival = std::max(arrival, state.series.at(prefix).arrived_at);
  arrival = std::min(arrival, moment.now);

  Events events(2);
  auto& issued = *events[0].mutable_ticket_issued();
  issued.set_ticket(state.next_ticket());
  issued.set_number(number_text(prefix, command.ordinal()));
  issued.set_service(service->id);
  issued.set_origin(actor.device);
  issued.set_ordinal(command.ordinal());
  if (is_item_id(command.item())) issued.set_item(command.item());
  issued.set_arrival_ms(arrival.ms);
  issued.set_priority(command.priority() == wire::PRIORITY_CLASS_ELDERLY
                          ? wire::PRIORITY_CLASS_ELDERLY
                          : wire::PRIORITY_CLASS_ORDINARY);
  events[1].mutable_ticket_confirmed()->set_ticket(state.next_ticket());
  events[1].mutable_ticket_confirmed()->set_delivery(command.delivery());
  return events;
}

}  // namespace

Decision decide_issue(const State& state, const Command& command, const Actor& actor,
                      const Moment& moment) {
  if (command.has_issue_ticket()) return issue_ticket(state, command.issue_ticket(), actor, moment);
  HALL_ASSERT(command.has_adopt_ticket());
  return adopt_ticket(state, command.adopt_ticket(), actor, moment);
}

}  // namespace yichuang
