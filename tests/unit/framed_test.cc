// Messages one after another in a file: whole, cut off, spoilt.
#include "wire/framed.h"

#include <gtest/gtest.h>

namespace yichuang {
namespace {

wire::Text text(const std::string& zh) {
  wire::Text out;
  out.set_zh(zh);
  return out;
}

TEST(Framed, ComesBackAsItWent) {
  std::string bytes;
  append_framed(bytes, text("社保卡"));
  append_framed(bytes, text(""));
  append_framed(bytes, text(std::string(70'000, 'x')));
  std::string_view rest = bytes;
  wire::Text read;
  ASSERT_TRUE(take_framed(rest, read));
  EXPECT_EQ(read.zh(), "社保卡");
  ASSERT_TRUE(take_framed(rest, read));
  EXPECT_EQ(read.zh(), "");
  ASSERT_TRUE(take_framed(rest, read));
  EXPECT_EQ(read.zh().size(), 70'000u);
  EXPECT_TRUE(rest.empty());
}

TEST(Framed, WhatIsCutOffAnywhereIsRefused) {
  std::string bytes;
  append_framed(bytes, text("社保卡"));
  for (size_t length = 0; length < bytes.size(); ++length) {
    std::string_view rest = std::string_view(bytes).substr(0, length);
    wire::Text read;
    EXPECT_FALSE(take_framed(rest, read)) << length;
  }
}

TEST(Framed, ALengthFromNowhereIsRefused) {
  std::string_view rest("\xFF\xFF\xFF\xFF\x0A\x01x", 7);
  wire::Text read;
  EXPECT_FALSE(take_framed(rest, read));
}

}  // namespace
}  // namespace yichuang
