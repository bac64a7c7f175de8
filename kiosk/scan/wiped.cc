#include "kiosk/scan/wiped.h"

#include <malloc.h>
#include <sodium.h>

#include "base/assert.h"

namespace yichuang::scan {

void wipe(void* bytes, size_t size) { sodium_memzero(bytes, size); }

void wipe_whatever_is_freed() {
  constexpr int kFreedByte = 0x5A;  // any but 0, which switches it off
  constexpr int kLargeBytes = 256 << 10;
  HALL_ASSERT(mallopt(M_PERTURB, kFreedByte) == 1);
  HALL_ASSERT(mallopt(M_MMAP_THRESHOLD, kLargeBytes) == 1);  // also ends its growing
}

void give_memory_back() { (void)malloc_trim(0); }

}  // namespace yichuang::scan
