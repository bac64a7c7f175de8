// What a screen says to somebody who cannot see it: all that stands there, in words. Ticket numbers
// are spelled; tokens, and what staff type, are never in it. Pure; reads the view, on the window's
// thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/view.h"
#include "ui/node.h"

namespace yichuang::kiosk {

// An emergency message, the title, the number, the lines, and which of `nodes` (those of the screen
// that is shown) cannot be pressed now. Does not change by itself while the screen stays, so that
// it is read anew only when something has happened.
std::string spoken_text(const View& view, const std::vector<ui::Node>& nodes);

// The same, and how many nodes there are to press.
std::string spoken_page(const View& view, const std::vector<ui::Node>& nodes);

// The node's label, and which of the nodes it is.
std::string spoken_node(const View& view, const ui::Node& node, const std::vector<ui::Node>& nodes);

// That the screen ends by itself, when, and how to stay.
std::string spoken_warning(const View& view);

}  // namespace yichuang::kiosk
