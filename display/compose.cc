#include "display/compose.h"

#include "base/assert.h"
#include "display/phrase.h"

namespace yichuang::display {
namespace {

constexpr int64_t kAfterChimeMs = 150;
constexpr int64_t kBetweenLanguagesMs = 300;
constexpr int64_t kBetweenReadingsMs = 600;
constexpr int64_t kAfterAnnouncementMs = 700;

Samples opening(Clips& clips, const VoiceSettings& settings) {
  if (!settings.chime) return {};
  Samples bell = clips.chime().value_or(chime());
  level(bell, settings.volume_percent);
  append(bell, silence(kAfterChimeMs));
  return bell;
}

void add_language(Samples& reading, Samples clip, const VoiceSettings& settings) {
  level(clip, settings.volume_percent);
  if (!reading.empty()) append(reading, silence(kBetweenLanguagesMs));
  append(reading, clip);
}

Error no_voice() {
  return {ErrorCode::kUnavailable,
          "neither a recording nor a synthesiser; install the package espeak-ng-data"};
}

}  // namespace

Result<Samples> compose(Speech* speech, Clips& clips, const CallToSpeak& call,
                        const VoiceSettings& settings, int readings) {
  HALL_ASSERT(readings >= 1);
  const Phrase phrase = call_phrase(call.number, call.window, call.call > 1);
  Samples reading;
  for (const SpokenLanguage language : settings.languages) {
    if (auto recorded = clips.call(language, call)) {
      add_language(reading, std::move(*recorded), settings);
      continue;
    }
    if (speech == nullptr) continue;
    const bool zh = language == SpokenLanguage::kChinese;
    auto said =
        speech->say(language, zh ? phrase.zh_spoken : phrase.en_spoken, settings.words_a_minute);
    if (!said) return said.error();
    add_language(reading, std::move(*said), settings);
  }
  if (reading.empty()) return no_voice();
  Samples all = opening(clips, settings);
  for (int i = 0; i < readings; ++i) {
    if (i > 0) append(all, silence(kBetweenReadingsMs));
    append(all, reading);
  }
  append(all, silence(kAfterAnnouncementMs));
  return all;
}

Result<Samples> compose(Speech* speech, Clips& clips, const Message& message,
                        const VoiceSettings& settings) {
  HALL_ASSERT(message.running());
  if (speech == nullptr) return no_voice();
  Samples reading;
  for (const SpokenLanguage language : settings.languages) {
    const bool zh = language == SpokenLanguage::kChinese;
    const std::string& words = zh ? message.zh : message.en;
    if (words.empty()) continue;
    auto said =
        speech->say(language, zh ? message_zh_spoken(words) : words, settings.words_a_minute);
    if (!said) return said.error();
    add_language(reading, std::move(*said), settings);
  }
  if (reading.empty()) {  // it is in a language that this voice does not speak: better than silence
    const bool zh = !message.zh.empty();
    auto said =
        speech->say(zh ? SpokenLanguage::kChinese : SpokenLanguage::kEnglish,
                    zh ? message_zh_spoken(message.zh) : message.en, settings.words_a_minute);
    if (!said) return said.error();
    add_language(reading, std::move(*said), settings);
  }
  Samples all = opening(clips, settings);
  append(all, reading);
  append(all, silence(kAfterAnnouncementMs));
  return all;
}

}  // namespace yichuang::display
