#include "ui/keys.h"

#include <SDL.h>

namespace yichuang::ui {

std::optional<KeySymbol> key_named(const std::string& name) {
  const SDL_Keycode symbol = SDL_GetKeyFromName(name.c_str());
  if (symbol == SDLK_UNKNOWN) return std::nullopt;
  return symbol;
}

}  // namespace yichuang::ui
