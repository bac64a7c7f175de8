// Text to samples through espeak-ng, in process.
//
// espeak-ng is one global per process: at most one Speech at a time, used by one thread at a time
// (the announcer's). It never plays anything itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "speech/sound.h"

namespace yichuang::speech {

enum class SpokenLanguage : uint8_t { kChinese, kEnglish };

class Speech {
 public:
  // kUnavailable with the package's name if the voices are not installed.
  static Result<std::unique_ptr<Speech>> open();
  Speech(const Speech&) = delete;
  Speech& operator=(const Speech&) = delete;
  ~Speech();

  // `text`: numbered pinyin for Chinese (ui/pinyin.h), plain text for English; at most
  // kTextBytesMax. `words_a_minute` 80..300.
  Result<Samples> say(SpokenLanguage language, const std::string& text, int words_a_minute);

  // More than pinyin makes of the longest message of a manager (400 bytes).
  static constexpr size_t kTextBytesMax = 4000;
  // A clip longer than this is cut: a text that gets so long is a mistake somewhere else.
  static constexpr size_t kClipSamplesMax = static_cast<size_t>(kSampleRate) * 60;

 private:
  Speech() = default;
};

}  // namespace yichuang::speech
