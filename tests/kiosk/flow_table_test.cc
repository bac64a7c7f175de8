#include "kiosk/flow.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

// --- Every screen times every event --------------------------------------------------------------

struct NamedEvent {
  const char* name;
  std::function<FlowEvent(const Flow&)> make;
};

const std::vector<NamedEvent>& every_event() {
  static const std::vector<NamedEvent> events = {
      {"service", [](const Flow&) { return ServiceChosen{"tax"}; }},
      {"code", [](const Flow&) { return CodeRead{kToken}; }},
      {"foreign code", [](const Flow&) { return CodeRead{}; }},
      {"reactivate", [](const Flow&) { return ReactivateChosen{}; }},
      {"withdraw", [](const Flow&) { return WithdrawChosen{}; }},
      {"keep", [](const Flow&) { return KeepChosen{}; }},
      {"found",
       [](const Flow& f) {
         return TicketAnswered{f.request, found(wire::TICKET_PHASE_WAITING)};
       }},
      {"no such ticket",
       [](const Flow& f) {
         return TicketAnswered{f.request, refused(wire::REFUSAL_UNKNOWN_TICKET)};
       }},
      {"not found out",
       [](const Flow& f) {
         return TicketAnswered{f.request, {Outcome::Kind::kUnanswered, {}}};
       }},
      {"found, other request",
       [](const Flow& f) {
         return TicketAnswered{f.request + 9, found(wire::TICKET_PHASE_WAITING)};
       }},
      {"paper taken", [](const Flow&) { return PaperTaken{}; }},
      {"reprint", [](const Flow&) { return ReprintChosen{}; }},
      {"paperless", [](const Flow&) { return PaperlessChosen{}; }},
      {"home", [](const Flow&) { return HomeChosen{}; }},
      {"language", [](const Flow&) { return LanguageChosen{Language::kEnglish}; }},
      {"card",
       [](const Flow&) {
         return CardSeen{CardOutcome::kRead, std::string(16, 'p'), true};
       }},
      {"card moved",
       [](const Flow&) {
         return CardSeen{CardOutcome::kMoved, "", false};
       }},
      {"without card", [](const Flow&) { return WithoutCardChosen{}; }},
      {"card reader lost", [](const Flow&) { return CardReaderChanged{false}; }},
      {"corner", [](const Flow&) { return CornerTouched{}; }},
      {"digit", [](const Flow&) { return DigitChosen{'1'}; }},
      {"erase", [](const Flow&) { return DigitErased{}; }},
      {"pin right", [](const Flow&) { return PinAnswered{true}; }},
      {"pin wrong", [](const Flow&) { return PinAnswered{false}; }},
      {"staff act", [](const Flow&) { return StaffActChosen{StaffAct::kTestPrint}; }},
      {"elder", [](const Flow&) { return ElderChosen{true}; }},
      {"contrast", [](const Flow&) { return ContrastChosen{true}; }},
      {"low", [](const Flow&) { return LowChosen{true}; }},
      {"access", [](const Flow&) { return AccessChosen{true}; }},
      {"offices", [](const Flow&) { return OfficesChosen{}; }},
      {"office", [](const Flow&) { return OfficeChosen{"公安局"}; }},
      {"spoken", [](const Flow&) { return SpokenChosen{true}; }},
      {"help", [](const Flow&) { return HelpChosen{}; }},
      {"page", [](const Flow&) { return PageChosen{1}; }},
      {"touch", [](const Flow&) { return Touched{}; }},
      {"issued",
       [](const Flow& f) {
         return IssueAnswered{f.request, issued(77)};
       }},
      {"issue refused",
       [](const Flow& f) {
         return IssueAnswered{f.request, refused(wire::REFUSAL_BUSY)};
       }},
      {"issued, other request",
       [](const Flow& f) {
         return IssueAnswered{f.request + 9, issued(78)};
       }},
      {"confirmed",
       [](const Flow& f) {
         return ConfirmAnswered{f.ticket.key, done()};
       }},
      {"confirm refused",
       [](const Flow& f) {
         return ConfirmAnswered{f.ticket.key, refused(wire::REFUSAL_WRONG_PHASE)};
       }},
      {"printed",
       [](const Flow& f) {
         return PrintFinished{f.job, PrintOutcome::kPrinted, PrintReason::kNone};
       }},
      {"print failed",
       [](const Flow& f) {
         return PrintFinished{f.job, PrintOutcome::kFailed, PrintReason::kPaperOut};
       }},
      {"print unknown",
       [](const Flow& f) {
         return PrintFinished{f.job, PrintOutcome::kUnknown, PrintReason::kUnplugged};
       }},
      {"printed, other job",
       [](const Flow& f) {
         return PrintFinished{f.job + 9, PrintOutcome::kPrinted, PrintReason::kNone};
       }},
      {"printer stops", [](const Flow&) { return PrinterChanged{DeviceCondition::kStopped}; }},
      {"hall fresh",
       [](const Flow&) {
         return HallChanged{true, 8};
       }},
      {"hall away",
       [](const Flow&) {
         return HallChanged{false, 8};
       }},
      {"hall away, own numbers",
       [](const Flow&) {
         return HallChanged{false, 8, true};
       }},
      {"own number",
       [](const Flow& f) {
         FlowTicket ticket;
         ticket.key = 0x8000'0001U;
         ticket.offline = true;
         return NumberGiven{f.request, ticket};
       }},
      {"ticket seen", [](const Flow&) { return TicketSeen{79}; }},
      {"ticket lost", [](const Flow& f) { return TicketLost{f.ticket.key}; }},
      {"other ticket lost", [](const Flow&) { return TicketLost{5}; }},
      {"confirm unsent",
       [](const Flow& f) {
         return ConfirmAnswered{f.ticket.key, {Outcome::Kind::kUnavailable, {}}};
       }},
      {"items", [](const Flow&) { return ItemsChanged{84}; }},
      {"letter", [](const Flow&) { return LetterTyped{'s'}; }},
      {"letter erased", [](const Flow&) { return LetterErased{}; }},
      {"item",
       [](const Flow&) {
         return ItemChosen{"social-card", "social"};
       }},
      {"item taken", [](const Flow&) { return ItemTaken{}; }},
      {"notice", [](const Flow&) { return NoticeChosen{}; }},
      {"papers",
       [](const Flow&) {
         return PapersChosen{"social-card", 4};
       }},
      {"paper", [](const Flow&) { return PaperChosen{1}; }},
      {"scan", [](const Flow&) { return ScanChosen{}; }},
      {"stop", [](const Flow&) { return StopChosen{}; }},
      {"page opened", [](const Flow&) { return PageOpened{0}; }},
      {"page kept", [](const Flow&) { return PageKept{}; }},
      {"page dropped", [](const Flow&) { return PageDropped{}; }},
      {"page moved", [](const Flow&) { return PageMoved{true}; }},
      {"paper done", [](const Flow&) { return PaperDone{}; }},
      {"page scanned",
       [](const Flow& f) {
         return PageScanned{f.papers.job, {9, scan::Verdict::kGood}};
       }},
      {"scanned nothing",
       [](const Flow& f) {
         return ScanFinished{f.papers.job, {}};
       }},
      {"scan progressed",
       [](const Flow& f) {
         return ScanProgressed{f.papers.job, 10};
       }},
      {"paper filed",
       [](const Flow&) {
         return PaperFiled{1, "d"};
       }},
      {"paper sent", [](const Flow&) { return PaperSent{"d"}; }},
      {"papers found",
       [](const Flow&) {
         return PapersFound{12, {{1, 3, "", false, true}}, true};
       }},
      {"scanner lost", [](const Flow&) { return ScannerChanged{Scanning::kScannerAway}; }},
      {"search", [](const Flow&) { return SearchChosen{}; }},
      {"emergency", [](const Flow&) { return EmergencyChanged{true}; }},
      {"emergency over", [](const Flow&) { return EmergencyChanged{false}; }},
      {"program ends", [](const Flow&) { return ProgramEnds{}; }},
      {"time, early", [](const Flow&) { return TimePassed{}; }},
  };
  return events;
}

// Where an event leads, where that is not "stays".
const std::map<std::pair<Screen, std::string>, Screen>& moves() {
  static const auto all = [] {
    std::map<std::pair<Screen, std::string>, Screen> table = {
        {{Screen::kEmergency, "emergency over"}, Screen::kServices},
        {{Screen::kServices, "service"}, Screen::kIssuing},
        {{Screen::kServices, "hall away"}, Screen::kAway},
        {{Screen::kServices, "code"}, Screen::kLooking},
        {{Screen::kServices, "foreign code"}, Screen::kTrouble},
        {{Screen::kWelcome, "home"}, Screen::kServices},
        {{Screen::kWelcome, "touch"}, Screen::kServices},
        {{Screen::kWelcome, "language"}, Screen::kServices},
        {{Screen::kWelcome, "elder"}, Screen::kServices},
        {{Screen::kWelcome, "contrast"}, Screen::kServices},
        {{Screen::kWelcome, "low"}, Screen::kServices},
        {{Screen::kWelcome, "access"}, Screen::kServices},
        {{Screen::kWelcome, "spoken"}, Screen::kServices},
        {{Screen::kWelcome, "help"}, Screen::kServices},
        {{Screen::kWelcome, "corner"}, Screen::kServices},
        {{Screen::kWelcome, "code"}, Screen::kLooking},
        {{Screen::kWelcome, "foreign code"}, Screen::kTrouble},
        {{Screen::kWelcome, "hall away"}, Screen::kAway},
        {{Screen::kLooking, "found"}, Screen::kMyTicket},
        {{Screen::kLooking, "no such ticket"}, Screen::kIssuing},
        {{Screen::kLooking, "not found out"}, Screen::kTrouble},
        {{Screen::kMyTicket, "code"}, Screen::kLooking},
        {{Screen::kMyTicket, "foreign code"}, Screen::kTrouble},
        {{Screen::kMyTicket, "home"}, Screen::kServices},
        {{Screen::kMyTicket, "reactivate"}, Screen::kLooking},
        {{Screen::kDone, "code"}, Screen::kLooking},
        {{Screen::kDone, "foreign code"}, Screen::kTrouble},
        {{Screen::kTrouble, "code"}, Screen::kLooking},
        {{Screen::kIdentify, "card"}, Screen::kIssuing},
        {{Screen::kIdentify, "without card"}, Screen::kIssuing},
        {{Screen::kIdentify, "home"}, Screen::kServices},
        {{Screen::kIdentify, "code"}, Screen::kLooking},
        {{Screen::kIdentify, "foreign code"}, Screen::kTrouble},
        {{Screen::kStaffPin, "pin right"}, Screen::kStaff},
        {{Screen::kStaffPin, "home"}, Screen::kServices},
        {{Screen::kStaff, "home"}, Screen::kServices},
        {{Screen::kIssuing, "issued"}, Screen::kPrinting},
        {{Screen::kIssuing, "own number"}, Screen::kPrinting},
        {{Screen::kAway, "hall away, own numbers"}, Screen::kServices},
        {{Screen::kIssuing, "issue refused"}, Screen::kTrouble},
        {{Screen::kPrinting, "printed"}, Screen::kDone},
        {{Screen::kPrinting, "print failed"}, Screen::kChoice},
        {{Screen::kPrinting, "print unknown"}, Screen::kChoice},
        {{Screen::kPrinting, "ticket lost"}, Screen::kTrouble},
        {{Screen::kChoice, "paper taken"}, Screen::kDone},
        {{Screen::kChoice, "reprint"}, Screen::kPrinting},
        {{Screen::kChoice, "paperless"}, Screen::kDone},
        {{Screen::kChoice, "home"}, Screen::kServices},
        {{Screen::kChoice, "printed"}, Screen::kDone},
        {{Screen::kChoice, "ticket lost"}, Screen::kTrouble},
        {{Screen::kPrinting, "program ends"}, Screen::kServices},
        {{Screen::kChoice, "program ends"}, Screen::kServices},
        {{Screen::kDone, "confirm unsent"}, Screen::kTrouble},
        {{Screen::kDone, "home"}, Screen::kServices},
        {{Screen::kDone, "confirm refused"}, Screen::kTrouble},
        {{Screen::kDone, "ticket lost"}, Screen::kTrouble},
        {{Screen::kTrouble, "home"}, Screen::kServices},
        {{Screen::kAway, "hall fresh"}, Screen::kServices},
        {{Screen::kSearch, "item"}, Screen::kItem},
        {{Screen::kSearch, "home"}, Screen::kServices},
        {{Screen::kSearch, "code"}, Screen::kLooking},
        {{Screen::kSearch, "foreign code"}, Screen::kTrouble},
        {{Screen::kItem, "item taken"}, Screen::kIssuing},
        {{Screen::kItem, "home"}, Screen::kSearch},
        {{Screen::kItem, "code"}, Screen::kLooking},
        {{Screen::kItem, "foreign code"}, Screen::kTrouble},
        {{Screen::kPapers, "code"}, Screen::kLooking},
        {{Screen::kPapers, "foreign code"}, Screen::kTrouble},
        {{Screen::kPapers, "home"}, Screen::kServices},
        {{Screen::kPapers, "paper"}, Screen::kPages},
        {{Screen::kPages, "scan"}, Screen::kScanning},
        {{Screen::kPages, "home"}, Screen::kPapers},
        {{Screen::kScanning, "scanned nothing"}, Screen::kPages},
        {{Screen::kPage, "home"}, Screen::kPages},
        {{Screen::kPage, "page kept"}, Screen::kPages},
        {{Screen::kPage, "page dropped"}, Screen::kPages},
        {{Screen::kPage, "scan"}, Screen::kScanning},
    };
    for (const Screen screen : kScreens)
      if (screen != Screen::kPrinting) table[{screen, "emergency"}] = Screen::kEmergency;
    return table;
  }();
  return all;
}

// A flow on a screen that stands otherwise than by the shortest way there, and where that leads
// elsewhere than the table above says.
struct Otherwise {
  const char* name;
  Screen screen;
  void (*arrange)(Driven&);
  std::map<std::string, Screen> moves;
};

const std::vector<Otherwise>& otherwise() {
  static const std::vector<Otherwise> all = {
      {"a reader of ID cards",
       Screen::kServices,
       [](Driven& d) { d.send(CardReaderChanged{true}); },
       {{"service", Screen::kIdentify}}},
      {"items are known",
       Screen::kServices,
       [](Driven& d) { d.send(ItemsChanged{84}); },
       {{"search", Screen::kSearch}}},
      {"a panel for staff",
       Screen::kServices,
       [](Driven& d) {
         d.flow.has_staff_panel = true;
         for (int i = 1; i < StaffGate::kCornerTouches; ++i) d.send(CornerTouched{});
       },
       {{"corner", Screen::kStaffPin}}},
      {"own numbers",
       Screen::kServices,
       [](Driven& d) {
         d.send(HallChanged{false, 8, true});
       },
       {{"code", Screen::kTrouble}}},
      {"large, low and in English",
       Screen::kServices,
       [](Driven& d) { d.send(LanguageChosen{Language::kEnglish}).send(LowChosen{true}); },
       {}},
      {"an item's number, with a card",
       Screen::kIdentify,
       [](Driven& d) {
         d.send(HomeChosen{}).send(ItemsChanged{84}).send(SearchChosen{});
         d.send(ItemChosen{"social-card", "social"}).send(ItemTaken{});
       },
       {}},
      {"the printer has stopped",
       Screen::kIssuing,
       [](Driven& d) { d.send(PrinterChanged{DeviceCondition::kStopped}); },
       {{"issued", Screen::kChoice}, {"own number", Screen::kChoice}}},
      {"an emergency meanwhile",
       Screen::kPrinting,
       [](Driven& d) { d.send(EmergencyChanged{true}); },
       {{"printed", Screen::kEmergency},
        {"print failed", Screen::kEmergency},
        {"print unknown", Screen::kEmergency},
        {"ticket lost", Screen::kEmergency},
        {"program ends", Screen::kEmergency}}},
      {"surely no paper",
       Screen::kChoice,
       [](Driven& d) {
         d.send(ReprintChosen{});
         d.flow.maybe_printed = false;
         d.send(PrintFinished{d.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
       },
       {{"paper taken", Screen::kChoice}}},
      {"the printer has stopped",
       Screen::kChoice,
       [](Driven& d) { d.send(PrinterChanged{DeviceCondition::kStopped}); },
       {{"reprint", Screen::kChoice}}},
      {"paperless",
       Screen::kDone,
       [](Driven& d) {
         d = driven_to(Screen::kChoice);
         d.send(PaperlessChosen{});
       },
       {}},
      {"papers can be scanned",
       Screen::kDone,
       [](Driven& d) { d.send(ScannerChanged{Scanning::kReady}); },
       {{"papers", Screen::kPapers}}},
      {"it waits",
       Screen::kMyTicket,
       [](Driven& d) {
         d = driven_to(Screen::kLooking);
         d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_WAITING)});
       },
       {{"reactivate", Screen::kMyTicket}}},
      {"sure to give it up?",
       Screen::kMyTicket,
       [](Driven& d) { d.send(WithdrawChosen{}); },
       {{"withdraw", Screen::kLooking}}},
      {"papers can be scanned",
       Screen::kMyTicket,
       [](Driven& d) { d.send(ScannerChanged{Scanning::kReady}); },
       {{"papers", Screen::kPapers}}},
      {"a change was asked for",
       Screen::kLooking,
       [](Driven& d) {
         d = driven_to(Screen::kMyTicket);
         d.send(ReactivateChosen{});
       },
       {{"found", Screen::kLooking}, {"no such ticket", Screen::kTrouble}}},
      {"there are pages",
       Screen::kPages,
       [](Driven& d) { scan_page(d.send(ScanChosen{}), 1).send(PageKept{}); },
       {{"home", Screen::kPages}, {"page opened", Screen::kPage}, {"paper done", Screen::kPapers}}},
      {"sure to forget them?",
       Screen::kPages,
       [](Driven& d) { scan_page(d.send(ScanChosen{}), 1).send(PageKept{}).send(HomeChosen{}); },
       {{"home", Screen::kPapers},
        {"page opened", Screen::kPage},
        {"paper done", Screen::kPapers}}},
      {"all the room is taken",
       Screen::kPages,
       [](Driven& d) {
         for (size_t i = 0; i < kPagesPerPaperMax; ++i)
           scan_page(d.send(ScanChosen{}), i + 1).send(PageKept{});
       },
       {{"scan", Screen::kPages},
        {"home", Screen::kPages},
        {"page opened", Screen::kPage},
        {"paper done", Screen::kPapers}}},
      {"the offices",
       Screen::kSearch,
       [](Driven& d) { d.send(OfficesChosen{}); },
       {{"home", Screen::kSearch}}},
      {"one office's items",
       Screen::kSearch,
       [](Driven& d) { d.send(OfficesChosen{}).send(OfficeChosen{"公安局"}); },
       {{"home", Screen::kSearch}}},
      {"a reader of ID cards",
       Screen::kItem,
       [](Driven& d) { d.send(CardReaderChanged{true}); },
       {{"item taken", Screen::kIdentify}}},
      {"and the server away",
       Screen::kEmergency,
       [](Driven& d) {
         d.send(HallChanged{false, 8});
       },
       {{"emergency over", Screen::kAway}}},
  };
  return all;
}

void expect_move(Driven d, const NamedEvent& event, Screen expected) {
  const FlowEvent sent = event.make(d.flow);
  d.send(sent);
  EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(expected)));
}

// A new event has no place in the program before it has one in this test.
TEST(Flow, TheTableKnowsEveryEvent) {
  std::set<size_t> known;
  for (const NamedEvent& event : every_event())
    known.insert(event.make(driven_to(Screen::kPage).flow).index());
  EXPECT_EQ(known.size(), std::variant_size_v<FlowEvent>);
}

TEST(Flow, HoweverAScreenStandsEveryEventHasItsNextScreen) {
  for (const Otherwise& each : otherwise()) {
    size_t moved = 0;
    for (const NamedEvent& event : every_event()) {
      SCOPED_TRACE(std::string(name_of(each.screen)) + ", " + each.name + " × " + event.name);
      Driven d = driven_to(each.screen);
      each.arrange(d);
      ASSERT_EQ(name_of(d.flow.screen), std::string(name_of(each.screen)));
      const auto own = each.moves.find(event.name);
      const auto usual = moves().find({each.screen, event.name});
      moved += own != each.moves.end();
      expect_move(d, event,
                  own != each.moves.end()  ? own->second
                  : usual != moves().end() ? usual->second
                                           : each.screen);
    }
    EXPECT_EQ(moved, each.moves.size()) << each.name << ": an event that does not exist";
  }
}

TEST(Flow, EveryScreenTimesEveryEventHasItsNextScreen) {
  size_t moved = 0;
  for (Screen screen : kScreens) {
    for (const NamedEvent& event : every_event()) {
      SCOPED_TRACE(std::string(name_of(screen)) + " × " + event.name);
      Driven d = driven_to(screen);
      ASSERT_EQ(name_of(d.flow.screen), std::string(name_of(screen)));
      const auto move = moves().find({screen, event.name});
      const Screen expected = move == moves().end() ? screen : move->second;
      moved += move != moves().end();
      expect_move(d, event, expected);
    }
  }
  EXPECT_EQ(moved, moves().size());  // the table names no event that does not exist
}

TEST(Flow, EveryScreenEndsByItselfOrIsAHome) {
  const std::map<Screen, Screen> ends = {
      {Screen::kServices, Screen::kServices}, {Screen::kWelcome, Screen::kWelcome},
      {Screen::kIssuing, Screen::kTrouble},   {Screen::kPrinting, Screen::kChoice},
      {Screen::kChoice, Screen::kServices},   {Screen::kDone, Screen::kServices},
      {Screen::kTrouble, Screen::kServices},  {Screen::kLooking, Screen::kTrouble},
      {Screen::kMyTicket, Screen::kServices}, {Screen::kIdentify, Screen::kServices},
      {Screen::kStaffPin, Screen::kServices}, {Screen::kStaff, Screen::kServices},
      {Screen::kAway, Screen::kAway},         {Screen::kPapers, Screen::kServices},
      {Screen::kPages, Screen::kServices},    {Screen::kScanning, Screen::kPages},
      {Screen::kPage, Screen::kServices},     {Screen::kSearch, Screen::kServices},
      {Screen::kItem, Screen::kServices},     {Screen::kEmergency, Screen::kEmergency}};
  for (Screen screen : kScreens) {
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.pass(3'600'000);
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(ends.at(screen))));
  }
}

}  // namespace
}  // namespace yichuang::kiosk
