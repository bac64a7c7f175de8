// A PIN's digits, and that none of them stays where they were.
#include "kiosk/pin.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <new>

namespace yichuang::kiosk {
namespace {

TEST(Pin, TakesSixDigitsAndLosesTheLast) {
  Pin pin;
  pin.erase();
  for (const char digit : {'1', '2', '3', '4', '5', '6', '7'}) pin.add(digit);
  EXPECT_EQ(pin.view(), "123456");
  pin.erase();
  EXPECT_EQ(pin.view(), "12345");
  pin.wipe();
  EXPECT_EQ(pin.size(), 0u);
}

TEST(Pin, EveryCopyIsWipedWhereItEnds) {
  alignas(Pin) std::array<unsigned char, sizeof(Pin)> place{};
  Pin pin;
  for (const char digit : {'9', '8', '7', '6', '5', '4'}) pin.add(digit);
  Pin* copy = ::new (place.data()) Pin(pin);
  EXPECT_EQ(copy->view(), "987654");
  copy->~Pin();
  EXPECT_EQ(memmem(place.data(), place.size(), "9", 1), nullptr);
  EXPECT_EQ(pin.view(), "987654") << "the others have theirs";
}

}  // namespace
}  // namespace yichuang::kiosk
