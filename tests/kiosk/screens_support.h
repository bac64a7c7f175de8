// What the tests of the kiosk's screens share: a kiosk's view of the sample hall, at any point of
// the flow, and looks by name.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <set>

#include "kiosk/screens/make_screen.h"
#include "kiosk/screens/plain_screen.h"
#include "screens/golden.h"
#include "screens/readable.h"
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
  wire::ItemRecord item = sample_item();
  scan::Preview page = sample_page();
  size_t found_count = 7;  // by the search
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
            .item = [this](std::string_view id) { return id == item.id() ? &item : nullptr; },
            .found = [this] { return std::vector<const wire::ItemRecord*>(found_count, &item); },
            .offices =
                [] {
                  return std::vector<Office>{{"人力资源和社会保障局", "Human Resources Bureau", 21},
                                             {"公安局", "Public Security Bureau", 14},
                                             {"不动产登记中心", "Property Registry", 9},
                                             {"医疗保障局", "Healthcare Security Bureau", 1},
                                             {"税务局", "Tax Bureau", 17}};
                },
            .preview = [this](uint64_t) { return &page; },
            .web = "http://hall.binjiang.example:8080",
            .printer = {{.away = false}, DeviceCondition::kReady},
            .zone = std::move(Zone::open("Asia/Shanghai")).value()};

  Kiosk() = default;
  Kiosk(const Kiosk&) = delete;
  Kiosk& operator=(const Kiosk&) = delete;

  ui::Size size() const { return driven.flow.landscape ? ui::Size{kHeight, kWidth} : kDesign; }
  std::unique_ptr<ui::Screen> screen() const {
    if (shown_plain(driven.flow)) return std::make_unique<PlainScreen>(view);
    return make_screen(driven.flow.screen, view);
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

inline void emergency(Kiosk& k) {
  k.hall.emergency = {"请从最近的出口有序离开大厅", "Please leave by the nearest exit",
                      kSampleTime};
  k.driven.send(EmergencyChanged{true});
}
inline void to(Kiosk& k, Screen screen) {
  k.driven = driven_to(screen);
  if (screen == Screen::kEmergency) emergency(k);
}
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
// Behind a code; the first of the item's papers was handed in at another kiosk.
inline void to_ticket_with_papers(Kiosk& k, wire::TicketPhase phase) {
  to_ticket(k, phase);
  k.driven.flow.mine.set_item(k.item.id());
  k.driven.send(ScannerChanged{Scanning::kReady});
  k.driven.send(PapersFound{k.driven.flow.mine.ticket(), {{1, 3, "", false, true}}, true});
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

inline void to_pages(Kiosk& k, size_t count) {
  to(k, Screen::kPages);
  for (size_t i = 0; i < count; ++i) {
    k.driven.send(ScanChosen{});
    scan_page(k.driven, i + 1, i == 2 ? scan::Verdict::kBlurred : scan::Verdict::kGood);
    k.driven.send(PageKept{});
  }
}
// One paper has arrived, one is on its way, one could not be kept.
inline void to_papers(Kiosk& k) {
  to(k, Screen::kPapers);
  for (uint32_t ordinal = 1; ordinal <= 3; ++ordinal) {
    k.driven.send(PaperChosen{ordinal}).send(ScanChosen{});
    scan_page(k.driven, ordinal).send(PageKept{}).send(PaperDone{});
    k.driven.send(
        PaperFiled{ordinal, ordinal == 3 ? "" : std::string(16, static_cast<char>(ordinal))});
  }
  k.driven.send(PaperSent{std::string(16, '\1')});
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
