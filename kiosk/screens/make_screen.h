// The screen for each state of the flow, upright and in standard type.
#pragma once

#include <memory>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

// `view` outlives it.
std::unique_ptr<ui::Screen> make_screen(Screen screen, const View& view);

}  // namespace yichuang::kiosk
