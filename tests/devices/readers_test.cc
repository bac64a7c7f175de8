// The parsers of readers: SDT frames, the ID card's record, HID report descriptors, HID POS codes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "drivers/hid_descriptor.h"
#include "drivers/hid_pos.h"
#include "drivers/id_card.h"
#include "drivers/limits.h"
#include "drivers/sdt_frame.h"

namespace yichuang {
namespace {

using Bytes = std::vector<uint8_t>;

// --- SDT ----------------------------------------------------------------------------------------

Bytes answer_frame(Bytes body) {  // body: SW1 SW2 SW3 data
  const size_t length = body.size() + 1;
  Bytes frame{0xAA,
              0xAA,
              0xAA,
              0x96,
              0x69,
              static_cast<uint8_t>(length >> 8),
              static_cast<uint8_t>(length)};
  frame.insert(frame.end(), body.begin(), body.end());
  uint8_t sum = 0;
  for (size_t i = 5; i < frame.size(); ++i) sum ^= frame[i];
  frame.push_back(sum);
  return frame;
}

struct Heard {
  sdt::Status status;
  Bytes data;
};

std::vector<Heard> hear(sdt::AnswerParser& parser, const Bytes& bytes) {
  std::vector<Heard> heard;
  parser.feed(bytes, [&](const sdt::Answer& answer) {
    heard.push_back({answer.status, {answer.data.begin(), answer.data.end()}});
  });
  return heard;
}

TEST(SdtFrame, CommandsAreTheBytesOfTheStandard) {
  const Bytes preamble{0xAA, 0xAA, 0xAA, 0x96, 0x69};
  const auto expected = [&](Bytes rest) {
    Bytes all = preamble;
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  };
  EXPECT_EQ(sdt::frame_of(sdt::Command::kFindCard), expected({0x00, 0x03, 0x20, 0x01, 0x22}));
  EXPECT_EQ(sdt::frame_of(sdt::Command::kSelectCard), expected({0x00, 0x03, 0x20, 0x02, 0x21}));
  EXPECT_EQ(sdt::frame_of(sdt::Command::kReadTextAndPhoto),
            expected({0x00, 0x03, 0x30, 0x01, 0x32}));
}

TEST(SdtFrame, AnAnswerIsFoundInAnyPieces) {
  const Bytes frame = answer_frame({0x00, 0x00, 0x9F, 1, 2, 3, 4});
  for (size_t cut = 0; cut <= frame.size(); ++cut) {
    sdt::AnswerParser parser;
    auto heard = hear(parser, {frame.begin(), frame.begin() + static_cast<ptrdiff_t>(cut)});
    const auto rest = hear(parser, {frame.begin() + static_cast<ptrdiff_t>(cut), frame.end()});
    heard.insert(heard.end(), rest.begin(), rest.end());
    ASSERT_EQ(heard.size(), 1u) << cut;
    EXPECT_EQ(heard[0].status, sdt::Status::kCardFound);
    EXPECT_EQ(heard[0].data, (Bytes{1, 2, 3, 4}));
    EXPECT_EQ(parser.dropped_bytes(), 0u);
  }
}

TEST(SdtFrame, NoiseBeforeAndInsideAPreambleIsDropped) {
  sdt::AnswerParser parser;
  Bytes bytes{0x00, 0xAA, 0xAA};  // the last two look like a preamble's begin
  const Bytes frame = answer_frame({0x00, 0x00, 0x80});
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  const auto heard = hear(parser, bytes);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].status, sdt::Status::kNoCard);
  EXPECT_EQ(parser.dropped_bytes(), 3u);
}

TEST(SdtFrame, AWrongChecksumIsNoAnswerAndTheNextOneIsHeard) {
  Bytes bytes = answer_frame({0x00, 0x00, 0x90, 9, 9});
  bytes.back() ^= 0x01;
  const Bytes good = answer_frame({0x00, 0x00, 0x90, 7});
  bytes.insert(bytes.end(), good.begin(), good.end());
  sdt::AnswerParser parser;
  const auto heard = hear(parser, bytes);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].data, Bytes{7});
  EXPECT_GT(parser.dropped_bytes(), 0u);
}

TEST(SdtFrame, HostileLengthsHoldNothingUp) {
  const size_t over = limits::kSdtLengthMax + 1;
  const Bytes lengths[] = {{0x00, 0x00},
                           {0x00, 0x03},
                           {static_cast<uint8_t>(over >> 8), static_cast<uint8_t>(over)},
                           {0xFF, 0xFF}};
  for (const Bytes& length : lengths) {
    Bytes bytes{0xAA, 0xAA, 0xAA, 0x96, 0x69, length[0], length[1]};
    const Bytes good = answer_frame({0x00, 0x00, 0x90});
    bytes.insert(bytes.end(), good.begin(), good.end());
    sdt::AnswerParser parser;
    EXPECT_EQ(hear(parser, bytes).size(), 1u);
  }
}

// --- The card's record --------------------------------------------------------------------------

constexpr char kNumber[] = "11010519491231002X";  // the example of GB 11643-1999

void write_text(Bytes& text, size_t at, std::string_view ascii) {
  for (size_t i = 0; i < ascii.size(); ++i) text[at + 2 * i] = static_cast<uint8_t>(ascii[i]);
}

Bytes record_of(std::string_view number, std::string_view birth) {
  Bytes record{0x01, 0x00, 0x04, 0x00};
  record.resize(4 + 256 + 1024);
  Bytes text(256);
  for (size_t i = 0; i < text.size(); i += 2) text[i] = ' ';
  write_text(text, 36, birth);
  write_text(text, 122, number);
  std::copy(text.begin(), text.end(), record.begin() + 4);
  return record;
}

PersonKey key_of(uint8_t fill) {
  PersonKey key;
  key.fill(fill);
  return key;
}

TEST(IdCard, OnlyHashBirthdayAndLastFourLeaveTheRecord) {
  const auto facts = read_id_card(record_of(kNumber, "19491231"), key_of(1));
  ASSERT_TRUE(facts.ok()) << facts.error().sentence;
  EXPECT_EQ(facts->born.date(), 19491231u);
  EXPECT_EQ(facts->last_four, "002X");
  const auto same = read_id_card(record_of(kNumber, "19491231"), key_of(1));
  EXPECT_EQ(facts->person, same->person);
  const auto other_hall = read_id_card(record_of(kNumber, "19491231"), key_of(2));
  EXPECT_NE(facts->person, other_hall->person) << "another hall's key gives another hash";
}

TEST(IdCard, AWrongDigitDateOrLengthIsRefusedWithoutRepeatingIt) {
  Bytes short_record = record_of(kNumber, "19491231");
  short_record.pop_back();
  Bytes other_lengths = record_of(kNumber, "19491231");
  other_lengths[1] = 0x02;
  Bytes high_byte = record_of(kNumber, "19491231");
  high_byte[4 + 122 + 1] = 0x4E;  // not ASCII
  const Bytes wrong[] = {record_of("110105194912310021", "19491231"),
                         record_of("X10105194912310021", "19491231"),
                         record_of(kNumber, "19491230"),
                         record_of(kNumber, "1949123 "),
                         short_record,
                         other_lengths,
                         high_byte,
                         {},
                         {0x01, 0x00, 0x04}};
  for (const Bytes& record : wrong) {
    const auto facts = read_id_card(record, key_of(1));
    ASSERT_FALSE(facts.ok());
    EXPECT_EQ(facts.error().sentence.find("1949"), std::string::npos);
  }
}

// Priority by age begins on the birthday itself: not in January of its year.
TEST(IdCard, AnAgeIsReachedOnTheBirthday) {
  struct Case {
    uint32_t born, day;
    bool sixty;
  };
  const Case cases[] = {{19650520, 20250519, false},
                        {19650520, 20250520, true},
                        {19650520, 20250521, true},
                        {19651231, 20250101, false},
                        {19651231, 20251230, false},
                        {19651231, 20251231, true},
                        {19650101, 20241231, false},
                        {19650101, 20250101, true},
                        // 29 February, and the one that its 60th year does not have.
                        {19640229, 20240228, false},
                        {19640229, 20240229, true},
                        {20400229, 21000228, false},
                        {20400229, 21000301, true},
                        {19640301, 20240229, false},
                        {19640301, 20240301, true}};
  for (const Case& each : cases)
    EXPECT_EQ(has_age(BirthDate(each.born), each.day, 60), each.sixty)
        << each.born << " on " << each.day;
}

// Read as bytes: the object is over, its storage is ours.
TEST(IdCard, ADateOfBirthGoesWithWhoeverHeldIt) {
  alignas(BirthDate) std::array<unsigned char, sizeof(BirthDate)> storage{};
  auto* born = new (storage.data()) BirthDate(19491231);
  born->~BirthDate();
  EXPECT_EQ(std::ranges::count(storage, 0), static_cast<ptrdiff_t>(storage.size()));
}

// --- HID ----------------------------------------------------------------------------------------

// Report 2: byte count, three symbology characters, 56 bytes of data, a vendor's "more" byte.
const Bytes kScanner{0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02,
                     0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09,
                     0x3B, 0x81, 0x02, 0x05, 0x8C, 0x95, 0x03, 0x09, 0xFB, 0x09, 0xFC, 0x09,
                     0xFD, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x82, 0x02, 0x01, 0x95, 0x01,
                     0x06, 0x66, 0xFF, 0x09, 0x04, 0x81, 0x02, 0xC0, 0xC0};
// Report 1: 62 bytes of data and nothing else.
const Bytes kPlainScanner{0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x85, 0x01, 0x75,
                          0x08, 0x95, 0x3E, 0x09, 0xFE, 0x82, 0x02, 0x01, 0xC0};
const Bytes kKeyboard{0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29,
                      0xE7, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08,
                      0x81, 0x01, 0x95, 0x06, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0};

hid::ScanLayout layout_of(const Bytes& descriptor) {
  const auto parsed = hid::parse_descriptor(descriptor);
  EXPECT_TRUE(parsed.ok()) << parsed.error().sentence;
  const auto layout = hid::scan_layout(*parsed);
  EXPECT_TRUE(layout.ok()) << layout.error().sentence;
  return *layout;
}

TEST(HidDescriptor, FieldsLieWhereTheirReportsSay) {
  const auto layout = layout_of(kScanner);
  EXPECT_EQ(layout.report_id, 2);
  EXPECT_EQ(layout.length->byte_at, 1u);
  EXPECT_EQ(layout.symbology->byte_at, 2u);
  EXPECT_EQ(layout.symbology->count, 3u);
  EXPECT_EQ(layout.data.byte_at, 5u);
  EXPECT_EQ(layout.data.count, 56u);
  EXPECT_EQ(layout.more_bit, 61u * 8);
}

TEST(HidDescriptor, AKeyboardIsNoBarCodeReader) {
  const auto parsed = hid::parse_descriptor(kKeyboard);
  ASSERT_TRUE(parsed.ok()) << parsed.error().sentence;
  EXPECT_EQ(parsed->applications, std::vector<hid::Usage>{hid::usage_of(0x01, 0x06)});
  const auto layout = hid::scan_layout(*parsed);
  ASSERT_FALSE(layout.ok());
  EXPECT_EQ(layout.error().code, ErrorCode::kNotFound);
}

TEST(HidDescriptor, WhatBreaksTheRulesIsAnError) {
  Bytes deep;
  for (size_t i = 0; i <= limits::kHidPushesMax; ++i) deep.push_back(0xA4);
  const Bytes wrong[] = {
      {0x05},                                                  // ends inside an item
      {0xFE, 0xFF, 0x00},                                      // ends inside a long item
      {0xC0},                                                  // ends a collection that never began
      {0xA1, 0x01},                                            // begins one that never ends
      {0xB4},                                                  // pops nothing
      {0x85, 0x00},                                            // report id 0
      {0x75, 0x08, 0x97, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0x02},  // 4 Gi elements
      {0x77, 0xFF, 0xFF, 0xFF, 0xFF, 0x95, 0x02, 0x81, 0x02},  // elements of 4 Gi bits
      {0x1B, 0, 0, 0, 0, 0x2B, 0xFF, 0xFF, 0xFF, 0xFF},        // 4 Gi usages
      {0x29, 0x01, 0x19, 0x05, 0x29, 0x01},                    // from 5 to 1
      {0x75, 0x08, 0x95, 0x01, 0x81, 0x02, 0x85, 0x01, 0x81, 0x02},  // with and without an id
      Bytes(limits::kHidDescriptorBytesMax + 1),
      deep,
  };
  for (const Bytes& bytes : wrong) EXPECT_FALSE(hid::parse_descriptor(bytes).ok()) << bytes.size();
}

TEST(HidDescriptor, EveryPrefixAndEveryFlippedByteIsSafe) {
  for (size_t cut = 0; cut < kScanner.size(); ++cut) {
    (void)hid::parse_descriptor(std::span(kScanner).first(cut)).ok();
  }
  for (size_t at = 0; at < kScanner.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      Bytes changed = kScanner;
      changed[at] = static_cast<uint8_t>(value);
      const auto parsed = hid::parse_descriptor(changed);
      if (!parsed) continue;
      const auto layout = hid::scan_layout(*parsed);
      if (!layout) continue;
      hid::ScanAssembler assembler(*layout);
      assembler.feed(Bytes(64, 0x41), [](hid::ScannedCode) {});
    }
  }
}

Bytes report_of(std::string_view data, bool more, uint8_t length) {
  Bytes report(64);
  report[0] = 2;
  report[1] = length;
  report[2] = ']';
  report[3] = 'Q';
  report[4] = '1';
  std::copy(data.begin(), data.end(), report.begin() + 5);
  report[61] = more;
  return report;
}

std::vector<hid::ScannedCode> scan(hid::ScanAssembler& assembler, const Bytes& report) {
  std::vector<hid::ScannedCode> codes;
  assembler.feed(report, [&](hid::ScannedCode code) { codes.push_back(std::move(code)); });
  return codes;
}

TEST(HidPos, ALongCodeComesInSeveralReports) {
  hid::ScanAssembler assembler(layout_of(kScanner));
  const std::string first(56, 'a');
  EXPECT_TRUE(scan(assembler, report_of(first, true, 56)).empty());
  EXPECT_TRUE(assembler.begun());
  const auto codes = scan(assembler, report_of("tail", false, 4));
  ASSERT_EQ(codes.size(), 1u);
  EXPECT_EQ(codes[0].text, first + "tail");
  EXPECT_EQ(codes[0].symbology, "]Q1");
  EXPECT_FALSE(assembler.begun());
}

TEST(HidPos, WithoutALengthTheDataEndsBeforeItsZeros) {
  hid::ScanAssembler assembler(layout_of(kPlainScanner));
  Bytes report(63);
  report[0] = 1;
  report[1] = 'A';
  report[2] = '7';
  const auto codes = scan(assembler, report);
  ASSERT_EQ(codes.size(), 1u);
  EXPECT_EQ(codes[0].text, "A7");
  EXPECT_EQ(codes[0].symbology, "");
}

TEST(HidPos, ShortForeignAndSenselessReportsAreDropped) {
  hid::ScanAssembler assembler(layout_of(kScanner));
  Bytes foreign = report_of("x", false, 1);
  foreign[0] = 3;
  const Bytes good = report_of("x", false, 1);
  EXPECT_TRUE(scan(assembler, foreign).empty());
  EXPECT_TRUE(scan(assembler, {good.begin(), good.begin() + 40}).empty());
  EXPECT_TRUE(scan(assembler, report_of("x", false, 57)).empty()) << "more than a report holds";
  EXPECT_TRUE(scan(assembler, report_of("", false, 0)).empty());
  EXPECT_TRUE(scan(assembler, {}).empty());
  EXPECT_EQ(assembler.dropped(), 5u);
  EXPECT_EQ(scan(assembler, good).size(), 1u);
}

TEST(HidPos, ACodeWithoutEndIsDroppedWhole) {
  hid::ScanAssembler assembler(layout_of(kScanner));
  const std::string part(56, 'z');
  for (size_t bytes = 0; bytes <= limits::kScannedBytesMax; bytes += part.size()) {
    EXPECT_TRUE(scan(assembler, report_of(part, true, 56)).empty());
  }
  EXPECT_TRUE(scan(assembler, report_of("end", false, 3)).empty());
  EXPECT_EQ(scan(assembler, report_of("next", false, 4)).size(), 1u);
}

}  // namespace
}  // namespace yichuang
