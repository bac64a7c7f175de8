// Numbers as a voice says them. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yichuang::speech {

// A ticket's number, character by character; others than letters and digits are not spoken.
struct SpelledNumber {
  std::string zh;         // "A零一二"
  std::string en;         // "A zero one two"
  std::string en_spoken;  // "A, zero one two": "A zero" would be read as the article
};
SpelledNumber spell(std::string_view number);

// "零".."九" for '0'..'9'; empty for anything else.
std::string_view digit_zh(char digit);

inline constexpr uint32_t kCountedZhMax = 9999;
// As counted: "三", "十", "十二", "二十一", "一百零五", "两千零三十". 0..kCountedZhMax.
std::string counted_zh(uint32_t number);
// "three", "ten", "twelve", "twenty-one". 0..99.
std::string counted_en(uint32_t number);

}  // namespace yichuang::speech
