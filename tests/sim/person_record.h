// Who holds what, known from the commands that people sent and the events that came of them: a
// second opinion of the server's PrivateState, which is folded from the journal's private parts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "queue-server/private_state.h"
#include "tests/sim/hall_model.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {

class PersonRecord {
 public:
  // One committed event, before `model` has seen it. Throws if somebody gets more than the hall
  // allows: a second live ticket for a service, too many appointments.
  void see(const wire::Event& event, const Asked* asked, const HallModel& model);
  // Throws if the server believes something else.
  void compare(const PrivateState& kept) const;

 private:
  void issued(const wire::TicketIssued& made, const Asked* asked, const HallModel& model);
  std::string holder_of(uint32_t ticket) const;
  void booked(const wire::AppointmentBooked& made, const Asked* asked, const HallModel& model);

  std::map<std::string, std::vector<uint32_t>> tickets_of_;  // today's
  std::map<uint32_t, std::string> booked_by_;
  std::map<uint32_t, std::string> booked_by_before_;  // until the day's appointments are carried
};

}  // namespace yichuang::sim
