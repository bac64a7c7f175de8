#include "base/clock.h"

#include <chrono>

namespace yichuang {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

Time SystemClock::now() const {
  return Time{
      duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

int64_t SystemClock::steady_ms() const {
  return duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace yichuang
