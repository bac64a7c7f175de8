#include "speech/speakable.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "base/assert.h"
#include "speech/numbers.h"
#include "ui/pinyin.h"

namespace yichuang::speech {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// The length of the character that begins with this byte; a stray byte counts as one.
size_t character_bytes(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const size_t wanted = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(wanted, text.size());
}

// CJK ideographs: U+3400 to U+9FFF are these lead bytes in UTF-8, but for U+3000 to U+33FF.
bool is_hanzi(std::string_view character) {
  if (character.size() != 3) return false;
  const auto lead = static_cast<unsigned char>(character[0]);
  const auto next = static_cast<unsigned char>(character[1]);
  return (lead == 0xE3 && next >= 0x90) || (lead >= 0xE4 && lead <= 0xE9);
}

bool has_hanzi(std::string_view text) {
  while (!text.empty()) {
    const size_t bytes = character_bytes(text);
    if (is_hanzi(text.substr(0, bytes))) return true;
    text.remove_prefix(bytes);
  }
  return false;
}

// Two letters in a row are a word, one is the letter of a number.
bool has_word(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i)
    if (is_letter(text[i]) && is_letter(text[i + 1])) return true;
  return false;
}

bool ends_sentence(std::string_view character) {
  constexpr std::array<std::string_view, 10> kEnds = {"。", "！", "？", "；", "\n",
                                                      "!",  "?",  ";",  "·",  "…"};
  return std::ranges::find(kEnds, character) != kEnds.end();
}

// "1,200" and "3.5" are not parted: a full stop ends a sentence only before a space or the end.
std::vector<std::string> sentences(std::string_view text) {
  std::vector<std::string> all;
  std::string one;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_bytes(text));
    text.remove_prefix(character.size());
    one += character;
    const bool stop = character == "." && (text.empty() || text.front() == ' ');
    if (stop || ends_sentence(character) || one.size() >= kSentenceBytesMax)
      all.push_back(std::exchange(one, {}));
  }
  if (!one.empty()) all.push_back(std::move(one));
  return all;
}

// A number of a text: digits, with the letters of a ticket directly before them.
std::string number_spoken(bool zh, std::string_view letters, std::string_view digits) {
  if (!letters.empty()) {
    const SpelledNumber spelled = spell(std::string(letters).append(digits));
    return zh ? spelled.zh : spelled.en_spoken;
  }
  if (!zh) return std::string(digits);  // the English voice counts by itself
  const bool counted = digits.size() <= 4 && (digits.size() == 1 || digits.front() != '0');
  uint32_t value = 0;
  if (counted &&
      std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc())
    return counted_zh(value);
  return spell(digits).zh;
}

constexpr size_t kSeriesLettersMax = 2;

// The text with its numbers as they are said.
std::string with_numbers(bool zh, std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t letters_end = i;
    while (letters_end < text.size() && is_letter(text[letters_end])) ++letters_end;
    size_t digits_end = letters_end;
    while (digits_end < text.size() && is_digit(text[digits_end])) ++digits_end;
    const std::string_view letters = text.substr(i, letters_end - i);
    const std::string_view digits = text.substr(letters_end, digits_end - letters_end);
    if (!digits.empty() && letters.size() <= kSeriesLettersMax) {
      out += number_spoken(zh, letters, digits);
    } else if (!letters.empty() || !digits.empty()) {
      out.append(letters).append(digits);
    } else {
      out += text[i];
      digits_end = i + 1;
    }
    i = digits_end;
  }
  return out;
}

// A range as it is said: "5–9" without a word between would be one number after the other.
std::string with_ranges(bool zh, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_bytes(text));
    text.remove_prefix(character.size());
    const bool between =
        !out.empty() && is_digit(out.back()) && !text.empty() && is_digit(text.front());
    if (character == "–" && between) {
      out += zh ? "到" : " to ";
    } else if (character == "~") {
      out += zh ? "约" : "about ";
    } else {
      out += character;
    }
  }
  return out;
}

bool has_sound(std::string_view text) {
  return has_hanzi(text) ||
         std::ranges::any_of(text, [](char c) { return is_letter(c) || is_digit(c); });
}

void add(std::vector<Piece>& pieces, SpokenLanguage language, std::string_view text) {
  if (!has_sound(text)) return;
  const bool zh = language == SpokenLanguage::kChinese;
  const std::string said = with_numbers(zh, with_ranges(zh, text));
  std::string spoken = zh ? ui::to_numbered_pinyin(said) : said;
  if (spoken.empty()) return;
  HALL_ASSERT(spoken.size() <= Speech::kTextBytesMax);  // by kSentenceBytesMax
  pieces.push_back({language, std::move(spoken)});
}

// Hanzi in an English sentence go to the Chinese voice, with what stands between them.
void add_mixed(std::vector<Piece>& pieces, std::string_view text) {
  bool zh = false;
  std::string run;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_bytes(text));
    text.remove_prefix(character.size());
    const bool changes = zh ? is_letter(character.front()) : is_hanzi(character);
    if (changes) {
      add(pieces, zh ? SpokenLanguage::kChinese : SpokenLanguage::kEnglish, std::exchange(run, {}));
      zh = !zh;
    }
    run += character;
  }
  add(pieces, zh ? SpokenLanguage::kChinese : SpokenLanguage::kEnglish, run);
}

}  // namespace

std::vector<Piece> speakable(SpokenLanguage language, std::string_view text) {
  std::vector<Piece> pieces;
  for (const std::string& sentence : sentences(text.substr(0, kSpeakableBytesMax))) {
    if (language == SpokenLanguage::kEnglish) {
      add_mixed(pieces, sentence);
    } else {
      const bool foreign = !has_hanzi(sentence) && has_word(sentence);
      add(pieces, foreign ? SpokenLanguage::kEnglish : SpokenLanguage::kChinese, sentence);
    }
  }
  return pieces;
}

}  // namespace yichuang::speech
