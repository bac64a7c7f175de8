#include "speech/voice_out.h"

#include <utility>

#include "base/assert.h"
#include "base/log.h"

namespace yichuang::speech {

// --- The speaking thread -------------------------------------------------------------------------

bool VoiceOut::open(bool voice_needed) {
  const bool voice = open_speech();
  return (voice || !voice_needed) && open_loudspeaker();
}

bool VoiceOut::open_speech() {
  if (speech_ != nullptr || speech_failed_) return speech_ != nullptr;
  auto opened = Speech::open();
  if (!opened) {
    speech_failed_ = true;
    log_warning("{}: {}; {}", words_.topic, opened.error().sentence, words_.no_voice);
    return false;
  }
  speech_ = std::move(*opened);
  return true;
}

bool VoiceOut::open_loudspeaker() {
  if (loudspeaker_ != nullptr) return true;
  if (clock_.steady_ms() < retry_at_steady_ms_) return false;
  retry_at_steady_ms_ = clock_.steady_ms() + kRetryMs;
  auto opened = AudioOut::open();
  if (!opened) {
    if (!std::exchange(loudspeaker_failed_, true))
      log_warning("{}: {}; {}", words_.topic, opened.error().sentence, words_.no_loudspeaker);
    return false;
  }
  if (std::exchange(loudspeaker_failed_, false))
    log_info("{}: the loudspeaker is back", words_.topic);
  const std::lock_guard lock(mutex_);
  loudspeaker_ = std::move(*opened);
  loudspeaker_->cut_before(first_turn_);
  loudspeaker_->hold(held_);
  if (stopped_) loudspeaker_->stop();
  return true;
}

AudioOut::Played VoiceOut::play(std::span<const int16_t> clip, uint64_t turn) {
  HALL_ASSERT(loudspeaker_ != nullptr);
  const AudioOut::Played played = loudspeaker_->play(clip, turn);
  if (played == AudioOut::Played::kDeviceGone) {
    loudspeaker_failed_ = true;
    log_warning("{}: the loudspeaker takes no sound; {}", words_.topic, words_.no_loudspeaker);
    close();
  }
  return played;
}

void VoiceOut::close() {
  std::unique_ptr<AudioOut> gone;  // closed without the lock: nobody else waits for the device
  const std::lock_guard lock(mutex_);
  std::swap(gone, loudspeaker_);
}

// --- Any thread ----------------------------------------------------------------------------------

bool VoiceOut::is_open() const {
  const std::lock_guard lock(mutex_);
  return loudspeaker_ != nullptr;
}

void VoiceOut::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  if (loudspeaker_ != nullptr) loudspeaker_->stop();
}

void VoiceOut::cut_before(uint64_t turn) {
  const std::lock_guard lock(mutex_);
  first_turn_ = turn;
  if (loudspeaker_ != nullptr) loudspeaker_->cut_before(turn);
}

void VoiceOut::hold(bool held) {
  const std::lock_guard lock(mutex_);
  held_ = held;
  if (loudspeaker_ != nullptr) loudspeaker_->hold(held);
}

}  // namespace yichuang::speech
