// Cuts a line of text into runs that one font can shape: same direction, same script, same font, in
// the order in which they stand on the line. Used by text.cc alone. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/fonts.h"
#include "ui/text.h"

namespace yichuang::ui {

struct Run {
  std::string text;  // UTF-8 in logical order; the shaper reverses it when right_to_left
  int font = 0;      // place in the face's list
  bool right_to_left = false;
  char script[5] = "Zyyy";  // ISO 15924
};

std::vector<Run> itemize(std::string_view line, Face face, Direction direction, FontFiles& fonts);

}  // namespace yichuang::ui
