// The bound of the accumulating policy (queue-server/next_ticket.h), counted from the calls: who
// overtook whom in the hall, each time and in sum.
#pragma once

#include <map>
#include <set>
#include <string>

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang::properties {

class Overtaking {
 public:
  // Before the event is applied to `state`: a call breaks the bound, and how; or empty. Those whom
  // the call passes are remembered.
  std::string before(const State& state, const wire::Event& event);

  size_t seen() const { return seen_; }

 private:
  std::string see_call(const State& state, const wire::TicketCalled& called, Time now);
  std::string check_passed(const State& state, const Ticket& passed, const Ticket& called,
                           Time now);
  void forget(TicketKey ticket) { passed_by_.erase(ticket); }

  std::map<TicketKey, std::set<TicketKey>> passed_by_;  // of those who wait still
  size_t seen_ = 0;                                     // overtakings, ever
};

}  // namespace yichuang::properties
