// Personal strings: overwritten where they lie. Assigning an empty string, clear() and moves keep a
// string's buffer and end it at its first byte: all behind that would stay. Any thread.
#pragma once

#include <string>

namespace yichuang {

// `text` is empty afterwards, and nothing of what its buffer held is left, used or spare. Copies
// that were made of it are not known here.
void wipe(std::string& text);

}  // namespace yichuang
