// What the tests of the kiosk's screens share: a kiosk's view of the sample hall, at any point of
// the flow, and looks by name.
#pragma once

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

inline constexpr ui::Size kDesign{kWidth, kHeight};

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

inline void to(Kiosk& k, Screen screen) { k.driven = driven_to(screen); }
inline void to_ticket(Kiosk& k, wire::TicketPhase phase) {
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
inline void english(Kiosk& k) { k.driven.send(LanguageChosen{Language::kEnglish}); }

// A number of the kiosk's own, printed or not.
inline void to_own_ticket(Kiosk& k, bool printed) {
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

inline void elder(Kiosk& k) { k.driven.send(ElderChosen{true}); }

inline std::string test_name(const testing::TestParamInfo<Shown>& test) {
  std::string name = test.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
}

class Look : public testing::TestWithParam<Shown> {
 protected:
  void SetUp() override { GetParam().arrange(kiosk_); }
  Kiosk kiosk_;
};

}  // namespace yichuang::kiosk
