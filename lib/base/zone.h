// The hall's time zone: business days and clock faces. Uses the IANA data through ICU, so a hall's
// zone is independent of the machine's, and daylight saving is right. Immutable; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace yichuang {

// A moment as a wall clock in the hall shows it.
struct LocalTime {
  int year = 0;
  int month = 0;    // 1..12
  int day = 0;      // 1..31
  int weekday = 0;  // 1 = Monday .. 7 = Sunday
  int hour = 0;
  int minute = 0;
  int second = 0;
};

class Zone {
 public:
  // `name` as in the IANA database, e.g. "Asia/Shanghai"; refused if unknown.
  static Result<Zone> open(const std::string& name);

  // Of a moment after the year 2200 (limits::kTimeMsMax), or as long before 1970, that year's.
  LocalTime local(Time at) const;
  // The business day of a moment: year × 10000 + month × 100 + day in this zone.
  uint32_t day(Time at) const;
  // The moment at which that day's next day begins, first instant after `at`.
  Time next_midnight(Time at) const;
  // The first moment at which the hall's clocks show that day and so many minutes after midnight
  // (at most 1440); when daylight saving leaps over it, the moment of the leap. `day` is a valid
  // one, as day() gives it.
  Time at(uint32_t day, uint32_t minutes) const;
  const std::string& name() const { return name_; }

 private:
  struct Body;
  std::shared_ptr<const Body> body_;
  std::string name_;
};

// "10:24".
std::string clock_face(const LocalTime& t);

}  // namespace yichuang
