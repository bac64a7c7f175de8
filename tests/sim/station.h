// One device of the hall (a kiosk, a display, queue-web) as lib/client makes it: the real Commander
// and the real Mirror, joined as HallClient joins them, but with a simulated cable instead of
// sockets and a machine's clock that may be wrong. Its outbox survives a restart of the program.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "client/commander.h"
#include "client/mirror.h"
#include "tests/sim/network.h"
#include "tests/sim/seeded_random.h"
#include "tests/sim/timeline.h"
#include "tests/sim/witness.h"

namespace yichuang::sim {

class Station final : public Network::Client {
 public:
  struct Hall {
    Timeline& timeline;
    Network& network;
    Witness& witness;
    const bool clocks_are_right;  // no fault of the plan touches a clock
  };

  Station(Hall hall, std::string name, Role role, SeededRandom random);

  // As HallClient::submit. `on_outcome` is called once; not after a restart, which forgets it.
  void submit(wire::Command command, Commander::OnOutcome on_outcome);
  // The program ends and starts again: memory is lost, the outbox is asked again.
  void restart();

  const std::string& name() const { return name_; }
  Role role() const { return role_; }
  size_t cable() const { return cable_; }
  MachineClock& clock() { return clock_; }
  const State& state() const { return mirror_->state(); }
  bool fresh() const { return mirror_->fresh(clock_.steady_ms()); }
  // The hall's time, by the last pulse; and that pulse's own.
  Time hall_now() const { return clock_.now() + clock_offset_ms_; }
  int64_t last_contact_ms() const { return last_contact_ms_; }
  size_t unanswered() const { return commander_->pending(); }
  uint64_t answers() const { return answers_; }
  // How often it has restarted: an actor whose command was forgotten sees it change.
  uint64_t life() const { return life_; }

  void take_reply(const std::string& body) override;
  void take_feed(const std::string& body) override;

 private:
  // Tells the witness of each id that is kept, and passes on.
  class WitnessedOutbox;

  void send_all();
  void look_at_mirror(uint64_t before) const;
  void wake_later();
  void outcome(const std::string& id, const Outcome& outcome);
  Hall hall_;
  std::string name_;
  Role role_;
  SeededRandom random_;
  MachineClock clock_;
  std::unique_ptr<WitnessedOutbox> outbox_;
  std::unique_ptr<Mirror> mirror_;
  std::unique_ptr<Commander> commander_;
  size_t cable_ = 0;
  uint64_t life_ = 0;
  uint64_t answers_ = 0;
  int64_t clock_offset_ms_ = 0;
  int64_t last_contact_ms_ = 0;
  int64_t wakes_at_ms_ = INT64_MAX;

 public:
  ~Station() override;
};

}  // namespace yichuang::sim
