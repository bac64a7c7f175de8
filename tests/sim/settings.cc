#include "tests/sim/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "catalogue/calendar.h"

namespace yichuang::sim {
namespace {

constexpr int kServicesMin = 2;
constexpr int kServicesMax = 4;
constexpr int64_t kMinuteMs = 60'000;

// A day, and the one after it, that are not 24 hours long, or lie far from UTC.
struct OddNight {
  const char* zone;
  uint32_t first_day;
};
constexpr OddNight kOddNights[] = {
    {"Europe/Berlin", 20260328},       {"Europe/Berlin", 20261024},
    {"America/New_York", 20260307},    {"America/New_York", 20261031},
    {"America/Santiago", 20260404},    {"America/Santiago", 20260905},     // changes at midnight
    {"Australia/Lord_Howe", 20260404}, {"Australia/Lord_Howe", 20261003},  // by half an hour
    {"Africa/Cairo", 20260423},                                            // midnight is skipped
    {"Pacific/Apia", 20111229},  // the next day does not exist
    {"Pacific/Kiritimati", 20260615},  {"Asia/Kathmandu", 20261231},
    {"Asia/Shanghai", 20280228},
};

void set_windows(wire::CatalogueAdopted& catalogue, int windows, SeededRandom& random) {
  catalogue.clear_windows();
  for (int number = 1; number <= windows; ++number) {
    auto& window = *catalogue.add_windows();
    window.set_window(static_cast<uint32_t>(number));
    window.set_general(number == 1 || random.percent(40));
    window.set_agent(random.percent(15));
    if (window.general()) continue;
    window.set_helps(random.percent(40));
    for (const auto& service : catalogue.services()) {
      if (random.percent(50)) window.add_services(service.id());
    }
  }
}

void add_service(wire::CatalogueAdopted& catalogue, const std::string& id,
                 const std::string& letter, SeededRandom& random) {
  auto& service = *catalogue.add_services();
  service.set_id(id);
  service.set_prefix(letter);
  service.set_name_zh("业务" + letter);
  service.set_name_en("Service " + letter);
  service.set_service_seconds(30);
  if (!random.percent(60)) return;
  service.set_slot_minutes(static_cast<uint32_t>(random.between(1, 2)));
  service.set_slot_capacity(static_cast<uint32_t>(random.between(1, 2)));
}

// Half of the rules are HALL.md's; the others are such that a day of some minutes meets them.
void set_rules(wire::Rules& rules, SeededRandom& random) {
  static const char* const kPolicies[] = {"accumulating", "", "fifo", "absolute"};
  const auto some = [&](int64_t low, int64_t high) {
    const auto value = static_cast<uint32_t>(random.between(low, high));
    return random.percent(50) ? value : 0u;
  };
  rules.Clear();
  rules.set_policy(random.pick(kPolicies));
  if (random.percent(40)) {
    for (int i = 0; i < wire::PriorityClass_ARRAYSIZE; ++i) rules.add_rates(some(1, 5));
  }
  rules.set_missed_is_void(random.percent(15));
  rules.set_confirm_seconds(some(5, 90));
  rules.set_recall_seconds(some(2, 20));
  rules.set_calls_max(some(1, 4));
  rules.set_reactivate_behind(some(1, 4));
  rules.set_slot_early_minutes(some(1, 2));
  rules.set_slot_late_minutes(some(1, 2));
  rules.set_bookings_per_person(some(1, 3));
  rules.set_agent_cases(some(1, 4));
  rules.set_issue_early_minutes(some(1, 40));
  rules.set_alarm_wait_minutes(some(1, 3));
  rules.set_alarm_waiting(some(2, 6));
  rules.set_alarm_waiting_high(some(5, 12));
  rules.set_alarm_hold_minutes(some(1, 2));
}

// The doors open a little after the people come, close for lunch before they go, and so on.
void set_hours(HallCatalogue& catalogue, uint32_t first_day, SeededRandom& random) {
  const auto minute = [&](uint32_t hour, int64_t low, int64_t high) {
    return hour * 60 + static_cast<uint32_t>(random.between(low, high));
  };
  WorkingHours hours;
  for (auto& day : hours.weekdays) {
    day = {{minute(8, 49, 51), minute(8, 53, 55)}, {minute(14, 0, 1), minute(14, 3, 20)}};
  }
  hours.make_up_day = hours.weekdays[0];
  catalogue.hours = hours;
  if (!random.percent(12)) return;
  const uint32_t holiday = random.percent(25) ? first_day : add_days(first_day, 1);
  catalogue.calendar.holidays = {{{"节日", "Holiday"}, holiday, holiday, {}}};
}

void set_digest(wire::CatalogueAdopted& catalogue, SeededRandom& random) {
  std::string digest(16, '\0');
  for (char& byte : digest) byte = static_cast<char>(random.next());
  catalogue.set_digest(digest);
}

}  // namespace

Settings draw_settings(SeededRandom random) {
  Settings settings;
  if (random.percent(40)) {
    const OddNight& night = random.pick(kOddNights);
    settings.zone = night.zone;
    settings.first_day = night.first_day;
  } else {
    settings.zone = "Asia/Shanghai";
    settings.first_day = add_days(20260101, static_cast<int>(random.below(700)));
  }
  settings.kiosks = static_cast<int>(random.between(1, 3));
  settings.windows = static_cast<int>(random.between(2, 6));
  settings.displays = static_cast<int>(random.between(1, 3));
  wire::CatalogueAdopted& queue = settings.catalogue.queue;
  queue.set_hall_zh("模拟大厅");
  queue.set_hall_en("Simulated hall");
  queue.set_time_zone(settings.zone);
  set_digest(queue, random);
  const auto services = static_cast<int>(random.between(kServicesMin, kServicesMax));
  for (int i = 0; i < services; ++i) {
    const std::string letter(1, static_cast<char>('A' + i));
    add_service(queue, fmt::format("service-{}", i), letter, random);
  }
  set_windows(queue, settings.windows, random);
  set_rules(*queue.mutable_rules(), random);
  for (int i = 1; i <= settings.kiosks; ++i) {
    if (random.percent(15)) continue;
    auto& own = *queue.add_offline_series();
    own.set_kiosk(fmt::format("kiosk-{}", i));
    own.set_prefix(std::string(1, static_cast<char>('W' + i)));
  }
  if (random.percent(80)) set_hours(settings.catalogue, settings.first_day, random);
  return settings;
}

HallCatalogue changed_catalogue(const HallCatalogue& catalogue, SeededRandom random) {
  HallCatalogue changed = catalogue;
  wire::CatalogueAdopted& queue = changed.queue;
  char fresh = 'A';
  for (const auto& service : queue.services()) {
    fresh = std::max(fresh, static_cast<char>(service.prefix()[0] + 1));
  }
  std::string letter(1, fresh);
  const int services = queue.services_size();
  bool another = true;
  if (services > kServicesMin && random.percent(60)) {
    const auto gone = static_cast<int>(random.below(static_cast<uint64_t>(services)));
    letter = queue.services(gone).prefix();
    queue.mutable_services()->DeleteSubrange(gone, 1);
    another = random.percent(60);  // under the letter of the one that is gone
  }
  if (another)
    add_service(queue, fmt::format("new-service-{}", random.below(1000)), letter, random);
  const int windows = queue.windows_size() + (random.percent(50) ? 1 : -1);
  set_windows(queue, std::max(windows, 2), random);
  if (random.percent(40)) set_rules(*queue.mutable_rules(), random);
  set_digest(queue, random);
  return changed;
}

Time local_moment(const Zone& zone, uint32_t day, int hour, int minute) {
  // From a guess, towards the clock face that is wanted; a face that a night skips is passed by.
  constexpr int64_t kDayMs = 24 * 60 * kMinuteMs;
  int64_t days = 0;  // from 1970
  for (int year = 1970; year < static_cast<int>(day / 10000); ++year) {
    days += (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 366 : 365;
  }
  Time at{days * kDayMs};
  while (zone.day(at) < day) at = at + kDayMs / 4;
  for (int round = 0; round < 4; ++round) {
    const LocalTime shown = zone.local(at);
    at = at + ((hour - shown.hour) * 60 + minute - shown.minute) * kMinuteMs;
  }
  return at;
}

}  // namespace yichuang::sim
