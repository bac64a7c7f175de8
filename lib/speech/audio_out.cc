#include "speech/audio_out.h"

#include <SDL.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/assert.h"

namespace yichuang::speech {
namespace {

constexpr uint16_t kDeviceBufferSamples = 2048;  // 93 ms: few wake-ups, and a call is no game
// A device that took nothing for so long is gone.
constexpr auto kDevicePatience = std::chrono::seconds(5);

}  // namespace

Result<std::unique_ptr<AudioOut>> AudioOut::open() {
  if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) {
    return Error{
        ErrorCode::kUnavailable,
        fmt::format("no audio ({}); connect a loudspeaker or set SDL_AUDIODRIVER", SDL_GetError())};
  }
  std::unique_ptr<AudioOut> out(new AudioOut());
  SDL_AudioSpec wanted{};
  wanted.freq = kSampleRate;
  wanted.format = AUDIO_S16SYS;
  wanted.channels = 1;
  wanted.samples = kDeviceBufferSamples;
  wanted.callback = on_device;
  wanted.userdata = out.get();
  out->device_ = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0);
  if (out->device_ == 0) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("no audio device ({}); connect a loudspeaker", SDL_GetError())};
  }
  SDL_PauseAudioDevice(out->device_, 0);
  return out;
}

AudioOut::~AudioOut() {
  if (device_ != 0) SDL_CloseAudioDevice(device_);
  SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

void AudioOut::on_device(void* self, uint8_t* bytes, int count) {
  HALL_ASSERT(count >= 0);
  static_cast<AudioOut*>(self)->fill(
      {reinterpret_cast<int16_t*>(bytes), static_cast<size_t>(count) / sizeof(int16_t)});
}

void AudioOut::fill(std::span<int16_t> samples) {
  const std::lock_guard lock(mutex_);
  const size_t taken = held_ ? 0 : std::min(samples.size(), rest_.size());
  std::copy_n(rest_.begin(), taken, samples.begin());
  std::fill(samples.begin() + static_cast<std::ptrdiff_t>(taken), samples.end(), int16_t{0});
  rest_ = rest_.subspan(taken);
  if (taken > 0) changed_.notify_all();
}

AudioOut::Played AudioOut::play(std::span<const int16_t> clip, uint64_t turn) {
  std::unique_lock lock(mutex_);
  HALL_ASSERT(rest_.empty());
  const auto is_over = [&] { return stopped_ || turn < first_turn_; };
  rest_ = clip;
  size_t left = rest_.size();
  bool gone = false;
  while (!rest_.empty() && !is_over() && !gone) {
    const bool held = held_;
    const auto news = [&] { return is_over() || rest_.size() != left || held_ != held; };
    if (held) {
      changed_.wait(lock, news);
    } else {
      gone = !changed_.wait_for(lock, kDevicePatience, news);
    }
    left = rest_.size();
  }
  rest_ = {};
  if (gone) return Played::kDeviceGone;
  return stopped_ ? Played::kStopped : is_over() ? Played::kCut : Played::kWhole;
}

void AudioOut::leave_thread() { SDL_TLSCleanup(); }

void AudioOut::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

void AudioOut::cut_before(uint64_t turn) {
  const std::lock_guard lock(mutex_);
  first_turn_ = std::max(first_turn_, turn);
  changed_.notify_all();
}

void AudioOut::hold(bool held) {
  const std::lock_guard lock(mutex_);
  held_ = held;
  changed_.notify_all();
}

}  // namespace yichuang::speech
