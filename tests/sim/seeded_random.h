// Randomness that a seed replays. Each part of the hall draws from its own stream, so that leaving
// out one fault does not change what everybody else does. Not for secrets. Owned by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/assert.h"
#include "base/random.h"

namespace yichuang::sim {

// FNV-1a, also over several pieces; the simulator's only hash, so that equal runs print equal ones.
inline uint64_t mix_hash(uint64_t hash, std::string_view bytes) {
  for (const unsigned char byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
  return hash;
}
inline uint64_t mix_hash(uint64_t hash, uint64_t value) {
  return (hash ^ value) * 0x100000001b3 ^ (value >> 29);
}
inline constexpr uint64_t kHashStart = 0xcbf29ce484222325;

// SplitMix64.
class SeededRandom final : public Random {
 public:
  SeededRandom(uint64_t seed, std::string_view stream)
      : state_(mix_hash(mix_hash(kHashStart, seed), stream)) {}

  uint64_t next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // 0 .. bound - 1.
  uint64_t below(uint64_t bound) {
    HALL_ASSERT(bound > 0);
    return next() % bound;
  }
  // Both ends included.
  int64_t between(int64_t low, int64_t high) {
    HALL_ASSERT(low <= high);
    return low + static_cast<int64_t>(below(static_cast<uint64_t>(high - low) + 1));
  }
  bool percent(uint64_t chance) { return below(100) < chance; }
  template <class List>
  auto& pick(List& list) {
    return list[below(std::size(list))];
  }
  void fill(std::span<uint8_t> bytes) override {
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(next());
  }

 private:
  uint64_t state_;
};

}  // namespace yichuang::sim
