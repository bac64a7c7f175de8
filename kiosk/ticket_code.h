// What a code that was read means to the kiosk. Pure.
#pragma once

#include <string>
#include <string_view>

namespace yichuang::kiosk {

// The token of a ticket or an appointment: the code is the address of its page ("…/t/TOKEN", as on
// the paper and on the phone), or the token alone. Empty: the code is none of this hall's.
std::string token_of_code(std::string_view code);

}  // namespace yichuang::kiosk
