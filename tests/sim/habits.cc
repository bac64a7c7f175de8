#include "tests/sim/habits.h"

#include "wire/hall.pb.h"

namespace yichuang::sim {
namespace {

using wire::Command;

// ---- When a habit fits. ----

bool is_open(const Scene& s) { return s.window && s.window->phase == wire::WINDOW_PHASE_OPEN; }
bool mine(const Scene& s) { return s.window && s.window->clerk == s.clerk; }
bool working(const Scene& s) { return s.time == HallTime::kOpen; }
bool visitor_is(const Scene& s, TicketPhase phase) {
  return s.visitor && s.visitor->phase == phase;
}
bool free_seat(const Scene& s) { return s.window && s.window->clerk.empty(); }
bool empty(const Scene& s) { return mine(s) && !s.visitor; }

bool somebody_waits(const Scene& s) {
  if (!s.window) return false;
  for (const ServiceIndex service : s.window->services) {
    if (s.state.services[service].waiting_count() > 0) return true;
  }
  return false;
}

bool called(const Scene& s) { return mine(s) && visitor_is(s, wire::TICKET_PHASE_CALLED); }

std::string any_service(const Scene& s) {
  return s.state.services.empty() ? "unknown" : s.random.pick(s.state.services).id;
}

// A token of a ticket given here, now and then with a wrong letter.
std::string any_token(const Scene& s) {
  std::string token = s.given->empty() ? "" : s.random.pick(*s.given).token;
  if (!token.empty() && s.random.percent(10)) token[s.random.below(token.size())] ^= 1;
  return token;
}

const Habit kClerkHabits[] = {
    {"signs in", [](const Scene& s) { return free_seat(s) && working(s) ? 60u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_sign_in()->set_window(s.own_window); }},
    {"opens", [](const Scene& s) { return mine(s) && !is_open(s) && working(s) ? 60u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_open_window()->set_window(s.own_window); }},
    {"calls the next",
     [](const Scene& s) {
       return empty(s) && is_open(s) && s.time != HallTime::kLunch && somebody_waits(s) ? 60u : 0u;
     },
     [](const Scene& s, Command& c) { c.mutable_call_next()->set_window(s.own_window); }},
    {"calls though nobody waits, or though somebody is here",
     [](const Scene& s) { return mine(s) ? 3u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_call_next()->set_window(s.own_window); }},
    {"greets the visitor", [](const Scene& s) { return called(s) ? 40u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_start_service()->set_window(s.own_window); }},
    {"calls again, perhaps too soon", [](const Scene& s) { return called(s) ? 12u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_recall_ticket()->set_window(s.own_window); }},
    {"gives up on the visitor", [](const Scene& s) { return called(s) ? 14u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_mark_missed()->set_window(s.own_window); }},
    {"is done",
     [](const Scene& s) { return mine(s) && visitor_is(s, wire::TICKET_PHASE_SERVING) ? 30u : 0u; },
     [](const Scene& s, Command& c) { c.mutable_complete_service()->set_window(s.own_window); }},
    {"pauses",
     [](const Scene& s) {
       if (!mine(s) || !is_open(s)) return 0u;
       return s.time == HallTime::kLunch ? 80u : 1u;
     },
     [](const Scene& s, Command& c) {
       c.mutable_pause_window()->set_window(s.own_window);
       c.mutable_pause_window()->set_reason(s.random.percent(95) ? "午休" : "");
     }},
    {"closes",
     [](const Scene& s) {
       if (!empty(s) || s.window->phase == wire::WINDOW_PHASE_CLOSED) return 0u;
       return s.time == HallTime::kClosing && !somebody_waits(s) ? 60u : 1u;
     },
     [](const Scene& s, Command& c) { c.mutable_close_window()->set_window(s.own_window); }},
    {"goes home",
     [](const Scene& s) {
       if (!empty(s)) return 0u;
       return s.time == HallTime::kNight || s.time == HallTime::kClosing ? 20u : 1u;
     },
     [](const Scene& s, Command& c) { c.mutable_sign_out()->set_window(s.own_window); }},
    {"sits down at another window", [](const Scene&) { return 1u; },
     [](const Scene& s, Command& c) {
       c.mutable_sign_in()->set_window(static_cast<uint32_t>(s.random.between(1, 9)));
     }},
    {"presses a button of another window", [](const Scene&) { return 1u; },
     [](const Scene& s, Command& c) {
       c.mutable_complete_service()->set_window(static_cast<uint32_t>(s.random.between(1, 9)));
     }},
    {"talks", [](const Scene&) { return 25u; }, nullptr},
};

void confirm(const Scene& s, Command& c) {
  c.mutable_confirm_ticket()->set_ticket(s.given_in(wire::TICKET_PHASE_ISSUED)->key);
  c.mutable_confirm_ticket()->set_delivery(s.random.percent(80) ? wire::DELIVERY_PRINTED
                                                                : wire::DELIVERY_PAPERLESS);
}

void cancel(const Scene& s, Command& c) {
  c.mutable_cancel_ticket()->set_ticket(s.anybodys()->key);
}

void report_printer(const Scene& s, Command& c) {
  auto& report = *c.mutable_report_device();
  report.set_device("printer");
  report.set_state(static_cast<wire::DeviceState>(s.random.between(1, 4)));
  if (s.random.percent(50)) report.add_facts("paper_near_end");
}

void look_up_token(const Scene& s, Command& c) { c.mutable_get_ticket()->set_token(any_token(s)); }

const Habit kKioskHabits[] = {
    {"takes a number", [](const Scene& s) { return working(s) ? 40u : 2u; },
     [](const Scene& s, Command& c) { c.mutable_issue_ticket()->set_service(any_service(s)); }},
    {"takes the printed number",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_ISSUED) ? 70u : 0u; }, confirm},
    {"comes back after a miss",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_MISSED) ? 15u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_reactivate_ticket()->set_ticket(s.given_in(wire::TICKET_PHASE_MISSED)->key);
     }},
    {"gives the number back", [](const Scene& s) { return s.anybodys() ? 2u : 0u; }, cancel},
    {"opens the ticket's page", [](const Scene&) { return 3u; }, look_up_token},
    {"tells the printer's state", [](const Scene&) { return 2u; }, report_printer},
    {"asks for a service that there is not", [](const Scene&) { return 1u; },
     [](const Scene&, Command& c) { c.mutable_issue_ticket()->set_service("nothing"); }},
    {"waits", [](const Scene&) { return 20u; }, nullptr},
};

const Habit kGuideDeskHabits[] = {
    {"gives a number", [](const Scene& s) { return working(s) ? 20u : 1u; },
     [](const Scene& s, Command& c) { c.mutable_issue_ticket()->set_service(any_service(s)); }},
    {"hands it over",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_ISSUED) ? 40u : 0u; }, confirm},
    {"takes a number back", [](const Scene& s) { return s.anybodys() ? 6u : 0u; }, cancel},
    {"returns anybody to the line", [](const Scene& s) { return s.anybodys() ? 10u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_reactivate_ticket()->set_ticket(s.anybodys()->key);
     }},
    {"calls for a window", [](const Scene&) { return 2u; },
     [](const Scene& s, Command& c) {
       c.mutable_call_next()->set_window(static_cast<uint32_t>(s.random.between(1, 6)));
     }},
    {"sees whether the server is there", [](const Scene&) { return 3u; },
     [](const Scene&, Command& c) { c.mutable_ping(); }},
    {"talks", [](const Scene&) { return 30u; }, nullptr},
};

}  // namespace

const Ticket* Scene::given_in(TicketPhase phase) const {
  if (!given) return nullptr;
  for (auto it = given->rbegin(); it != given->rend(); ++it) {
    const Ticket* ticket = state.ticket(it->key);
    if (ticket && ticket->phase == phase) return ticket;
  }
  return nullptr;
}

const Ticket* Scene::anybodys() const {
  return state.tickets.empty() ? nullptr : &random.pick(state.tickets);
}

std::span<const Habit> habits_of(Job job) {
  switch (job) {
    case Job::kClerk:
      return kClerkHabits;
    case Job::kKiosk:
      return kKioskHabits;
    case Job::kGuideDesk:
      return kGuideDeskHabits;
  }
  return {};
}

const Habit* choose_habit(Job job, const Scene& scene) {
  const auto habits = habits_of(job);
  std::vector<unsigned> weights;
  unsigned sum = 0;
  for (const Habit& habit : habits) {
    weights.push_back(habit.weight(scene));
    sum += weights.back();
  }
  if (sum == 0) return nullptr;
  auto left = static_cast<unsigned>(scene.random.below(sum));
  for (size_t i = 0; i < habits.size(); ++i) {
    if (left < weights[i]) return habits[i].fill ? &habits[i] : nullptr;
    left -= weights[i];
  }
  return nullptr;
}

}  // namespace yichuang::sim
