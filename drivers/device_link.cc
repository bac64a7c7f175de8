#include "drivers/device_link.h"

namespace yichuang {

const char* name_of(LinkEnd end) {
  switch (end) {
    case LinkEnd::kDone:
      return "done";
    case LinkEnd::kTimeout:
      return "timeout";
    case LinkEnd::kStall:
      return "stall";
    case LinkEnd::kLost:
      return "lost";
    case LinkEnd::kError:
      return "error";
    case LinkEnd::kCancelled:
      return "cancelled";
  }
  return "?";
}

}  // namespace yichuang
