// Long random walks through the flow against a little world of its own (a server, a printer, a
// feed), checking what must hold whatever happens. A failure prints its seed.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

struct World {
  Driven d;
  std::mt19937 dice;
  std::vector<uint64_t> asked;         // requests for a ticket, not answered yet
  std::vector<AskTicket> looked;       // questions about a ticket, the same
  std::map<uint32_t, uint32_t> lives;  // ticket → how often confirmed or cancelled
  std::set<uint32_t> maybe_printed;    // a job of theirs ended, and nobody knows what came out
  std::set<uint32_t> unheard;          // issued, and its answer was lost: only the feed tells
  uint32_t next_ticket = 1;
  uint64_t prints = 0;
  uint64_t check_ins = 0;
  uint64_t unsaid = 0;  // confirmed as printed without the printer's word

  uint64_t filed = 0;
  uint64_t notices = 0;
  uint64_t staff_acts = 0;
  uint64_t scan_job = 0;
  uint32_t pages_left = 0;  // that this job will bring
  uint64_t next_page = 0;
  std::set<uint64_t> desk;      // pages that lie there
  std::vector<uint32_t> files;  // ordinals of papers that are being sealed
  bool pin_asked = false;
  std::set<Screen> seen;

  explicit World(uint32_t seed) : d(driven_to(Screen::kServices)), dice(seed) {
    d.flow.has_staff_panel = true;
    d.flow.times.welcome_ms = 20'000;
  }

  uint32_t roll(uint32_t sides) { return static_cast<uint32_t>(dice()) % sides; }

  void send(const FlowEvent& event) {
    const Screen before = d.flow.screen;
    note_what_came_out(event);
    d.send(event);
    for (const FlowEffect& effect : d.effects) carry_out(effect, event, before);
    if (d.flow.screen == Screen::kDone || d.flow.screen == Screen::kPrinting ||
        d.flow.screen == Screen::kChoice) {
      ASSERT_NE(d.flow.ticket.key, 0u);
    } else {
      ASSERT_EQ(d.flow.ticket.key, 0u);
    }
    ASSERT_LE(d.flow.known_tickets.size(), 32u);
    if (is_home(d.flow.screen)) check_nothing_is_left();
    ASSERT_TRUE(!d.flow.emergency || d.flow.screen == Screen::kPrinting ||
                d.flow.screen == Screen::kEmergency)
        << name_of(d.flow.screen);
    seen.insert(d.flow.screen);
  }

  static bool is_home(Screen screen) {
    return screen == Screen::kServices || screen == Screen::kWelcome || screen == Screen::kAway ||
           screen == Screen::kEmergency;
  }

  void check_nothing_is_left() {
    ASSERT_TRUE(desk.empty()) << "a page lies on the desk";
    ASSERT_EQ(d.flow.papers.ticket, 0u);
    ASSERT_TRUE(d.flow.person.empty() && d.flow.code.empty() && d.flow.query.empty());
    ASSERT_EQ(d.flow.mine.ByteSizeLong(), 0u);
    ASSERT_EQ(d.flow.gate.typed(), 0u);
  }

  void note_what_came_out(const FlowEvent& event) {
    if (d.flow.screen != Screen::kPrinting) return;
    const auto* finished = std::get_if<PrintFinished>(&event);
    const bool unknown =
        finished && finished->job == d.flow.job && finished->outcome == PrintOutcome::kUnknown;
    const bool silent =
        std::holds_alternative<ProgramEnds>(event) ||
        (std::holds_alternative<TimePassed>(event) && d.now_ms >= d.flow.deadline_ms);
    if (unknown || silent) maybe_printed.insert(d.flow.ticket.key);
  }

  // Printed: the printer says so, or the citizen does, or nobody does and it may be.
  void check_printed(uint32_t ticket, const FlowEvent& cause, Screen before) {
    if (const auto* finished = std::get_if<PrintFinished>(&cause)) {
      ASSERT_TRUE(finished->outcome == PrintOutcome::kPrinted ||
                  (d.flow.emergency && maybe_printed.contains(ticket)));
      return;
    }
    ASSERT_TRUE(std::holds_alternative<PaperTaken>(cause) ||
                std::holds_alternative<TimePassed>(cause) ||
                std::holds_alternative<EmergencyChanged>(cause) ||
                std::holds_alternative<ProgramEnds>(cause));
    ASSERT_TRUE(before == Screen::kChoice ||
                (before == Screen::kPrinting &&
                 (std::holds_alternative<ProgramEnds>(cause) || d.flow.emergency)));
    ASSERT_TRUE(maybe_printed.contains(ticket));
    ++unsaid;
  }

  void carry_out(const FlowEffect& effect, const FlowEvent& cause, Screen before) {
    if (const auto* issue = std::get_if<AskIssue>(&effect)) {
      ASSERT_TRUE(std::holds_alternative<ServiceChosen>(cause) ||
                  std::holds_alternative<ItemTaken>(cause) ||
                  std::holds_alternative<WithoutCardChosen>(cause) ||
                  std::holds_alternative<CardSeen>(cause));
      ASSERT_EQ(issue->person.empty(), !std::holds_alternative<CardSeen>(cause));
      asked.push_back(issue->request);
    } else if (const auto* check_in = std::get_if<AskCheckIn>(&effect)) {
      ASSERT_TRUE(std::holds_alternative<TicketAnswered>(cause));
      asked.push_back(check_in->request);
      ++check_ins;
    } else if (const auto* look = std::get_if<AskTicket>(&effect)) {
      ASSERT_EQ(d.flow.screen, Screen::kLooking);
      looked.push_back(*look);
    } else if (std::holds_alternative<AskPapersOf>(effect)) {
      ASSERT_EQ(d.flow.screen, Screen::kMyTicket);
    } else if (const auto* confirm = std::get_if<AskConfirm>(&effect)) {
      ++lives[confirm->ticket];
      ASSERT_NE(confirm->delivery, wire::DELIVERY_UNSPECIFIED);
      if (confirm->delivery == wire::DELIVERY_PRINTED) {
        check_printed(confirm->ticket, cause, before);
      } else {
        ASSERT_TRUE(std::holds_alternative<PaperlessChosen>(cause));
        ASSERT_EQ(before, Screen::kChoice);
      }
    } else if (const auto* cancel = std::get_if<AskCancel>(&effect)) {
      ++lives[cancel->ticket];
      // A paper that may be out loses its number only when its citizen says so.
      if (maybe_printed.contains(cancel->ticket)) {
        ASSERT_TRUE(std::holds_alternative<HomeChosen>(cause));
      }
      unheard.erase(cancel->ticket);
    } else if (!carry_out_rest(effect)) {
      ASSERT_TRUE(std::holds_alternative<AskPrint>(effect));
      ASSERT_TRUE(std::holds_alternative<IssueAnswered>(cause) ||
                  std::holds_alternative<NumberGiven>(cause) ||
                  std::holds_alternative<ReprintChosen>(cause));
      ++prints;
    }
  }

  // What has to do with papers and staff; false: something else.
  bool carry_out_rest(const FlowEffect& effect) {
    if (const auto* pin = std::get_if<AskPin>(&effect)) {
      EXPECT_EQ(pin->pin.size(), kPinDigits);
      pin_asked = true;
    } else if (std::holds_alternative<AskStaff>(effect)) {
      EXPECT_EQ(d.flow.screen, Screen::kStaff);
      ++staff_acts;
    } else if (std::holds_alternative<AskNotice>(effect)) {
      EXPECT_EQ(d.flow.screen, Screen::kItem);
      ++notices;
    } else if (const auto* scan = std::get_if<AskScan>(&effect)) {
      scan_job = scan->job;
      pages_left = std::min(scan->pages_max, 1 + roll(2));
    } else if (std::holds_alternative<AskStopScan>(effect)) {
      pages_left = 0;
    } else if (const auto* drop = std::get_if<AskDropPage>(&effect)) {
      EXPECT_EQ(desk.erase(drop->page), 1u);
    } else if (const auto* file = std::get_if<AskFile>(&effect)) {
      for (const uint64_t page : file->pages) EXPECT_EQ(desk.erase(page), 1u);
      files.push_back(file->ordinal);
      ++filed;
    } else if (std::holds_alternative<AskForgetPages>(effect)) {
      desk.clear();
    } else {
      return false;
    }
    return true;
  }

  // The scanner, the person at it and the spool; sometimes what is late.
  void scan_papers() {
    switch (roll(12)) {
      case 0:
        return send(ScannerChanged{roll(4) ? Scanning::kReady : Scanning::kScannerAway});
      case 1:
        return send(PapersChosen{"social-card", 3});
      case 2:
        return send(PaperChosen{roll(5)});
      case 3:
        return send(ScanChosen{});
      case 4:
        return send(roll(3) ? FlowEvent(PageKept{}) : FlowEvent(PageDropped{}));
      case 5:
        return send(PageOpened{roll(3)});
      case 6:
        return send(PageMoved{roll(2) == 0});
      case 7:
        return send(PaperDone{});
      case 8:
        if (roll(3) == 0) return send(StopChosen{});
        return send(ScanFinished{scan_job, roll(4) ? ScanReason::kNone : ScanReason::kJammed});
      case 9:
        return send(
            PapersFound{roll(2) ? d.flow.papers.ticket : 12, {{1, 3, "", false, true}}, true});
      case 10: {
        if (files.empty()) return;
        const uint32_t ordinal = files.back();
        files.pop_back();
        return send(PaperFiled{ordinal, roll(4) ? "d" : ""});
      }
      default: {
        if (pages_left == 0) return send(ScanProgressed{scan_job, 500});
        --pages_left;
        desk.insert(++next_page);
        return send(PageScanned{scan_job, {next_page, scan::Verdict::kGood}});
      }
    }
  }

  void look_for_item() {
    switch (roll(8)) {
      case 0:
        return send(ItemsChanged{roll(3) ? 84u : 0u});
      case 1:
        return send(SearchChosen{});
      case 2:
        return send(roll(2) ? FlowEvent(LetterTyped{'s'}) : FlowEvent(LetterErased{}));
      case 3:
        return send(roll(2) ? FlowEvent(OfficesChosen{}) : FlowEvent(OfficeChosen{"公安局"}));
      case 4:
        return send(ItemChosen{"social-card", "social"});
      case 5:
        return send(NoticeChosen{});
      default:
        return send(ItemTaken{});
    }
  }

  void show_card() {
    switch (roll(4)) {
      case 0:
        return send(CardReaderChanged{roll(3) != 0});
      case 1:
        return send(WithoutCardChosen{});
      case 2:
        return send(CardSeen{CardOutcome::kMoved, "", false});
      default:
        return send(CardSeen{CardOutcome::kRead, std::string(16, 'p'), roll(2) == 0});
    }
  }

  void be_staff() {
    switch (roll(4)) {
      case 0:
        for (int i = 0; i < StaffGate::kCornerTouches; ++i) send(CornerTouched{});
        return;
      case 1:
        for (int i = 0; i < 6; ++i) send(DigitChosen{'1'});
        return;
      case 2:
        if (std::exchange(pin_asked, false)) return send(PinAnswered{roll(3) != 0});
        return send(DigitErased{});
      default:
        return send(StaffActChosen{StaffAct::kTestPrint});
    }
  }

  // A manager's message comes rarely, and goes.
  void warn_everybody() {
    if (d.flow.emergency) return send(EmergencyChanged{false});
    if (roll(20) == 0) send(EmergencyChanged{true});
  }

  void choose_look() {
    switch (roll(5)) {
      case 0:
        return send(ElderChosen{roll(2) == 0});
      case 1:
        return send(LowChosen{roll(2) == 0});
      case 2:
        return send(ContrastChosen{roll(2) == 0});
      case 3:
        return send(AccessChosen{roll(2) == 0});
      default:
        return send(SpokenChosen{roll(2) == 0});
    }
  }

  void answer() {
    if (asked.empty()) return;
    const uint64_t request = asked.front();
    asked.erase(asked.begin());
    switch (roll(5)) {
      case 0:
        return send(IssueAnswered{request, refused(wire::REFUSAL_BUSY)});
      case 4: {  // of the kiosk's own series
        FlowTicket ticket;
        ticket.key = 0x8000'0000U | next_ticket++;
        ticket.offline = true;
        lives[ticket.key] = 0;
        return send(NumberGiven{request, ticket});
      }
      case 1: {
        const uint32_t ticket = next_ticket++;
        lives[ticket] = 0;
        unheard.insert(ticket);
        if (roll(2) == 0) send(TicketSeen{ticket});
        return send(IssueAnswered{request, {Outcome::Kind::kUnanswered, {}}});
      }
      default: {
        const uint32_t ticket = next_ticket++;
        lives[ticket] = 0;
        if (roll(2) == 0) send(TicketSeen{ticket});
        send(IssueAnswered{request, issued(ticket)});
        send(TicketSeen{ticket});
      }
    }
  }

  void look_up() {
    if (looked.empty()) return;
    const AskTicket look = looked.front();
    looked.erase(looked.begin());
    switch (roll(4)) {
      case 0:
        return send(TicketAnswered{look.request, {Outcome::Kind::kUnanswered, {}}});
      case 1:
        return send(TicketAnswered{look.request, refused(wire::REFUSAL_UNKNOWN_TICKET)});
      default:
        if (look.act != TicketAct::kLook) return send(TicketAnswered{look.request, done()});
        return send(TicketAnswered{look.request, found(static_cast<wire::TicketPhase>(
                                                     roll(wire::TicketPhase_ARRAYSIZE)))});
    }
  }

  // What somebody would do next on this screen, or the machine: nobody comes far by chance alone.
  void go_on() {
    switch (d.flow.screen) {
      case Screen::kServices:
        return roll(2) ? look_for_item() : show_card();
      case Screen::kSearch:
      case Screen::kItem:
        return look_for_item();
      case Screen::kIdentify:
        return show_card();
      case Screen::kLooking:
        return look_up();
      case Screen::kIssuing:
        return answer();
      case Screen::kPrinting:
        return send(
            PrintFinished{d.flow.job, static_cast<PrintOutcome>(roll(3)), PrintReason::kUnplugged});
      case Screen::kStaffPin:
      case Screen::kStaff:
        return be_staff();
      case Screen::kDone:
      case Screen::kMyTicket:
      case Screen::kPapers:
      case Screen::kPages:
      case Screen::kScanning:
      case Screen::kPage:
        return scan_papers();
      case Screen::kEmergency:
        return warn_everybody();
      case Screen::kWelcome:
      case Screen::kChoice:
      case Screen::kTrouble:
      case Screen::kAway:
        return send(Touched{});
    }
  }

  void step() {
    if (roll(3) != 0) {
      d.now_ms += roll(2'000);
      return go_on();
    }
    d.now_ms += roll(9'000);
    switch (roll(28)) {
      case 13:
        return send(CodeRead{roll(4) == 0 ? "" : kToken});
      case 14:
        return look_up();
      case 15:
        if (roll(2) == 0) return send(ReactivateChosen{});
        return send(roll(3) == 0 ? FlowEvent(KeepChosen{}) : FlowEvent(WithdrawChosen{}));
      case 0:
        return send(ServiceChosen{"social"});
      case 1:
        return answer();
      case 2:
        return send(ReprintChosen{});
      case 3:
        return send(PaperlessChosen{});
      case 4:
        return send(HomeChosen{});
      case 5:
        return send(LanguageChosen{roll(2) ? Language::kEnglish : Language::kChinese});
      case 6:
        return send(HallChanged{roll(4) != 0, roll(20), roll(2) == 0});
      case 7:
        return send(PrinterChanged{roll(3) ? DeviceCondition::kReady : DeviceCondition::kStopped});
      case 8:
        return send(PrintFinished{d.flow.job - roll(2), static_cast<PrintOutcome>(roll(3)),
                                  PrintReason::kUnplugged});
      case 9:
        return send(PageChosen{roll(4)});
      case 10:
        if (!unheard.empty()) send(TicketSeen{*unheard.begin()});
        return;
      case 11:
        return send(PaperTaken{});
      case 12:  // rarely, or no visit would ever come to its end
        if (roll(10) == 0) send(ProgramEnds{});
        return;
      case 18:
      case 19:
        return look_for_item();
      case 20:
        return show_card();
      case 21:
        return be_staff();
      case 22:
        return warn_everybody();
      case 23:
        return choose_look();
      case 24:
      case 25:
      case 26:
        return scan_papers();
      default:
        return send(TimePassed{});
    }
  }
};

TEST(FlowWalk, NeverLosesConfirmsTwiceOrPrintsUnasked) {
  uint64_t tickets = 0;  // the walks must reach what they are about
  uint64_t prints = 0;
  uint64_t unsaid = 0;
  uint64_t check_ins = 0;
  uint64_t filed = 0;
  uint64_t notices = 0;
  uint64_t staff_acts = 0;
  std::set<Screen> seen;
  for (uint32_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(seed);
    for (int i = 0; i < 5'000 && !testing::Test::HasFatalFailure(); ++i) world.step();
    // Everybody leaves, the last answers and the feed come in.
    while (!world.asked.empty()) world.answer();
    for (int i = 0; i < 4; ++i) {
      world.d.now_ms += 120'000;
      world.send(TimePassed{});
    }
    for (const uint32_t ticket : std::set<uint32_t>(world.unheard)) world.send(TicketSeen{ticket});
    ASSERT_FALSE(testing::Test::HasFatalFailure());
    tickets += world.next_ticket;
    prints += world.prints;
    unsaid += world.unsaid;
    check_ins += world.check_ins;
    filed += world.filed;
    notices += world.notices;
    staff_acts += world.staff_acts;
    seen.insert(world.seen.begin(), world.seen.end());
    for (const auto& [ticket, ends] : world.lives)
      EXPECT_EQ(ends, 1u) << "ticket " << ticket << " was confirmed or cancelled " << ends
                          << " times";
  }
  EXPECT_GT(tickets, 1'000u);
  EXPECT_GT(prints, 500u);
  EXPECT_GT(unsaid, 100u);
  EXPECT_GT(check_ins, 300u);
  EXPECT_GT(filed, 100u);
  EXPECT_GT(notices, 100u);
  EXPECT_GT(staff_acts, 20u);
  EXPECT_EQ(seen.size(), kScreens.size()) << "a walk that never comes there proves nothing of it";
}

}  // namespace
}  // namespace yichuang::kiosk
