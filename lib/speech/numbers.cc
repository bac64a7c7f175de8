#include "speech/numbers.h"

#include <array>
#include <utility>

#include "base/assert.h"

namespace yichuang::speech {
namespace {

constexpr std::array<std::string_view, 10> kDigitZh = {"零", "一", "二", "三", "四",
                                                       "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 20> kCountEn = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTensEn = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

bool is_letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

}  // namespace

std::string_view digit_zh(char digit) {
  return digit >= '0' && digit <= '9' ? kDigitZh.at(static_cast<size_t>(digit - '0'))
                                      : std::string_view();
}

SpelledNumber spell(std::string_view number) {
  SpelledNumber spelled;
  const auto add_en = [&](std::string_view word, std::string_view spoken) {
    if (!spelled.en.empty()) spelled.en += ' ';
    if (!spelled.en_spoken.empty()) spelled.en_spoken += ' ';
    spelled.en += word;
    spelled.en_spoken += spoken;
  };
  for (const char raw : number) {
    const auto character = static_cast<unsigned char>(raw);
    if (character >= '0' && character <= '9') {
      spelled.zh += kDigitZh.at(character - '0');
      add_en(kCountEn.at(character - '0'), kCountEn.at(character - '0'));
    } else if (is_letter(character)) {
      const std::string letter(1, static_cast<char>(character & ~0x20));
      spelled.zh += letter;
      add_en(letter, letter + ",");
    }
  }
  return spelled;
}

std::string counted_zh(uint32_t number) {
  HALL_ASSERT(number <= kCountedZhMax);
  struct Place {
    uint32_t value;
    std::string_view unit;
  };
  constexpr std::array<Place, 4> kPlaces = {{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}}};
  if (number == 0) return std::string(kDigitZh[0]);
  std::string text;
  bool gap = false;  // places without a digit since the last one
  for (const auto& [value, unit] : kPlaces) {
    const uint32_t digit = number / value % 10;
    if (digit == 0) {
      gap = !text.empty();
      continue;
    }
    if (std::exchange(gap, false)) text += kDigitZh[0];
    const bool bare_ten = value == 10 && digit == 1 && text.empty();
    if (!bare_ten) text += value == 1000 && digit == 2 ? "两" : kDigitZh.at(digit);
    text += unit;
  }
  return text;
}

std::string counted_en(uint32_t number) {
  HALL_ASSERT(number <= 99);
  if (number < kCountEn.size()) return std::string(kCountEn.at(number));
  std::string text(kTensEn.at(number / 10));
  if (number % 10 != 0) text += "-" + std::string(kCountEn.at(number % 10));
  return text;
}

}  // namespace yichuang::speech
