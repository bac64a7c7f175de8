#include "display/voice_app.h"

#include <utility>

#include "base/log.h"

namespace yichuang::display {

Result<std::unique_ptr<VoiceApp>> VoiceApp::open(const DeviceFile& device,
                                                 const VoiceSettings& settings, const Clock& clock,
                                                 Random& random) {
  std::unique_ptr<VoiceApp> app(new VoiceApp(settings, clock));
  auto hall = HallWatch::open(
      device, [loop = &app->loop_] { loop->wake(); }, clock, random);
  if (!hall) return hall.error();
  app->hall_ = std::move(*hall);
  return app;
}

// Nobody sees a voice that hears nothing: its log has to say so.
void VoiceApp::tell_freshness() {
  const bool fresh = hall_->fresh();
  if (std::exchange(fresh_, fresh) == fresh) return;
  if (fresh) {
    log_info("announcer: in step with the queue server");
  } else {
    log_warning("announcer: cut off from the queue server; no call is spoken until it is back");
  }
}

void VoiceApp::run(const std::function<void()>& on_alive) {
  int64_t alive_ms = clock_.steady_ms();
  while (!signals_.take_stop()) {
    loop_.sleep(-1, std::chrono::milliseconds(hall_->wait_ms()));
    loop_.run_due();
    if (hall_->poll([](uint64_t) {})) {
      voice_.update(*hall_);
      tell_freshness();
    }
    if (clock_.steady_ms() - alive_ms < HallWatch::kUpdateEveryMs) continue;
    alive_ms = clock_.steady_ms();
    on_alive();
  }
}

}  // namespace yichuang::display
