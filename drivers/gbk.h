// GBK (CP936): the coding of Chinese text that ticket printers understand. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yichuang {

// The text as GBK, one byte for ASCII and two for every other character. Nothing if it has a
// character that GBK lacks, a control character (it would be a command to the printer), or is no
// UTF-8.
std::optional<std::string> to_gbk(std::string_view utf8);

}  // namespace yichuang
