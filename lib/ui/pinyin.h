// Hanzi to pinyin with tone numbers ("请A零一二号" → "qing3 A ling2 yi1 er4 hao4"): what
// espeak-ng's voice cmn-latn-pinyin reads. The voice that takes hanzi reads them as English in
// Debian 12.
//
// ICU's Han-Latin gives each character its commonest reading; words for which that is wrong are in
// a table in pinyin.cc. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace yichuang::ui {

// Syllables separated by spaces; the neutral tone is 5; ü is "v". Latin letters and digits stay as
// they are, Chinese punctuation becomes Latin.
std::string to_numbered_pinyin(std::string_view text);

}  // namespace yichuang::ui
