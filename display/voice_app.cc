#include "display/voice_app.h"

#include <utility>

namespace yichuang::display {
namespace {

constexpr HallLoop::Words kWords = {.topic = "announcer",
                                    .cut_off = "no call is spoken until it is back"};

}  // namespace

VoiceApp::VoiceApp(const VoiceSettings& settings, const Clock& clock)
    : loop_(kWords, clock), voice_(settings, clock) {}

Result<std::unique_ptr<VoiceApp>> VoiceApp::open(const DeviceFile& device,
                                                 const VoiceSettings& settings, const Clock& clock,
                                                 Random& random) {
  std::unique_ptr<VoiceApp> app(new VoiceApp(settings, clock));
  if (auto done = app->loop_.follow(device, random); !done) return done.error();
  return app;
}

void VoiceApp::run(const std::function<void()>& on_alive) {
  loop_.run([this] { voice_.update(loop_.hall()); }, on_alive);
}

}  // namespace yichuang::display
