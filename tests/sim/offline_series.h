// A kiosk's own numbers while the server is away: issued one after the other, kept on its disk, and
// handed over in order when the server is back. Survives a restart of the kiosk's program.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "base/clock.h"
#include "client/commander.h"
#include "tests/sim/station.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {

class OfflineSeries {
 public:
  using DayOf = std::function<uint32_t(Time)>;

  OfflineSeries(Station& station, DayOf day_of) : station_(station), day_of_(std::move(day_of)) {}

  // Somebody takes a number of the kiosk's own.
  void issue(const std::string& service, const std::string& person, wire::PriorityClass priority);
  // Hands over the first that is left, and the next when its answer is there. Call again later: an
  // answer may get lost with the program that waited for it.
  void hand_over();
  size_t left() const { return kept_.size(); }

 private:
  void hear(const Outcome& outcome);

  Station& station_;
  DayOf day_of_;
  uint32_t day_ = 0;      // of the numbers
  uint32_t ordinal_ = 0;  // of the last one
  std::deque<wire::AdoptTicket> kept_;
  uint64_t asked_in_life_ = UINT64_MAX;  // of the station, while an answer is awaited
};

}  // namespace yichuang::sim
