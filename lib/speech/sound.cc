#include "speech/sound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "base/assert.h"

namespace yichuang::speech {
namespace {

constexpr double kLoudnessTarget = 4500;
constexpr double kPeakMax = 30000;

// A struck bell: partials that fade, the higher the faster.
void strike(Samples& samples, size_t begin, double frequency_hz) {
  struct Partial {
    double ratio;
    double strength;
    double fade_per_second;
  };
  constexpr std::array<Partial, 3> kPartials = {
      {{1.0, 1.0, 4.0}, {2.0, 0.35, 7.0}, {3.0, 0.12, 11.0}}};
  constexpr double kAttackSeconds = 0.006;
  for (size_t i = begin; i < samples.size(); ++i) {
    const double seconds = static_cast<double>(i - begin) / kSampleRate;
    double value = 0;
    for (const Partial& partial : kPartials) {
      value += partial.strength * std::exp(-partial.fade_per_second * seconds) *
               std::sin(2 * std::numbers::pi * frequency_hz * partial.ratio * seconds);
    }
    value *= std::min(1.0, seconds / kAttackSeconds) * 9000;
    samples[i] = static_cast<int16_t>(
        std::clamp(static_cast<double>(samples[i]) + value, -32767.0, 32767.0));
  }
}

}  // namespace

Samples chime() {
  constexpr double kFirstHz = 659.26;   // E5
  constexpr double kSecondHz = 523.25;  // C5
  Samples samples = silence(1150);
  strike(samples, 0, kFirstHz);
  strike(samples, static_cast<size_t>(kSampleRate) * 2 / 5, kSecondHz);
  // The last 50 ms fade to nothing, so that the clip's end does not click.
  const size_t tail = kSampleRate / 20;
  for (size_t i = 0; i < tail; ++i) {
    int16_t& sample = samples[samples.size() - tail + i];
    sample = static_cast<int16_t>(sample * static_cast<double>(tail - 1 - i) /
                                  static_cast<double>(tail));
  }
  return samples;
}

Samples silence(int64_t ms) {
  HALL_ASSERT(ms >= 0);
  return Samples(static_cast<size_t>(ms * kSampleRate / 1000), 0);
}

void append(Samples& to, const Samples& more) { to.insert(to.end(), more.begin(), more.end()); }

double loudness(const Samples& samples) {
  if (samples.empty()) return 0;
  double sum = 0;
  for (const int16_t sample : samples) sum += static_cast<double>(sample) * sample;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

void level(Samples& samples, int volume_percent) {
  HALL_ASSERT(volume_percent >= 0 && volume_percent <= 100);
  const double loud = loudness(samples);
  if (loud == 0) return;
  int peak = 1;
  for (const int16_t sample : samples) peak = std::max(peak, std::abs(static_cast<int>(sample)));
  const double factor = std::min(kLoudnessTarget / loud, kPeakMax / peak) * volume_percent / 100.0;
  for (int16_t& sample : samples) {
    sample = static_cast<int16_t>(std::clamp(std::lround(sample * factor), -32767L, 32767L));
  }
}

int64_t duration_ms(const Samples& samples) {
  return static_cast<int64_t>(samples.size()) * 1000 / kSampleRate;
}

}  // namespace yichuang::speech
