// Which role may send which command. Asked for every command, so a changed or revoked role counts
// at once.
#pragma once

#include "net/device_file.h"
#include "wire/hall.pb.h"

namespace yichuang {

bool may(Role role, wire::Command::BodyCase command);
// Queries change nothing and are answered from the committed state.
bool is_query(wire::Command::BodyCase command);

}  // namespace yichuang
