// HallLoop: a program without a window: it follows the hall and sleeps until an event of the feed,
// a second or somebody's wake() has passed. Its log says when it is in step and when it is cut off,
// for nobody may be able to see it.
//
// Owned by one thread, but for wake(). It takes SIGTERM and SIGINT as soon as it is made, so it
// comes before whatever starts a thread.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "display/hall_watch.h"
#include "net/device_file.h"
#include "ui/loop.h"
#include "ui/signals.h"

namespace yichuang::display {

class HallLoop {
 public:
  // The log's words, all of them literals.
  struct Words {
    const char* topic;    // what its lines begin with
    const char* cut_off;  // what follows from being cut off
  };

  // `clock` outlives it.
  HallLoop(const Words& words, const Clock& clock)
      : words_(words), clock_(clock), signals_(loop_) {}
  HallLoop(const HallLoop&) = delete;
  HallLoop& operator=(const HallLoop&) = delete;

  // Connects to the hall; once, before all below. `random` outlives the loop. Errors are those of
  // HallWatch::open().
  Result<void> follow(const DeviceFile& device, Random& random);
  HallWatch& hall() { return *hall_; }

  // Until SIGTERM or SIGINT. `on_news` is called when HallWatch::poll() has something, at least
  // each second; `on_alive` each second.
  void run(const std::function<void()>& on_news, const std::function<void()>& on_alive);
  // Sleeps until `done`, which is asked after each wake(), but at most `patience_ms`.
  void wait_for(const std::function<bool()>& done, int64_t patience_ms);
  // Any thread.
  void wake() { loop_.wake(); }

 private:
  void tell_freshness();

  const Words words_;
  const Clock& clock_;
  ui::Loop loop_;
  ui::Signals signals_;  // before the network's thread
  bool fresh_ = false;
  std::unique_ptr<HallWatch> hall_;  // last: its thread wakes the loop
};

}  // namespace yichuang::display
