// What the staff panel says, line by line. Pure; on the window's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/view.h"

namespace yichuang::kiosk {

struct StaffLine {
  enum class Health { kPlain, kGood, kFair, kBad };
  std::string what;
  std::string value;
  Health health = Health::kPlain;
};
std::vector<StaffLine> staff_lines(const View& view);

// The last tickets' numbers and times, newest first; "—" if there are none.
std::string last_numbers(const View& view);

}  // namespace yichuang::kiosk
