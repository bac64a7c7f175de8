#include "ui/pinyin.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>
#include <mutex>
#include <utility>

#include "base/assert.h"

namespace yichuang::ui {
namespace {

// Words of announcements and screens in which a character does not have its commonest reading.
constexpr std::array<std::pair<const char16_t*, const char*>, 10> kWords = {{
    {u"重复", "chong2 fu4"},
    {u"重新", "chong2 xin1"},
    {u"切换", "qie1 huan4"},
    {u"调整", "tiao2 zheng3"},
    {u"处理", "chu3 li3"},
    {u"会计", "kuai4 ji4"},
    {u"长度", "chang2 du4"},
    {u"银行", "yin2 hang2"},
    {u"办不成", "ban4 bu4 cheng2"},
    {u"大夫", "dai4 fu1"},
}};

// ICU's transliterator is not safe for two threads at once.
icu::UnicodeString han_to_latin(const icu::UnicodeString& han) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  static const std::unique_ptr<icu::Transliterator> han_latin = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
    HALL_ASSERT(U_SUCCESS(status) && made != nullptr);  // part of ICU's own data
    return made;
  }();
  icu::UnicodeString latin = han;
  han_latin->transliterate(latin);
  return latin;
}

// One syllable with a tone mark ("lǜ") to letters and a tone number ("lv4").
std::string numbered_syllable(const icu::UnicodeString& marked) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
  HALL_ASSERT(U_SUCCESS(status));
  const icu::UnicodeString letters = nfd->normalize(marked, status);
  HALL_ASSERT(U_SUCCESS(status));
  std::string syllable;
  char tone = '5';
  for (int32_t i = 0; i < letters.length(); ++i) {
    switch (letters[i]) {
      case 0x0304:
        tone = '1';
        break;  // macron
      case 0x0301:
        tone = '2';
        break;  // acute
      case 0x030C:
        tone = '3';
        break;  // caron
      case 0x0300:
        tone = '4';
        break;      // grave
      case 0x0308:  // diaeresis: u is ü
        if (!syllable.empty()) syllable.back() = 'v';
        break;
      default:
        if (letters[i] < 0x80) syllable += static_cast<char>(letters[i]);
    }
  }
  return syllable.empty() ? syllable : syllable + tone;
}

// Words of a sentence, a space between them and none before punctuation.
class Sentence {
 public:
  void word(std::string_view word) {
    if (word.empty()) return;
    if (!text_.empty()) text_ += ' ';
    text_ += word;
  }
  void punctuation(char mark) {
    if (!text_.empty()) text_ += mark;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void add_han(Sentence& sentence, const icu::UnicodeString& han) {
  const icu::UnicodeString latin = han_to_latin(han);
  int32_t begin = 0;
  while (begin < latin.length()) {
    int32_t end = latin.indexOf(u' ', begin);
    if (end < 0) end = latin.length();
    sentence.word(numbered_syllable(latin.tempSubStringBetween(begin, end)));
    begin = end + 1;
  }
}

// The table's word that begins at `at`; null if none does.
const std::pair<const char16_t*, const char*>* word_at(const icu::UnicodeString& text, int32_t at) {
  for (const auto& word : kWords) {
    const icu::UnicodeString han(word.first);
    if (text.compare(at, han.length(), han) == 0) return &word;
  }
  return nullptr;
}

bool is_han(UChar32 character) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(character, &status) == USCRIPT_HAN;
}

char latin_punctuation(UChar32 character) {
  switch (character) {
    case u'，':
    case u'、':
    case u'；':
    case u'：':
    case ',':
    case ';':
    case ':':
      return ',';
    case u'。':
    case u'！':
    case u'？':
    case '.':
    case '!':
    case '?':
      return '.';
    default:
      return 0;
  }
}

}  // namespace

std::string to_numbered_pinyin(std::string_view text) {
  const icu::UnicodeString from =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  Sentence sentence;
  int32_t at = 0;
  while (at < from.length()) {
    if (const auto* word = word_at(from, at)) {
      sentence.word(word->second);
      at += icu::UnicodeString(word->first).length();
      continue;
    }
    const int32_t begin = at;
    if (is_han(from.char32At(at))) {
      do {
        at = from.moveIndex32(at, 1);
      } while (at < from.length() && is_han(from.char32At(at)) && word_at(from, at) == nullptr);
      add_han(sentence, from.tempSubStringBetween(begin, at));
    } else if (u_isalnum(from.char32At(at)) != 0) {
      do {
        at = from.moveIndex32(at, 1);
      } while (at < from.length() && u_isalnum(from.char32At(at)) != 0 &&
               !is_han(from.char32At(at)));
      std::string word;
      from.tempSubStringBetween(begin, at).toUTF8String(word);
      sentence.word(word);
    } else {
      const char mark = latin_punctuation(from.char32At(at));
      if (mark != 0) sentence.punctuation(mark);
      at = from.moveIndex32(at, 1);
    }
  }
  return sentence.take();
}

}  // namespace yichuang::ui
