// What the flow tests share: answers of a server, and a flow on each screen, reached by events
// alone.
#pragma once

#include <string>

#include "kiosk/flow.h"
#include "kiosk/scan/page.h"

namespace yichuang::kiosk {

inline Outcome issued(uint32_t key, const std::string& number = "A012") {
  Outcome outcome{Outcome::Kind::kDone, {}};
  wire::TicketResult& ticket = *outcome.reply.mutable_ticket();
  ticket.set_ticket(key);
  ticket.set_number(number);
  ticket.set_service("social");
  ticket.set_ahead(5);
  ticket.set_wait_min_p50(12);
  ticket.set_wait_min_p90(20);
  ticket.set_token("Zm9vYmFyMTIzNDU2");
  return outcome;
}

inline Outcome refused(wire::Refusal refusal) {
  Outcome outcome{Outcome::Kind::kRefused, {}};
  outcome.reply.set_refusal(refusal);
  return outcome;
}

inline Outcome found(wire::TicketPhase phase) {
  Outcome outcome{Outcome::Kind::kDone, {}};
  wire::TicketView& ticket = *outcome.reply.mutable_ticket_view();
  ticket.set_ticket(12);
  ticket.set_number("A007");
  ticket.set_service("social");
  ticket.set_phase(phase);
  if (phase == wire::TICKET_PHASE_CALLED || phase == wire::TICKET_PHASE_SERVING)
    ticket.set_window(3);
  if (phase == wire::TICKET_PHASE_WAITING) {
    ticket.set_ahead(4);
    ticket.set_wait_min_p50(9);
    ticket.set_wait_min_p90(16);
  }
  return outcome;
}

inline Outcome done() { return {Outcome::Kind::kDone, {}}; }

// A flow that is driven event by event and remembers what it asked for last.
struct Driven {
  Flow flow;
  std::vector<FlowEffect> effects;  // of the last event
  int64_t now_ms = 1'000;

  Driven& send(const FlowEvent& event) {
    FlowStep step = advance(std::move(flow), event, now_ms);
    flow = std::move(step.flow);
    effects = std::move(step.effects);
    return *this;
  }
  Driven& pass(int64_t ms) {
    now_ms += ms;
    return send(TimePassed{});
  }
  template <class Effect>
  const Effect* only() const {
    return effects.size() == 1 ? std::get_if<Effect>(&effects.front()) : nullptr;
  }
};

inline constexpr uint32_t kTicket = 41;
inline constexpr char kToken[] = "q7Jx2mVb9Kc4TnRw8ZpL3A";

// A page comes out of the scan under way, which ends with it.
inline Driven& scan_page(Driven& d, uint64_t id, scan::Verdict verdict = scan::Verdict::kGood) {
  d.send(PageScanned{d.flow.papers.job, {id, verdict}});
  return d.send(ScanFinished{d.flow.papers.job, ScanReason::kNone});
}

// A kiosk with a good printer and eight services, on `screen`, by the shortest way there.
inline Driven driven_to(Screen screen) {
  Driven d;
  d.send(PrinterChanged{DeviceCondition::kReady});
  if (screen == Screen::kAway) return d;
  if (screen == Screen::kEmergency)
    return d.send(HallChanged{true, 8}).send(EmergencyChanged{true});
  d.send(HallChanged{true, 8});
  if (screen == Screen::kServices) return d;
  if (screen == Screen::kWelcome) {
    d.flow.times.welcome_ms = 60'000;
    d.send(Touched{});
    d.pass(60'000);
    d.flow.times.welcome_ms = 0;
    return d;
  }
  if (screen == Screen::kSearch || screen == Screen::kItem) {
    d.send(ItemsChanged{84}).send(SearchChosen{});
    return screen == Screen::kSearch ? d : d.send(ItemChosen{"social-card", "social"});
  }
  if (screen == Screen::kIdentify)
    return d.send(CardReaderChanged{true}).send(ServiceChosen{"social"});
  if (screen == Screen::kStaffPin || screen == Screen::kStaff) {
    d.flow.has_staff_panel = true;
    for (int i = 0; i < StaffGate::kCornerTouches; ++i) d.send(CornerTouched{});
    if (screen == Screen::kStaffPin) return d;
    return d.send(PinAnswered{true});
  }
  if (screen == Screen::kLooking || screen == Screen::kMyTicket) {
    d.send(CodeRead{kToken});
    if (screen == Screen::kLooking) return d;
    return d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_MISSED)});
  }
  d.send(ServiceChosen{"social"});
  if (screen == Screen::kIssuing) return d;
  if (screen == Screen::kTrouble)
    return d.send(IssueAnswered{d.flow.request, refused(wire::REFUSAL_SERIES_FULL)});
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  if (screen == Screen::kPrinting) return d;
  if (screen == Screen::kChoice)
    return d.send(PrintFinished{d.flow.job, PrintOutcome::kUnknown, PrintReason::kUnplugged});
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  if (screen == Screen::kDone) return d;
  d.send(ScannerChanged{Scanning::kReady}).send(PapersChosen{"social-card", 4});
  if (screen == Screen::kPapers) return d;
  d.send(PaperChosen{1});
  if (screen == Screen::kPages) return d;
  d.send(ScanChosen{});
  if (screen == Screen::kScanning) return d;
  return scan_page(d, 1);
}

}  // namespace yichuang::kiosk
