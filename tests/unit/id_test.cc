// lib/base/id: command ids are 16 bytes, ordered by time, and never all zero.
#include "base/id.h"

#include <gtest/gtest.h>

#include <unordered_set>

namespace yichuang {
namespace {

// Fills with one byte, to see which bits the layout sets over it.
class ConstantRandom final : public Random {
 public:
  explicit ConstantRandom(uint8_t value) : value_(value) {}
  void fill(std::span<uint8_t> bytes) override {
    for (uint8_t& byte : bytes) byte = value_;
  }

 private:
  uint8_t value_;
};

// RFC 9562, appendix A.6: the example of a UUID version 7 has this time.
TEST(CommandId, HasTheLayoutOfUuidVersion7) {
  const Time at{0x017F22E279B0};
  ConstantRandom ones(0xFF);
  EXPECT_EQ(CommandId::make(at, ones).hex(), "017f22e279b07fffbfffffffffffffff");
  ConstantRandom zeros(0x00);
  EXPECT_EQ(CommandId::make(at, zeros).hex(), "017f22e279b070008000000000000000");
}

TEST(CommandId, IsNeverAllZeroEvenWithoutTimeAndRandom) {
  ConstantRandom zeros(0x00);
  EXPECT_TRUE(CommandId::parse(CommandId::make(Time{0}, zeros).raw()).has_value());
}

TEST(CommandId, LaterIsGreater) {
  SystemRandom random;
  CommandId before = CommandId::make(Time{1'747'000'000'000}, random);
  for (int64_t ms = 1; ms < 70'000; ms *= 3) {
    const CommandId later = CommandId::make(Time{1'747'000'000'000 + ms}, random);
    EXPECT_LT(before, later);
    EXPECT_LT(before.raw(), later.raw());  // as SQLite compares blobs
    before = later;
  }
}

TEST(CommandId, AreDifferentInTheSameMillisecond) {
  SystemRandom random;
  std::unordered_set<CommandId, CommandIdHash> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(CommandId::make(Time{1}, random));
  EXPECT_EQ(ids.size(), 10'000u);
}

TEST(CommandId, ParseTakesBackWhatRawGives) {
  SystemRandom random;
  const CommandId id = CommandId::make(Time{1'747'000'000'000}, random);
  const auto parsed = CommandId::parse(id.raw());
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(*parsed, id);
}

TEST(CommandId, ParseRefusesOtherLengthsAndZero) {
  EXPECT_FALSE(CommandId::parse(""));
  EXPECT_FALSE(CommandId::parse(std::string(15, 'x')));
  EXPECT_FALSE(CommandId::parse(std::string(17, 'x')));
  EXPECT_FALSE(CommandId::parse(std::string(16, '\0')));
  EXPECT_TRUE(CommandId::parse(std::string(15, '\0') + "\1"));
}

TEST(ToHex, WritesEachByteAsTwoSmallDigits) {
  EXPECT_EQ(to_hex(""), "");
  EXPECT_EQ(to_hex(std::string_view("\x00\x0f\xf0\xff", 4)), "000ff0ff");
}

}  // namespace
}  // namespace yichuang
