// Keys of a keypad by the names that SDL gives them ("Right", "F5", "Keypad 6"): how a
// configuration file says which key does what. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace yichuang::ui {

using KeySymbol = int32_t;  // SDL_Keycode

struct KeyPress {
  KeySymbol symbol = 0;
  bool repeated = false;  // the key is being held
};

// The key of this name, in whatever case; nothing if there is none.
std::optional<KeySymbol> key_named(const std::string& name);

}  // namespace yichuang::ui
