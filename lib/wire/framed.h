// Messages one after another in a file, each behind its length. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Adds `message` at the end of `bytes`.
void append_framed(std::string& bytes, const google::protobuf::Message& message);

// The first message of `rest`, which begins behind it then. kInvalid where `rest` is no whole
// message; no limits are looked at but the length: for files of the program's own.
Result<void> take_framed(std::string_view& rest, google::protobuf::Message& message);

}  // namespace yichuang
