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

  explicit World(uint32_t seed) : d(driven_to(Screen::kServices)), dice(seed) {}

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
      ASSERT_EQ(finished->outcome, PrintOutcome::kPrinted);
      return;
    }
    ASSERT_TRUE(std::holds_alternative<PaperTaken>(cause) ||
                std::holds_alternative<TimePassed>(cause) ||
                std::holds_alternative<ProgramEnds>(cause));
    ASSERT_TRUE(before == Screen::kChoice ||
                (before == Screen::kPrinting && std::holds_alternative<ProgramEnds>(cause)));
    ASSERT_TRUE(maybe_printed.contains(ticket));
    ++unsaid;
  }

  void carry_out(const FlowEffect& effect, const FlowEvent& cause, Screen before) {
    if (const auto* issue = std::get_if<AskIssue>(&effect)) {
      ASSERT_TRUE(std::holds_alternative<ServiceChosen>(cause));
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
    } else {
      ASSERT_TRUE(std::holds_alternative<IssueAnswered>(cause) ||
                  std::holds_alternative<NumberGiven>(cause) ||
                  std::holds_alternative<ReprintChosen>(cause));
      ++prints;
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

  void step() {
    d.now_ms += roll(9'000);
    switch (roll(18)) {
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
  for (uint32_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(seed);
    for (int i = 0; i < 2'000 && !testing::Test::HasFatalFailure(); ++i) world.step();
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
    for (const auto& [ticket, ends] : world.lives)
      EXPECT_EQ(ends, 1u) << "ticket " << ticket << " was confirmed or cancelled " << ends
                          << " times";
  }
  EXPECT_GT(tickets, 1'000u);
  EXPECT_GT(prints, 500u);
  EXPECT_GT(unsaid, 100u);
  EXPECT_GT(check_ins, 300u);
}

}  // namespace
}  // namespace yichuang::kiosk
