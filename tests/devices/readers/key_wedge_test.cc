// A code reader that types like a keyboard: what is a code, and what stays typing.
#include "drivers/key_wedge.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "drivers/limits.h"

namespace yichuang {
namespace {

// Types it character by character, `gap_ms` apart; the code, if one was complete at the end.
std::optional<std::string> type(KeyWedge& wedge, std::string_view text, int64_t& now_ms,
                                int64_t gap_ms = 2) {
  std::optional<std::string> code;
  for (const char c : text) {
    now_ms += gap_ms;
    if (auto typed = wedge.type(std::string_view(&c, 1), now_ms); typed.code) code = typed.code;
  }
  return code;
}

TEST(KeyWedge, ACodeIsWhatStandsBetweenPrefixAndEnter) {
  KeyWedge wedge("~");
  int64_t now_ms = 1'000;
  EXPECT_EQ(type(wedge, "~http://hall.example/t/abc\n", now_ms), "http://hall.example/t/abc");
  EXPECT_EQ(type(wedge, "~second\n", now_ms), "second");
  EXPECT_EQ(type(wedge, "~with ~ in it\n", now_ms), "with ~ in it");
}

TEST(KeyWedge, TypingWithoutThePrefixIsNotTaken) {
  KeyWedge wedge("~");
  EXPECT_FALSE(wedge.type("a", 0).taken);
  EXPECT_FALSE(wedge.type("\n", 5).taken);
  EXPECT_TRUE(wedge.type("~", 10).taken);
  EXPECT_TRUE(wedge.type("a", 12).taken);
}

TEST(KeyWedge, AHandIsTooSlow) {
  KeyWedge wedge("~");
  int64_t now_ms = 0;
  EXPECT_FALSE(type(wedge, "~12345\n", now_ms, KeyWedge::kGapMs + 1));
  EXPECT_TRUE(type(wedge, "~12345\n", now_ms, KeyWedge::kGapMs));
}

TEST(KeyWedge, HalfACodeIsForgotten) {
  KeyWedge wedge("~");
  int64_t now_ms = 0;
  EXPECT_FALSE(type(wedge, "~half", now_ms));
  now_ms += 5'000;
  EXPECT_FALSE(wedge.type("\n", now_ms).taken) << "the Enter of somebody else";
  EXPECT_EQ(type(wedge, "~whole\n", now_ms), "whole");
}

TEST(KeyWedge, ALongPrefixMustBeWhole) {
  KeyWedge wedge("]#[");
  int64_t now_ms = 0;
  EXPECT_EQ(type(wedge, "]#[code\n", now_ms), "code");
  EXPECT_FALSE(type(wedge, "]#code\n", now_ms));
  EXPECT_EQ(type(wedge, "]]#[code\n", now_ms), "code") << "begins again at once";
}

TEST(KeyWedge, WhatIsTooLongIsDroppedWhole) {
  KeyWedge wedge("~");
  int64_t now_ms = 0;
  const std::string longest(limits::kScannedBytesMax, 'x');
  EXPECT_EQ(type(wedge, "~" + longest + "\n", now_ms), longest);
  EXPECT_FALSE(type(wedge, "~" + longest + "x\n", now_ms));
  EXPECT_EQ(type(wedge, "~next\n", now_ms), "next");
}

TEST(KeyWedge, AnEmptyCodeIsNone) {
  KeyWedge wedge("~");
  int64_t now_ms = 0;
  EXPECT_FALSE(type(wedge, "~\n", now_ms));
}

TEST(KeyWedge, TakesAnyTyping) {
  std::mt19937 random(11);
  KeyWedge wedge("~~");
  int64_t now_ms = 0;
  for (int i = 0; i < 200'000; ++i) {
    now_ms += random() % 130;
    std::string text(random() % 3, '\0');
    for (char& c : text) c = "~ab\n"[random() % 4];
    const auto typed = wedge.type(text, now_ms);
    if (typed.code) {
      ASSERT_TRUE(typed.taken);
      ASSERT_FALSE(typed.code->empty());
    }
  }
}

}  // namespace
}  // namespace yichuang
