// The door through which randomness comes in: ids, tokens, retry jitter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace yichuang {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<uint8_t> bytes) = 0;
};

// The operating system's generator, through libsodium. Safe from any thread.
class SystemRandom final : public Random {
 public:
  SystemRandom();
  void fill(std::span<uint8_t> bytes) override;
};

}  // namespace yichuang
