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

Phrase call_phrase(std::string_view number, WindowNumber window, bool repeat) {
  const speech::SpelledNumber spelled = speech::spell(number);
  Phrase phrase;
  phrase.zh = (repeat ? "重复呼叫，" : "") +
              ("请" + spelled.zh + "号到" + speech::counted_zh(window) + "号窗口");
  phrase.en = (repeat ? "Repeat call. " : "") +
              ("Number " + spelled.en + ", please go to window " + speech::counted_en(window));
  // A comma before "到" gives the listener the beat that a person would make.
  const std::string zh_paced =
      (repeat ? "重复呼叫，" : "") +
      ("请" + spelled.zh + "号，到" + speech::counted_zh(window) + "号窗口");
  phrase.zh_spoken = ui::to_numbered_pinyin(zh_paced);
  phrase.en_spoken =
      (repeat ? "Repeat call. " : "") +
      ("Number " + spelled.en_spoken + ", please go to window " + speech::counted_en(window) + ".");
  return phrase;
}

}  // namespace yichuang::display
