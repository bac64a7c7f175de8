#include "hall/learned.h"

#include <algorithm>

namespace yichuang {
namespace {

// Longer is a clock that stepped or a window forgotten over night.
constexpr int64_t kDurationMsMax = 12 * 3'600'000;

// One observation, in eighths of a (square) second.
uint64_t eighths(int64_t duration_ms) { return static_cast<uint64_t>(duration_ms) * kOne / 1000; }
uint64_t square_eighths(int64_t duration_ms) {
  const auto ms = static_cast<uint64_t>(duration_ms);
  return ms * ms / 1000 * kOne / 1000;
}

int64_t leaning_mean_ms(uint64_t sum, uint32_t count, int64_t expected_ms, int64_t expected_count) {
  const int64_t weight = expected_count * kOne;
  return (static_cast<int64_t>(sum) * 1000 + weight * expected_ms) / (weight + count);
}

template <class Count>
Count fade(Count count) {
  return count - (count + 3) / 4;
}

Durations fade(const Durations& in) {
  const Durations out{fade(in.count), fade(in.sum), fade(in.square_sum)};
  return out.count == 0 ? Durations{} : out;
}

LearnedService fade(const LearnedService& in) {
  LearnedService out;
  out.came = fade(in.came);
  out.missed = fade(in.missed);
  out.square_sum = fade(in.square_sum);
  uint32_t visits = 0;
  for (size_t hour = 0; hour < kHours; ++hour) {
    const LearnedHour faded{fade(in.hours[hour].count), fade(in.hours[hour].sum)};
    if (faded.count != 0) out.hours[hour] = faded;
    visits += faded.count;
  }
  if (visits == 0) out.square_sum = 0;
  return out;
}

void compare(ToldRecord& record, bool below_p50, bool within_p90, uint64_t error_ms) {
  ++record.count;
  record.below_p50 += below_p50;
  record.within_p90 += within_p90;
  record.error_seconds += error_ms / 1000;
}

// A mean of all so far, then of about the last kToldRecentMax.
uint32_t moved(uint32_t mean, uint32_t value, uint32_t count) {
  const int64_t step = (static_cast<int64_t>(value) - mean) / count;
  return static_cast<uint32_t>(mean + step);
}

// Moves a scale so that it rests where `share_percent` of the waits are within it.
uint32_t corrected(uint32_t scale, bool within, uint32_t share_percent) {
  constexpr uint32_t kStep = 20;  // a day of tickets moves it by a few hundredths at most
  const uint32_t next =
      within ? scale - kStep * (100 - share_percent) / 100 : scale + kStep * share_percent / 100;
  return std::clamp(next, kScaleMin, kScaleMax);
}

void write(const Durations& in, wire::Durations& out) {
  out.set_count(in.count);
  out.set_sum(in.sum);
  out.set_square_sum(in.square_sum);
}

Durations read(const wire::Durations& in) { return {in.count(), in.sum(), in.square_sum()}; }

void write(const ToldRecord& in, wire::ToldRecord& out) {
  out.set_count(in.count);
  out.set_below_p50(in.below_p50);
  out.set_within_p90(in.within_p90);
  out.set_error_seconds(in.error_seconds);
}

ToldRecord read(const wire::ToldRecord& in) {
  return {in.count(), in.below_p50(), in.within_p90(), in.error_seconds()};
}

bool is_empty(const LearnedService& service) {
  return service.came == 0 && service.missed == 0 && service.square_sum == 0 &&
         std::ranges::all_of(service.hours,
                             [](const LearnedHour& hour) { return hour.count == 0; });
}

void write(const LearnedService& in, wire::LearnedService& out) {
  out.set_came(in.came);
  out.set_missed(in.missed);
  out.set_square_sum(in.square_sum);
  for (const LearnedHour& hour : in.hours) {
    out.add_hour_counts(hour.count);
    out.add_hour_sums(hour.sum);
  }
}

LearnedService read(const wire::LearnedService& in) {
  LearnedService out;
  out.came = in.came();
  out.missed = in.missed();
  out.square_sum = in.square_sum();
  const int hours = std::min(in.hour_counts_size(), in.hour_sums_size());
  for (int hour = 0; hour < std::min<int>(hours, kHours); ++hour) {
    out.hours[hour] = {in.hour_counts(hour), in.hour_sums(hour)};
  }
  return out;
}

// Without what is zero at the end: most days are over long before midnight.
template <size_t N>
void write(const std::array<uint32_t, N>& values, google::protobuf::RepeatedField<uint32_t>& out) {
  const auto last = std::find_if(values.rbegin(), values.rend(), [](uint32_t v) { return v != 0; });
  out.Add(values.begin(), last.base());
}

template <size_t N>
void read(const google::protobuf::RepeatedField<uint32_t>& in, std::array<uint32_t, N>& values) {
  std::copy_n(in.begin(), std::min(N, static_cast<size_t>(in.size())), values.begin());
}

// kNobodyCalled, the greatest number, is 0 on the wire, and 0 is 1.
void write(const DayRecord& day, wire::DayRecord& out) {
  std::array<uint32_t, kQuarters> waits = day.waits;
  for (uint32_t& wait : waits) ++wait;
  out.set_day(day.day);
  write(waits, *out.mutable_waits());
  write(day.people, *out.mutable_people());
  write(day.served, *out.mutable_served());
}

DayRecord read(const wire::DayRecord& in) {
  DayRecord day;
  day.day = in.day();
  read(in.waits(), day.waits);
  for (uint32_t& wait : day.waits) --wait;
  read(in.people(), day.people);
  read(in.served(), day.served);
  return day;
}

}  // namespace

void Durations::add(int64_t duration_ms) {
  const int64_t clipped_ms = std::clamp<int64_t>(duration_ms, 0, kDurationMsMax);
  count += kOne;
  sum += eighths(clipped_ms);
  square_sum += square_eighths(clipped_ms);
}

int64_t Durations::mean_ms(int64_t expected_ms, int64_t expected_count) const {
  return leaning_mean_ms(sum, count, expected_ms, expected_count);
}

Durations LearnedService::lengths() const {
  Durations all{0, 0, square_sum};
  for (const LearnedHour& hour : hours) {
    all.count += hour.count;
    all.sum += hour.sum;
  }
  return all;
}

int64_t LearnedService::mean_ms(int64_t expected_ms) const {
  return lengths().mean_ms(expected_ms, kExpectedVisits);
}

int64_t LearnedService::mean_ms(int64_t expected_ms, size_t hour) const {
  return leaning_mean_ms(hours[hour].sum, hours[hour].count, mean_ms(expected_ms),
                         kExpectedHourVisits);
}

void learn_duration(Durations& durations, int64_t expected_ms, int64_t duration_ms) {
  const int64_t mean_ms = durations.mean_ms(expected_ms, kExpectedDurations);
  durations.add(std::min(duration_ms, kOutlierTimes * mean_ms));
}

void learn_length(Learned& learned, size_t service, size_t hour, int64_t expected_ms,
                  int64_t length_ms) {
  LearnedService& known = learned.services[service];
  const int64_t longest_ms =
      std::min(kOutlierTimes * known.mean_ms(expected_ms, hour), kDurationMsMax);
  const int64_t clipped_ms = std::clamp<int64_t>(length_ms, 0, longest_ms);
  known.hours[hour].count += kOne;
  known.hours[hour].sum += eighths(clipped_ms);
  known.square_sum += square_eighths(clipped_ms);
}

void learn_came(Learned& learned, size_t service, int64_t after_call_ms) {
  learned.services[service].came += kOne;
  learn_duration(learned.come, kExpectedComeMs, after_call_ms);
}

void learn_missed(Learned& learned, size_t service, int64_t after_call_ms) {
  learned.services[service].missed += kOne;
  learn_duration(learned.miss, kExpectedMissMs, after_call_ms);
}

void learn_told(Learned& learned, uint32_t told_min_p50, uint32_t told_min_p90, int64_t wait_ms) {
  if (told_min_p90 == 0) return;  // no wait was told, or no window was open
  const int64_t p50_ms = told_min_p50 * int64_t{60'000};
  const int64_t p90_ms = told_min_p90 * int64_t{60'000};
  const bool below_p50 = wait_ms < p50_ms;
  const bool within_p90 = wait_ms <= p90_ms;
  const auto error_ms = static_cast<uint64_t>(std::max(wait_ms - p50_ms, p50_ms - wait_ms));
  compare(learned.told, below_p50, within_p90, error_ms);
  compare(learned.told_today, below_p50, within_p90, error_ms);
  ToldRecent& recent = learned.told_recent;
  recent.count = std::min(recent.count + 1, kToldRecentMax);
  recent.below_p50 = moved(recent.below_p50, below_p50 ? kMillion : 0, recent.count);
  recent.within_p90 = moved(recent.within_p90, within_p90 ? kMillion : 0, recent.count);
  const uint64_t milliminutes = std::min<uint64_t>(error_ms / 60, 24 * 60 * 1000);
  recent.error_milliminutes =
      moved(recent.error_milliminutes, static_cast<uint32_t>(milliminutes), recent.count);
  learned.p50_scale = corrected(learned.p50_scale, below_p50, 50);
  learned.p90_scale = corrected(learned.p90_scale, within_p90, 90);
}

int64_t missed_permille(const LearnedService& service) {
  const int64_t weight = kExpectedCalls * kOne;
  return (int64_t{service.missed} * 1000 + weight * kExpectedMissedPermille) /
         (weight + service.missed + service.came);
}

Learned next_day(const Learned& learned, const DayRecord& ended) {
  Learned out = learned;
  for (LearnedService& service : out.services) service = fade(service);
  out.come = fade(learned.come);
  out.miss = fade(learned.miss);
  out.turnaround = fade(learned.turnaround);
  out.pause = fade(learned.pause);
  out.told_today = {};
  if (ended.day != 0) out.days.push_back(ended);
  if (out.days.size() > kDayRecordsMax) out.days.erase(out.days.begin());
  return out;
}

void write_learned(const Learned& learned, const std::vector<std::string_view>& services,
                   wire::Learned& out) {
  for (size_t i = 0; i < learned.services.size() && i < services.size(); ++i) {
    if (services[i].empty() || is_empty(learned.services[i])) continue;
    wire::LearnedService& service = *out.add_services();
    service.set_service(std::string(services[i]));
    write(learned.services[i], service);
  }
  write(learned.come, *out.mutable_come());
  write(learned.miss, *out.mutable_miss());
  write(learned.turnaround, *out.mutable_turnaround());
  write(learned.pause, *out.mutable_pause());
  write(learned.told, *out.mutable_told());
  write(learned.told_today, *out.mutable_told_today());
  const ToldRecent& recent = learned.told_recent;
  out.mutable_told_recent()->set_count(recent.count);
  out.mutable_told_recent()->set_below_p50(recent.below_p50);
  out.mutable_told_recent()->set_within_p90(recent.within_p90);
  out.mutable_told_recent()->set_error_milliminutes(recent.error_milliminutes);
  out.set_p50_scale(learned.p50_scale);
  out.set_p90_scale(learned.p90_scale);
  for (const DayRecord& day : learned.days) write(day, *out.add_days());
}

Learned read_learned(const wire::Learned& in, const std::vector<std::string_view>& services) {
  Learned out;
  out.services.resize(services.size());
  for (const wire::LearnedService& service : in.services()) {
    const auto found = std::ranges::find(services, service.service());
    if (found == services.end()) continue;
    out.services[static_cast<size_t>(found - services.begin())] = read(service);
  }
  out.come = read(in.come());
  out.miss = read(in.miss());
  out.turnaround = read(in.turnaround());
  out.pause = read(in.pause());
  out.told = read(in.told());
  out.told_today = read(in.told_today());
  out.told_recent = {in.told_recent().count(), in.told_recent().below_p50(),
                     in.told_recent().within_p90(), in.told_recent().error_milliminutes()};
  if (in.p50_scale() != 0) out.p50_scale = std::clamp(in.p50_scale(), kScaleMin, kScaleMax);
  if (in.p90_scale() != 0) out.p90_scale = std::clamp(in.p90_scale(), kScaleMin, kScaleMax);
  for (const wire::DayRecord& day : in.days()) out.days.push_back(read(day));
  return out;
}

}  // namespace yichuang
