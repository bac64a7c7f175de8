// What the parts of decide() share. Private to them: one file a family of commands.
#pragma once

#include <fmt/format.h>

#include "queue-server/decide.h"

namespace yichuang {

using Decision = Result<Events, Refused>;

template <class... Args>
Refused refuse(wire::Refusal code, fmt::format_string<Args...> format, Args&&... args) {
  return {code, fmt::format(format, std::forward<Args>(args)...), {}};
}

inline Events one(wire::Event event) {
  Events events;
  events.push_back(std::move(event));
  return events;
}

// ---- Who and what a command is about; a refusal if there is no such thing. ----

Result<const Window*, Refused> find_window(const State& state, WindowNumber number);
// The window, if the actor sits there. An admin may act for anybody.
Result<const Window*, Refused> own_window(const State& state, WindowNumber number,
                                          const Actor& actor);
// The same, and nobody is called or served there.
Result<const Window*, Refused> empty_own_window(const State& state, WindowNumber number,
                                                const Actor& actor);
// The ticket at the actor's window, if it is in one of the phases.
Result<const Ticket*, Refused> ticket_at(const State& state, WindowNumber number,
                                         const Actor& actor,
                                         std::initializer_list<TicketPhase> phases);
Result<const Ticket*, Refused> find_ticket(const State& state, TicketKey key);
// By key, or by the token of its QR code if there is one.
Result<const Ticket*, Refused> find_ticket(const State& state, const Moment& moment, TicketKey key,
                                           const std::string& token);
// One that still gives out numbers.
Result<const Service*, Refused> find_service(const State& state, const std::string& id);
Refused wrong_phase(const Ticket& ticket);

// The limit of one live ticket per service and person (限号): a refusal if the person, a keyed
// hash, has one already. None without a person.
std::optional<Refused> check_person(const State& state, const std::string& person,
                                    ServiceIndex service, const Moment& moment);

bool is_guide(const Actor& actor);    // or a manager, or an admin: may use judgement
bool is_manager(const Actor& actor);  // or an admin

// ---- The families. Each asserts that the command is one of its own. ----

Decision decide_window(const State& state, const wire::Command& command, const Actor& actor,
                       const Moment& moment);
Decision decide_issue(const State& state, const wire::Command& command, const Actor& actor,
                      const Moment& moment);
Decision decide_ticket(const State& state, const wire::Command& command, const Actor& actor,
                       const Moment& moment);
Decision decide_visit(const State& state, const wire::Command& command, const Actor& actor,
                      const Moment& moment);
Decision decide_appointment(const State& state, const wire::Command& command, const Actor& actor,
                            const Moment& moment);
Decision decide_paper(const State& state, const wire::Command& command, const Actor& actor);
Decision decide_emergency(const State& state, const wire::Command& command, const Actor& actor);
Decision decide_device(const State& state, const wire::Command& command, const Actor& actor,
                       const Moment& moment);

}  // namespace yichuang
