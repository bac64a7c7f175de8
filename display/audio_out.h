// The loudspeaker: plays samples through SDL's audio, one clip after the other, and knows when a
// clip has been handed over to its last sample.
//
// Works with any SDL audio driver, "disk" and "dummy" included (SDL_AUDIODRIVER). play() belongs to
// one thread (the announcer's); stop() may come from any.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "base/result.h"
#include "display/sound.h"

namespace yichuang::display {

class AudioOut {
 public:
  // Opens the default device: mono, 16 bit, kSampleRate. kUnavailable if there is none.
  static Result<std::unique_ptr<AudioOut>> open();
  AudioOut(const AudioOut&) = delete;
  AudioOut& operator=(const AudioOut&) = delete;
  ~AudioOut();

  enum class Played : uint8_t {
    kWhole,
    kStopped,     // by stop()
    kDeviceGone,  // the device takes no samples any more
  };
  // Waits until the device has taken the last sample of the clip.
  Played play(std::span<const int16_t> clip);
  // The last call of a thread that opened one: frees what SDL keeps for the thread's errors.
  static void leave_thread();

  // Ends the running play(), and every one after it, at once.
  void stop();

 private:
  AudioOut() = default;
  static void on_device(void* self, uint8_t* bytes, int count);
  void fill(std::span<int16_t> samples);

  uint32_t device_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::span<const int16_t> rest_;  // of the clip, not yet taken
  bool stopped_ = false;
};

}  // namespace yichuang::display
