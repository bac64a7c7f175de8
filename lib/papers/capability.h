// Leave to upload one sealed paper: the server signs what exactly may be uploaded and until when,
// queue-web checks the signature and keeps nothing else in mind. Pure; any thread.
//
// In a request it stands as "Authorization: Yichuang <capability>.<signature>", both URL-safe
// base64 without padding.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "papers/keys.h"
#include "wire/hall.pb.h"

namespace yichuang {

wire::UploadGrant sign_upload(const PaperKeyPair& upload_keys,
                              const wire::UploadCapability& capability);

// The header's value.
std::string authorization_of(const wire::UploadGrant& grant);

// What the header's value grants. kRefused, with a sentence, if it is none of this hall, changed,
// or over at `now`.
Result<wire::UploadCapability> check_upload(const PaperKey& upload_public_key,
                                            std::string_view hall, std::string_view authorization,
                                            Time now);

}  // namespace yichuang
