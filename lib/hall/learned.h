// What the hall has learned from its own days: how long visits take, by service and hour; who does
// not come when called; how long windows pause; and how good the waits were that it told. Part of
// State, changed by apply() alone, so servers, mirrors and all builds must get equal numbers: whole
// numbers only, no floating point. About nobody: counts and sums, never a person's visit.
//
// Counts are in eighths (kOne is one observation), so that old days can fade in whole numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hall/day_record.h"
#include "wire/hall.pb.h"

namespace yichuang {

inline constexpr uint32_t kOne = 8;
inline constexpr size_t kHours = 24;

// Means lean on an expectation until this many observations outweigh it.
inline constexpr int64_t kExpectedVisits = 5;      // of a service: the catalogue's length
inline constexpr int64_t kExpectedHourVisits = 8;  // of an hour: the service's mean
inline constexpr int64_t kExpectedCalls = 20;      // of the share that does not come
inline constexpr int64_t kExpectedDurations = 5;   // of come, miss, turnaround and pause

inline constexpr int64_t kExpectedComeMs = 20'000;
inline constexpr int64_t kExpectedMissMs = 60'000;
inline constexpr int64_t kExpectedTurnaroundMs = 10'000;
inline constexpr int64_t kExpectedPauseMs = 20 * 60'000;
inline constexpr int64_t kExpectedMissedPermille = 50;

// A longer visit is a clerk who forgot to press "done": it counts as so many times the mean.
inline constexpr int64_t kOutlierTimes = 6;

struct Durations {
  uint32_t count = 0;       // eighths
  uint64_t sum = 0;         // eighths of a second
  uint64_t square_sum = 0;  // eighths of a square second
  void add(int64_t duration_ms);
  // The observed mean, leaning on `expected_ms` as if it had been seen `expected_count` times.
  int64_t mean_ms(int64_t expected_ms, int64_t expected_count) const;
};

struct LearnedHour {
  uint32_t count = 0;
  uint64_t sum = 0;
};

struct LearnedService {
  uint32_t came = 0;    // calls that began a visit
  uint32_t missed = 0;  // calls that nobody followed
  uint64_t square_sum = 0;
  std::array<LearnedHour, kHours> hours{};  // by the hour of the hall's day in which visits began

  Durations lengths() const;  // of all hours
  int64_t mean_ms(int64_t expected_ms) const;
  int64_t mean_ms(int64_t expected_ms, size_t hour) const;
};

struct ToldRecord {
  uint32_t count = 0;
  uint32_t below_p50 = 0;
  uint32_t within_p90 = 0;
  uint64_t error_seconds = 0;  // sum of the distances from P50
};

inline constexpr uint32_t kToldRecentMax = 200;
// Fewer told waits say nothing about how good they are.
inline constexpr uint32_t kToldEnough = 20;
inline constexpr uint32_t kMillion = 1'000'000;

struct ToldRecent {
  uint32_t count = 0;  // at most kToldRecentMax
  uint32_t below_p50 = 0;
  uint32_t within_p90 = 0;  // both in millionths
  uint32_t error_milliminutes = 0;
};

inline constexpr uint32_t kScaleOne = 10'000;
inline constexpr uint32_t kScaleMin = 6'000;
inline constexpr uint32_t kScaleMax = 20'000;

struct Learned {
  std::vector<LearnedService> services;  // by ServiceIndex
  Durations come;
  Durations miss;
  Durations turnaround;
  Durations pause;
  ToldRecord told;
  ToldRecord told_today;
  ToldRecent told_recent;
  // What estimates are multiplied by so that half of the waits are below P50 and nine tenths are
  // within P90, whatever the simulation does not know of. In 1/10,000.
  uint32_t p50_scale = kScaleOne;
  uint32_t p90_scale = kScaleOne;
  std::vector<DayRecord> days;  // the last ones before today, the oldest first
};

// One more observation of `durations`; an absurd one counts as kOutlierTimes the mean.
void learn_duration(Durations& durations, int64_t expected_ms, int64_t duration_ms);
// A visit of `service` that began in `hour` of the day took `length_ms`.
void learn_length(Learned& learned, size_t service, size_t hour, int64_t expected_ms,
                  int64_t length_ms);
// A call was followed, or not, so long after it.
void learn_came(Learned& learned, size_t service, int64_t after_call_ms);
void learn_missed(Learned& learned, size_t service, int64_t after_call_ms);
// A ticket that was told this range at issue is called for the first time.
void learn_told(Learned& learned, uint32_t told_min_p50, uint32_t told_min_p90, int64_t wait_ms);

// The share of calls that nobody follows, in thousandths.
int64_t missed_permille(const LearnedService& service);

// What a new day starts with after one that went as `ended` says (of no day: there was none): a
// quarter of the past fades, the record of the day starts again.
Learned next_day(const Learned& learned, const DayRecord& ended);

// To the wire and back. `services` are the ids by ServiceIndex; an empty one is left out. Reading
// takes what is listed for known services and forgets the rest: a service that left the catalogue
// is no longer learned.
void write_learned(const Learned& learned, const std::vector<std::string_view>& services,
                   wire::Learned& out);
Learned read_learned(const wire::Learned& in, const std::vector<std::string_view>& services);

}  // namespace yichuang
