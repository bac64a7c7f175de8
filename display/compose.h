// The sound of one announcement, in order and without a gap: chime, then each language, all of it
// as often as it is read. Recordings where the hall has them, else the synthesiser. One thread (the
// announcer's).
#pragma once

#include <string>

#include "base/result.h"
#include "display/call_watch.h"
#include "display/clips.h"
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

// `speech` may be null: a language without a recording is then left out, kUnavailable if that is
// all of them. `readings` at least 1; volume and speed are those of `settings` (VoiceSettings::at).
Result<speech::Samples> compose(speech::Speech* speech, Clips& clips, const CallToSpeak& call,
                                const VoiceSettings& settings, int readings);
// The message, once in each of the hall's languages that it has words in.
Result<speech::Samples> compose(speech::Speech* speech, Clips& clips, const Message& message,
                                const VoiceSettings& settings);

}  // namespace yichuang::display
