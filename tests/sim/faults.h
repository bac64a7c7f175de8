// Carries out the faults of a plan at their time, on the machines of a simulated hall.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "tests/sim/fault_plan.h"
#include "tests/sim/network.h"
#include "tests/sim/server_machine.h"
#include "tests/sim/station.h"
#include "tests/sim/timeline.h"

namespace yichuang::sim {

class FaultInjector {
 public:
  struct Hall {
    Timeline& timeline;
    Network& network;
    ServerMachine& server;
    std::vector<std::unique_ptr<Station>>& stations;
    Station& rush_from;  // where a rush comes in
  };

  FaultInjector(Hall hall, const std::vector<Fault>& faults);

  // Everything works from now on, also what a fault would have ended later.
  void heal();
  // How many of each kind were carried out.
  const std::map<std::string_view, int>& counts() const { return counts_; }

 private:
  void begin(const Fault& fault);
  bool begin_server(const Fault& fault);
  void begin_client(const Fault& fault);
  void begin_weather(const Fault& fault, Weather& weather);
  void end_after(int64_t for_ms, Timeline::Action undo);
  void rush(uint64_t left);

  Hall hall_;
  std::map<std::string_view, int> counts_;
  bool healed_ = false;
};

}  // namespace yichuang::sim
