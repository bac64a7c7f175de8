// VoiceOut: a synthesiser and a loudspeaker for who speaks now and then. Both are opened when they
// are needed. Voices that are not installed are looked for once; a loudspeaker that is away is
// looked for again, at most every kRetryMs. What is missing is said in the log once, and when the
// loudspeaker is back.
//
// open(), speech(), play() and close() belong to one thread, that of who speaks; stop(),
// cut_before(), hold() and is_open() may come from any, and hold for each loudspeaker to come.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "base/clock.h"
#include "speech/audio_out.h"
#include "speech/speech.h"

namespace yichuang::speech {

class VoiceOut {
 public:
  // The log's words, all of them literals.
  struct Words {
    const char* topic;           // what its lines begin with
    const char* no_voice;        // what follows from having no synthesiser
    const char* no_loudspeaker;  // what follows from having no loudspeaker
  };

  // `clock` outlives it. Opens nothing yet.
  VoiceOut(const Words& words, const Clock& clock) : words_(words), clock_(clock) {}
  VoiceOut(const VoiceOut&) = delete;
  VoiceOut& operator=(const VoiceOut&) = delete;

  // Opens what is not open. True if there is a loudspeaker, and a synthesiser unless
  // `voice_needed` is false (there are recordings): speech() is null then.
  bool open(bool voice_needed = true);
  Speech* speech() { return speech_.get(); }
  // After open() was true. As AudioOut::play(); a loudspeaker that is gone is closed.
  AudioOut::Played play(std::span<const int16_t> clip, uint64_t turn = 0);
  // Gives the loudspeaker back; waits for the device.
  void close();

  bool is_open() const;
  // As in AudioOut.
  void stop();
  void cut_before(uint64_t turn);
  void hold(bool held);

  static constexpr int64_t kRetryMs = 30'000;

 private:
  bool open_speech();
  bool open_loudspeaker();

  const Words words_;
  const Clock& clock_;

  // The speaking thread's own.
  std::unique_ptr<Speech> speech_;
  bool speech_failed_ = false;
  bool loudspeaker_failed_ = false;
  int64_t retry_at_steady_ms_ = INT64_MIN;

  mutable std::mutex mutex_;  // guards all below; the speaking thread alone changes loudspeaker_
  std::unique_ptr<AudioOut> loudspeaker_;
  uint64_t first_turn_ = 0;
  bool held_ = false;
  bool stopped_ = false;
};

}  // namespace yichuang::speech
