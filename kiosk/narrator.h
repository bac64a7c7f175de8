// Narrator: reads out what a citizen who cannot see the screen is to hear. What is said anew cuts
// off what is being said, as people who listen to screens are used to; nothing waits in a queue.
//
// The synthesiser and the loudspeaker live on a thread of the narrator's own; the caller's thread
// is never held up. Without either it says so in the log once and is silent. The loudspeaker is
// opened with the first word, and given back when nothing was said for a minute. Holds and logs no
// text longer than until the next one; its own log of utterances is for diagnosis alone.
// All members from any thread; `ended` is called on the narrator's.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "speech/audio_out.h"
#include "speech/speakable.h"
#include "speech/speech.h"
#include "speech/voice_out.h"

namespace yichuang::kiosk {

struct NarratorSettings {
  bool enabled = true;
  int volume_percent = 80;    // 0..100
  int words_a_minute = 160;   // kSlowest..kFastest
  std::filesystem::path log;  // a line an utterance, JSON; empty: none

  static constexpr int kSlowest = 80;
  static constexpr int kFastest = 300;
};

class Narrator {
 public:
  // `clock` outlives the narrator. `ended`: an utterance was spoken to its end (take_ended()).
  Narrator(NarratorSettings settings, const Clock& clock, std::function<void()> ended);
  Narrator(const Narrator&) = delete;
  Narrator& operator=(const Narrator&) = delete;
  // Stops in the middle of a word: the program ends.
  ~Narrator();

  // Instead of what is being said, paused or not. Text beyond speech::kSpeakableBytesMax is not
  // spoken; an empty one is silence.
  void say(std::string text, speech::SpokenLanguage language);
  // What was said last, from its beginning.
  void repeat();
  void pause();
  void resume();
  bool paused() const;
  // Nothing is said any more, and nothing is there to be repeated.
  void stop();
  // From the next sentence on; false at the end of the range.
  bool faster() { return change_speed(kSpeedStep); }
  bool slower() { return change_speed(-kSpeedStep); }
  // As set, for the next citizen.
  void usual_speed();
  // Once after each utterance that was spoken to its end.
  bool take_ended();

  static constexpr int kSpeedStep = 30;  // words a minute

 private:
  struct Utterance {
    std::string text;
    speech::SpokenLanguage language = speech::SpokenLanguage::kChinese;
  };
  bool change_speed(int step);
  void begin();
  void work();
  void speak(const Utterance& utterance, uint64_t turn);
  speech::AudioOut::Played speak(const speech::Piece& piece, uint64_t turn);
  bool is_over(uint64_t turn) const;
  void log_spoken(const Utterance& utterance, Time from, Time to, bool whole) const;

  const NarratorSettings settings_;
  const Clock& clock_;
  const std::function<void()> ended_;
  speech::VoiceOut out_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Utterance last_;
  uint64_t turn_ = 0;    // of last_; grows with each say, repeat and stop
  uint64_t spoken_ = 0;  // the turn that the worker took last
  int words_a_minute_;
  bool paused_ = false;
  bool has_ended_ = false;
  bool ending_ = false;

  std::thread worker_;
};

}  // namespace yichuang::kiosk
