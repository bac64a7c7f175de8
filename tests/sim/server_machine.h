// The machine with the queue-server: the real Server and the real journal on a CrashDisk. It can
// lose power or be killed in the middle of anything, comes back after a while, and the witness
// looks at what it comes back with.
#pragma once

#include <cstdint>
#include <memory>

#include "queue-server/server.h"
#include "tests/sim/crash_disk.h"
#include "tests/sim/network.h"
#include "tests/sim/timeline.h"
#include "tests/sim/witness.h"

namespace yichuang::sim {

class ServerMachine {
 public:
  ServerMachine(Timeline& timeline, Network& network, Witness& witness, SeededRandom random,
                HallCatalogue catalogue);
  ~ServerMachine();

  CrashDisk& disk() { return disk_; }
  MachineClock& clock() { return clock_; }
  bool running() const { return server_ != nullptr; }
  const Server& server() const { return *server_; }
  uint64_t starts() const { return starts_; }

  // Ends at the next of so many messages that it sends.
  void kill_after_messages(uint64_t messages) { messages_left_ = messages; }
  // As SIGTERM does: the journal is closed, then started again.
  void stop_cleanly();
  void stall_until(int64_t steady_ms) { stalls_until_ms_ = steady_ms; }
  // The next start finds this one.
  void change_catalogue(HallCatalogue catalogue) { catalogue_ = std::move(catalogue); }
  // As staff do it in mid-day: the running server takes it.
  void change_catalogue_live(HallCatalogue catalogue);
  const HallCatalogue& catalogue() const { return catalogue_; }
  // Nothing fails from now on; if it is down, it starts at once.
  void heal();

  // With nothing running: reads the whole journal as hallctl verify does, and its checksums.
  void verify_at_rest();

 private:
  struct Died {};  // thrown out of a tick, as the process ends there

  void start();
  void tick();
  void tick_after(int64_t delay_ms);
  void die();
  void fail_stop(const Error& error);
  void count_message();

  Timeline& timeline_;
  Network& network_;
  Witness& witness_;
  SeededRandom random_;
  MachineClock clock_;
  CrashDisk disk_;
  HallCatalogue catalogue_;
  std::unique_ptr<Journal> real_journal_;
  std::unique_ptr<WitnessedJournal> journal_;
  std::unique_ptr<Server> server_;
  uint64_t starts_ = 0;
  uint64_t ticks_ = 0;
  uint64_t messages_left_ = 0;  // 0: not armed
  int64_t stalls_until_ms_ = 0;
  int64_t tick_at_ms_ = INT64_MAX;
};

}  // namespace yichuang::sim
