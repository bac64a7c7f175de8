#include "tests/sim/habits.h"

#include <algorithm>

#include "queue-server/private_state.h"
#include "tests/sim/habit_tables.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {

using wire::Command;

bool working(const Scene& s) { return s.time == HallTime::kOpen; }

std::string any_service(const Scene& s) {
  return s.state.services.empty() ? "unknown" : s.random.pick(s.state.services).id;
}

std::string any_token(const Scene& s) {
  std::string token = s.given->empty() ? "" : s.random.pick(*s.given).token;
  if (!token.empty() && s.random.percent(10)) token[s.random.below(token.size())] ^= 1;
  return token;
}

std::string some_reason(const Scene& s) { return s.random.percent(92) ? "材料在另一个窗口" : ""; }

wire::PriorityClass any_class(const Scene& s) {
  return static_cast<wire::PriorityClass>(s.random.below(wire::PriorityClass_ARRAYSIZE));
}

void confirm(const Scene& s, Command& c) {
  c.mutable_confirm_ticket()->set_ticket(s.given_in(wire::TICKET_PHASE_ISSUED)->key);
  c.mutable_confirm_ticket()->set_delivery(s.random.percent(80) ? wire::DELIVERY_PRINTED
                                                                : wire::DELIVERY_PAPERLESS);
}

void cancel(const Scene& s, Command& c) {
  c.mutable_cancel_ticket()->set_ticket(s.anybodys()->key);
}

void take_number(const Scene& s, Command& c) {
  auto& issue = *c.mutable_issue_ticket();
  issue.set_service(any_service(s));
  while (s.random.percent(15)) issue.add_more_services(any_service(s));
  if (s.random.percent(50)) issue.set_person(s.person());
  if (s.random.percent(12)) issue.set_priority(wire::PRIORITY_CLASS_ELDERLY);
  if (s.random.percent(2)) issue.set_priority(any_class(s));
  if (s.random.percent(12)) issue.set_cases(static_cast<uint32_t>(s.random.between(1, 8)));
  if (issue.more_services_size() > 7) issue.clear_more_services();
}

wire::StaffRole staff_role_of(Job job) {
  switch (job) {
    case Job::kClerk:
      return wire::STAFF_ROLE_CLERK;
    case Job::kManager:
      return wire::STAFF_ROLE_MANAGER;
    case Job::kKiosk:
    case Job::kGuideDesk:
    case Job::kPhones:
      break;
  }
  return wire::STAFF_ROLE_UNSPECIFIED;
}

const Ticket* Scene::anybody_in(TicketPhase phase) const {
  const Ticket* found = nullptr;
  for (const auto& [number, at] : state.windows) {
    const Ticket* ticket = state.ticket(at.ticket);
    if (ticket && ticket->phase == phase) found = ticket;
  }
  for (const QueuePlace& place : state.held) {
    const Ticket* ticket = state.ticket(place.ticket);
    if (ticket->phase == phase) found = ticket;
  }
  return found;
}

std::string Scene::person() const {
  SeededRandom hash(random.percent(80) ? random.below(12) : random.next(), "person");
  std::string person(kPersonBytes, '\0');
  for (char& byte : person) byte = static_cast<char>(hash.next());
  return person;
}

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
      return clerk_habits();
    case Job::kKiosk:
      return kiosk_habits();
    case Job::kGuideDesk:
      return guide_desk_habits();
    case Job::kManager:
      return manager_habits();
    case Job::kPhones:
      return phones_habits();
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
