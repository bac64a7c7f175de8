// What the screen above one window shows, as plain values: whom it calls or serves, what it does,
// how many wait for it.
//
// Pure, as board.h: the fold of the state and the clock. No name and no photo of anybody: a clerk
// is a badge number. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "display/board.h"

namespace yichuang::display {

// After a visit its citizen is asked to rate it for so long, or until the next call.
inline constexpr int64_t kRateMs = 60'000;

enum class WindowShows : uint8_t {
  kUnknown,  // the catalogue has no such window
  kClosed,
  kPaused,
  kFree,     // open, nobody was called
  kCalling,  // the hall waits for somebody to come
  kServing,
  kRate,  // a visit has just ended
};

struct WindowBoard {
  WindowNumber window = 0;
  WindowShows shows = WindowShows::kUnknown;
  std::string name_zh;  // the window's own, may be empty
  std::string name_en;
  std::string ticket;      // the number that is called, served or was just served
  uint32_t call = 0;       // while calling: 1 first call, 2.. recalls
  std::string service_zh;  // what the ticket is for
  std::string service_en;
  std::string reason;             // of a pause
  std::string until;              // "10:40", as its clerk expects; empty: not said, or past
  std::string badge;              // of the clerk; empty: nobody is signed in
  size_t waiting = 0;             // people whom this window may call
  bool general = false;           // serves everything
  std::vector<NoticeText> names;  // of its services, catalogue order
  friend bool operator==(const WindowBoard&, const WindowBoard&) = default;
};

WindowBoard make_window_board(const BoardInput& input, WindowNumber window);

}  // namespace yichuang::display
