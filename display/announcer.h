// Speaks the calls, strictly one after another: chime, then the phrase in each language, all of it
// twice (HALL: announce twice). A new call never cuts off or overtakes another.
//
// The synthesiser and the loudspeaker live on a thread of the announcer's own; the caller's thread
// is never held up. Without a synthesiser or a loudspeaker it says so in the log once and goes on
// silently: the screen is complete without it. Limits and dropping: announcement_queue.h. While
// more than kShortenWhenWaiting wait, each is read once instead of twice, to catch up.
// announce(), keep_only(), idle() from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "display/announcement_queue.h"
#include "display/audio_out.h"
#include "display/call_watch.h"
#include "display/sound.h"
#include "display/speech.h"

namespace yichuang::display {

struct VoiceSettings {
  bool enabled = true;
  bool chime = true;
  int volume_percent = 80;   // 0..100
  int words_a_minute = 150;  // 80..300
  int times = 2;             // 1..3 readings of a call
  std::vector<SpokenLanguage> languages = {SpokenLanguage::kChinese, SpokenLanguage::kEnglish};
  std::filesystem::path log;  // a line an announcement, JSON; empty: none
};

// All that is played for one call, in order and without a gap. `readings` at least 1.
Result<Samples> compose(Speech& speech, const CallToSpeak& call, const VoiceSettings& settings,
                        int readings);

class Announcer {
 public:
  // `clock` outlives the announcer.
  Announcer(VoiceSettings settings, const Clock& clock);
  Announcer(const Announcer&) = delete;
  Announcer& operator=(const Announcer&) = delete;
  // Stops in the middle of a word: the program ends.
  ~Announcer();

  void announce(const CallToSpeak& call);
  // Drops the waiting calls for which `wanted` is false. The running one is spoken to its end.
  void keep_only(const std::function<bool(const CallToSpeak&)>& wanted);
  // Nothing waits and nothing is being spoken.
  bool idle() const;

  static constexpr size_t kShortenWhenWaiting = 2;

 private:
  void work();
  bool ready();
  void speak(const CallToSpeak& call, int readings);
  void log_spoken(const CallToSpeak& call, Time begin, Time end, bool whole) const;

  const VoiceSettings settings_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  AnnouncementQueue queue_;
  bool speaking_ = false;
  bool ending_ = false;
  AudioOut* playing_ = nullptr;  // for the destructor to stop

  // The worker's own.
  std::unique_ptr<Speech> speech_;
  std::unique_ptr<AudioOut> out_;
  bool speech_failed_ = false;
  bool out_failed_ = false;
  int64_t retry_out_at_steady_ms_ = 0;
  std::thread worker_;
};

}  // namespace yichuang::display
