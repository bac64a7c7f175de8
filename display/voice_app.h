// The announcer as a running program: the hall on one side, a voice on the other, no window and no
// video at all.
//
// One thread does everything but network and speech (hall_loop.h).
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "display/hall_loop.h"
#include "display/voice.h"
#include "net/device_file.h"

namespace yichuang::display {

class VoiceApp {
 public:
  // `clock` and `random` outlive it. Errors are those of HallLoop::follow().
  static Result<std::unique_ptr<VoiceApp>> open(const DeviceFile& device,
                                                const VoiceSettings& settings, const Clock& clock,
                                                Random& random);
  VoiceApp(const VoiceApp&) = delete;
  VoiceApp& operator=(const VoiceApp&) = delete;

  // Until SIGTERM or SIGINT. `on_alive` is called each second.
  void run(const std::function<void()>& on_alive);

 private:
  VoiceApp(const VoiceSettings& settings, const Clock& clock);

  HallLoop loop_;  // before the thread of the voice
  Voice voice_;
};

}  // namespace yichuang::display
