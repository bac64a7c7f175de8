#include "base/wipe.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>

namespace yichuang {
namespace {

constexpr std::string_view kToken = "AAAAXPUqvcH4V1ynxYO2A0";

// All that the string's buffer holds, used or spare. What is spare may be written to; before it may
// be read it must have been written, as it was here.
std::string_view buffer_of(const std::string& text) { return {text.data(), text.capacity()}; }

TEST(Wipe, NothingIsLeftInTheBufferThatTheStringKeeps) {
  std::string text(kToken);
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_GE(text.capacity(), kToken.size()) << "else this shows nothing";
  EXPECT_EQ(buffer_of(text).find_first_not_of('\0'), std::string_view::npos);
}

// Why it is there: a citizen's token was left in a kiosk's memory so, but for its first byte.
TEST(Wipe, EmptyingLeavesAllButTheFirstByte) {
  std::string text(kToken);
  text.clear();
  EXPECT_NE(buffer_of(text).find(kToken.substr(1)), std::string_view::npos);
  text = kToken;
  text = std::string();
  EXPECT_NE(buffer_of(text).find(kToken.substr(1)), std::string_view::npos);
}

TEST(Wipe, WhatWasThereBeforeALaterShorterTextGoesToo) {
  std::string text(kToken);
  text = "A012";
  wipe(text);
  EXPECT_EQ(buffer_of(text).find_first_not_of('\0'), std::string_view::npos);
}

TEST(Wipe, AShortTextLivesInTheStringItself) {
  std::string text = "1234";
  wipe(text);
  EXPECT_EQ(buffer_of(text).find_first_not_of('\0'), std::string_view::npos);
}

}  // namespace
}  // namespace yichuang
