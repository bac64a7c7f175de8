// The kiosk's screens as they were looked at and approved, and what must hold of every one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>

#include "kiosk/screens/elder.h"
#include "kiosk/screens/identify.h"
#include "kiosk/screens/my_ticket.h"
#include "kiosk/screens/services.h"
#include "kiosk/screens/staff.h"
#include "kiosk/screens/visit.h"
#include "screens/golden.h"
#include "tests/kiosk/flow_support.h"
#include "tests/kiosk/sample_hall.h"

namespace yichuang::kiosk {
namespace {

constexpr ui::Size kDesign{kWidth, kHeight};

// A kiosk's view of the sample hall, at any point of the flow.
struct Kiosk {
  ui::Theme theme =
      std::move(ui::Theme::load(ui::assets_folder() / "theme" / "theme.toml")).value();
  ui::Texts texts = std::move(ui::Texts::load(ui::assets_folder() / "i18n")).value();
  State hall = sample_hall();
  std::map<std::string, wire::ServiceEstimate> estimates = sample_estimates();
  Driven driven = driven_to(Screen::kServices);
  std::vector<FlowEvent> sent;
  StaffFacts staff = sample_staff();
  View view{.theme = theme,
            .texts = texts,
            .flow = driven.flow,
            .state = [this]() -> const State& { return hall; },
            .estimate =
                [this](std::string_view id) {
                  const auto found = estimates.find(std::string(id));
                  return found == estimates.end() ? nullptr : &found->second;
                },
            .hall_now = [] { return kSampleTime; },
            .last_contact = [] { return kSampleTime - 6 * 60'000; },
            .steady_ms = [this] { return driven.now_ms; },
            .send = [this](FlowEvent event) { sent.push_back(std::move(event)); },
            .staff = [this] { return staff; },
            .web = "http://hall.binjiang.example:8080",
            .printer = {{.away = false}, DeviceCondition::kReady},
            .zone = std::move(Zone::open("Asia/Shanghai")).value()};

  Kiosk() = default;
  Kiosk(const Kiosk&) = delete;
  Kiosk& operator=(const Kiosk&) = delete;

  std::unique_ptr<ui::Screen> screen() const {
    const bool for_staff =
        driven.flow.screen == Screen::kStaffPin || driven.flow.screen == Screen::kStaff;
    if (driven.flow.elder && !for_staff) return std::make_unique<ElderScreen>(view);
    switch (driven.flow.screen) {
      case Screen::kServices:
        return std::make_unique<ServicesScreen>(view);
      case Screen::kLooking:
        return std::make_unique<LookingScreen>(view);
      case Screen::kIdentify:
        return std::make_unique<IdentifyScreen>(view);
      case Screen::kMyTicket:
        return std::make_unique<MyTicketScreen>(view);
      case Screen::kIssuing:
        return std::make_unique<IssuingScreen>(view);
      case Screen::kPrinting:
        return std::make_unique<PrintingScreen>(view);
      case Screen::kChoice:
        return std::make_unique<ChoiceScreen>(view);
      case Screen::kDone:
        return std::make_unique<DoneScreen>(view);
      case Screen::kTrouble:
        return std::make_unique<TroubleScreen>(view);
      case Screen::kAway:
        return std::make_unique<AwayScreen>(view);
      case Screen::kStaffPin:
        return std::make_unique<StaffPinScreen>(view);
      case Screen::kStaff:
        return std::make_unique<StaffScreen>(view);
    }
    return nullptr;
  }
  void printer_is(PrinterFacts facts) {
    view.printer = {facts, condition_of(facts)};
    driven.send(PrinterChanged{view.printer.condition});
  }
};

struct Shown {
  const char* name;
  std::function<void(Kiosk&)> arrange;
};

void to(Kiosk& k, Screen screen) { k.driven = driven_to(screen); }
void to_ticket(Kiosk& k, wire::TicketPhase phase) {
  to(k, Screen::kLooking);
  Outcome answer = found(phase);
  if (phase == wire::TICKET_PHASE_WAITING) {
    wire::PassedBy& first = *answer.reply.mutable_ticket_view()->add_passed_by();
    first.set_reason(wire::CALL_REASON_APPOINTMENT);
    first.set_people(2);
    wire::PassedBy& second = *answer.reply.mutable_ticket_view()->add_passed_by();
    second.set_reason(wire::CALL_REASON_PRIORITY);
    second.set_people(1);
  }
  k.driven.send(TicketAnswered{k.driven.flow.request, answer});
}
void english(Kiosk& k) { k.driven.send(LanguageChosen{Language::kEnglish}); }

// A number of the kiosk's own, printed or not.
void to_own_ticket(Kiosk& k, bool printed) {
  k.driven.send(HallChanged{false, 8, true});
  if (!printed) k.printer_is({.away = false, .paper_out = true});
  k.driven.send(ServiceChosen{"social"});
  FlowTicket ticket;
  ticket.key = 0x8000'0007U;
  ticket.number = "X007";
  ticket.service = "social";
  ticket.offline = true;
  k.driven.send(NumberGiven{k.driven.flow.request, ticket});
  if (printed)
    k.driven.send(PrintFinished{k.driven.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
}

void more_services(Kiosk& k) {
  const std::vector<Service> all = k.hall.services;
  for (size_t i = 0; i < 3; ++i) {
    k.hall.services.push_back(all[i]);
    k.hall.services.back().id += "-2";
  }
  k.driven.send(HallChanged{true, 11});
}

void elder(Kiosk& k) { k.driven.send(ElderChosen{true}); }

// The same in large type.
const std::vector<Shown>& elder_looks() {
  static const std::vector<Shown> looks = {
      {"elder-services", [](Kiosk& k) { elder(k); }},
      {"elder-services-en-help",
       [](Kiosk& k) {
         elder(k);
         english(k);
         k.driven.send(HelpChosen{});
       }},
      {"elder-services-few",
       [](Kiosk& k) {
         k.hall.services.resize(5);
         k.driven.send(HallChanged{true, 5});
         elder(k);
       }},
      {"elder-identify",
       [](Kiosk& k) {
         to(k, Screen::kIdentify);
         elder(k);
       }},
      {"elder-looking",
       [](Kiosk& k) {
         to(k, Screen::kLooking);
         elder(k);
       }},
      {"elder-mine-waiting",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         elder(k);
       }},
      {"elder-mine-missed-en",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_MISSED);
         elder(k);
         english(k);
       }},
      {"elder-mine-sure",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         elder(k);
         k.driven.send(WithdrawChosen{});
       }},
      {"elder-printing",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         elder(k);
       }},
      {"elder-choice-maybe",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         elder(k);
       }},
      {"elder-choice-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         k.driven.send(
             PrintFinished{k.driven.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
         k.printer_is({.away = false, .paper_out = true});
         elder(k);
         english(k);
         k.driven.pass(22'500);
       }},
      {"elder-done",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         elder(k);
       }},
      {"elder-paperless",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         elder(k);
         k.driven.send(PaperlessChosen{});
       }},
      {"elder-trouble-en",
       [](Kiosk& k) {
         to(k, Screen::kTrouble);
         elder(k);
         english(k);
       }},
      {"elder-away",
       [](Kiosk& k) {
         to(k, Screen::kAway);
         elder(k);
       }},
  };
  return looks;
}

const std::vector<Shown>& every_look() {
  static const std::vector<Shown> looks = {
      {"services-zh", [](Kiosk&) {}},
      {"services-en", [](Kiosk& k) { english(k); }},
      {"services-pages-no-paper",
       [](Kiosk& k) {
         more_services(k);
         k.printer_is({.away = false, .paper_out = true});
       }},
      {"services-few",
       [](Kiosk& k) {
         k.hall.services.resize(3);
         k.driven.send(HallChanged{true, 3});
       }},
      {"services-code-reader",
       [](Kiosk& k) {
         k.view.reads_codes = true;
         k.printer_is({.away = false, .paper_out = true});
       }},
      {"services-offline",
       [](Kiosk& k) {
         k.driven.send(HallChanged{false, 8, true});
       }},
      {"done-offline", [](Kiosk& k) { to_own_ticket(k, true); }},
      {"paperless-offline",
       [](Kiosk& k) {
         to_own_ticket(k, false);
         k.driven.send(PaperlessChosen{});
       }},
      {"choice-offline-en",
       [](Kiosk& k) {
         to_own_ticket(k, false);
         english(k);
       }},
      {"identify", [](Kiosk& k) { to(k, Screen::kIdentify); }},
      {"identify-moved-en",
       [](Kiosk& k) {
         to(k, Screen::kIdentify);
         english(k);
         k.driven.send(CardSeen{CardOutcome::kMoved, "", false});
       }},
      {"staff-pin",
       [](Kiosk& k) {
         to(k, Screen::kStaffPin);
         k.driven.send(DigitChosen{'1'}).send(DigitChosen{'2'});
       }},
      {"staff-pin-shut-en",
       [](Kiosk& k) {
         to(k, Screen::kStaffPin);
         for (int i = 0; i < 3; ++i) k.driven.send(PinAnswered{false});
         english(k);
       }},
      {"staff", [](Kiosk& k) { to(k, Screen::kStaff); }},
      {"staff-cut-off-en",
       [](Kiosk& k) {
         to(k, Screen::kStaff);
         english(k);
         k.staff.connected = false;
         k.staff.own_waiting = 3;
         k.staff.test_print = PrintOutcome::kUnknown;
       }},
      {"looking", [](Kiosk& k) { to(k, Screen::kLooking); }},
      {"mine-waiting", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_WAITING); }},
      {"mine-waiting-en-sure",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         english(k);
         k.driven.send(WithdrawChosen{});
       }},
      {"mine-called", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_CALLED); }},
      {"mine-missed", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_MISSED); }},
      {"mine-missed-en-warning",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_MISSED);
         english(k);
         k.driven.pass(22'500);
       }},
      {"mine-held-en",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_HELD);
         english(k);
       }},
      {"trouble-unknown-code", [](Kiosk& k) { k.driven.send(CodeRead{}); }},
      {"trouble-too-early",
       [](Kiosk& k) {
         to(k, Screen::kLooking);
         k.driven.send(
             TicketAnswered{k.driven.flow.request, refused(wire::REFUSAL_UNKNOWN_TICKET)});
         Outcome early = refused(wire::REFUSAL_NOT_YET);
         early.reply.set_not_before_ms(kSampleTime.ms + 3'600'000);
         k.driven.send(IssueAnswered{k.driven.flow.request, early});
       }},
      {"issuing", [](Kiosk& k) { to(k, Screen::kIssuing); }},
      {"printing", [](Kiosk& k) { to(k, Screen::kPrinting); }},
      {"choice-unplugged", [](Kiosk& k) { to(k, Screen::kChoice); }},
      {"choice-maybe-printed-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         k.printer_is({});
         english(k);
         k.driven.pass(22'500);
       }},
      {"choice-no-paper-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         k.driven.send(
             PrintFinished{k.driven.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
         k.printer_is({.away = false, .paper_out = true});
         english(k);
         k.driven.pass(22'500);
       }},
      {"done", [](Kiosk& k) { to(k, Screen::kDone); }},
      {"paperless",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         k.driven.send(PaperlessChosen{});
       }},
      {"paperless-en",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         k.driven.send(PaperlessChosen{});
         english(k);
       }},
      {"trouble-series-full", [](Kiosk& k) { to(k, Screen::kTrouble); }},
      {"trouble-closed-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kIssuing);
         k.driven.send(IssueAnswered{k.driven.flow.request, refused(wire::REFUSAL_SERVICE_CLOSED)});
         english(k);
         k.driven.pass(25'000);
       }},
      {"trouble-needs-staff",
       [](Kiosk& k) {
         to(k, Screen::kIssuing);
         k.driven.send(IssueAnswered{k.driven.flow.request, refused(wire::REFUSAL_DISK_FULL)});
       }},
      {"trouble-has-ticket",
       [](Kiosk& k) {
         to(k, Screen::kIssuing);
         k.driven.send(IssueAnswered{k.driven.flow.request, refused(wire::REFUSAL_LIMIT_REACHED)});
       }},
      {"trouble-not-confirmed",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ConfirmAnswered{kTicket, {Outcome::Kind::kUnavailable, {}}});
       }},
      {"away", [](Kiosk& k) { to(k, Screen::kAway); }},
      {"away-en",
       [](Kiosk& k) {
         to(k, Screen::kAway);
         english(k);
       }},
  };
  return looks;
}

class Look : public testing::TestWithParam<Shown> {
 protected:
  void SetUp() override { GetParam().arrange(kiosk_); }
  Kiosk kiosk_;
};

TEST_P(Look, IsAsApproved) {
  const auto screen = kiosk_.screen();
  EXPECT_GOLDEN(
      ui::paint(*screen, kDesign, 1080, 1920),
      std::filesystem::path(YICHUANG_KIOSK_GOLDEN) / (std::string(GetParam().name) + ".png"));
}

TEST_P(Look, EveryTargetIsLabelledLargeEnoughAndApart) {
  const auto nodes = kiosk_.screen()->nodes();
  const ui::Rect whole{0, 0, kWidth, kHeight};
  std::set<int> ids;
  std::set<int> order;
  for (const ui::Node& node : nodes) {
    SCOPED_TRACE(node.label);
    EXPECT_FALSE(node.label.empty());
    EXPECT_GE(node.rect.w, 96);
    EXPECT_GE(node.rect.h, 96);
    EXPECT_EQ(ui::intersection(node.rect, whole), node.rect);
    EXPECT_TRUE(ids.insert(node.id).second);
    EXPECT_TRUE(order.insert(node.focus_order).second);
    for (const ui::Node& other : nodes) {
      EXPECT_TRUE(other.id == node.id || ui::intersection(node.rect, other.rect).empty())
          << "lies over " << other.label;
    }
  }
}

TEST_P(Look, EveryTargetSendsOneEvent) {
  const auto screen = kiosk_.screen();
  for (const ui::Node& node : screen->nodes()) {
    kiosk_.sent.clear();
    node.action();
    EXPECT_EQ(kiosk_.sent.size(), 1u) << node.label;
  }
}

std::string test_name(const testing::TestParamInfo<Shown>& test) {
  std::string name = test.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Kiosk, Look, testing::ValuesIn(every_look()), test_name);
INSTANTIATE_TEST_SUITE_P(Elder, Look, testing::ValuesIn(elder_looks()), test_name);

TEST(Elder, TargetsAreLarge) {
  for (const Shown& look : elder_looks()) {
    SCOPED_TRACE(look.name);
    Kiosk kiosk;
    look.arrange(kiosk);
    for (const ui::Node& node : kiosk.screen()->nodes()) {
      EXPECT_GE(node.rect.w, 152) << node.label;
      EXPECT_GE(node.rect.h, 152) << node.label;
    }
  }
}

// Large type is one touch away on every screen, and so is the way back; so is help.
TEST(Elder, IsOneTouchAwayOnEveryScreenAndSoIsHelp) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kStaffPin || screen == Screen::kStaff) continue;
    SCOPED_TRACE(name_of(screen));
    for (const bool large : {false, true}) {
      Kiosk kiosk;
      to(kiosk, screen);
      if (large) elder(kiosk);
      size_t switches = 0;
      size_t calls = 0;
      for (const ui::Node& node : kiosk.screen()->nodes()) {
        kiosk.sent.clear();
        node.action();
        ASSERT_EQ(kiosk.sent.size(), 1u);
        const auto* chosen = std::get_if<ElderChosen>(&kiosk.sent[0]);
        switches += chosen != nullptr && chosen->on != large;
        calls += std::holds_alternative<HelpChosen>(kiosk.sent[0]);
      }
      EXPECT_EQ(switches, 1u);
      EXPECT_EQ(calls, 1u);
    }
  }
}

TEST(Services, ATouchPicksTheServiceUnderTheFinger) {
  Kiosk kiosk;
  const auto screen = kiosk.screen();
  const auto node = ui::node_at(screen->nodes(), {800, 600}, 96);
  ASSERT_TRUE(node);
  node->action();
  ASSERT_EQ(kiosk.sent.size(), 1u);
  EXPECT_EQ(std::get<ServiceChosen>(kiosk.sent[0]).service, "medical");
}

TEST(Services, RetiredOnesAreNotOffered) {
  Kiosk kiosk;
  kiosk.hall.services[1].retired = true;
  const auto node = ui::node_at(kiosk.screen()->nodes(), {800, 600}, 96);
  ASSERT_TRUE(node);
  node->action();
  EXPECT_EQ(std::get<ServiceChosen>(kiosk.sent[0]).service, "household");
}

TEST(Texts, BothLanguagesHaveTheSameKeys) {
  const ui::Texts texts = std::move(ui::Texts::load(ui::assets_folder() / "i18n")).value();
  const auto kiosk_keys = [&](std::string_view language) {
    std::vector<std::string> keys = texts.keys(language);
    std::erase_if(keys, [](const std::string& key) { return !key.starts_with("kiosk."); });
    return keys;
  };
  EXPECT_EQ(kiosk_keys("zh-CN"), kiosk_keys("en"));
  EXPECT_GT(kiosk_keys("en").size(), 60u);
}

}  // namespace
}  // namespace yichuang::kiosk
