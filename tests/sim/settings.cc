#include "tests/sim/settings.h"

#include <fmt/format.h>

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
    if (window.general()) continue;
    for (const auto& service : catalogue.services()) {
      if (random.percent(50)) window.add_services(service.id());
    }
  }
}

void add_service(wire::CatalogueAdopted& catalogue, int index) {
  const std::string letter(1, static_cast<char>('A' + index));
  auto& service = *catalogue.add_services();
  service.set_id(fmt::format("service-{}", index));
  service.set_prefix(letter);
  service.set_name_zh("业务" + letter);
  service.set_name_en("Service " + letter);
  service.set_service_seconds(30);
}

std::string digest_of(SeededRandom& random) {
  std::string digest(16, '\0');
  for (char& byte : digest) byte = static_cast<char>(random.next());
  return digest;
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
  wire::CatalogueAdopted& catalogue = settings.catalogue;
  catalogue.set_hall_zh("模拟大厅");
  catalogue.set_hall_en("Simulated hall");
  catalogue.set_time_zone(settings.zone);
  catalogue.set_digest(digest_of(random));
  const auto services = static_cast<int>(random.between(kServicesMin, kServicesMax));
  for (int i = 0; i < services; ++i) add_service(catalogue, i);
  set_windows(catalogue, settings.windows, random);
  return settings;
}

wire::CatalogueAdopted changed_catalogue(const wire::CatalogueAdopted& catalogue,
                                         SeededRandom random) {
  wire::CatalogueAdopted changed = catalogue;
  const int services = changed.services_size();
  if (services > kServicesMin && random.percent(50)) {
    changed.mutable_services()->DeleteSubrange(
        static_cast<int>(random.below(static_cast<uint64_t>(services))), 1);
  } else {
    int fresh = 0;
    for (const auto& service : changed.services()) {
      fresh = std::max(fresh, service.prefix()[0] - 'A' + 1);
    }
    add_service(changed, fresh);
  }
  const int windows = changed.windows_size() + (random.percent(50) ? 1 : -1);
  set_windows(changed, std::max(windows, 2), random);
  changed.set_digest(digest_of(random));
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
