// The sound of one announcement, sentence by sentence: chime, then each language. Recordings where
// the hall has them, else the synthesiser. One thread (the announcer's).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "display/call_watch.h"
#include "display/clips.h"
#include "display/phrase.h"
#include "display/voice_settings.h"
#include "speech/sound.h"
#include "speech/speech.h"

namespace yichuang::display {

// A manager's message; empty: there is none.
struct Message {
  std::string zh;
  std::string en;
  bool running() const { return !zh.empty() || !en.empty(); }
  friend bool operator==(const Message&, const Message&) = default;
};

struct Announcement {
  speech::Samples opening;                 // the chime; empty: none
  std::vector<speech::Samples> sentences;  // a language each, with the pause behind it
};

// `speech` may be null: a language without a recording is then left out, kUnavailable if that is
// all of them. Volume and speed are those of `settings` (VoiceSettings::at). What is brief has no
// chime: it follows another call, and the hall listens.
Result<Announcement> compose(speech::Speech* speech, Clips& clips, const CallToSpeak& call,
                             const VoiceSettings& settings, Wording wording = Wording::kFull);
// The message, once in each of the hall's languages that it has words in.
Result<Announcement> compose(speech::Speech* speech, Clips& clips, const Message& message,
                             const VoiceSettings& settings);

}  // namespace yichuang::display
