// What kind of hall a seed makes: its time zone and date, its services and windows, how many
// kiosks, clerks and boards. Pure: the same seed gives the same hall.
#pragma once

#include <cstdint>
#include <string>

#include "base/zone.h"
#include "queue-server/server.h"
#include "tests/sim/seeded_random.h"

namespace yichuang::sim {

struct Settings {
  std::string zone;
  uint32_t first_day = 0;  // 20260328
  HallCatalogue catalogue;
  int kiosks = 0;
  int windows = 0;
  int displays = 0;
};

Settings draw_settings(SeededRandom random);

// The same hall some time later: a service more or less, another window, new names.
HallCatalogue changed_catalogue(const HallCatalogue& catalogue, SeededRandom random);

// The moment at which a clock in the zone shows this time of that day.
Time local_moment(const Zone& zone, uint32_t day, int hour, int minute);

}  // namespace yichuang::sim
