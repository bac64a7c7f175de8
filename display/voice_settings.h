// How a voice speaks: the [voice] table of the display's configuration file. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/config.h"
#include "hall/state.h"
#include "speech/speech.h"

namespace yichuang::display {

// From the full hour `from` to the full hour `to`, over midnight if `to` is not greater.
struct VoiceHours {
  int from = 0;  // 0..23
  int to = 24;   // 1..24
  int volume_percent = 80;
  int words_a_minute = 150;

  bool contains(int hour) const {
    return from < to ? hour >= from && hour < to : hour >= from || hour < to;
  }
};

struct VoiceSettings {
  bool enabled = true;
  bool chime = true;
  int volume_percent = 80;   // 0..100
  int words_a_minute = 150;  // 80..300
  int times = 2;             // 1..3 readings of a call
  // While at least so many others wait a call is read once, and briefly (display/phrase.h);
  // 1..kWaitingMax, which is never reached.
  size_t once_when_waiting = 2;
  size_t brief_when_waiting = 4;
  std::vector<speech::SpokenLanguage> languages = {speech::SpokenLanguage::kChinese,
                                                   speech::SpokenLanguage::kEnglish};
  std::vector<WindowNumber> windows;  // whose calls it speaks; empty: all
  std::vector<VoiceHours> hours;      // the first that contains the hour counts
  std::filesystem::path clips;        // recordings (clips.h); empty: none
  int64_t emergency_every_ms = 30'000;
  std::filesystem::path log;  // a line an announcement, JSON; empty: none

  // As loud and as fast as at this hour of the hall's day; unknown: as at other hours.
  VoiceSettings at(std::optional<int> hour) const;

  static constexpr size_t kHoursMax = 24;
  static constexpr size_t kWaitingMax = 100;
};

// Mistakes are recorded in the table's file (base/config.h).
VoiceSettings read_voice(const ConfigTable& table);

}  // namespace yichuang::display
