// When the hall is open, on any day, in absolute time: what issuing, appointments and the day's
// hours are decided by. Immutable and pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/zone.h"
#include "catalogue/calendar.h"
#include "hall/state.h"

namespace yichuang {

class Opening {
 public:
  Opening(Zone zone, WorkingHours hours, Calendar calendar)
      : zone_(std::move(zone)), hours_(std::move(hours)), calendar_(std::move(calendar)) {}

  // When the hall is open on that day, in order; none if it stays closed. The hours are the hall's
  // wall clock, so a day on which daylight saving changes is open an hour more or less.
  std::vector<OpenSpan> spans(uint32_t day) const;
  const Zone& zone() const { return zone_; }
  // "10:24" in the hall.
  std::string clock(Time at) const { return clock_face(zone_.local(at)); }

 private:
  Zone zone_;
  WorkingHours hours_;
  Calendar calendar_;
};

// The moment at which somebody who takes a number at `now` and waits `wait_ms` of open hours is
// called, or nothing if that is after closing. Before opening the wait begins with the hours.
std::optional<Time> predicted_start(const std::vector<OpenSpan>& hours, Time now, int64_t wait_ms);

}  // namespace yichuang
