// What the staff panel shows: the machine's own state, and numbers of tickets, nobody's name. Plain
// data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "drivers/printer.h"
#include "kiosk/device_report.h"

namespace yichuang::kiosk {

struct StaffFacts {
  struct NamedDevice {
    std::string name;  // "printer"
    DeviceState state;
  };
  struct GivenNumber {
    std::string number;
    Time at;
  };
  std::string kiosk;  // its enrolled name
  std::string version;
  bool connected = false;
  Time last_contact;
  // Scanned papers; the kiosk has none of this without a scanner, key and queue-web's address.
  struct Papers {
    std::optional<bool> web_answers;        // nothing: being asked
    size_t waiting = 0;                     // on this kiosk's disk, for the hall
    size_t not_taken = 0;                   // by the hall, since staff looked here last
    std::vector<std::string> not_taken_of;  // the tickets' numbers, as far as they are known
  };
  std::optional<Papers> papers;
  size_t own_waiting = 0;  // numbers that were given offline and not handed over yet
  std::vector<NamedDevice> devices;
  PrintCounts counts;
  uint64_t rows_on_roll = 0;      // printed since the paper was changed; 8 are a millimetre
  std::vector<GivenNumber> last;  // newest first
  // What became of the last test print; nothing: there was none, or it is under way.
  std::optional<PrintOutcome> test_print;
};

}  // namespace yichuang::kiosk
