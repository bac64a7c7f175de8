#include "kiosk/flow_moves.h"

#include <algorithm>
#include <utility>

#include "base/wipe.h"

namespace yichuang::kiosk {

void enter(Work& work, Screen screen, int64_t stay_ms) {
  work.flow.screen = screen;
  work.flow.access_open = false;
  stay(work, stay_ms);
}

void stay(Work& work, int64_t stay_ms) {
  Flow& flow = work.flow;
  const bool longer = flow.spoken && waits_for_citizen(flow.screen);
  int64_t ms = stay_ms;
  if (ms > 0 && is_asked(flow)) ms += flow.times.warning_ms;
  if (longer) ms *= flow.times.spoken_times;
  flow.deadline_ms = ms > 0 ? work.now_ms + ms : 0;
}

void stay_at_least(Work& work, int64_t stay_ms) {
  const int64_t before_ms = work.flow.deadline_ms;
  stay(work, stay_ms);
  work.flow.deadline_ms = std::max(work.flow.deadline_ms, before_ms);
}

void forget_person(Flow& flow) {
  wipe(flow.person);
  flow.priority = wire::PRIORITY_CLASS_UNSPECIFIED;
  flow.card_trouble = CardTrouble::kNone;
}

void forget_ticket(Flow& flow) {
  for (std::string FlowTicket::*each :
       {&FlowTicket::number, &FlowTicket::service, &FlowTicket::token, &FlowTicket::item})
    wipe(flow.ticket.*each);
  flow.ticket = FlowTicket{};
}

void go_home(Work& work) {
  Flow& flow = work.flow;
  forget_papers(work);
  flow.language = flow.default_language;
  flow.elder = flow.contrast = flow.low = flow.spoken = false;
  flow.page = 0;
  wipe(flow.service);
  wipe(flow.item);
  wipe(flow.query);
  flow.by_office = false;
  wipe(flow.office);
  flow.notice = PrintWait::kNone;
  forget_person(flow);
  wipe(flow.code);
  flow.mine = wire::TicketView();  // not Clear(), which keeps its strings' buffers
  flow.asked_sure = false;
  forget_ticket(flow);
  flow.maybe_printed = false;
  flow.delivery = wire::DELIVERY_UNSPECIFIED;
  flow.print_reason = PrintReason::kNone;
  flow.trouble = Trouble::kNone;
  flow.not_before_ms = 0;
  flow.gate.forget();
  if (flow.emergency) return enter(work, Screen::kEmergency, 0);
  if (!gives_numbers(flow)) return enter(work, Screen::kAway, 0);
  enter(work, Screen::kServices, flow.times.welcome_ms);
}

void go_trouble(Work& work, Trouble trouble) {
  if (work.flow.emergency) return go_home(work);
  forget_papers(work);
  forget_ticket(work.flow);
  work.flow.maybe_printed = false;
  work.flow.mine = wire::TicketView();
  work.flow.trouble = trouble;
  enter(work, Screen::kTrouble, work.flow.times.idle_ms);
}

void go_print(Work& work) {
  Flow& flow = work.flow;
  ++flow.job;
  enter(work, Screen::kPrinting, flow.times.printing_ms_max);
  work.effects.emplace_back(AskPrint{flow.job, flow.ticket});
}

void go_choice(Work& work, PrintOutcome outcome, PrintReason reason) {
  // Printing again may fail for sure: what the job before has left in the slot is still there.
  if (outcome == PrintOutcome::kUnknown) work.flow.maybe_printed = true;
  work.flow.print_outcome = outcome;
  work.flow.print_reason = reason;
  if (work.flow.emergency) return walk_away(work);
  enter(work, Screen::kChoice, work.flow.times.idle_ms);
}

void go_done(Work& work, wire::Delivery delivery) {
  Flow& flow = work.flow;
  flow.delivery = delivery;
  enter(work, Screen::kDone, done_ms(flow));
  work.effects.emplace_back(AskConfirm{flow.ticket.key, delivery});
  if (flow.emergency) go_home(work);
}

int64_t done_ms(const Flow& flow) {
  const int64_t ms =
      flow.delivery == wire::DELIVERY_PRINTED ? flow.times.printed_ms : flow.times.paperless_ms;
  return flow.elder ? ms * flow.times.elder_done_times : ms;
}

void give_up(Work& work) {
  work.effects.emplace_back(AskCancel{work.flow.ticket.key});
  go_home(work);
}

void walk_away(Work& work) {
  if (!work.flow.maybe_printed) return give_up(work);
  work.effects.emplace_back(AskConfirm{work.flow.ticket.key, wire::DELIVERY_PRINTED});
  go_home(work);
}

bool knows(const Flow& flow, uint32_t ticket) {
  return std::ranges::find(flow.known_tickets, ticket) != flow.known_tickets.end();
}

void remember(Flow& flow, uint32_t ticket) {
  if (knows(flow, ticket)) return;
  if (flow.known_tickets.size() >= kKnownTicketsMax)
    flow.known_tickets.erase(flow.known_tickets.begin());
  flow.known_tickets.push_back(ticket);
}

void cancel_nobodys(Work& work, uint32_t ticket) {
  if (knows(work.flow, ticket)) return;
  remember(work.flow, ticket);
  work.effects.emplace_back(AskCancel{ticket});
}

void cancel_unclaimed(Work& work) {
  for (const uint32_t ticket : std::exchange(work.flow.unclaimed_tickets, {}))
    cancel_nobodys(work, ticket);
}

void go_look(Work& work, TicketAct act) {
  Flow& flow = work.flow;
  flow.act = act;
  ++flow.request;
  enter(work, Screen::kLooking, flow.times.issuing_ms_max);
  work.effects.emplace_back(AskTicket{flow.request, act, flow.code});
}

void go_check_in(Work& work) {
  Flow& flow = work.flow;
  ++flow.request;
  enter(work, Screen::kIssuing, flow.times.issuing_ms_max);
  work.effects.emplace_back(AskCheckIn{flow.request, flow.code});
}

void go_deliver(Work& work) {
  Flow& flow = work.flow;
  if (printer_prints(flow)) return go_print(work);
  go_choice(work, PrintOutcome::kFailed,
            flow.printer == DeviceCondition::kAway ? PrintReason::kAway : PrintReason::kOffline);
}

void on_issued(Work& work, const wire::TicketResult& result) {
  Flow& flow = work.flow;
  flow.ticket =
      FlowTicket{result.ticket(),       result.number(),       result.service(), result.ahead(),
                 result.wait_min_p50(), result.wait_min_p90(), result.token(),   false};
  flow.ticket.item = flow.item;
  go_deliver(work);
}

}  // namespace yichuang::kiosk
