#include "base/random.h"

#include <sodium.h>

#include "base/assert.h"

namespace yichuang {

SystemRandom::SystemRandom() { HALL_ASSERT(sodium_init() >= 0); }

void SystemRandom::fill(std::span<uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); }

}  // namespace yichuang
