#include "tests/properties/calling_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "hall/apply.h"
#include "queue-server/next_ticket.h"

namespace yichuang::properties {
namespace {

constexpr WindowNumber kNobodysWindow = 1000;

// The tickets in the order in which `window`, serving that one service, calls them all now.
std::vector<TicketKey> calls_of(State hall, WindowNumber number, ServiceIndex service, bool agent,
                                Time now) {
  Window& window = hall.windows[number];
  window.number = number;
  window.services = {service};
  window.helps = false;
  window.retired = false;
  window.phase = wire::WINDOW_PHASE_OPEN;
  if (number == kNobodysWindow) window.agent = agent;
  std::vector<TicketKey> order;
  while (true) {
    window.ticket = 0;
    const auto next = next_ticket(hall, window, now);
    if (!next) return order;
    order.push_back(next->ticket);
    wire::Event event;
    event.set_seq(hall.seq + 1);
    event.set_at_ms(std::max(now.ms, hall.at.ms));
    event.mutable_ticket_called()->set_ticket(next->ticket);
    event.mutable_ticket_called()->set_window(number);
    event.mutable_ticket_called()->set_reason(next->reason);
    apply(hall, event);
  }
}

std::string compare(const State& state, const std::vector<TicketKey>& order,
                    const std::vector<const Ticket*>& tickets, Time now) {
  for (const Ticket* ticket : tickets) {
    const auto place = std::ranges::find(order, ticket->key);
    if (place == order.end()) return "people ahead: nobody calls " + ticket->number;
    const size_t told = people_ahead(state, *ticket, now);
    const auto called = static_cast<size_t>(place - order.begin());
    if (told == called) continue;
    return fmt::format("people ahead: {} was told {} and {} are called before it", ticket->number,
                       told, called);
  }
  return "";
}

// Of an agent the figure counts everybody whom the agents' window calls; of others, those whom a
// window without agents calls.
std::string check_service(const State& state, ServiceIndex service, Time now) {
  const bool apart = agents_apart(state, service);
  for (const bool agent : {false, true}) {
    std::vector<const Ticket*> tickets;
    for (const Ticket& ticket : state.tickets) {
      if (ticket.phase != wire::TICKET_PHASE_WAITING || ticket.service != service) continue;
      if (ticket.only_window == 0 && (apart && ticket.agent) == agent) tickets.push_back(&ticket);
    }
    if (tickets.empty()) continue;
    const auto order = calls_of(state, kNobodysWindow, service, agent, now);
    if (auto wrong = compare(state, order, tickets, now); !wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace

std::string check_people_ahead(const State& state, Time now) {
  for (ServiceIndex service = 0; service < state.services.size(); ++service) {
    if (auto wrong = check_service(state, service, now); !wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace yichuang::properties
