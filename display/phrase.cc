#include "display/phrase.h"

#include "speech/numbers.h"
#include "ui/pinyin.h"

namespace yichuang::display {

std::string message_zh_spoken(std::string_view message) {
  std::string text;
  for (const char c : message)
    text += speech::digit_zh(c).empty() ? std::string(1, c) : std::string(speech::digit_zh(c));
  return ui::to_numbered_pinyin(text);
}

Phrase call_phrase(std::string_view number, WindowNumber window, bool repeat, Wording wording) {
  const speech::SpelledNumber spelled = speech::spell(number);
  const std::string zh_window = speech::counted_zh(window) + "号窗口";
  const std::string en_window = "window " + speech::counted_en(window);
  const std::string zh_repeat = repeat ? "重复呼叫，" : "";
  const std::string en_repeat = repeat ? "Repeat call. " : "";
  Phrase phrase;
  if (wording == Wording::kBrief) {
    phrase.zh = zh_repeat + spelled.zh + "，" + zh_window;
    phrase.en = en_repeat + spelled.en + ", " + en_window;
    phrase.zh_spoken = ui::to_numbered_pinyin(phrase.zh);
    phrase.en_spoken = en_repeat + spelled.en_spoken + ", " + en_window + ".";
    return phrase;
  }
  phrase.zh = zh_repeat + "请" + spelled.zh + "号到" + zh_window;
  phrase.en = en_repeat + "Number " + spelled.en + ", please go to " + en_window;
  // A comma before "到" gives the listener the beat that a person would make.
  phrase.zh_spoken = ui::to_numbered_pinyin(zh_repeat + "请" + spelled.zh + "号，到" + zh_window);
  phrase.en_spoken =
      en_repeat + "Number " + spelled.en_spoken + ", please go to " + en_window + ".";
  return phrase;
}

}  // namespace yichuang::display
