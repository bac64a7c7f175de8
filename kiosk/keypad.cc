#include "kiosk/keypad.h"

#include <algorithm>

#include "base/assert.h"

namespace yichuang::kiosk {
namespace {

struct Named {
  KeypadKey key;
  const char* name;   // in the file
  const char* usual;  // as SDL names it
};

constexpr std::array<Named, kKeypadKeys> kKeys = {{{KeypadKey::kNext, "next", "Right"},
                                                   {KeypadKey::kPrevious, "previous", "Left"},
                                                   {KeypadKey::kEnter, "enter", "Return"},
                                                   {KeypadKey::kBack, "back", "Escape"},
                                                   {KeypadKey::kRepeat, "repeat", "Up"},
                                                   {KeypadKey::kPause, "pause", "Down"},
                                                   {KeypadKey::kFaster, "faster", "F4"},
                                                   {KeypadKey::kSlower, "slower", "F3"},
                                                   {KeypadKey::kHelp, "help", "F1"}}};
constexpr const char* kNoKey = "none";

ui::KeySymbol symbol_named(const char* name) {
  const auto symbol = ui::key_named(name);
  HALL_ASSERT(symbol.has_value());
  return *symbol;
}

}  // namespace

std::optional<KeypadKey> KeyMap::key_of(ui::KeySymbol symbol) const {
  if (symbol == 0) return std::nullopt;
  const auto found = std::ranges::find(symbols, symbol);
  if (found == symbols.end()) return std::nullopt;
  return static_cast<KeypadKey>(found - symbols.begin());
}

KeyMap read_keypad(const std::optional<ConfigTable>& table) {
  KeyMap map;
  for (const Named& each : kKeys) {
    ui::KeySymbol& symbol = map.symbols.at(static_cast<size_t>(each.key));
    symbol = symbol_named(each.usual);
    if (!table || !table->has(each.name)) continue;
    const std::string name = table->text_or(each.name, each.usual, 40);
    const auto given = name == kNoKey ? std::optional<ui::KeySymbol>(0) : ui::key_named(name);
    if (given)
      symbol = *given;
    else if (!table->is_wrong(each.name))
      table->problem(each.name,
                     "a key as SDL names it (\"Right\", \"F5\", \"Keypad 6\"), or \"none\"");
  }
  if (!table) return map;
  for (const Named& each : kKeys) {
    const ui::KeySymbol symbol = map.symbols.at(static_cast<size_t>(each.key));
    if (symbol != 0 && std::ranges::count(map.symbols, symbol) > 1 && table->has(each.name) &&
        !table->is_wrong(each.name))
      table->problem(each.name, "a key that does nothing else on this keypad");
  }
  return map;
}

}  // namespace yichuang::kiosk
