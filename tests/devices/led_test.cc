// LED text signs on paper: profiles and each mistake in one, texts in pages, frames to the byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "drivers/led_frame.h"
#include "drivers/led_profile.h"

namespace yichuang {
namespace {

using Bytes = std::vector<uint8_t>;
using testing::ElementsAre;
using testing::HasSubstr;

LedProfile profile_of(const std::string& text) {
  const auto profiles = LedProfiles::parse("[[sign]]\nname = \"it\"\n" + text, "it.conf");
  EXPECT_TRUE(profiles) << profiles.error().sentence;
  HALL_ASSERT(profiles.ok());
  return *profiles->find("it");
}

LedProfile plain(size_t cells = 16) {
  return profile_of("frame = [\"text\", \"0D 0A\"]\ncells = " + std::to_string(cells) + "\n");
}

Bytes frame_of(const LedProfile& profile, std::string_view text) {
  const auto frame = led_frame(profile, text);
  EXPECT_TRUE(frame) << frame.error().sentence;
  return frame ? *frame : Bytes();
}

// --- Profiles ------------------------------------------------------------------------------------

struct Mistake {
  const char* text;  // behind the name, which is line 2
  const char* told;  // in the message, behind "it.conf:"
};

constexpr char kFrame[] = "frame = [\"text\"]\n";

class LedProfileMistake : public testing::TestWithParam<Mistake> {};

TEST_P(LedProfileMistake, IsToldWithFileLineKeyAndWhatWasExpected) {
  const auto profiles =
      LedProfiles::parse(std::string("[[sign]]\nname = \"it\"\n") + GetParam().text, "it.conf");
  ASSERT_FALSE(profiles) << GetParam().text;
  EXPECT_EQ(profiles.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(profiles.error().sentence, HasSubstr(std::string("it.conf:") + GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    OfEachKey, LedProfileMistake,
    testing::Values(
        Mistake{"", "1: sign.frame: expected the parts of a frame"},
        Mistake{"frame = [\"text\"]\nbaud = 14400\n",
                "4: sign.baud: expected 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200, "
                "found 14400"},
        Mistake{"frame = [\"text\"]\nbaud = \"9600\"\n", "4: sign.baud: expected a whole number"},
        Mistake{"frame = [\"text\"]\ncells = 3\n",
                "4: sign.cells: expected a whole number from 4 to 256, found 3"},
        Mistake{"frame = [\"text\"]\nmax_bytes = 2000\n",
                "4: sign.max_bytes: expected a whole number from 8 to 1024"},
        Mistake{"frame = [\"text\"]\nscrolls = 1\n", "4: sign.scrolls: expected"},
        Mistake{"frame = [\"text\"]\nencoding = \"big5\"\n",
                "4: sign.encoding: expected one of \"ascii\", \"gbk\", \"utf-8\""},
        Mistake{"frame = [\"text\"]\npage_ms = 10\n",
                "4: sign.page_ms: expected a whole number from 500 to 60000, found 10"},
        Mistake{"frame = [\"text\"]\nrepeat_seconds = -1\n", "4: sign.repeat_seconds: expected"},
        Mistake{"frame = []\n", "3: sign.frame: expected \"text\", once"},
        Mistake{"frame = [\"text\", \"text\"]\n", "3: sign.frame: expected \"text\", once"},
        Mistake{"frame = [\"tekst\"]\n", "3: sign.frame: expected \"address\", \"length\", "},
        Mistake{"frame = [\"text\", \"0\"]\n", "3: sign.frame: expected \"address\", "},
        Mistake{"frame = [\"text\", \"0D0\"]\n", "3: sign.frame: expected \"address\", "},
        Mistake{"frame = [\"text\", \"\"]\n", "3: sign.frame: expected a list of texts of 1 "},
        Mistake{"frame = [\"address\", \"address\", \"text\"]\n",
                "3: sign.frame: expected \"address\", \"length\" and \"checksum\" at most once"},
        Mistake{"frame = [\"length\", \"text\"]\n",
                "3: sign.frame: expected no \"length\" while `length` is \"none\""},
        Mistake{"frame = [\"text\"]\nlength = \"u8\"\n",
                "4: sign.length: expected \"none\" while the frame has no \"length\""},
        Mistake{"frame = [\"text\"]\nlength = \"u32\"\n", "4: sign.length: expected one of "},
        Mistake{"frame = [\"text\", \"checksum\"]\n",
                "3: sign.frame: expected no \"checksum\" while `checksum` is \"none\""},
        Mistake{"frame = [\"text\"]\nchecksum = \"xor8\"\n", "4: sign.checksum: expected \"none\""},
        Mistake{"frame = [\"02\", \"checksum\", \"text\"]\nchecksum = \"sum8\"\n",
                "3: sign.frame: expected \"checksum\" behind \"text\""},
        Mistake{"frame = [\"text\", \"checksum\"]\nchecksum = \"sum8\"\nchecksum_from = 1\n",
                "5: sign.checksum_from: expected a part of the frame before the checksum, 0 to 0"},
        Mistake{"frame = [\"text\"]\nchecksum_from = 0\n",
                "4: sign.checksum_from: expected no such key"},
        Mistake{"frame = [\"text\"]\naddress = 7\n", "4: sign.address: expected no address"},
        Mistake{"frame = [\"address\", \"text\"]\naddress = 256\n",
                "4: sign.address: expected a whole number from 0 to 255, found 256"},
        Mistake{"frame = [\"text\"]\nlength_adds = 2\n",
                "4: sign.length_adds: expected no such key"},
        Mistake{"frame = [\"length\", \"text\"]\nlength = \"u8\"\nmax_bytes = 256\n",
                "5: sign.max_bytes: expected at most 255, for the frame's length is one byte"},
        Mistake{"frame = [\"length\", \"text\"]\nlength = \"u8\"\nlength_adds = 5\n"
                "max_bytes = 251\n",
                "6: sign.max_bytes: expected at most 250"},
        Mistake{"frame = [\"text\"]\nescape = [\"02\"]\n", "4: sign.escape: expected a byte and"},
        Mistake{"frame = [\"text\"]\nescape = [\"02=1B\"]\n", "4: sign.escape: expected a byte"},
        Mistake{"frame = [\"text\"]\nescape = [\"0203=1B00\"]\n",
                "4: sign.escape: expected a byte"},
        Mistake{"frame = [\"text\"]\nescape = [\"1B=1B00\", \"1B=1B01\"]\n",
                "4: sign.escape: expected each byte once, found 1B again"},
        Mistake{"frame = [\"text\"]\nescape = [\"02=1BE7\"]\n",
                "4: sign.escape: expected 1B, which begins what stands for 02, escaped too"},
        Mistake{"frame = [\"text\"]\nescape = [\"1B=1B00\", \"02=1B00\"]\n",
                "4: sign.escape: expected each pair once, for 02 and 1B have the same"},
        Mistake{"frame = [\"text\"]\nescape = [\"1B=1B00\", \"02=1B03\", \"03=1B04\"]\n",
                "4: sign.escape: expected 02's second byte not escaped itself, as 03 is"},
        Mistake{"frame = [\"text\", \"41 42\"]\n",
                "3: sign.frame: expected an end that no number has, found 41"},
        Mistake{"frame = [\"text\"]\nbaud = 1200\nscrolls = true\n",
                "4: sign.baud: expected a faster one, or fewer `max_bytes`: a frame takes 534 ms, "
                "and a call waits for it at most 400"},
        Mistake{"frame = [\"text\"]\nbaud = 1200\ncells = 32\nack = \"06 06\"\n",
                "4: sign.baud: expected a faster one, or fewer `max_bytes`: a frame takes 267 ms, "
                "and a call waits for it at most 200"},
        Mistake{"frame = [\"address\", \"text\"]\nack = \"06\"\n",
                "4: sign.ack: expected two bytes or more"},
        Mistake{"frame = [\"text\"]\nack = \"6\"\n", "4: sign.ack: expected 1 to 16 hexadecimal"},
        Mistake{"frame = [\"text\"]\nack_ms = 100\n", "4: sign.ack_ms: expected no such key"},
        Mistake{"frame = [\"text\"]\nretries = 1\n", "4: sign.retries: expected no such key"},
        Mistake{"frame = [\"text\"]\nack = \"06\"\nretries = 6\n",
                "5: sign.retries: expected a whole number from 0 to 5, found 6"},
        Mistake{"frame = [\"text\"]\nack = \"06\"\nack_ms = 1\n",
                "5: sign.ack_ms: expected a whole number from 50 to 2000, found 1"},
        Mistake{"frame = [\"text\"]\nparity = \"even\"\n", "4: sign.parity: unknown key"},
        Mistake{"frame = [\"text\"]\n[[sign]]\nname = \"it\"\nframe = [\"text\"]\n",
                "5: sign.name: expected another name, for \"it\" is one already"}));

TEST(LedProfile, WhatAFileDoesNotSayIsThePlainSignOfEightCharacters) {
  const LedProfile profile = profile_of(kFrame);
  EXPECT_EQ(profile.baud, 9600);
  EXPECT_EQ(profile.cells, 16u);
  EXPECT_EQ(profile.max_bytes, 64u);
  EXPECT_EQ(profile.encoding, LedEncoding::kGbk);
  EXPECT_EQ(profile.page_ms, 3000);
  EXPECT_EQ(profile.repeat_ms, 30'000);
  EXPECT_TRUE(profile.ack.empty());
  EXPECT_FALSE(profile.scrolls);
}

TEST(LedProfile, AMissingNameAndAMissingFolderAreTold) {
  const auto nameless = LedProfiles::parse("[[sign]]\nframe = [\"text\"]\n", "it.conf");
  ASSERT_FALSE(nameless);
  EXPECT_THAT(nameless.error().sentence, HasSubstr("it.conf:1: sign.name: expected"));
  EXPECT_FALSE(LedProfiles::load("no/such/folder"));
}

TEST(LedProfile, TheShippedOnesLoadAndAreNamed) {
  const auto profiles = LedProfiles::load("drivers/quirks/led");
  ASSERT_TRUE(profiles) << profiles.error().sentence;
  EXPECT_EQ(profiles->names(), "framed, plain, plain-ascii");
  EXPECT_EQ(profiles->find("none such"), nullptr);
  const LedProfile& framed = *profiles->find("framed");
  EXPECT_EQ(framed.ack, (Bytes{0x02, 0x06, 0x06, 0x03}));
  EXPECT_EQ(frame_of(framed, "A1"), (Bytes{2, 1, 2, 'A', '1', 1 ^ 2 ^ 'A' ^ '1', 3}));
}

// --- Frames --------------------------------------------------------------------------------------

TEST(LedFrame, PlainIsTheTextInGbkAndTheEndOfALine) {
  EXPECT_EQ(frame_of(plain(), "A012→3号窗"),
            (Bytes{'A', '0', '1', '2', 0xA1, 0xFA, '3', 0xBA, 0xC5, 0xB4, 0xB0, 0x0D, 0x0A}));
}

TEST(LedFrame, Utf8AndAsciiAreOtherBytes) {
  const LedProfile utf8 = profile_of("frame = [\"text\"]\nencoding = \"utf-8\"\n");
  EXPECT_EQ(frame_of(utf8, "3号"), (Bytes{'3', 0xE5, 0x8F, 0xB7}));
  const LedProfile ascii = profile_of("frame = [\"text\"]\nencoding = \"ascii\"\n");
  EXPECT_EQ(frame_of(ascii, "3号"), (Bytes{'3', '?'}));
  EXPECT_FALSE(led_can_show(ascii, "3号"));
  EXPECT_TRUE(led_can_show(ascii, "No. 3"));
}

TEST(LedFrame, WhatTheSignLacksIsAQuestionMarkAndAControlCharacterABlank) {
  EXPECT_EQ(led_text(plain(), "休息\xF0\x9F\x98\x80"), "休息?");
  EXPECT_EQ(led_text(plain(), "a\x02\n\x7F"), "a   ");
  EXPECT_EQ(led_text(plain(), "a\xC2\x85z"), "a z");
  EXPECT_EQ(led_text(plain(), "a\xE5\x8F"), "a??") << "half a character";
  EXPECT_TRUE(led_can_show(plain(), "两\n行"));
}

TEST(LedFrame, LengthsCountTheTextAndWhatTheyAddInTheirOrder) {
  const auto with = [](const std::string& keys) {
    return profile_of("frame = [\"length\", \"text\"]\n" + keys);
  };
  EXPECT_EQ(frame_of(with("length = \"u8\"\n"), "号A"), (Bytes{3, 0xBA, 0xC5, 'A'}));
  EXPECT_EQ(frame_of(with("length = \"u16-big\"\nlength_adds = 4\n"), "A"), (Bytes{0, 5, 'A'}));
  EXPECT_EQ(frame_of(with("length = \"u16-little\"\n"), "A"), (Bytes{1, 0, 'A'}));
  const LedProfile wide = with("length = \"u16-big\"\nmax_bytes = 600\nbaud = 57600\n");
  EXPECT_EQ(frame_of(wide, std::string(600, 'x')).size(), 602u);
  EXPECT_EQ(frame_of(wide, std::string(600, 'x'))[0], 0x02);
  EXPECT_EQ(frame_of(wide, std::string(600, 'x'))[1], 0x58);
}

TEST(LedFrame, ATextThatIsTooLongIsRefusedAndNoLengthWraps) {
  LedProfile profile = profile_of(
      "frame = [\"length\", \"text\"]\nlength = \"u8\"\n"
      "length_adds = 1\nmax_bytes = 254\n");
  EXPECT_EQ(frame_of(profile, std::string(254, 'x'))[0], 255);
  const auto refused = led_frame(profile, std::string(255, 'x'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  profile.max_bytes = 1000;  // as no file can say it
  EXPECT_FALSE(led_frame(profile, std::string(255, 'x')));
}

TEST(LedFrame, ChecksumsCountFromTheirPartToThemselves) {
  const auto with = [](const std::string& checksum, int from) {
    return profile_of(
        "frame = [\"F0\", \"address\", \"text\", \"checksum\", \"F1\"]\n"
        "address = 32\nchecksum = \"" +
        checksum + "\"\nchecksum_from = " + std::to_string(from) + "\n");
  };
  EXPECT_EQ(frame_of(with("sum8", 1), "zz"), (Bytes{0xF0, 32, 'z', 'z', 32 + 2 * 'z' - 256, 0xF1}));
  EXPECT_EQ(frame_of(with("xor8", 0), "AB"),
            (Bytes{0xF0, 32, 'A', 'B', 0xF0 ^ 32 ^ 'A' ^ 'B', 0xF1}));
  EXPECT_EQ(frame_of(with("crc16-modbus", 2), "123456789"),
            (Bytes{0xF0, 32, '1', '2', '3', '4', '5', '6', '7', '8', '9', 0x37, 0x4B, 0xF1}));
}

TEST(LedFrame, EscapesComeLastAndSpareOnlyTheMarks) {
  const LedProfile profile = profile_of(
      "frame = [\"02\", \"address\", \"02\", \"length\", \"text\", \"checksum\", \"03\"]\n"
      "address = 3\nlength = \"u8\"\nchecksum = \"xor8\"\nchecksum_from = 1\n"
      "escape = [\"1B=1B00\", \"02=1BE7\", \"03=1BE8\", \"41=1B41\"]\n");
  // Unescaped: 02 | 03 02 02 41 42 | 03^02^02^41^42 = 00 | 03.
  EXPECT_EQ(frame_of(profile, "AB"),
            (Bytes{0x02, 0x1B, 0xE8, 0x1B, 0xE7, 0x1B, 0xE7, 0x1B, 0x41, 0x42, 0x00, 0x03}));
  EXPECT_EQ(frame_of(profile, "B"), (Bytes{0x02, 0x1B, 0xE8, 0x1B, 0xE7, 0x01, 0x42, 0x42, 0x03}));
  EXPECT_EQ(frame_of(profile, "! "),  // 03^02^02^21^20 = 02: escaped itself
            (Bytes{0x02, 0x1B, 0xE8, 0x1B, 0xE7, 0x1B, 0xE7, 0x21, 0x20, 0x1B, 0xE7, 0x03}));
}

// A clerk's "$" ended the frames of a protocol of printable characters.
TEST(LedFrame, ASignThatMarksTheFrameIsABlankInATextUnlessItIsEscaped) {
  const LedProfile marked = profile_of("frame = [\"21 23\", \"text\", \"24 24\"]\n");
  EXPECT_EQ(led_text(marked, "!A#1$"), " A#1 ");
  EXPECT_TRUE(led_can_show(marked, "$"));
  const LedProfile letter = profile_of("frame = [\"41 54\", \"text\", \"0D\"]\n");
  EXPECT_EQ(led_text(letter, "A012"), "A012") << "a number is never another";
  const LedProfile escaped =
      profile_of("frame = [\"24\", \"text\", \"24\"]\nescape = [\"1B=1B00\", \"24=1B01\"]\n");
  EXPECT_EQ(frame_of(escaped, "$"), (Bytes{'$', 0x1B, 0x01, '$'}));
}

TEST(LedFrame, OfNothingAtAllIsRefused) {
  EXPECT_FALSE(led_frame(profile_of(kFrame), ""));
  EXPECT_EQ(frame_of(plain(), ""), (Bytes{0x0D, 0x0A}));
}

TEST(LedFrame, CrcIsThatOfTheCatalogues) {
  const std::string digits = "123456789";  // the check value of CRC-16/MODBUS
  EXPECT_EQ(crc16_modbus(reinterpret_cast<const uint8_t*>(digits.data()), digits.size()), 0x4B37);
}

// --- Pages ---------------------------------------------------------------------------------------

TEST(LedPages, WhatFitsIsOnePageAsItIs) {
  EXPECT_EQ(led_cells("A012 请到3号窗口"), 16u);
  EXPECT_THAT(led_pages(plain(), "A012 请到3号窗口"), ElementsAre("A012 请到3号窗口"));
  EXPECT_TRUE(led_fits(plain(), "A012 请到3号窗口"));
  EXPECT_FALSE(led_fits(plain(), "A012 请到12号窗口"));
  EXPECT_THAT(led_pages(plain(), ""), ElementsAre());
  EXPECT_THAT(led_pages(plain(), "  \n "), ElementsAre());
}

TEST(LedPages, BreakBehindPunctuationOrBlanksWhereThereAreSome) {
  EXPECT_THAT(led_pages(plain(), "暂停服务：设备维护，预计10:40恢复"),
              ElementsAre("暂停服务：", "设备维护，", "预计10:40恢复"));
  EXPECT_THAT(led_pages(plain(), "Please leave by the east gate"),
              ElementsAre("Please leave by", "the east gate"));
  EXPECT_THAT(led_pages(plain(8), "A012→12号窗"), ElementsAre("A012→", "12号窗"));
}

TEST(LedPages, ChineseWithoutPunctuationBreaksBetweenCharactersAndNeverInsideOne) {
  EXPECT_THAT(led_pages(plain(), "请从最近的出口离开大厅"),
              ElementsAre("请从最近的出口离", "开大厅"));
  EXPECT_THAT(led_pages(plain(5), "出口在A"), ElementsAre("出口", "在A")) << "an odd cell is left";
}

TEST(LedPages, WordsStayWholeUnlessTheyAreLongerThanAPage) {
  EXPECT_THAT(led_pages(plain(8), "号码A012请到窗口"), ElementsAre("号码A012", "请到窗口"));
  EXPECT_THAT(led_pages(plain(4), "Extraordinary"), ElementsAre("Extr", "aord", "inar", "y"));
}

TEST(LedPages, NoPageBeginsWithAMarkOrEndsWithAnOpeningOne) {
  EXPECT_THAT(led_pages(plain(8), "请到窗口，谢谢"), ElementsAre("请到窗", "口，谢谢"));
  EXPECT_THAT(led_pages(plain(8), "请等候（十分）"), ElementsAre("请等候", "（十分）"));
}

TEST(LedPages, AScrollingSignTakesItsBytesInOneFrame) {
  const LedProfile profile = profile_of("frame = [\"text\"]\nscrolls = true\nmax_bytes = 24\n");
  EXPECT_THAT(led_pages(profile, "暂停服务：设备维护"), ElementsAre("暂停服务：设备维护"));
  EXPECT_THAT(led_pages(profile, "暂停服务：设备维护，预计10:40恢复"),
              ElementsAre("暂停服务：设备维护，", "预计10:40恢复"));
}

TEST(LedPages, BytesCountBesidesCells) {
  const LedProfile profile =
      profile_of("frame = [\"text\"]\nencoding = \"utf-8\"\nmax_bytes = 9\n");
  EXPECT_THAT(led_pages(profile, "请等候叫号"), ElementsAre("请等候", "叫号"));
}

// Whatever text comes: every page fits and has a frame, and no character but blanks is lost.
TEST(LedPages, HoldAnyTextWholeAndEachHasItsFrame) {
  const std::vector<std::string> pieces = {"A",  "012", " ", "号", "，", "（",   "→",   "😀",
                                           "\n", ".",   "é", "。", "-",  "\xC3", "窗口"};
  const std::vector<std::string> signs = {
      "cells = 4\nmax_bytes = 8\n", "cells = 5\nencoding = \"utf-8\"\nmax_bytes = 8\n",
      "cells = 16\n", "cells = 7\nencoding = \"ascii\"\n", "scrolls = true\nmax_bytes = 20\n"};
  const auto dense = [](std::string text) {
    std::erase(text, ' ');
    return text;
  };
  std::mt19937 luck(7);  // NOLINT: the same texts in every run
  for (const std::string& keys : signs) {
    const LedProfile profile = profile_of("frame = [\"text\"]\n" + keys);
    for (int run = 0; run < 2000; ++run) {
      std::string text;
      for (size_t i = luck() % 24; i > 0; --i) text += pieces[luck() % pieces.size()];
      std::string all;
      for (const std::string& page : led_pages(profile, text)) {
        EXPECT_TRUE(led_fits(profile, page)) << keys << page;
        EXPECT_TRUE(led_frame(profile, page)) << keys << page;
        EXPECT_FALSE(page.empty());
        all += page;
      }
      ASSERT_EQ(dense(all), dense(led_text(profile, text))) << keys << text;
    }
  }
}

}  // namespace
}  // namespace yichuang
