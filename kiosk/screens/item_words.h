// What is said of an item (事项), on the screen and on paper: its documents, its fee, how long it
// takes. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/flow.h"
#include "ui/i18n.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

// The text in `language` ("zh-CN" or "en"); the other one if it is empty.
const std::string& in_language(const wire::Text& text, std::string_view language);

// "original and copy · only where it applies"
std::string form_words(const ui::Texts& texts, std::string_view language,
                       const wire::DocumentRecord& document);
// "no fee", "¥10.00"
std::string fee_words(const ui::Texts& texts, std::string_view language,
                      const wire::ItemRecord& item);
// "done on the spot", "within 5 working days (by law 20)"
std::string limit_words(const ui::Texts& texts, std::string_view language,
                        const wire::ItemRecord& item);

// What the button that prints the notice (一次性告知单) says now.
std::string_view notice_key(PrintWait notice);

}  // namespace yichuang::kiosk
