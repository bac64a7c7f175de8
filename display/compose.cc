#include "display/compose.h"

#include "base/assert.h"
#include "display/phrase.h"

namespace yichuang::display {
namespace {

constexpr int64_t kAfterChimeMs = 150;
constexpr int64_t kBetweenLanguagesMs = 300;
constexpr int64_t kBetweenReadingsMs = 600;
constexpr int64_t kAfterAnnouncementMs = 700;

speech::Samples opening(Clips& clips, const VoiceSettings& settings) {
  if (!settings.chime) return {};
  speech::Samples bell = clips.chime().value_or(speech::chime());
  speech::level(bell, settings.volume_percent);
  speech::append(bell, speech::silence(kAfterChimeMs));
  return bell;
}

void add_language(speech::Samples& reading, speech::Samples clip, const VoiceSettings& settings) {
  speech::level(clip, settings.volume_percent);
  if (!reading.empty()) speech::append(reading, speech::silence(kBetweenLanguagesMs));
  speech::append(reading, clip);
}

Error no_voice() {
  return {ErrorCode::kUnavailable,
          "neither a recording nor a synthesiser; install the package espeak-ng-data"};
}

}  // namespace

Result<speech::Samples> compose(speech::Speech* speech, Clips& clips, const CallToSpeak& call,
                                const VoiceSettings& settings, int readings) {
  HALL_ASSERT(readings >= 1);
  const Phrase phrase = call_phrase(call.number, call.window, call.call > 1);
  speech::Samples reading;
  for (const speech::SpokenLanguage language : settings.languages) {
    if (auto recorded = clips.call(language, call)) {
      add_language(reading, std::move(*recorded), settings);
      continue;
    }
    if (speech == nullptr) continue;
    const bool zh = language == speech::SpokenLanguage::kChinese;
    auto said =
        speech->say(language, zh ? phrase.zh_spoken : phrase.en_spoken, settings.words_a_minute);
    if (!said) return said.error();
    add_language(reading, std::move(*said), settings);
  }
  if (reading.empty()) return no_voice();
  speech::Samples all = opening(clips, settings);
  for (int i = 0; i < readings; ++i) {
    if (i > 0) speech::append(all, speech::silence(kBetweenReadingsMs));
    speech::append(all, reading);
  }
  speech::append(all, speech::silence(kAfterAnnouncementMs));
  return all;
}

Result<speech::Samples> compose(speech::Speech* speech, Clips& clips, const Message& message,
                                const VoiceSettings& settings) {
  HALL_ASSERT(message.running());
  if (speech == nullptr) return no_voice();
  speech::Samples reading;
  for (const speech::SpokenLanguage language : settings.languages) {
    const bool zh = language == speech::SpokenLanguage::kChinese;
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
        speech->say(zh ? speech::SpokenLanguage::kChinese : speech::SpokenLanguage::kEnglish,
                    zh ? message_zh_spoken(message.zh) : message.en, settings.words_a_minute);
    if (!said) return said.error();
    add_language(reading, std::move(*said), settings);
  }
  speech::Samples all = opening(clips, settings);
  speech::append(all, reading);
  speech::append(all, speech::silence(kAfterAnnouncementMs));
  return all;
}

}  // namespace yichuang::display
