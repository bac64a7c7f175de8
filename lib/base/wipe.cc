#include "base/wipe.h"

#include <sodium.h>

namespace yichuang {

void wipe(std::string& text) {
  text.resize(text.capacity());  // moves nothing: what is spare may be written then
  sodium_memzero(text.data(), text.size());
  text.clear();
}

}  // namespace yichuang
