// What each screen says, in both languages.
#include "kiosk/spoken.h"

#include <gmock/gmock.h>

#include "tests/kiosk/screens_support.h"

namespace yichuang::kiosk {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const Kiosk& kiosk) { return spoken_page(kiosk.view, kiosk.screen()->nodes()); }

// What nobody may hear: a text's key, a hole in a text, a code, or a ticket's number in one piece.
void expect_fit_to_hear(const std::string& text) {
  EXPECT_FALSE(text.empty());
  EXPECT_THAT(text, AllOf(Not(HasSubstr("kiosk.")), Not(HasSubstr("{")), Not(HasSubstr("}")),
                          Not(HasSubstr("Zm9v")), Not(HasSubstr(kToken)), Not(HasSubstr("http"))));
  EXPECT_THAT(text, Not(ContainsRegex("[A-Z][0-9][0-9]")));
}

TEST(SpokenPage, SaysEveryScreenInBothLanguagesAndInBothTypes) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kStaffPin || screen == Screen::kStaff) continue;
    for (const bool en : {false, true}) {
      for (const bool large : {false, true}) {
        SCOPED_TRACE(std::string(name_of(screen)) + (en ? " en" : " zh") + (large ? " large" : ""));
        Kiosk kiosk;
        to(kiosk, screen);
        if (en) english(kiosk);
        if (large) elder(kiosk);
        const std::string page = page_of(kiosk);
        expect_fit_to_hear(page);
        PlainRoom room = look_of(kiosk.driven.flow).room(kiosk.driven.flow);
        room.details = false;
        const PlainPage shown = plain_page(kiosk.view, room);
        EXPECT_THAT(page, HasSubstr(shown.title));
        for (const std::string& line : shown.lines) EXPECT_THAT(page, HasSubstr(line));
        EXPECT_TRUE(page.ends_with(en ? "." : "。")) << page;
        const bool has_hanzi =
            page.find("您") != std::string::npos || page.find("按钮") != std::string::npos;
        if (en) {
          EXPECT_FALSE(has_hanzi) << page;
        }
        for (const ui::Node& node : kiosk.screen()->nodes())
          expect_fit_to_hear(spoken_node(kiosk.view, node, kiosk.screen()->nodes()));
      }
    }
  }
}

// It said so while the server was away, through which staff would have heard.
TEST(SpokenPage, StaffWereToldOfThePrinterOnlyIfTheServerIsThere) {
  const std::vector<PrinterFacts> troubles = {
      {.away = false, .paper_out = true}, {.away = false, .cover_open = true}, {.away = true}};
  for (const PrinterFacts& trouble : troubles) {
    Kiosk kiosk;
    kiosk.printer_is(trouble);
    kiosk.driven.send(ServiceChosen{"social"});
    kiosk.driven.send(IssueAnswered{kiosk.driven.flow.request, issued(7)});
    ASSERT_EQ(kiosk.driven.flow.screen, Screen::kChoice);
    EXPECT_THAT(page_of(kiosk), AllOf(HasSubstr("已通知工作人员"), Not(HasSubstr("请告诉导办台"))));
    kiosk.driven.send(HallChanged{false, 8, false});
    EXPECT_THAT(page_of(kiosk), AllOf(HasSubstr("请告诉导办台"), Not(HasSubstr("已通知工作人员"))));
    english(kiosk);
    EXPECT_THAT(page_of(kiosk),
                AllOf(HasSubstr("tell the guide desk"), Not(HasSubstr("been told"))));
  }
}

TEST(SpokenPage, NothingOfWhatStaffType) {
  Kiosk kiosk;
  to(kiosk, Screen::kStaffPin);
  for (const char digit : {'1', '3', '5'}) kiosk.driven.send(DigitChosen{digit});
  EXPECT_THAT(spoken_page(kiosk.view, {}), Not(testing::ContainsRegex("[135]")));
}

TEST(SpokenPage, SpellsTheNumber) {
  Kiosk kiosk;
  to(kiosk, Screen::kDone);
  EXPECT_THAT(page_of(kiosk), HasSubstr("您的号码是 A零一二。"));
  english(kiosk);
  EXPECT_THAT(page_of(kiosk), HasSubstr("Your number is A, zero one two."));
}

TEST(SpokenPage, OfATicketSaysServiceWaitAndCounters) {
  Kiosk kiosk;
  to(kiosk, Screen::kDone);
  english(kiosk);
  EXPECT_THAT(page_of(kiosk),
              AllOf(HasSubstr("For Social insurance."), HasSubstr("Ahead of you 5 people."),
                    HasSubstr("12–20 min"), HasSubstr("Counters ")));
}

TEST(SpokenPage, OfATicketsOwnScreenSaysHowManyPapersAreHandedIn) {
  Kiosk kiosk;
  to_ticket_with_papers(kiosk, wire::TICKET_PHASE_WAITING);
  english(kiosk);
  kiosk.driven.send(SpokenChosen{true});
  EXPECT_THAT(page_of(kiosk), HasSubstr("1 of 3 papers handed in"));
}

TEST(SpokenPage, OfAPaperlessTicketTellsOfTheCodeAndKeepsIt) {
  Kiosk kiosk;
  to(kiosk, Screen::kChoice);
  kiosk.driven.send(PaperlessChosen{});
  english(kiosk);
  const std::string page = page_of(kiosk);
  EXPECT_THAT(page, HasSubstr("A code for a phone is on the screen."));
  expect_fit_to_hear(page);
}

TEST(SpokenPage, OfTheChoiceSaysWhyAndThatTheNumberIsKept) {
  Kiosk kiosk;
  to(kiosk, Screen::kPrinting);
  kiosk.printer_is({.away = false, .paper_out = true});
  kiosk.driven.send(
      PrintFinished{kiosk.driven.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
  english(kiosk);
  EXPECT_THAT(page_of(kiosk),
              AllOf(HasSubstr("out of paper"), HasSubstr("Number A, zero one two is kept"),
                    HasSubstr("Not available now: Print again")));
}

TEST(SpokenPage, BeginsWithAnEmergency) {
  Kiosk kiosk;
  kiosk.hall.emergency.zh = "请从西门离开";
  kiosk.hall.emergency.en = "Leave by the west door";
  EXPECT_TRUE(page_of(kiosk).starts_with("请从西门离开。"));
  english(kiosk);
  EXPECT_TRUE(page_of(kiosk).starts_with("Leave by the west door."));
}

TEST(SpokenPage, OfTheHomeScreenSaysWhatIsWrong) {
  Kiosk kiosk;
  english(kiosk);
  EXPECT_THAT(page_of(kiosk), Not(HasSubstr("printer")));
  kiosk.printer_is({.away = false, .paper_out = true});
  kiosk.driven.send(HallChanged{false, 8, true});
  EXPECT_THAT(page_of(kiosk), AllOf(HasSubstr("The printer is out of paper"),
                                    HasSubstr("Server out of reach"), HasSubstr("10:18")));
}

TEST(SpokenPage, OfTheSearchSaysTheLettersOneByOne) {
  Kiosk kiosk;
  to(kiosk, Screen::kSearch);
  kiosk.driven.send(LetterTyped{'s'}).send(LetterTyped{'b'});
  english(kiosk);
  EXPECT_THAT(page_of(kiosk), HasSubstr("Typed: s b."));
}

// Else it would be read again and again.
TEST(SpokenPage, DoesNotChangeWithTheSeconds) {
  for (const Screen screen : kScreens) {
    SCOPED_TRACE(name_of(screen));
    Kiosk kiosk;
    to(kiosk, screen);
    kiosk.driven.send(SpokenChosen{true});
    const std::string page = page_of(kiosk);
    kiosk.hall.services[0].lines.walk_ins.at(wire::PRIORITY_CLASS_ORDINARY) = {};
    kiosk.driven.pass(1'000);
    EXPECT_EQ(page_of(kiosk), page);
  }
}

TEST(SpokenNode, SaysWhichOfHowMany) {
  Kiosk kiosk;
  english(kiosk);
  const auto screen = kiosk.screen();
  const std::vector<ui::Node> nodes = screen->nodes();
  // In the order in which the keys go.
  int current = 0;
  for (size_t place = 1; place <= nodes.size(); ++place) {
    const auto node = ui::node_after(nodes, current, 1);
    ASSERT_TRUE(node);
    current = node->id;
    EXPECT_THAT(
        spoken_node(kiosk.view, *node, nodes),
        HasSubstr("Button " + std::to_string(place) + " of " + std::to_string(nodes.size()) + "."));
  }
  EXPECT_THAT(spoken_node(kiosk.view, nodes[0], nodes),
              testing::StartsWith("Social insurance, 5 waiting, "));
}

TEST(SpokenNode, SaysWhatIsNotAvailable) {
  Kiosk kiosk;
  ui::Node node;
  node.id = 7;
  node.label = "打印";
  node.enabled = false;
  EXPECT_EQ(spoken_node(kiosk.view, node, {node}), "暂时不能用的有 打印。");
}

TEST(SpokenWarning, SaysWhenWhatAndHowToStay) {
  Kiosk kiosk;
  to(kiosk, Screen::kTrouble);
  english(kiosk);
  kiosk.driven.send(SpokenChosen{true}).pass(110'000);
  EXPECT_EQ(spoken_warning(kiosk.view),
            "Are you still there? Back to start in 10 seconds. Press any key to stay.");
  to(kiosk, Screen::kChoice);
  kiosk.driven.send(SpokenChosen{true}).pass(111'500);
  EXPECT_THAT(spoken_warning(kiosk.view), AllOf(HasSubstr("9 秒"), HasSubstr("号码仍然有效")));
}

TEST(Focus, OfBothTypesOfScreenIsToldToTheProgram) {
  for (const bool large : {false, true}) {
    Kiosk kiosk;
    if (large) elder(kiosk);
    std::vector<std::string> told;
    kiosk.view.focused = [&](const ui::Node& node) { told.push_back(node.label); };
    const auto screen = kiosk.screen();
    ui::Screen& shown = *screen;
    shown.on_focus(shown.nodes().front());
    EXPECT_EQ(told, std::vector{shown.nodes().front().label});
  }
}

}  // namespace
}  // namespace yichuang::kiosk
