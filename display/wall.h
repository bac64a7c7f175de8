// What the managers' wall shows, as plain values: how many wait and for how long, against the
// hall's own thresholds; windows, alarms and devices; the day so far.
//
// Pure, as board.h: the fold of the state, the last estimates and the clock. Everything of the day
// comes out of the state, so a wall that was just switched on shows the same as one that watched.
// Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "display/board.h"

namespace yichuang::display {

// "Now" is what happened in the last half hour.
inline constexpr int64_t kRecentMs = 30 * 60'000;

struct WallService {
  std::string service;  // its id
  std::string name_zh;
  std::string name_en;
  size_t people = 0;
  bool open = true;  // a window that serves it is open
  std::optional<uint32_t> minutes_p50;
  uint32_t minutes_p90 = 0;
  uint32_t longest_min = 0;             // of those who wait, how long the first of them has
  WaitLevel level = WaitLevel::kShort;  // of minutes_p50, or of longest_min if that is worse
  friend bool operator==(const WallService&, const WallService&) = default;
};

enum class WindowDoing : uint8_t { kClosed, kPaused, kFree, kCalling, kServing };

struct WallWindow {
  WindowNumber number = 0;
  WindowDoing doing = WindowDoing::kClosed;
  std::string ticket;    // the number that is called or served there
  std::string reason;    // of a pause
  std::string until;     // "10:40": when it wanted to be back; empty: not said
  bool late = false;     // that is past
  uint32_t minutes = 0;  // it has been doing that for so long
  uint32_t served = 0;   // today
  friend bool operator==(const WallWindow&, const WallWindow&) = default;
};

struct WallAlarm {
  wire::AlarmKind kind = wire::ALARM_KIND_UNSPECIFIED;
  std::string subject_zh;  // the service's name, a ticket's number, a device's owner
  std::string subject_en;
  std::string device;    // of kDeviceDown: "printer"
  uint32_t limit = 0;    // minutes or people that were exceeded
  std::string since;     // "10:12" in the hall's zone
  uint32_t minutes = 0;  // that long ago
  friend bool operator==(const WallAlarm&, const WallAlarm&) = default;
};

// One that works and wants somebody: paper near its end.
struct WallDevice {
  std::string owner;
  std::string device;
  std::string fact;  // the first that it reports
  friend bool operator==(const WallDevice&, const WallDevice&) = default;
};

struct Wall {
  size_t waiting = 0;
  // So many more (or less) waited at the last quarter's end than on the same day last week.
  std::optional<int64_t> more_than_last_week;
  std::optional<uint32_t> wait_now_min;  // mean of those first called lately; none called: nothing
  uint32_t wait_target_min = 0;          // the hall's alarm threshold
  std::optional<uint32_t> wait_last_week_min;  // at this time of the same day
  uint32_t served = 0;
  uint32_t served_with_appointment = 0;
  uint32_t missed = 0;  // tickets that were called and did not come
  // Of the items that were decided or taken in today, how many were decided on the spot; none was,
  // or the clerks did not say: nothing.
  std::optional<uint32_t> on_the_spot_percent;
  size_t windows_open = 0;
  size_t windows_total = 0;
  std::vector<WindowNumber> windows_paused;
  std::vector<WallService> services;  // catalogue order
  std::vector<WallWindow> windows;    // by number
  std::vector<WallAlarm> alarms;      // newest first
  std::vector<WallDevice> devices;    // that want somebody, and work
  size_t devices_known = 0;
  // The chart: mean minutes waited, by the quarter of an hour of the first call, from `chart_from`
  // (in the hall's zone) to now; a quarter in which nobody was called is as the one before.
  std::vector<float> chart_min;
  std::vector<float> chart_last_week_min;  // the same day's, the whole span; empty: not known
  int chart_from_minute = 0;               // of the day
  int chart_until_minute = 0;
  // Visits that ended, by the hour: of chart_from's hour, and on until now.
  std::vector<uint32_t> served_by_hour;
  int served_from_hour = 0;
  friend bool operator==(const Wall&, const Wall&) = default;
};

// `board` is make_board's of the same input: phase, hall, clock, and what is known of each service.
Wall make_wall(const BoardInput& input, const Board& board);

}  // namespace yichuang::display
