// What a scanner gives: rows in pieces, rows that are missing, formats that contradict themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "kiosk/scan/limits.h"
#include "kiosk/scan/page.h"
#include "kiosk/scan/raw_page.h"

namespace yichuang::scan {
namespace {

constexpr PageFormat kSmall{
    .colour = Colour::kRgb, .width_px = 40, .lines = 70, .bytes_per_line = 128, .dpi = 100};

std::vector<uint8_t> rows_of(const PageFormat& format, int lines) {
  std::vector<uint8_t> bytes(static_cast<size_t>(format.bytes_per_line * lines));
  std::iota(bytes.begin(), bytes.end(), 0);
  return bytes;
}

ErrorCode refused(const PageFormat& format) {
  const auto intake = PageIntake::open(format);
  EXPECT_FALSE(intake.ok());
  return intake.ok() ? ErrorCode::kInternal : intake.error().code;
}

template <class Change>
ErrorCode refused_with(Change change) {
  PageFormat format = kSmall;
  change(format);
  return refused(format);
}

TEST(Intake, ThePiecesMayBeCutAnywhere) {
  const auto bytes = rows_of(kSmall, kSmall.lines);
  for (const size_t piece : {1U, 7U, 127U, 128U, 129U, 5000U, 100'000U}) {
    auto intake = PageIntake::open(kSmall);
    for (size_t at = 0; at < bytes.size(); at += piece) {
      const auto part = std::span(bytes).subspan(at, std::min(piece, bytes.size() - at));
      ASSERT_TRUE(intake->add(part).ok());
    }
    const auto page = std::move(*intake).finish();
    ASSERT_TRUE(page.ok()) << piece;
    ASSERT_EQ(page.value().height_px(), kSmall.lines);
    for (int y = 0; y < kSmall.lines; ++y)
      ASSERT_TRUE(
          std::equal(bytes.begin() + y * 128, bytes.begin() + y * 128 + 120, page.value().row(y)))
          << "row " << y << ", pieces of " << piece;
  }
}

TEST(Intake, APageOfUnknownLengthEndsWhenTheScannerSaysSo) {
  PageFormat format = kSmall;
  format.lines = -1;
  auto intake = PageIntake::open(format);
  ASSERT_TRUE(intake->add(rows_of(format, 150)).ok());
  const auto page = std::move(*intake).finish();
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page.value().height_px(), 150);
}

TEST(Intake, APageThatBreaksOffIsAnError) {
  for (const size_t missing : {1U, 128U, 8000U}) {
    auto intake = PageIntake::open(kSmall);
    const auto bytes = rows_of(kSmall, kSmall.lines);
    ASSERT_TRUE(intake->add(std::span(bytes).first(bytes.size() - missing)).ok());
    const auto page = std::move(*intake).finish();
    ASSERT_FALSE(page.ok());
    EXPECT_EQ(page.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(text_key(page.error()), "scan.page.incomplete");
  }
  auto nothing = PageIntake::open(kSmall);
  EXPECT_EQ(std::move(*nothing).finish().error().code, ErrorCode::kCorrupt);
}

TEST(Intake, MoreRowsThanAnnouncedAreAnErrorThatStays) {
  auto intake = PageIntake::open(kSmall);
  ASSERT_TRUE(intake->add(rows_of(kSmall, kSmall.lines)).ok());
  const std::vector<uint8_t> one{0};
  EXPECT_EQ(intake->add(one).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(intake->add({}).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(std::move(*intake).finish().error().code, ErrorCode::kCorrupt);
}

TEST(Intake, FormatsThatContradictThemselvesAreRefused) {
  EXPECT_EQ(refused_with([](auto& f) { f.bytes_per_line = 119; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.bytes_per_line = 120 + 4097; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.bytes_per_line = -128; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.depth_bits = 16; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.depth_bits = 1; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.dpi = 0; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.dpi = 1200; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.lines = 0; }), ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.lines = -2; }), ErrorCode::kInvalid);
  // An option of the wrong type makes some scanners give a page of 8 × 11 pixels.
  EXPECT_EQ(refused({.width_px = 8, .lines = 11, .bytes_per_line = 24, .dpi = 300}),
            ErrorCode::kInvalid);
  EXPECT_EQ(refused_with([](auto& f) { f.width_px = -1; }), ErrorCode::kInvalid);
}

TEST(Intake, APageOverTheLimitsIsRefusedBeforeItIsHeld) {
  EXPECT_EQ(refused({.width_px = 10'001, .lines = 100, .bytes_per_line = 30'003, .dpi = 600}),
            ErrorCode::kExhausted);
  EXPECT_EQ(refused({.width_px = 100, .lines = 10'001, .bytes_per_line = 300, .dpi = 600}),
            ErrorCode::kExhausted);
  EXPECT_EQ(refused({.width_px = 7016, .lines = 9921, .bytes_per_line = 21'048, .dpi = 600}),
            ErrorCode::kExhausted);
  // A4 at 600 dpi is within.
  EXPECT_TRUE(
      PageIntake::open({.width_px = 4961, .lines = 7016, .bytes_per_line = 14'883, .dpi = 600})
          .ok());
}

TEST(Intake, APageWithoutEndIsGivenUp) {
  PageFormat format = kSmall;
  format.lines = -1;
  auto intake = PageIntake::open(format);
  const auto rows = rows_of(format, 1000);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(intake->add(rows).ok());
  const auto more = intake->add(rows);
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.error().code, ErrorCode::kExhausted);
  EXPECT_EQ(text_key(more.error()), "scan.page.too_large");
  EXPECT_EQ(std::move(*intake).finish().error().code, ErrorCode::kExhausted);
}

// Every small shape and every plain content comes through, whatever it is called.
TEST(Intake, PagesOfAnyShapeAndContentAreFinished) {
  for (const int dpi : {75, 150, 600}) {
    for (const auto& [width, lines] : {std::pair{32, 32}, {32, 2000}, {2000, 32}, {333, 777}}) {
      for (const int content : {0, 128, 255, -1}) {
        for (const Colour colour : {Colour::kGrey, Colour::kRgb}) {
          auto intake = PageIntake::open({.colour = colour,
                                          .width_px = width,
                                          .lines = lines,
                                          .bytes_per_line = width * channels_of(colour),
                                          .dpi = dpi});
          std::vector<uint8_t> bytes(static_cast<size_t>(width * lines * channels_of(colour)),
                                     static_cast<uint8_t>(content));
          uint32_t state = 12345;
          if (content < 0)
            for (uint8_t& byte : bytes)
              byte = static_cast<uint8_t>((state = state * 1664525 + 1013904223) >> 24);
          ASSERT_TRUE(intake->add(bytes).ok());
          const auto page = std::move(*intake).finish();
          ASSERT_TRUE(page.ok());
          const auto finished = finish_page(page.value());
          ASSERT_TRUE(finished.ok());
          EXPECT_GT(finished.value().jpeg.size(), 100u);
        }
      }
    }
  }
}

}  // namespace
}  // namespace yichuang::scan
