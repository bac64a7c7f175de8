// A program's connection to its hall: commands with one answer each, and a mirror of the state.
//
//   HallClient hall(device, {.outbox = path, .wake = [&] { window.wake(); }}, clock, random);
//   wire::Command next;
//   next.mutable_call_next()->set_window(3);
//   hall.submit(std::move(next), [&](const Outcome& outcome) { … });
//   // in the program's loop, when woken and at the latest after hall.wait_ms():
//   if (hall.poll()) redraw(hall.state());
//
// Threads: everything but `wake` runs on the thread that owns the client. The sockets live on a
// thread of the client's own (lib/net/link.h), which calls `wake` when there is something to poll;
// `wake` must be safe from that thread and must not call back into the client.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "client/commander.h"
#include "client/mirror.h"
#include "hall/state.h"
#include "net/device_file.h"

namespace yichuang {

class Link;

class HallClient {
 public:
  struct Options {
    std::filesystem::path outbox;  // where ids of unanswered commands are kept; empty: memory
    std::function<void()> wake;
    // Called at open() for each command that an earlier run of the program left unanswered; what
    // it returns hears that command's outcome. Without it, they stay in the outbox.
    std::function<Commander::OnOutcome(const wire::Command&)> on_resumed = {};
  };

  static Result<std::unique_ptr<HallClient>> open(const DeviceFile& device, Options options,
                                                  const Clock& clock, Random& random);
  ~HallClient();

  // Sends a command. The client fills in version, hall, command id and deadline; the caller the
  // body (and clerk). `on_outcome` is called exactly once, on this thread: with kUnavailable inside
  // this very call if the outbox is full or its disk fails; else from poll(), with the server's
  // reply, or from poll() or a later submit() with kUnanswered, a little after `patience_ms`. It
  // may submit again.
  void submit(wire::Command command, Commander::OnOutcome on_outcome,
              int64_t patience_ms = kPatienceMs);

  // Handles all that has arrived, and due timers. True if the state, the pulse, or the freshness
  // changed. `on_event` (may be empty) sees every event right after it is folded, in order, but
  // not those a snapshot jumped over.
  bool poll(const std::function<void(const wire::Event&)>& on_event = {});
  // The hall's time by the server's clock (this device's may be wrong), from the last pulse.
  Time hall_now() const;
  // At most so long may pass until the next poll.
  int64_t wait_ms() const;

  // The mirrored state; empty (seq 0) until the first snapshot.
  const State& state() const;
  // The last pulse's estimate for a service, or null.
  const wire::ServiceEstimate* estimate(std::string_view service) const;
  // Connected, folded, and not older than limits say: what a screen may show as true now.
  bool fresh() const;
  // Since when it has not been fresh; unset if it is fresh or never was.
  Time stale_since() const;

  static constexpr int64_t kPatienceMs = 10'000;

 private:
  HallClient(const DeviceFile& device, std::unique_ptr<Link> link, const Clock& clock,
             std::unique_ptr<Outbox> outbox, Random& random);
  bool take_feed(const std::string& body, const Mirror::OnEvent& on_event);
  bool take_reply(const std::string& body, const Mirror::OnEvent& on_event);
  void send_all();
  std::string hall_;
  std::unique_ptr<Link> link_;
  const Clock& clock_;
  Random& random_;
  std::unique_ptr<Outbox> outbox_;
  Mirror mirror_;
  Commander commander_;
  int64_t clock_offset_ms_ = 0;  // hall time minus this device's clock
  bool was_fresh_ = false;
  Time stale_since_;
};

}  // namespace yichuang
