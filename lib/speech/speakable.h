// A text as it is written, made ready for the voices: sentence by sentence, each part for the voice
// that can read it, numbers as they are said. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "speech/speech.h"

namespace yichuang::speech {

struct Piece {
  SpokenLanguage language;
  std::string text;  // as Speech::say() takes it; at most Speech::kTextBytesMax
};

// More of a text is not spoken.
inline constexpr size_t kSpeakableBytesMax = 8000;
// A sentence longer than this is parted, between characters.
inline constexpr size_t kSentenceBytesMax = 600;

// Chinese is pinyin, its numbers counted (from five digits on, or with a leading zero, one by one);
// a number with letters before it ("A012") is spelled in both languages. Words of the other
// language in a text go to that language's voice. Without anything to speak: empty.
std::vector<Piece> speakable(SpokenLanguage language, std::string_view text);

}  // namespace yichuang::speech
