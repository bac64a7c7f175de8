#include "kiosk/scan/wiped.h"

#include <malloc.h>
#include <sodium.h>

#include "base/assert.h"

namespace yichuang::scan {

void wipe(void* bytes, size_t size) { sodium_memzero(bytes, size); }

void wipe_whatever_is_freed() {
  constexpr int kFreedByte = 0x5A;  // any but 0, which switches it off
  HALL_ASSERT(mallopt(M_PERTURB, kFreedByte) == 1);
}

}  // namespace yichuang::scan
