// What an LED text sign is sent: texts in its encoding, pages that fit its cells, frames by its
// profile (led_profile.h). Pure; any thread.
//
// The order is fixed: the text is encoded; the length counts it; the checksum is over what is sent
// before it, unescaped; then every byte is escaped but those of a first and a last part that are
// bytes, for they mark the frame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/led_profile.h"

namespace yichuang {

// The text as this sign can show it, still UTF-8: what it has no character for is '?', a control
// character (it might be a mark of the frame) a blank, as is a sign other than a letter or digit
// with which the frame's first or last mark begins, unless it is escaped.
std::string led_text(const LedProfile& profile, std::string_view utf8);
// Whether the sign has every character of the text.
bool led_can_show(const LedProfile& profile, std::string_view utf8);
// Half-width cells that the text takes: ASCII one, all others two, as in the dot fonts of GB 2312.
size_t led_cells(std::string_view utf8);
// Whether the text is one page: it fits the cells, unless the sign scrolls, and `max_bytes`.
bool led_fits(const LedProfile& profile, std::string_view utf8);

// The text in pages that fit, none of them empty: broken behind a blank or a mark of punctuation
// where a page has one, else between two words or Chinese characters, and inside a word only if it
// is longer than a page. Blanks at a page's ends are left out. A text of blanks: no page.
std::vector<std::string> led_pages(const LedProfile& profile, std::string_view utf8);

// The frame that shows the text, which may be empty if the frame has other parts. kInvalid if
// nothing would be sent, or if the text is longer than `max_bytes`, or than the frame's length can
// say: nothing is cut and no length wraps.
Result<std::vector<uint8_t>> led_frame(const LedProfile& profile, std::string_view utf8);

// CRC-16/MODBUS: polynomial 8005 reflected, begins with FFFF; sent low byte first (MODBUS over
// Serial Line V1.02, 2.5.1.2 and appendix B). Of "123456789": 4B37.
uint16_t crc16_modbus(const uint8_t* bytes, size_t count);

}  // namespace yichuang
