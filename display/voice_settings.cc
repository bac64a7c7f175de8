#include "display/voice_settings.h"

#include "base/limits.h"

namespace yichuang::display {
namespace {

int percent(const ConfigTable& table, int fallback) {
  return static_cast<int>(table.integer_or("volume_percent", fallback, 0, 100));
}

int speed(const ConfigTable& table, int fallback) {
  return static_cast<int>(table.integer_or("words_a_minute", fallback, 80, 300));
}

size_t waiting(const ConfigTable& table, std::string_view key, size_t fallback) {
  return static_cast<size_t>(
      table.integer_or(key, static_cast<int64_t>(fallback), 1, VoiceSettings::kWaitingMax));
}

std::optional<speech::SpokenLanguage> language_named(std::string_view name) {
  if (name == "zh-CN") return speech::SpokenLanguage::kChinese;
  if (name == "en") return speech::SpokenLanguage::kEnglish;
  return std::nullopt;
}

void read_languages(const ConfigTable& table, VoiceSettings& voice) {
  if (!table.has("languages")) return;
  voice.languages.clear();
  for (const std::string& name : table.texts("languages", 2)) {
    const auto language = language_named(name);
    if (!language || (!voice.languages.empty() && voice.languages.front() == *language)) {
      table.problem("languages", "\"zh-CN\" and \"en\", each at most once, in the order spoken");
      return;
    }
    voice.languages.push_back(*language);
  }
  if (voice.languages.empty() && !table.is_wrong("languages")) {
    table.problem("languages", "at least one of \"zh-CN\" and \"en\"; or enabled = false");
  }
}

}  // namespace

VoiceSettings VoiceSettings::at(std::optional<int> hour) const {
  VoiceSettings now = *this;
  if (!hour) return now;
  for (const VoiceHours& span : hours) {
    if (!span.contains(*hour)) continue;
    now.volume_percent = span.volume_percent;
    now.words_a_minute = span.words_a_minute;
    break;
  }
  return now;
}

VoiceSettings read_voice(const ConfigTable& table) {
  VoiceSettings voice;
  voice.enabled = table.boolean_or("enabled", voice.enabled);
  voice.chime = table.boolean_or("chime", voice.chime);
  voice.volume_percent = percent(table, voice.volume_percent);
  voice.words_a_minute = speed(table, voice.words_a_minute);
  voice.times = static_cast<int>(table.integer_or("times", voice.times, 1, 3));
  voice.once_when_waiting = waiting(table, "once_when_waiting", voice.once_when_waiting);
  voice.brief_when_waiting = waiting(table, "brief_when_waiting", voice.brief_when_waiting);
  read_languages(table, voice);
  for (const int64_t window : table.integers("windows", limits::kWindowsMax, 1, 99))
    voice.windows.push_back(static_cast<WindowNumber>(window));
  voice.clips = table.path_or("clips", {});
  voice.emergency_every_ms = 1000 * table.integer_or("emergency_every_seconds", 30, 5, 600);
  for (const ConfigTable& span : table.tables("hours", VoiceSettings::kHoursMax)) {
    VoiceHours hours;
    hours.from = static_cast<int>(span.integer("from", 0, 23));
    hours.to = static_cast<int>(span.integer("to", 1, 24));
    hours.volume_percent = percent(span, voice.volume_percent);
    hours.words_a_minute = speed(span, voice.words_a_minute);
    voice.hours.push_back(hours);
  }
  return voice;
}

}  // namespace yichuang::display
