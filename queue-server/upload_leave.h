// Whether a paper may be uploaded for a ticket, as a pure function of the state. The server signs
// what it gives (papers/capability.h).
#pragma once

#include "base/result.h"
#include "queue-server/decide.h"
#include "wire/hall.pb.h"

namespace yichuang {

// As long as a slow network needs for one paper; the kiosk asks again after it.
inline constexpr int64_t kUploadLeaveMs = 10 * 60'000;

// Everything but the hall's id. Refused for a ticket that is over or unknown, and for what is no
// document.
Result<wire::UploadCapability, Refused> upload_leave(const State& state,
                                                     const wire::GrantUpload& ask,
                                                     const Moment& moment);

}  // namespace yichuang
