#include "display/compose.h"

#include <utility>

#include "base/assert.h"

namespace yichuang::display {
namespace {

constexpr int64_t kAfterChimeMs = 150;
constexpr int64_t kBetweenLanguagesMs = 300;
constexpr int64_t kAfterReadingMs = 700;
constexpr int64_t kAfterBriefMs = 400;

speech::Samples opening(Clips& clips, const VoiceSettings& settings) {
  if (!settings.chime) return {};
  speech::Samples bell = clips.chime().value_or(speech::chime());
  speech::level(bell, settings.volume_percent);
  speech::append(bell, speech::silence(kAfterChimeMs));
  return bell;
}

void add_language(Announcement& to, speech::Samples clip, const VoiceSettings& settings) {
  speech::level(clip, settings.volume_percent);
  if (!to.sentences.empty())
    speech::append(to.sentences.back(), speech::silence(kBetweenLanguagesMs));
  to.sentences.push_back(std::move(clip));
}

Error no_voice() {
  return {ErrorCode::kUnavailable,
          "neither a recording nor a synthesiser; install the package espeak-ng-data"};
}

}  // namespace

Result<Announcement> compose(speech::Speech* speech, Clips& clips, const CallToSpeak& call,
                             const VoiceSettings& settings, Wording wording) {
  const Phrase phrase = call_phrase(call.number, call.window, call.call > 1, wording);
  const bool brief = wording == Wording::kBrief;
  Announcement all;
  for (const speech::SpokenLanguage language : settings.languages) {
    if (auto recorded = clips.call(language, call)) {
      add_language(all, std::move(*recorded), settings);
      continue;
    }
    if (speech == nullptr) continue;
    const bool zh = language == speech::SpokenLanguage::kChinese;
    auto said =
        speech->say(language, zh ? phrase.zh_spoken : phrase.en_spoken, settings.words_a_minute);
    if (!said) return said.error();
    add_language(all, std::move(*said), settings);
  }
  if (all.sentences.empty()) return no_voice();
  if (!brief) all.opening = opening(clips, settings);
  speech::append(all.sentences.back(), speech::silence(brief ? kAfterBriefMs : kAfterReadingMs));
  return all;
}

Result<Announcement> compose(speech::Speech* speech, Clips& clips, const Message& message,
                             const VoiceSettings& settings) {
  HALL_ASSERT(message.running());
  if (speech == nullptr) return no_voice();
  Announcement all;
  for (const speech::SpokenLanguage language : settings.languages) {
    const bool zh = language == speech::SpokenLanguage::kChinese;
    const std::string& words = zh ? message.zh : message.en;
    if (words.empty()) continue;
    auto said =
        speech->say(language, zh ? message_zh_spoken(words) : words, settings.words_a_minute);
    if (!said) return said.error();
    add_language(all, std::move(*said), settings);
  }
  if (all.sentences.empty()) {  // in a language that this voice does not speak: rather than silence
    const bool zh = !message.zh.empty();
    auto said =
        speech->say(zh ? speech::SpokenLanguage::kChinese : speech::SpokenLanguage::kEnglish,
                    zh ? message_zh_spoken(message.zh) : message.en, settings.words_a_minute);
    if (!said) return said.error();
    add_language(all, std::move(*said), settings);
  }
  all.opening = opening(clips, settings);
  speech::append(all.sentences.back(), speech::silence(kAfterReadingMs));
  return all;
}

}  // namespace yichuang::display
