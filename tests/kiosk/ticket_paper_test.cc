#include "kiosk/ticket_paper.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>

#include "kiosk/notice_paper.h"
#include "screens/golden.h"
#include "tests/kiosk/sample_hall.h"
#include "ui/theme.h"

namespace yichuang::kiosk {
namespace {

constexpr char kWeb[] = "http://hall.binjiang.example:8080/";
constexpr char kUrl[] = "http://hall.binjiang.example:8080/t/q7Jx2mVb9Kc4TnRw8ZpL3A";

class Paper : public testing::Test {
 protected:
  Paper()
      : fonts_(std::move(ui::FontBook::open()).value()),
        icons_(ui::assets_folder() / "icons"),
        texts_(std::move(ui::Texts::load(ui::assets_folder() / "i18n")).value()) {}

  ui::MonoPicture draw(const TicketFacts& facts, int width_dots) {
    return draw_whole(facts, width_dots).picture;
  }
  DrawnTicket draw_whole(const TicketFacts& facts, int width_dots) {
    const LocalTime at = Zone::open("Asia/Shanghai")->local(kSampleTime);
    return draw_ticket(*fonts_, icons_, texts_, {facts, at, "kiosk-1"}, width_dots);
  }
  TicketFacts facts() const { return ticket_facts(sample_hall(), sample_ticket(), kWeb); }

  std::unique_ptr<ui::FontBook> fonts_;
  ui::Icons icons_;
  ui::Texts texts_;
};

// At half the size, greys for dots: as a camera a little way off sees the paper.
ui::Picture seen_from_afar(const ui::MonoPicture& mono) {
  ui::Picture out{mono.width_dots / 2, mono.height_dots / 2, {}};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const int black = mono.black(2 * x, 2 * y) + mono.black(2 * x + 1, 2 * y) +
                        mono.black(2 * x, 2 * y + 1) + mono.black(2 * x + 1, 2 * y + 1);
      const uint32_t grey = static_cast<uint32_t>(255 - black * 255 / 4);
      out.pixels.push_back(0xFF000000U | grey << 16 | grey << 8 | grey);
    }
  }
  return out;
}

// What a program that reads pictures finds in this one, white space removed. The command names the
// file as @.
std::string read_by(std::string command, const ui::Picture& picture) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / ("ticket-" + std::to_string(getpid()) + ".png");
  EXPECT_TRUE(ui::write_png(picture, file).ok());
  command.replace(command.find('@'), 1, file.string());
  FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  std::string text;
  for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe))
    if (!isspace(c)) text += static_cast<char>(c);
  EXPECT_EQ(WEXITSTATUS(pclose(pipe)), 0) << command;
  std::filesystem::remove(file);
  return text;
}

TEST_F(Paper, LooksAsItWasApproved) {
  for (const int width : {576, 384}) {
    EXPECT_GOLDEN(ui::to_picture(draw(facts(), width)),
                  std::filesystem::path(YICHUANG_KIOSK_GOLDEN) /
                      ("ticket-" + std::to_string(width) + ".png"));
  }
}

// What can be done with a missed number is the hall's rule, and the ticket's.
TEST_F(Paper, TellsWhatBecomesOfAMissedNumberByTheRuleOfItsHall) {
  State strict = sample_hall();
  strict.rules.missed_is_void = true;
  FlowTicket offline = sample_ticket();
  offline.token.clear();
  const TicketFacts usual = facts();
  const TicketFacts of_strict = ticket_facts(strict, sample_ticket(), kWeb);
  const TicketFacts without_code = ticket_facts(sample_hall(), offline, kWeb);
  struct Case {
    const TicketFacts& facts;
    bool reads_codes;
    const char* rule;
    const char* paper;  // without spaces
  };
  const Case cases[] = {{usual, true, "here", "过号不作废，用手机、取号机"},
                        {usual, false, "phone", "过号不作废，用手机，或到窗口"},
                        {without_code, true, "desk", "过号不作废，到窗口或导办台"},
                        {of_strict, true, "void", "过号作废，"}};
  const LocalTime at = Zone::open("Asia/Shanghai")->local(kSampleTime);
  for (const Case& each : cases) {
    EXPECT_EQ(missed_rule(each.facts, each.reads_codes), each.rule);
    for (const int width : {576, 384}) {
      const DrawnTicket drawn = draw_ticket(
          *fonts_, icons_, texts_, {each.facts, at, "kiosk-1", nullptr, each.reads_codes}, width);
      std::string words;
      for (const NativePart& part : drawn.native) words += part.text;
      EXPECT_NE(words.find(each.paper), std::string::npos) << words;
      EXPECT_EQ(words.find("…"), std::string::npos) << "cut: " << words;
    }
  }
  for (const int width : {576, 384})
    EXPECT_GOLDEN(
        ui::to_picture(draw(of_strict, width)),
        std::filesystem::path(YICHUANG_KIOSK_GOLDEN) / fmt::format("ticket-strict-{}.png", width));
}

TEST_F(Paper, TellsTheDocumentsToHaveReady) {
  const wire::ItemRecord item = sample_item();
  const LocalTime at = Zone::open("Asia/Shanghai")->local(kSampleTime);
  for (const int width : {576, 384}) {
    const DrawnTicket drawn =
        draw_ticket(*fonts_, icons_, texts_, {facts(), at, "kiosk-1", &item}, width);
    EXPECT_GOLDEN(ui::to_picture(drawn.picture),
                  std::filesystem::path(YICHUANG_KIOSK_GOLDEN) /
                      ("ticket-documents-" + std::to_string(width) + ".png"));
  }
}

// The notice, of an item that is decided later, for a fee, on many documents.
TEST_F(Paper, TheNoticeTellsAllThatAnItemTakes) {
  wire::ItemRecord item = sample_item();
  item.set_on_the_spot(false);
  item.set_statutory_working_days(20);
  item.set_promised_working_days(5);
  item.set_fee_fen(2000);
  item.mutable_fee_basis()->set_zh("苏价费〔2003〕232 号");
  for (int i = 0; i < 6; ++i) *item.add_documents() = item.documents(3);
  const LocalTime at = Zone::open("Asia/Shanghai")->local(kSampleTime);
  for (const int width : {576, 384}) {
    const DrawnTicket drawn =
        draw_notice(*fonts_, icons_, texts_, {"滨江区政务服务中心", item, "1–5 号", at}, width);
    EXPECT_GOLDEN(ui::to_picture(drawn.picture), std::filesystem::path(YICHUANG_KIOSK_GOLDEN) /
                                                     ("notice-" + std::to_string(width) + ".png"));
  }
}

TEST_F(Paper, OneThatWasGivenOfflineSaysSoAndHasNoCode) {
  FlowTicket ticket = sample_ticket();
  ticket.number = "X007";
  ticket.token.clear();
  ticket.offline = true;
  const TicketFacts facts = ticket_facts(sample_hall(), ticket, kWeb);
  for (const int width : {576, 384}) {
    const DrawnTicket drawn = draw_whole(facts, width);
    EXPECT_TRUE(std::ranges::none_of(
        drawn.native, [](const NativePart& part) { return part.kind == NativeKind::kQr; }));
    std::string said;
    for (const NativePart& part : drawn.native) said += part.text + " ";
    EXPECT_THAT(said, testing::HasSubstr("没有手机页面")) << "why there is none, and no scanning";
    EXPECT_THAT(said, testing::HasSubstr("No phone page, no scanning"));
    EXPECT_THAT(said, testing::Not(testing::HasSubstr("…"))) << "cut";
    EXPECT_GOLDEN(ui::to_picture(drawn.picture),
                  std::filesystem::path(YICHUANG_KIOSK_GOLDEN) /
                      ("ticket-offline-" + std::to_string(width) + ".png"));
  }
}

TEST_F(Paper, TheCodeOpensThePhonePage) {
  for (const int width : {576, 384}) {
    EXPECT_EQ(read_by("zbarimg --quiet --raw @", ui::to_picture(draw(facts(), width))), kUrl)
        << width << " dots";
  }
}

// OCR does not tell dashes, nor a nought from an O.
std::string as_ocr_sees(std::string text) {
  for (const char* dash : {"–", "—", "-", "~", "一"})
    for (size_t at; (at = text.find(dash)) != std::string::npos;)
      text.erase(at, std::string(dash).size());
  for (char& c : text)
    if (c == 'O' || c == 'o') c = '0';
  return text;
}

TEST_F(Paper, IsReadableByAMachine) {
  const std::string text =
      as_ocr_sees(read_by("OMP_THREAD_LIMIT=1 tesseract @ - -l chi_sim+eng --psm 3",
                          seen_from_afar(draw(facts(), 576))));
  for (const char* part : {"A012", "社会保障", "5人", "12–20分钟", "2025-05-20"})
    EXPECT_NE(text.find(as_ocr_sees(part)), std::string::npos) << part << " in: " << text;
}

TEST_F(Paper, LongNamesAndManyWindowsStayOnThePaper) {
  TicketFacts facts = this->facts();
  facts.hall_zh = "某某自治区某某市高新技术产业开发区政务服务和行政审批管理中心";
  facts.hall_en =
      "Government Affairs Service and Administrative Approval Centre of the High-tech Zone";
  facts.service_zh = "户籍迁移、居民身份证、居住证与出入境证件综合办理";
  facts.service_en = "Household registration, ID cards, residence permits and exit-entry papers";
  facts.ahead = 188;
  facts.wait_min_p50 = 345;
  facts.wait_min_p90 = 478;
  facts.windows.clear();
  for (WindowNumber i = 1; i < 60; i += 2) facts.windows.push_back(i);
  for (const int width : {576, 384}) {
    const ui::MonoPicture picture = draw(facts, width);
    for (int y = 0; y < picture.height_dots; ++y) {  // nothing touches an edge
      EXPECT_FALSE(picture.black(0, y)) << "row " << y;
      EXPECT_FALSE(picture.black(width - 1, y)) << "row " << y;
    }
    EXPECT_LT(picture.height_dots, 1900);
    EXPECT_GOLDEN(ui::to_picture(picture), std::filesystem::path(YICHUANG_KIOSK_GOLDEN) /
                                               ("ticket-long-" + std::to_string(width) + ".png"));
  }
}

TEST_F(Paper, GoesToThePrinterDotByDot) {
  const DrawnTicket drawn = draw_whole(facts(), 576);
  const ui::MonoPicture& picture = drawn.picture;
  const Raster raster = to_job(drawn).raster;
  ASSERT_EQ(raster.width_dots(), picture.width_dots);
  ASSERT_EQ(raster.rows(), picture.height_dots);
  size_t black = 0;
  for (int y = 0; y < raster.rows(); ++y) {
    for (int x = 0; x < raster.width_dots(); ++x) {
      ASSERT_EQ(raster.black(x, y), picture.black(x, y));
      black += raster.black(x, y);
    }
  }
  EXPECT_GT(black, 10'000u);
}

// A printer that writes lines itself must leave nothing of them to the picture, and take nothing
// else of it.
TEST_F(Paper, WhatAPrinterMayDrawItselfIsTheLinesAndTheCode) {
  for (const int width : {576, 384}) {
    const DrawnTicket drawn = draw_whole(facts(), width);
    const ui::MonoPicture& picture = drawn.picture;
    const auto white = [&](int y) {
      for (int x = 0; x < width; ++x)
        if (picture.black(x, y)) return false;
      return true;
    };
    std::string texts;
    int end = 0;
    for (const NativePart& part : drawn.native) {
      EXPECT_GE(part.first_row, end) << part.text << ": over the one before";
      end = part.first_row + part.rows;
      EXPECT_LE(end, picture.height_dots);
      EXPECT_TRUE(white(part.first_row) && white(end - 1)) << part.text << " at " << width;
      texts += part.text + "\n";
    }
    for (const char* text : {"社会保障\n", kUrl, "2025-05-20"})
      EXPECT_NE(texts.find(text), std::string::npos) << text << " not in:\n" << texts;
    EXPECT_EQ(texts.find("A012"), std::string::npos) << "the number stays the large picture";
  }
}

TEST(TicketFacts, AreTakenFromTheHall) {
  const TicketFacts facts = ticket_facts(sample_hall(), sample_ticket(), kWeb);
  EXPECT_EQ(facts.service_zh, "社会保障");
  EXPECT_EQ(facts.url, kUrl);
  EXPECT_EQ(facts.windows, (std::vector<WindowNumber>{1, 2, 3, 4, 5}));
}

TEST(TicketFacts, ARetiredWindowIsNotPromised) {
  State state = sample_hall();
  state.windows[2].retired = true;
  EXPECT_EQ(ticket_facts(state, sample_ticket(), kWeb).windows,
            (std::vector<WindowNumber>{1, 3, 4, 5}));
}

TEST(TicketFacts, AServiceThatLeftTheCatalogueStillHasItsNumber) {
  State state = sample_hall();
  FlowTicket ticket = sample_ticket();
  ticket.service = "gone";
  const TicketFacts facts = ticket_facts(state, ticket, kWeb);
  EXPECT_EQ(facts.number, "A012");
  EXPECT_TRUE(facts.windows.empty());
}

TEST(TicketFacts, WindowsAreDrawnTogetherInRuns) {
  EXPECT_EQ(window_ranges({}, ", "), "");
  EXPECT_EQ(window_ranges({3}, ", "), "3");
  EXPECT_EQ(window_ranges({3, 4}, ", "), "3, 4");
  EXPECT_EQ(window_ranges({1, 2, 3, 5, 8, 9, 10, 11}, "、"), "1–3、5、8–11");
}

TEST_F(Paper, TheWaitIsToldAsFarAsItIsKnown) {
  const auto words = [&](uint32_t ahead, uint32_t p50, uint32_t p90) {
    TicketFacts facts = this->facts();
    facts.ahead = ahead;
    facts.wait_min_p50 = p50;
    facts.wait_min_p90 = p90;
    return wait_words(texts_, "en", "kiosk.paper", facts);
  };
  EXPECT_EQ(words(5, 12, 20), "12–20 min");
  EXPECT_EQ(words(1, 12, 12), "about 12 min");
  EXPECT_EQ(words(0, 0, 0), "You are next");
  EXPECT_EQ(words(3, 0, 0), "Watch the board");
}

}  // namespace
}  // namespace yichuang::kiosk
