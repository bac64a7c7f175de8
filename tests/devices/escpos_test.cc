// The pure parts of the printer driver: addresses, status, the commands sent, the answers taken
// apart.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "drivers/escpos_commands.h"
#include "drivers/escpos_status.h"
#include "drivers/limits.h"
#include "drivers/printer.h"
#include "drivers/profile.h"
#include "drivers/raster.h"

namespace yichuang {
namespace {

using escpos::AutomaticStatus;
using escpos::Message;
using escpos::PaperStatus;
using escpos::RealTimeStatus;

std::vector<Message> parse(const std::vector<uint8_t>& bytes) {
  escpos::StatusParser parser;
  std::vector<Message> found;
  for (const uint8_t byte : bytes) {
    parser.feed(byte, [&](const Message& message) { found.push_back(message); });
  }
  return found;
}

// --- Addresses -----------------------------------------------------------------------------------

TEST(DeviceAddress, IsReadAndWrittenAlike) {
  for (const char* text :
       {"escpos:usb", "escpos:usb:04b8:0202", "escpos:usb:04b8:0202:KIOSK0001",
        "escpos:usb:04b8:0202:with:colons", "escpos:tcp:192.0.2.7", "escpos:tcp:printer.hall:9100",
        "idcard:serial:/dev/ttyUSB0", "sane:test:0", "sane:airscan:e0:大厅 Scanner"}) {
    const auto address = DeviceAddress::parse(text);
    ASSERT_TRUE(address.ok()) << text;
    EXPECT_EQ(address.value().text(), text);
  }
  EXPECT_EQ(DeviceAddress::parse("escpos:usb:04b8:0202").value().vendor, 0x04b8);
}

TEST(DeviceAddress, AMistakeIsRefusedWithWhatToWrite) {
  for (const char* text : {"",
                           ":",
                           "escpos",
                           "escpos:",
                           "escpos:usb:",
                           "escpos:lpt",
                           "escpos:usb:04b8",
                           "escpos:usb:4b8:0202",
                           "escpos:usb:04b8:xyzw",
                           "escpos:usb:04b8:02020",
                           "escpos:usb:0x4b8:0202",
                           "escpos:usb:+4b8:0202",
                           ":usb:04b8:0202",
                           "escpos:tcp",
                           "escpos:tcp::9100",
                           "escpos:tcp:host:0",
                           "escpos:tcp:host:65536",
                           "escpos:tcp:host:http",
                           "idcard:serial",
                           "idcard:serial:ttyUSB0",
                           "sane",
                           "sane:",
                           "escpos:usb\n"}) {
    const auto address = DeviceAddress::parse(text);
    ASSERT_FALSE(address.ok()) << text;
    EXPECT_NE(address.error().sentence.find("escpos:usb:04b8:0202"), std::string::npos);
  }
  EXPECT_FALSE(DeviceAddress::parse(std::string(5000, 'x')).ok());
}

// --- Status --------------------------------------------------------------------------------------

TEST(DeviceCondition, FollowsFromTheFactsAlone) {
  PrinterFacts facts;
  EXPECT_EQ(condition_of(facts), DeviceCondition::kAway);
  facts.away = false;
  EXPECT_EQ(condition_of(facts), DeviceCondition::kReady);
  facts.paper_near_end = true;
  EXPECT_EQ(condition_of(facts), DeviceCondition::kAttention);
  for (const auto fact :
       {&PrinterFacts::paper_out, &PrinterFacts::cover_open, &PrinterFacts::offline,
        &PrinterFacts::cutter_error, &PrinterFacts::overheated, &PrinterFacts::unrecoverable}) {
    PrinterFacts one = facts;
    one.*fact = true;
    EXPECT_EQ(condition_of(one), DeviceCondition::kStopped);
    one.away = true;
    EXPECT_EQ(condition_of(one), DeviceCondition::kAway);
  }
}

TEST(PrintResult, EveryReasonHasItsCodeAndWords) {
  std::set<std::string> codes;
  for (int i = 0; i <= static_cast<int>(PrintReason::kClosed); ++i) {
    const auto reason = static_cast<PrintReason>(i);
    const auto outcome =
        reason == PrintReason::kNone ? PrintOutcome::kPrinted : PrintOutcome::kUnknown;
    const PrintResult result = make_result(outcome, reason);
    EXPECT_TRUE(codes.insert(result.code).second) << result.code;
    EXPECT_FALSE(result.staff.empty());
  }
}

TEST(StatusParser, TellsTheThreeKindsApart) {
  const auto found = parse({0x12, 0x18, 0x00, 0x0C, 0x00, 0x03});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(std::get<RealTimeStatus>(found[0]).byte, 0x12);
  EXPECT_EQ(std::get<AutomaticStatus>(found[1]).bytes, (std::array<uint8_t, 4>{0x18, 0, 0x0C, 0}));
  EXPECT_EQ(std::get<PaperStatus>(found[2]).byte, 0x03);
}

TEST(StatusParser, ARealTimeAnswerMayOvertakeInTheMiddle) {
  const auto found = parse({0x10, 0x00, 0x1A, 0x00, 0x00});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(std::get<RealTimeStatus>(found[0]).byte, 0x1A);
  EXPECT_EQ(std::get<AutomaticStatus>(found[1]).bytes, (std::array<uint8_t, 4>{0x10, 0, 0, 0}));
}

TEST(StatusParser, ABrokenMessageDoesNotSwallowTheNext) {
  const auto found = parse({0x10, 0x00, 0xFF, 0x30, 0x00, 0x00, 0x00, 0x12});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(escpos::facts_of(std::get<AutomaticStatus>(found[0])).cover_open);
  EXPECT_EQ(std::get<RealTimeStatus>(found[1]).byte, 0x12);
}

TEST(StatusParser, FlowControlAndTopBitsAreDropped) {
  escpos::StatusParser parser;
  for (const uint8_t byte : {0x11, 0x13, 0x80, 0x92, 0xFF}) {
    parser.feed(byte, [](const Message&) { FAIL() << "nothing was said"; });
  }
  EXPECT_EQ(parser.dropped_bytes(), 5U);
}

TEST(StatusParser, TakesAnyBytes) {
  std::mt19937 random(7);
  escpos::StatusParser parser;
  size_t messages = 0;
  for (int i = 0; i < 300'000; ++i) {
    parser.feed(static_cast<uint8_t>(random()), [&](const Message& message) {
      ++messages;
      if (const auto* real_time = std::get_if<RealTimeStatus>(&message)) {
        ASSERT_EQ(real_time->byte & 0x93, 0x12);
      }
    });
  }
  EXPECT_GT(messages, 0U);
  EXPECT_LT(messages + parser.dropped_bytes(), 300'001U);
}

TEST(Facts, EachBitOfARealTimeAnswerIsItsFact) {
  const Profile profile;
  constexpr uint8_t k = 0x12;
  EXPECT_EQ(condition_of(escpos::facts_of({k, k, k, k}, profile)), DeviceCondition::kReady);
  EXPECT_TRUE(escpos::facts_of({0x1A, k, k, k}, profile).offline);
  EXPECT_TRUE(escpos::facts_of({k, 0x16, k, k}, profile).cover_open);
  EXPECT_TRUE(escpos::facts_of({k, 0x32, k, k}, profile).paper_out);
  EXPECT_TRUE(escpos::facts_of({k, k, 0x1A, k}, profile).cutter_error);
  EXPECT_TRUE(escpos::facts_of({k, k, 0x32, k}, profile).unrecoverable);
  EXPECT_TRUE(escpos::facts_of({k, k, 0x52, k}, profile).overheated);
  EXPECT_TRUE(escpos::facts_of({k, k, k, 0x1E}, profile).paper_near_end);
  EXPECT_TRUE(escpos::facts_of({k, k, k, 0x72}, profile).paper_out);
}

TEST(Facts, AProfileMaySplitThePaperBits) {
  Profile presenter;
  presenter.paper_out_bits = 0x20;  // the other bit is paper in the presenter
  EXPECT_FALSE(escpos::facts_of({0x12, 0x12, 0x12, 0x52}, presenter).paper_out);
  EXPECT_TRUE(escpos::facts_of({0x12, 0x12, 0x12, 0x32}, presenter).paper_out);
}

// --- Commands ------------------------------------------------------------------------------------

TEST(Commands, APictureIsSentInBandsThenCutThenAskedFor) {
  Raster raster(16, 5);
  raster.set_black(0, 0);
  raster.set_black(15, 4);
  Profile profile;
  profile.band_rows = 3;
  profile.feed_before_cut_dots = 9;
  EXPECT_EQ(escpos::ticket({raster}, profile),
            (escpos::Bytes{0x1D, 'v', '0', 0, 2,    0,   3, 0, 0x80, 0, 0, 0, 0, 0,  //
                           0x1D, 'v', '0', 0, 2,    0,   2, 0, 0,    0, 0, 1,        //
                           0x1D, 'V', 66,  9, 0x1D, 'r', 1}));
}

TEST(Commands, WithoutACutterTheTicketIsFedOut) {
  Profile profile;
  profile.cutter = false;
  profile.feed_before_cut_dots = 96;
  const auto bytes = escpos::ticket({Raster(8, 1)}, profile);
  const escpos::Bytes end(bytes.end() - 6, bytes.end());
  EXPECT_EQ(end, (escpos::Bytes{0x1B, 'J', 96, 0x1D, 'r', 1}));
}

// The rows of the picture that show the code are not sent; the code is.
TEST(Commands, APrinterThatDrawsCodesGetsTheCode) {
  const PrintJob job{Raster(8, 20), true, {{NativeKind::kQr, 5, 10, "AB", 3}}};
  Profile profile;
  const auto picture = escpos::ticket(job, profile);
  profile.native_qr = true;
  const auto bytes = escpos::ticket(job, profile);
  const escpos::Bytes code = {0x1B, 'J', 12,  0x1B, 'a', 1,                                //
                              0x1D, '(', 'k', 4,    0,   49, 65, '2', 0,                   //
                              0x1D, '(', 'k', 3,    0,   49, 67, 3,                        //
                              0x1D, '(', 'k', 3,    0,   49, 69, '1',                      //
                              0x1D, '(', 'k', 5,    0,   49, 80, '0', 'A',  'B',           //
                              0x1D, '(', 'k', 3,    0,   49, 81, '0', 0x1B, 'a', 0, 0x1B,  //
                              'J',  12};
  EXPECT_NE(std::ranges::search(bytes, code).begin(), bytes.end());
  EXPECT_EQ(bytes.size(), picture.size() - 10 + 8 + code.size()) << "ten rows less, a band more";
}

TEST(Commands, ACodeThatDoesNotFitIsThePictureThatItIs) {
  Profile profile;
  profile.native_qr = true;
  const auto picture = escpos::ticket({Raster(8, 20)}, profile);
  for (const auto& [first_row, text, module_dots] :
       {std::tuple{15, "AB", 3}, {-1, "AB", 3}, {5, "", 3}, {5, "AB", 0}}) {
    const NativePart code{NativeKind::kQr, first_row, 10, text, module_dots};
    EXPECT_EQ(escpos::ticket({Raster(8, 20), true, {code}}, profile), picture);
  }
}

TEST(Commands, APrinterWithAChineseFontGetsTheLine) {
  const PrintJob job{Raster(576, 80), true, {{NativeKind::kText, 10, 60, "社保 A1"}}};
  Profile profile;
  const auto picture = escpos::ticket(job, profile);
  profile.gbk_text = true;
  const auto bytes = escpos::ticket(job, profile);
  const escpos::Bytes line = {0x1C, '&',  0x1B, 'a',  1,    0x1D, '!', 0x11, 0x1B, '3',
                              60,   0xC9, 0xE7, 0xB1, 0xA3, ' ',  'A', '1',  '\n',  //
                              0x1D, '!',  0,    0x1B, '2',  0x1B, 'a', 0,    0x1C, '.'};
  EXPECT_NE(std::ranges::search(bytes, line).begin(), bytes.end());
  EXPECT_EQ(bytes.size(), picture.size() - 60 * 72 + 8 + line.size())
      << "sixty rows less, a band more";
}

TEST(Commands, ALineIsAsLargeAsRowsAndPaperAllow) {
  Profile profile;
  profile.gbk_text = true;
  const auto scale_of = [&](int width_dots, int rows, const char* text) {
    const auto bytes = escpos::ticket(
        {Raster(width_dots, 300), true, {{NativeKind::kText, 0, rows, text}}}, profile);
    const escpos::Bytes size = {0x1D, '!'};
    const auto at = std::ranges::search(bytes, size).begin();
    return at == bytes.end() ? 0 : (*(at + 2) & 7) + 1;
  };
  EXPECT_EQ(scale_of(576, 24, "十二个字十二个字十二个字"), 1);
  EXPECT_EQ(scale_of(576, 50, "十二个字十二个字十二个字"), 2);
  EXPECT_EQ(scale_of(384, 50, "十二个字十二个字十二个字"), 1);
  EXPECT_EQ(scale_of(576, 255, "一"), 8);
  EXPECT_EQ(scale_of(576, 23, "一"), 0) << "too low: the picture";
  EXPECT_EQ(scale_of(576, 256, "一"), 0) << "higher than a line can be: the picture";
  EXPECT_EQ(scale_of(96, 24, "五个字也长"), 0) << "too wide: the picture";
}

TEST(Commands, ALineThatGbkCannotSayIsThePictureThatItIs) {
  Profile profile;
  profile.gbk_text = true;
  const auto picture = escpos::ticket({Raster(576, 60)}, profile);
  for (const char* text : {"ئۇيغۇر", "བོད", "\xE7\xA4", "A\x1B@", "行\n行", "\x7F", "€ 😀"}) {
    const NativePart line{NativeKind::kText, 10, 40, text};
    EXPECT_EQ(escpos::ticket({Raster(576, 60), true, {line}}, profile), picture) << text;
  }
}

// --- Rasters -------------------------------------------------------------------------------------

TEST(Raster, DotsBeyondTheWidthStayWhite) {
  Raster raster(10, 0);
  const uint8_t row[] = {0xFF, 0xFF};
  raster.add_row(row);
  EXPECT_EQ(raster.row(0)[1], 0xC0);
  EXPECT_TRUE(raster.black(9, 0));
  raster.set_black(9, 0, false);
  EXPECT_FALSE(raster.black(9, 0));
}

TEST(Raster, GreyTurnsBlackBelowTheThreshold) {
  const uint8_t grey[] = {0, 127, 128, 255, 99, 0, 255, 128, 127, 99};  // two rows, stride 5
  const Raster raster = Raster::from_grey(grey, 4, 2, 5);
  EXPECT_TRUE(raster.black(0, 0) && raster.black(1, 0));
  EXPECT_FALSE(raster.black(2, 0) || raster.black(3, 0));
  EXPECT_TRUE(raster.black(0, 1) && raster.black(3, 1));
}

// --- Profiles ------------------------------------------------------------------------------------

TEST(Profiles, ThoseThatComeWithTheProgramAreRight) {
  const auto profiles = Profiles::load("drivers/quirks");
  ASSERT_TRUE(profiles.ok()) << profiles.error().sentence;
  EXPECT_EQ(profiles.value().find(0x04b8, 0x0202).width_dots, 576);
  EXPECT_EQ(profiles.value().find(0x04b8, 0x9999).name, "Epson TM, 80 mm");
  EXPECT_EQ(profiles.value().find(0x6868, 0x0200).width_dots, 384);
  EXPECT_FALSE(profiles.value().find(0x6868, 0x0200).cutter);
  EXPECT_FALSE(profiles.value().knows(0x1234, 0x5678));
  EXPECT_EQ(profiles.value().find(0x1234, 0x5678).width_dots, 576);
}

TEST(Profiles, TheExactDeviceGoesBeforeItsMaker) {
  const auto profiles = Profiles::parse(
      "[[printer]]\nname = 'all'\ndevices = ['1111:*']\n"
      "[[printer]]\nname = 'one'\ndevices = ['1111:2222']\nwidth_dots = 384\n",
      "test");
  ASSERT_TRUE(profiles.ok());
  EXPECT_EQ(profiles.value().find(0x1111, 0x2222).name, "one");
  EXPECT_EQ(profiles.value().find(0x1111, 0x3333).name, "all");
}

TEST(Profiles, AMistakeIsToldWithItsPlace) {
  for (const char* text :
       {"[[printer]]\nname = 'x'\n", "[[printer]]\nname = 'x'\ndevices = ['1:2']\n",
        "[[printer]]\nname = 'x'\ndevices = ['1111:*']\nband_rows = 129\n",
        "[[printer]]\nname = 'x'\ndevices = ['1111:*']\nwidht_dots = 384\n"}) {
    const auto profiles = Profiles::parse(text, "odd.conf");
    ASSERT_FALSE(profiles.ok()) << text;
    EXPECT_NE(profiles.error().sentence.find("odd.conf"), std::string::npos);
  }
}

}  // namespace
}  // namespace yichuang
