// The loudspeaker: plays samples through SDL's audio, one clip after the other, and knows when a
// clip has been handed over to its last sample.
//
// Works with any SDL audio driver, "disk" and "dummy" included (SDL_AUDIODRIVER). play() belongs to
// one thread (that of who speaks); cut_before(), hold() and stop() may come from any.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "base/result.h"
#include "speech/sound.h"

namespace yichuang::speech {

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
    kCut,         // by cut_before()
    kDeviceGone,  // the device takes no samples any more
  };
  // Waits until the device has taken the last sample of the clip. `turn`: for cut_before().
  Played play(std::span<const int16_t> clip, uint64_t turn = 0);
  // The last call of a thread that opened one: frees what SDL keeps for the thread's errors.
  static void leave_thread();

  // Ends the running play(), and every one after it, at once.
  void stop();
  // Ends the running play(), and each to come, whose turn is less than this one, at once.
  void cut_before(uint64_t turn);
  // While held the device gets silence, and the clip goes on afterwards where it was.
  void hold(bool held);

 private:
  AudioOut() = default;
  static void on_device(void* self, uint8_t* bytes, int count);
  void fill(std::span<int16_t> samples);

  uint32_t device_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::span<const int16_t> rest_;  // of the clip, not yet taken
  uint64_t first_turn_ = 0;        // that is not cut
  bool held_ = false;
  bool stopped_ = false;
};

}  // namespace yichuang::speech
