// The announcer as a running program: the hall on one side, a voice on the other, no window and no
// video at all.
//
// One thread does everything but network and speech. It sleeps until an event of the feed or a
// second has passed.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "display/hall_watch.h"
#include "display/voice.h"
#include "net/device_file.h"
#include "ui/loop.h"
#include "ui/signals.h"

namespace yichuang::display {

class VoiceApp {
 public:
  // `clock` and `random` outlive it.
  static Result<std::unique_ptr<VoiceApp>> open(const DeviceFile& device,
                                                const VoiceSettings& settings, const Clock& clock,
                                                Random& random);
  VoiceApp(const VoiceApp&) = delete;
  VoiceApp& operator=(const VoiceApp&) = delete;

  // Until SIGTERM or SIGINT. `on_alive` is called each second.
  void run(const std::function<void()>& on_alive);

 private:
  VoiceApp(const VoiceSettings& settings, const Clock& clock)
      : clock_(clock), signals_(loop_), voice_(settings, clock) {}
  void tell_freshness();

  const Clock& clock_;
  ui::Loop loop_;
  ui::Signals signals_;  // before the threads of voice and network
  Voice voice_;
  bool fresh_ = false;
  std::unique_ptr<HallWatch> hall_;  // last: its thread wakes the loop
};

}  // namespace yichuang::display
