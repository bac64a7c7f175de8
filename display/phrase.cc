#include "display/phrase.h"

#include <array>
#include <cctype>

#include "base/assert.h"
#include "ui/pinyin.h"

namespace yichuang::display {
namespace {

constexpr std::array<std::string_view, 10> kDigitZh = {"零", "一", "二", "三", "四",
                                                       "五", "六", "七", "八", "九"};
constexpr std::array<std::string_view, 20> kCountEn = {
    "zero",     "one",     "two",     "three",     "four",     "five",    "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTensEn = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

// A ticket's number, character by character.
struct SpelledNumber {
  std::string zh;         // "A零一二"
  std::string en;         // "A zero one two"
  std::string en_spoken;  // "A, zero one two"
};

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
      spelled.zh += kDigitZh[character - '0'];
      add_en(kCountEn[character - '0'], kCountEn[character - '0']);
    } else if ((character | 0x20) >= 'a' && (character | 0x20) <= 'z') {
      const std::string letter(1, static_cast<char>(character & ~0x20));
      spelled.zh += letter;
      add_en(letter, letter + ",");
    }
  }
  return spelled;
}

}  // namespace

std::string counted_zh(uint32_t number) {
  HALL_ASSERT(number <= 99);
  const uint32_t tens = number / 10;
  const uint32_t ones = number % 10;
  std::string text;
  if (tens >= 2) text += kDigitZh[tens];
  if (tens >= 1) text += "十";
  if (ones > 0 || tens == 0) text += kDigitZh[ones];
  return text;
}

std::string counted_en(uint32_t number) {
  HALL_ASSERT(number <= 99);
  if (number < kCountEn.size()) return std::string(kCountEn[number]);
  std::string text(kTensEn[number / 10]);
  if (number % 10 != 0) text += "-" + std::string(kCountEn[number % 10]);
  return text;
}

std::string message_zh_spoken(std::string_view message) {
  std::string text;
  for (const char c : message) {
    if (c >= '0' && c <= '9') {
      text += kDigitZh[static_cast<size_t>(c - '0')];
    } else {
      text += c;
    }
  }
  return ui::to_numbered_pinyin(text);
}

Phrase call_phrase(std::string_view number, WindowNumber window, bool repeat) {
  const SpelledNumber spelled = spell(number);
  Phrase phrase;
  phrase.zh =
      (repeat ? "重复呼叫，" : "") + ("请" + spelled.zh + "号到" + counted_zh(window) + "号窗口");
  phrase.en = (repeat ? "Repeat call. " : "") +
              ("Number " + spelled.en + ", please go to window " + counted_en(window));
  // A comma before "到" gives the listener the beat that a person would make.
  const std::string zh_paced =
      (repeat ? "重复呼叫，" : "") + ("请" + spelled.zh + "号，到" + counted_zh(window) + "号窗口");
  phrase.zh_spoken = ui::to_numbered_pinyin(zh_paced);
  phrase.en_spoken =
      (repeat ? "Repeat call. " : "") +
      ("Number " + spelled.en_spoken + ", please go to window " + counted_en(window) + ".");
  return phrase;
}

}  // namespace yichuang::display
