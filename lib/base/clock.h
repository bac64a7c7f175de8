// Time as the hall sees it, and the door through which it comes in. The core never reads a clock:
// it is handed `now`. Only main.cc makes a SystemClock; the simulator and the tests make their own.
#pragma once

#include <compare>
#include <cstdint>

namespace yichuang {

// A point in time: milliseconds since 1970-01-01T00:00:00Z. 0 means "never".
struct Time {
  int64_t ms = 0;
  friend auto operator<=>(const Time&, const Time&) = default;
  bool is_set() const { return ms != 0; }
};

inline Time operator+(Time t, int64_t delta_ms) { return Time{t.ms + delta_ms}; }
inline Time operator-(Time t, int64_t delta_ms) { return Time{t.ms - delta_ms}; }
inline int64_t operator-(Time a, Time b) { return a.ms - b.ms; }

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;           // wall clock; may step
  virtual int64_t steady_ms() const = 0;  // never goes back; for timeouts and retries
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
  int64_t steady_ms() const override;
};

}  // namespace yichuang
