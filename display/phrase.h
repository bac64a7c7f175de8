// What the announcer says for a call, in the hall's two languages: "请A零一二号到三号窗口", "Number
// A zero one two, please go to window three" (the hall's rules: a ticket's digits one by one, a
// window as a number). Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hall/state.h"

namespace yichuang::display {

struct Phrase {
  std::string zh;  // as it is written
  std::string en;
  // As the speech voices want it: pinyin with tone numbers; letters of the number set apart, for
  // "A zero" would be read as the article.
  std::string zh_spoken;
  std::string en_spoken;
};

enum class Wording : uint8_t {
  kFull,
  kBrief,  // "A零一二，三号窗口", "A zero one two, window three": while many calls wait
};

// `number` as on the ticket ("A012"; characters other than letters and digits are not spoken),
// `window` 1..99. `repeat` for a recall.
Phrase call_phrase(std::string_view number, WindowNumber window, bool repeat,
                   Wording wording = Wording::kFull);

// A message in Chinese as the speech voice wants it: pinyin, its digits one by one.
std::string message_zh_spoken(std::string_view message);

}  // namespace yichuang::display
