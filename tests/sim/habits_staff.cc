// What members of staff do.
#include <algorithm>

#include "tests/sim/habit_tables.h"

namespace yichuang::sim {
namespace {

using wire::Command;

bool is_open(const Scene& s) { return s.window && s.window->phase == wire::WINDOW_PHASE_OPEN; }
bool mine(const Scene& s) { return s.window && s.window->clerk == s.clerk; }

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

bool serving(const Scene& s) { return mine(s) && visitor_is(s, wire::TICKET_PHASE_SERVING); }
bool called(const Scene& s) { return mine(s) && visitor_is(s, wire::TICKET_PHASE_CALLED); }

void transfer(const Scene& s, Command& c) {
  auto& transfer = *c.mutable_transfer_ticket();
  transfer.set_window(s.own_window);
  transfer.set_reason(some_reason(s));
  if (s.random.percent(60)) transfer.set_service(any_service(s));
  if (s.random.percent(50)) transfer.set_to_window(static_cast<uint32_t>(s.random.between(1, 6)));
  transfer.set_front(s.random.percent(10));  // which a clerk may not
}

void resume_anybody(const Scene& s, Command& c) {
  c.mutable_resume_ticket()->set_ticket(s.anybody_in(wire::TICKET_PHASE_HELD)->key);
}

void grant(const Scene& s, Command& c) {
  c.mutable_grant_priority()->set_ticket(s.anybodys()->key);
  c.mutable_grant_priority()->set_priority(any_class(s));
  c.mutable_grant_priority()->set_reason(some_reason(s));
}

void open_paper(const Scene& s, Command& c, TicketKey ticket) {
  c.mutable_open_document()->set_window(s.own_window);
  c.mutable_open_document()->set_ticket(ticket);
  c.mutable_open_document()->set_document(std::string(16, 'd'));
}

void change_window(const Scene& s, Command& c) {
  auto& set = *c.mutable_set_window_services();
  set.set_window(static_cast<uint32_t>(s.random.between(1, 7)));
  set.set_general(s.random.percent(40));
  set.set_helps(s.random.percent(40));
  for (const Service& service : s.state.services) {
    const bool listed = !set.general() && !service.retired && s.random.percent(60);
    if (listed) set.add_services(service.id);
  }
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
    {"is done", [](const Scene& s) { return serving(s) ? 30u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_complete_service()->set_window(s.own_window);
       c.mutable_complete_service()->set_all(s.random.percent(15));
       c.mutable_complete_service()->set_outcome(
           static_cast<wire::VisitOutcome>(s.random.between(0, wire::VisitOutcome_MAX)));
     }},
    {"lets the visitor fetch a copy", [](const Scene& s) { return serving(s) ? 5u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_hold_ticket()->set_window(s.own_window);
       c.mutable_hold_ticket()->set_pool(s.random.percent(30));
     }},
    {"sees that somebody is back",
     [](const Scene& s) { return s.anybody_in(wire::TICKET_PHASE_HELD) ? 4u : 0u; },
     resume_anybody},
    {"sends the visitor elsewhere",
     [](const Scene& s) { return serving(s) || called(s) ? 5u : 0u; }, transfer},
    {"finds one more item", [](const Scene& s) { return serving(s) ? 5u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_add_service()->set_window(s.own_window);
       c.mutable_add_service()->set_service(any_service(s));
     }},
    {"waves somebody over",
     [](const Scene& s) { return empty(s) && is_open(s) && !somebody_waits(s) ? 8u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_serve_walk_in()->set_window(s.own_window);
       c.mutable_serve_walk_in()->set_service(any_service(s));
     }},
    {"lets a friend come first, which is not for a clerk",
     [](const Scene& s) { return s.anybodys() ? 1u : 0u; }, grant},
    {"pauses",
     [](const Scene& s) {
       if (!mine(s) || !is_open(s)) return 0u;
       return s.time == HallTime::kLunch ? 80u : 1u;
     },
     [](const Scene& s, Command& c) {
       c.mutable_pause_window()->set_window(s.own_window);
       c.mutable_pause_window()->set_reason(s.random.percent(95) ? "午休" : "");
       c.mutable_pause_window()->set_minutes(s.random.percent(50) ? 15 : 0);
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
    {"opens a paper", [](const Scene& s) { return serving(s)  ? 6u
                                                  : called(s) ? 2u
                                                              : 0u; },
     [](const Scene& s, Command& c) { open_paper(s, c, s.visitor->key); }},
    {"opens a paper of somebody else", [](const Scene& s) { return s.anybodys() ? 1u : 0u; },
     [](const Scene& s, Command& c) { open_paper(s, c, s.anybodys()->key); }},
    {"talks", [](const Scene&) { return 25u; }, nullptr},
};

const Habit kGuideDeskHabits[] = {
    {"gives a number", [](const Scene& s) { return working(s) ? 20u : 1u; },
     [](const Scene& s, Command& c) {
       take_number(s, c);
       if (s.random.percent(40)) c.mutable_issue_ticket()->set_priority(any_class(s));
     }},
    {"lets somebody come first", [](const Scene& s) { return s.anybodys() ? 6u : 0u; }, grant},
    {"puts a visitor first",
     [](const Scene& s) { return s.anybody_in(wire::TICKET_PHASE_SERVING) ? 3u : 0u; },
     [](const Scene& s, Command& c) {
       const Ticket& visitor = *s.anybody_in(wire::TICKET_PHASE_SERVING);
       transfer(s, c);
       c.mutable_transfer_ticket()->set_window(visitor.window);
       c.mutable_transfer_ticket()->set_front(true);
     }},
    {"sees that somebody is back",
     [](const Scene& s) { return s.anybody_in(wire::TICKET_PHASE_HELD) ? 6u : 0u; },
     resume_anybody},
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

const Habit kManagerHabits[] = {
    {"changes what a window serves", [](const Scene&) { return 4u; }, change_window},
    {"lets somebody come first", [](const Scene& s) { return s.anybodys() ? 4u : 0u; }, grant},
    {"warns everybody", [](const Scene& s) { return s.state.emergency.running() ? 0u : 1u; },
     [](const Scene&, Command& c) {
       c.mutable_set_emergency()->mutable_text()->set_zh("请从最近的出口离开");
       c.mutable_set_emergency()->mutable_text()->set_en("Please leave by the nearest exit");
     }},
    {"calls it off", [](const Scene& s) { return s.state.emergency.running() ? 20u : 1u; },
     [](const Scene&, Command& c) { c.mutable_set_emergency(); }},
    {"gives a number at any hour", [](const Scene&) { return 3u; }, take_number},
    {"looks around", [](const Scene&) { return 40u; }, nullptr},
};

}  // namespace

std::span<const Habit> clerk_habits() { return kClerkHabits; }
std::span<const Habit> guide_desk_habits() { return kGuideDeskHabits; }
std::span<const Habit> manager_habits() { return kManagerHabits; }

}  // namespace yichuang::sim
