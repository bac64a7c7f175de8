// What the hall's board shows, as rows of plain text: the fold of the state, the last estimates and
// the clock into a picture that is not drawn yet.
//
// Pure: the same input gives the same board; nothing is remembered, no clock is read, nothing is
// shown that is not in the folded state. Strings are in the hall's two languages as the catalogue
// has them; fixed words are the view's business (assets/i18n). Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/zone.h"
#include "display/call_watch.h"
#include "hall/state.h"

namespace yichuang::display {

inline constexpr int64_t kMinuteMs = 60'000;
inline constexpr size_t kRecentRows = 4;
// Pauses are told by so many reasons; of the windows beyond, the numbers alone.
inline constexpr size_t kPausesMax = 6;
// After so long without a hall the board says that something is wrong, not just "connecting".
inline constexpr int64_t kConnectingSlowMs = 10'000;

// How long a wait is, in words a colour can carry: up to 15 minutes, up to 30, longer.
enum class WaitLevel : uint8_t { kShort, kMedium, kLong };

// What became of a call.
enum class CallStatus : uint8_t {
  kCalled,   // the hall waits for the person: this is "now calling"
  kServing,  // the person is at the window
  kOver,     // served, or gone
  kMissed,   // did not come; may come back by reactivating
};

struct CallRow {
  TicketKey ticket = 0;
  uint32_t call = 0;  // 1 first call, 2.. recalls
  std::string number;
  WindowNumber window = 0;
  std::string service_zh;
  std::string service_en;
  std::string time;  // "10:23" in the hall's zone
  CallStatus status = CallStatus::kCalled;
  friend bool operator==(const CallRow&, const CallRow&) = default;
  // The same call of the same person, whatever became of it since.
  bool same_call(const CallRow& other) const {
    return ticket == other.ticket && call == other.call && window == other.window;
  }
};

struct WaitingRow {
  std::string service;  // its id
  std::string service_zh;
  std::string service_en;
  size_t people = 0;
  bool open = true;     // a window that serves it is open
  bool paused = false;  // none is, but one will be back
  // Minutes to wait for a person who comes now, P50 and P90; nothing while no estimate is known.
  std::optional<uint32_t> minutes_p50;
  uint32_t minutes_p90 = 0;
  WaitLevel level = WaitLevel::kShort;
  friend bool operator==(const WaitingRow&, const WaitingRow&) = default;
};

struct NoticeText {
  std::string zh;
  std::string en;
  friend bool operator==(const NoticeText&, const NoticeText&) = default;
};

// Windows that pause for the same reason until the same time. A closed window is not told: that it
// is closed has no reason on the wire, it is how windows are when nobody sits there, and a service
// that nobody serves says so itself (WaitingRow).
struct Pause {
  std::vector<WindowNumber> windows;  // ascending
  std::string reason;                 // the clerk's words; empty: several
  std::string until;  // "10:40", as the clerks expect; empty: not said, past, or several
  friend bool operator==(const Pause&, const Pause&) = default;
};

enum class BoardPhase : uint8_t {
  kConnecting,      // no state yet
  kConnectingSlow,  // no state for kConnectingSlowMs
  kShowing,
};

struct Board {
  BoardPhase phase = BoardPhase::kConnecting;
  std::string hall_zh;
  std::string hall_en;
  // What this board is saying; else the newest call that somebody is awaited for; else the newest.
  std::optional<CallRow> current;
  bool spoken = false;  // current is being said
  // The other calls: first everybody who is awaited, then what is over, each newest first. What is
  // over has only what those leave of BoardInput::recent_rows.
  std::vector<CallRow> recent;
  size_t recent_awaited = 0;        // so many of them are awaited
  std::vector<WaitingRow> waiting;  // every service, catalogue order
  std::vector<NoticeText> notices;
  std::vector<Pause> paused;  // at most kPausesMax
  // Of the waits told lately, so many percent were not longer than that, in fives; too few to say:
  // nothing.
  std::optional<uint32_t> told_well_percent;
  std::optional<LocalTime> clock;  // seconds are 0: the board shows minutes
  std::string stale_since;         // "10:24" while cut off, else empty
};

struct BoardInput {
  const State& state;
  // The last pulse's estimate for a service, or null.
  std::function<const wire::ServiceEstimate*(std::string_view service)> estimate;
  bool fresh = false;
  // A state that has not been fresh yet may be older than what the hall shows elsewhere: the board
  // goes on connecting, for as long as a lost feed takes to be noticed.
  bool unconfirmed = false;
  Time stale_since;            // unset if fresh, or never was
  const Zone* zone = nullptr;  // of state.time_zone; null before it is known
  Time now;
  Time started;  // when this program began to look for its hall
  size_t recent_rows = kRecentRows;
  std::optional<CallToSpeak> spoken = {};  // what this board's own voice is saying

  // "10:23" in the hall's zone; empty without a zone, or for a time that is not set.
  std::string face(Time at) const;
  // Full minutes from then to now; 0 for a time that is not set, or to come.
  uint32_t minutes_since(Time from) const;
  // When a paused window is expected back: face(); empty once that is past, as it is no longer
  // true.
  std::string back_at(const Window& window) const;
};

Board make_board(const BoardInput& input);

// "1–8、10" for { 1 .. 8, 10 } and "、": three or more in a row are a range.
std::string window_list(const std::vector<WindowNumber>& windows, std::string_view separator);

// `long_min`: from here on the hall calls a wait too long (its rule alarms.wait_minutes).
WaitLevel wait_level(uint32_t minutes, uint32_t long_min);
// A wait as a range of minutes: "12–18"; "12" if both are; "95+" beyond what a board can promise.
std::string minutes_range(uint32_t p50, uint32_t p90);

}  // namespace yichuang::display
