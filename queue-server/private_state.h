// What only the server may know of the running day, beside the State: which person, by the keyed
// hash of the ID number, holds which tickets and appointments. Folded from the private parts that
// the journal keeps beside the events and that never leave the process. Plain data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

inline constexpr size_t kPersonBytes = 16;

struct PrivateState {
  std::map<std::string, std::vector<TicketKey>> tickets_of;  // today's, by person
  std::map<AppointmentKey, std::string> booked_by;           // the person
  std::map<std::string, uint32_t> bookings_of;               // how many, by person

  uint32_t bookings(const std::string& person) const;
  // Who holds a ticket of today; empty: nobody known. Cost: O(tickets with a person).
  std::string person_of(TicketKey ticket) const;
};

// What the journal keeps beside `event`, an event of `command` (null: of no command); asked before
// the events of the command are applied. Empty for most events.
wire::PrivatePart private_part(const PrivateState& kept, const wire::Command* command,
                               const wire::Event& event);

// Folds an event and its private part.
void apply_private(PrivateState& kept, const wire::Event& event, const wire::PrivatePart& part);

}  // namespace yichuang
