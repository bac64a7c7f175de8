// Speaks the calls, strictly one after another: chime, then the phrase in each language, the phrase
// as often as configured (HALL: twice). A new call never cuts off or overtakes another. A manager's
// message takes the voice over at the end of the sentence that is being spoken (5 s at most at the
// default speed): it is spoken again and again until it is over, and no call is. A call that was
// broken off before it was heard once comes first then. While cut off from the hall no call is
// spoken either; the message is, rather once too often.
//
// The synthesiser and the loudspeaker live on a thread of the announcer's own; the caller's thread
// is never held up. Without a synthesiser or a loudspeaker it says so in the log once and goes on
// silently: the screen is complete without it. Limits and dropping: announcement_queue.h. While
// many wait, each is read once, then briefly, to catch up (voice_settings.h): of the default voice
// a call read twice takes 18 s, once 10 s, a brief one 6 to 7 s.
// All members from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "display/announcement_queue.h"
#include "display/call_watch.h"
#include "display/clips.h"
#include "display/compose.h"
#include "display/voice_settings.h"
#include "speech/sound.h"
#include "speech/voice_out.h"

namespace yichuang::display {

class Announcer {
 public:
  // `clock` outlives the announcer. `on_turn` is called on the announcer's thread whenever
  // speaking() has become another; it must not call the announcer.
  Announcer(VoiceSettings settings, const Clock& clock, std::function<void()> on_turn = {});
  Announcer(const Announcer&) = delete;
  Announcer& operator=(const Announcer&) = delete;
  // Stops in the middle of a word: the program ends.
  ~Announcer();

  void announce(const CallToSpeak& call);
  // Drops the waiting calls for which `wanted` is false. The running one is spoken to its end.
  void keep_only(const std::function<bool(const CallToSpeak&)>& wanted);
  // What managers have to say now; empty: nothing. Another message is spoken at once.
  void set_emergency(const Message& message);
  // What the hall said last may not be true any more: calls wait.
  void set_cut_off(bool cut_off);
  // The hour of the hall's day, for VoiceSettings::hours.
  void set_hour(std::optional<int> hour);
  // No call waits and nothing is being spoken.
  bool idle() const;
  // The call that is being spoken. Nothing without a loudspeaker, between calls, and during a
  // message.
  std::optional<CallToSpeak> speaking() const;

 private:
  // One thing to speak: a call, or the message.
  struct Next {
    std::optional<CallToSpeak> call;
    Message message;
    Wording wording = Wording::kFull;
    VoiceSettings settings;
  };
  void work();
  std::optional<int64_t> until_message_ms() const;
  bool may_call() const;
  bool something_to_speak() const;
  Next take_next();
  bool ready();
  void set_spoken(const std::optional<CallToSpeak>& call);
  bool speak(const Next& next);
  bool play(const Next& next, const Announcement& announcement);
  bool is_overtaken(const Next& next) const;
  bool is_read_again(const Next& next, int readings) const;
  void log_spoken(const Next& next, Time begin, Time end, bool whole) const;

  const VoiceSettings settings_;
  const Clock& clock_;
  const std::function<void()> on_turn_;
  speech::VoiceOut out_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  AnnouncementQueue queue_;
  Message emergency_;
  int64_t emergency_at_steady_ms_ = 0;  // when it is spoken next
  std::optional<int> hour_;
  bool cut_off_ = false;
  bool speaking_ = false;
  std::optional<CallToSpeak> spoken_;
  bool ending_ = false;

  // The worker's own.
  Clips clips_;
  std::thread worker_;
};

}  // namespace yichuang::display
