// What an LED text sign above one window says, as pages of text that fit it: what window_board.h
// tells, a manager's message, or that it is cut off.
//
// Pure, as board.h. Words are of assets/i18n (display, [strip]); where a sign has room for no page
// of the longer wording it gets the shorter, so that a call is one page on any sign of eight cells
// or more. A call is never told while the sign is cut off: the number may have been served since.
// That it is cut off comes first, before a message of many pages.
#pragma once

#include <string>
#include <vector>

#include "display/board.h"
#include "display/window_board.h"
#include "drivers/led_profile.h"
#include "ui/i18n.h"

namespace yichuang::display {

struct StripWords {
  const ui::Texts& texts;
  std::vector<std::string> languages;  // one or two, in the order said; the sign can show them
  const LedProfile& sign;
};

// The pages to show in turn, at least one; on a sign that scrolls, all in one if it has the room.
// `window`: whose sign it is, 1 to 99.
std::vector<std::string> strip_pages(const StripWords& words, const BoardInput& input,
                                     WindowNumber window);

// Of those, what the window itself does.
std::vector<std::string> window_pages(const StripWords& words, const WindowBoard& board);

// What is left on the sign when this program ends: one page, or none for a blank sign.
std::vector<std::string> strip_last_page(const StripWords& words);

}  // namespace yichuang::display
