// The keys of a keypad for who cannot see the screen, and which key of the device is which: the
// [keypad] table of the kiosk's configuration file. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/config.h"
#include "ui/keys.h"

namespace yichuang::kiosk {

enum class KeypadKey : uint8_t {
  kNext,
  kPrevious,
  kEnter,
  kBack,
  kRepeat,
  kPause,
  kFaster,
  kSlower,
  kHelp,
};
inline constexpr size_t kKeypadKeys = 9;

struct KeyMap {
  std::array<ui::KeySymbol, kKeypadKeys> symbols{};  // by KeypadKey; 0: there is no such key

  std::optional<KeypadKey> key_of(ui::KeySymbol symbol) const;
};

// Mistakes are recorded in the file (base/config.h). `table`: nothing if the file has no such one.
KeyMap read_keypad(const std::optional<ConfigTable>& table);

}  // namespace yichuang::kiosk
