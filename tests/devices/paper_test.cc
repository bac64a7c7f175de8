// The paper: bytes as a printer reads them, into tickets as a person holds them.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "drivers/escpos_commands.h"
#include "drivers/limits.h"
#include "tests/devices/paper.h"
#include "tests/devices/tape.h"

namespace yichuang {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

Raster diagonal(int width, int rows) {
  Raster raster(width, rows);
  for (int y = 0; y < rows; ++y) raster.set_black(y % width, y);
  return raster;
}

const Bytes kCut = {0x1D, 'V', 66, 0};

TEST(Paper, HoldsThePictureThatTheDriverSends) {
  const Raster raster = diagonal(384, 700);
  const Paper paper = decode_tape(escpos::ticket({raster, true}, {}), "", 384);
  ASSERT_EQ(paper.tickets().size(), 1U);
  EXPECT_TRUE(paper.tickets()[0].cut);
  EXPECT_TRUE(paper.tickets()[0].raster == raster);
}

TEST(Paper, ATornTicketIsNotACutOne) {
  const Bytes first = escpos::ticket({diagonal(576, 40), false}, {});
  const Bytes second = escpos::ticket({diagonal(576, 30), true}, {});
  const std::string marks = "roll " + std::to_string(first.size()) + "\n";
  const Paper paper = decode_tape(first + second, marks, 576);
  ASSERT_EQ(paper.tickets().size(), 2U);
  EXPECT_FALSE(paper.tickets()[0].cut);
  EXPECT_EQ(paper.tickets()[0].raster.rows(), 40);
  EXPECT_TRUE(paper.tickets()[1].cut);
  EXPECT_EQ(paper.tickets()[1].raster.rows(), 30);
}

TEST(Paper, WhatAResetThrewAwayIsNotOnIt) {
  const Bytes whole = escpos::ticket({diagonal(576, 40), true}, {});
  const Bytes cut_off(whole.begin(), whole.begin() + 8 + 10 * 72 + 31);  // in the eleventh row
  const Bytes next = escpos::ticket({diagonal(576, 20), true}, {});
  // The printer had worked off seven rows when it was reset.
  const std::string marks = "discard " + std::to_string(8 + 7 * 72) + " " +
                            std::to_string(cut_off.size()) + "\nsome other line\n";
  const Paper paper = decode_tape(cut_off + next, marks, 576);
  ASSERT_EQ(paper.tickets().size(), 1U);
  EXPECT_EQ(paper.tickets()[0].raster.rows(), 7 + 20);
}

TEST(Paper, FeedsAreWhite) {
  const Bytes bytes =
      Bytes{0x1B, 'J', 10, 0x1B, '3', 20, '\n', 0x1B, 'd', 2, 0x1B, '2', '\n'} + kCut;
  const Paper paper = decode_tape(bytes, "", 576);
  ASSERT_EQ(paper.tickets().size(), 1U);
  EXPECT_EQ(paper.tickets()[0].raster, Raster(576, 10 + 20 + 2 * 20 + 30));
}

TEST(Paper, DrawsTheQrCodesThatThePrinterMakes) {
  const std::string data = "https://hall.example/t/A012";
  const Bytes bytes = Bytes{0x1B, 'a', 1} + Bytes{0x1D, '(', 'k', 4, 0, 49, 65, 50, 0} +
                      Bytes{0x1D, '(', 'k', 3, 0, 49, 67, 6} +
                      Bytes{0x1D, '(', 'k', 3, 0, 49, 69, 49} +
                      Bytes{0x1D, '(', 'k', static_cast<uint8_t>(data.size() + 3), 0, 49, 80, 48} +
                      bytes_of(data) + Bytes{0x1D, '(', 'k', 3, 0, 49, 81, 48} + kCut;
  const Paper paper = decode_tape(bytes, "", 576);
  ASSERT_EQ(paper.tickets().size(), 1U);
  const Raster& ticket = paper.tickets()[0].raster;
  // 27 bytes at level M make version 3: 29 modules of 6 dots, in the middle of the paper; and a
  // finder pattern in the corner: a black ring, a white one, a black core.
  ASSERT_EQ(ticket.rows(), 29 * 6);
  const int left = (576 - (29 * 6 + 7) / 8 * 8) / 2;
  const auto module = [&](int x, int y) { return ticket.black(left + 6 * x + 3, 6 * y + 3); };
  for (int i = 0; i < 7; ++i) EXPECT_TRUE(module(i, 0) && module(0, i) && module(28 - i, 0));
  for (int i = 1; i < 6; ++i) EXPECT_FALSE(module(i, 1) || module(1, i));
  EXPECT_TRUE(module(3, 3));
  EXPECT_FALSE(ticket.black(left - 1, 3));
}

TEST(Paper, DoubleSizeModesDrawEachDotTwice) {
  const Bytes bytes = Bytes{0x1D, 'v', '0', 3, 1, 0, 1, 0, 0xA1} + kCut;
  const Paper paper = decode_tape(bytes, "", 576);
  const Raster& ticket = paper.tickets().at(0).raster;
  ASSERT_EQ(ticket.rows(), 2);
  for (int y = 0; y < 2; ++y) {
    EXPECT_EQ(ticket.row(y)[0], 0xCC);
    EXPECT_EQ(ticket.row(y)[1], 0x03);
  }
}

TEST(Paper, CommandsThatDrawNothingAreSteppedOver) {
  const Bytes skipped =
      Bytes{0x1B, '@', 0x1B, '!', 1, 0x1D, 'r', 1, 0x10, 0x04, 1, 0x1B, 'D', 1, 2, 0} +
      Bytes{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8, 0x1D, '(', 'L', 2, 0, 48, 50} +
      Bytes{0x1B, '*', 33, 2, 0, 1, 2, 3, 4, 5, 6, 0x1D, 'k', 4, 'A', 'B', 0} +
      Bytes{0x1D, 'k', 73, 3, 'A', 'B', 'C', 0x1C, '&', 0x1D, '*', 1, 1} + Bytes(8, 0x55);
  const Raster raster = diagonal(576, 3);
  const Paper paper = decode_tape(skipped + escpos::ticket({raster, true}, {}), "", 576);
  ASSERT_EQ(paper.tickets().size(), 1U);
  EXPECT_TRUE(paper.tickets()[0].raster == raster);
}

TEST(Paper, TakesAnyBytesAndStaysBounded) {
  for (uint32_t seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    Bytes bytes(100'000);
    for (uint8_t& byte : bytes) {
      constexpr uint8_t kLikely[] = {0x1B, 0x1D, 0x1C, 0x10, '(', 'k',
                                     'v',  '0',  'V',  '@',  '*', '\n'};
      byte =
          random() % 2 != 0 ? kLikely[random() % sizeof kLikely] : static_cast<uint8_t>(random());
    }
    const Paper paper =
        decode_tape(bytes, "discard 5 3\nroll x\nroll 100\ndiscard 9 99999999\n", 576);
    EXPECT_LE(paper.tickets().size(), Paper::kTicketsMax);
    for (const PaperTicket& ticket : paper.tickets()) {
      EXPECT_LE(ticket.raster.rows(), limits::kRasterRowsMax);
    }
  }
}

TEST(Paper, EveryCommandMayBeCutOffAnywhere) {
  for (int lead : {0x1B, 0x1D, 0x1C, 0x10}) {
    for (int name = 0; name < 256; ++name) {
      Bytes bytes = {static_cast<uint8_t>(lead), static_cast<uint8_t>(name)};
      for (int i = 0; i < 12; ++i) {
        decode_tape(bytes, "", 576);
        bytes.push_back(static_cast<uint8_t>(i * 37));
      }
    }
  }
}

TEST(Paper, APictureOfManyRowsEndsAtTheLimit) {
  // 65,535 rows of one byte, and then a cut.
  const Bytes bytes = Bytes{0x1D, 'v', '0', 0, 1, 0, 0xFF, 0xFF} + Bytes(65535, 0x80) + kCut;
  const Paper paper = decode_tape(bytes, "", 576);
  ASSERT_EQ(paper.tickets().size(), 1U);
  EXPECT_EQ(paper.tickets()[0].raster.rows(), limits::kRasterRowsMax);
  EXPECT_EQ(paper.rows(), 65535U);
}

}  // namespace
}  // namespace yichuang
