// What the guide desk's screen lists, as plain values: who was called and did not come, who was put
// on hold, who came with yesterday's voucher, how many wait, and who needs somebody now.
//
// Pure, as board.h: numbers and services, never a name. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "display/board.h"

namespace yichuang::display {

struct GuideTicket {
  std::string number;
  std::string service_zh;
  std::string service_en;
  WindowNumber window = 0;  // missed: where it was called; held: the one that calls it back, 0: any
  std::string time;         // missed, held: since; a voucher: arrived
  uint32_t minutes = 0;     // that long ago
  bool late = false;        // held for longer than the hall wants
  friend bool operator==(const GuideTicket&, const GuideTicket&) = default;
};

enum class HelpKind : uint8_t { kHelpWanted, kEmergencyWaits, kEmergencyCalled };

// Somebody needs somebody.
struct HelpCall {
  HelpKind kind = HelpKind::kHelpWanted;
  std::string subject;      // a kiosk's name, or a ticket's number
  WindowNumber window = 0;  // of an emergency that was called
  std::string time;
  uint32_t minutes = 0;
  friend bool operator==(const HelpCall&, const HelpCall&) = default;
};

struct Guide {
  std::vector<HelpCall> help;         // oldest first
  std::vector<GuideTicket> missed;    // may come back; newest first
  std::vector<GuideTicket> held;      // longest first
  std::vector<GuideTicket> vouchers;  // that wait; by arrival
  size_t vouchers_unused = 0;         // of yesterday, nobody has come with them yet
  std::vector<WaitingRow> waiting;
  size_t people = 0;  // who wait, in all
  friend bool operator==(const Guide&, const Guide&) = default;
};

// `board` is make_board's of the same input.
Guide make_guide(const BoardInput& input, const Board& board);

}  // namespace yichuang::display
