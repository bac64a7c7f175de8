// Sound as numbers: mono, 16 bit, kSampleRate a second. Pure; any thread.
#pragma once

#include <cstdint>
#include <vector>

namespace yichuang::speech {

using Samples = std::vector<int16_t>;

// espeak-ng's own rate, so that nothing is resampled by us.
inline constexpr int kSampleRate = 22050;

// The two falling notes before an announcement, about a second; our own, so no licence but ours.
Samples chime();
Samples silence(int64_t ms);
void append(Samples& to, const Samples& more);

// Root mean square, 0..32767.
double loudness(const Samples& samples);
// Brings a clip to a common loudness without clipping, then to `volume_percent` (0..100) of it:
// voices of different languages come out of the synthesiser 4 dB apart.
void level(Samples& samples, int volume_percent);

int64_t duration_ms(const Samples& samples);

}  // namespace yichuang::speech
