#include "kiosk/flow.h"

#include <algorithm>
#include <utility>

namespace yichuang::kiosk {

namespace {

constexpr size_t kKnownTicketsMax = 32;

// One step in the making: the state it changes and the effects it collects.
struct Work {
  Flow& flow;
  std::vector<FlowEffect>& effects;
  int64_t now_ms;
};

void enter(Work& work, Screen screen, int64_t stay_ms) {
  work.flow.screen = screen;
  work.flow.deadline_ms = stay_ms > 0 ? work.now_ms + stay_ms : 0;
}

// The next citizen finds nothing of the last one.
void go_home(Work& work) {
  Flow& flow = work.flow;
  flow.language = flow.default_language;
  flow.page = 0;
  flow.service.clear();
  flow.ticket = FlowTicket{};
  flow.maybe_printed = false;
  flow.delivery = wire::DELIVERY_UNSPECIFIED;
  flow.print_reason = PrintReason::kNone;
  flow.trouble = Trouble::kNone;
  enter(work, flow.hall_fresh ? Screen::kServices : Screen::kAway, 0);
}

void go_trouble(Work& work, Trouble trouble) {
  work.flow.ticket = FlowTicket{};
  work.flow.maybe_printed = false;
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
  enter(work, Screen::kChoice, work.flow.times.idle_ms);
}

void go_done(Work& work, wire::Delivery delivery) {
  Flow& flow = work.flow;
  flow.delivery = delivery;
  enter(work, Screen::kDone,
        delivery == wire::DELIVERY_PRINTED ? flow.times.printed_ms : flow.times.paperless_ms);
  work.effects.emplace_back(AskConfirm{flow.ticket.key, delivery});
}

// The citizen wants none, or has gone without one: nobody holds the ticket.
void give_up(Work& work) {
  work.effects.emplace_back(AskCancel{work.flow.ticket.key});
  go_home(work);
}

// The citizen has gone from the choice, perhaps with the paper in hand.
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

// The answer has come (or never will): what the feed showed meanwhile and no answer names.
void cancel_unclaimed(Work& work) {
  for (const uint32_t ticket : std::exchange(work.flow.unclaimed_tickets, {}))
    cancel_nobodys(work, ticket);
}

Trouble trouble_of(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kUnanswered:
      return Trouble::kNoAnswer;
    case Outcome::Kind::kUnavailable:
      return Trouble::kNotSent;
    default:
      break;
  }
  switch (outcome.reply.refusal()) {
    case wire::REFUSAL_SERIES_FULL:
      return Trouble::kSeriesFull;
    case wire::REFUSAL_SERVICE_CLOSED:
      return Trouble::kOutOfHours;
    case wire::REFUSAL_UNKNOWN_SERVICE:
      return Trouble::kServiceClosed;
    case wire::REFUSAL_LIMIT_REACHED:
      return Trouble::kHasTicket;
    case wire::REFUSAL_DISK_FULL:  // nobody gets a number until staff have made room
      return Trouble::kNeedsStaff;
    case wire::REFUSAL_BUSY:
      return Trouble::kBusy;
    case wire::REFUSAL_DEADLINE_PASSED:
      return Trouble::kNoAnswer;
    default:
      return Trouble::kRefused;
  }
}

// The server has issued the ticket that the citizen waits for.
void on_issued(Work& work, const wire::TicketResult& result) {
  Flow& flow = work.flow;
  flow.ticket =
      FlowTicket{result.ticket(),       result.number(),       result.service(), result.ahead(),
                 result.wait_min_p50(), result.wait_min_p90(), result.token()};
  if (printer_prints(flow)) return go_print(work);
  go_choice(work, PrintOutcome::kFailed,
            flow.printer == DeviceCondition::kAway ? PrintReason::kAway : PrintReason::kOffline);
}

// --- One function an event ----------------------------------------------------------------------

void on(Work& work, const ServiceChosen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kServices) return;  // a second tap finds another screen
  flow.service = event.service;
  ++flow.request;
  enter(work, Screen::kIssuing, flow.times.issuing_ms_max);
  work.effects.emplace_back(AskIssue{flow.request, flow.service});
}

void on(Work& work, const PaperTaken&) {
  const Flow& flow = work.flow;
  if (flow.screen == Screen::kChoice && flow.maybe_printed) go_done(work, wire::DELIVERY_PRINTED);
}

void on(Work& work, const ReprintChosen&) {
  if (work.flow.screen != Screen::kChoice) return;
  if (!printer_prints(work.flow)) {  // it stopped while the finger was on its way
    work.flow.deadline_ms = work.now_ms + work.flow.times.idle_ms;
    return;
  }
  go_print(work);
}

void on(Work& work, const PaperlessChosen&) {
  if (work.flow.screen == Screen::kChoice) go_done(work, wire::DELIVERY_PAPERLESS);
}

void on(Work& work, const HomeChosen&) {
  switch (work.flow.screen) {
    case Screen::kChoice:
      return give_up(work);
    case Screen::kDone:
    case Screen::kTrouble:
    case Screen::kServices:
      return go_home(work);
    case Screen::kIssuing:
    case Screen::kPrinting:
    case Screen::kAway:
      return;
  }
}

void on(Work& work, const Touched&) {
  Flow& flow = work.flow;
  switch (flow.screen) {
    case Screen::kServices:
      // Only a home screen that somebody has changed has something to go back from.
      if (flow.language == flow.default_language && flow.page == 0) return;
      [[fallthrough]];
    case Screen::kChoice:
    case Screen::kTrouble:
      flow.deadline_ms = work.now_ms + flow.times.idle_ms;
      return;
    case Screen::kDone:
      flow.deadline_ms =
          std::max(flow.deadline_ms, work.now_ms + (flow.delivery == wire::DELIVERY_PRINTED
                                                        ? flow.times.printed_ms
                                                        : flow.times.paperless_ms));
      return;
    case Screen::kIssuing:
    case Screen::kPrinting:
    case Screen::kAway:
      return;
  }
}

void on(Work& work, const LanguageChosen& event) {
  work.flow.language = event.language;
  on(work, Touched{});
  // The away screen has no ticket to lose: it goes back to the default language by itself.
  if (work.flow.screen == Screen::kAway)
    work.flow.deadline_ms =
        event.language == work.flow.default_language ? 0 : work.now_ms + work.flow.times.idle_ms;
}

void on(Work& work, const PageChosen& event) {
  if (work.flow.screen != Screen::kServices) return;
  work.flow.page = std::min(event.page, page_count(work.flow) - 1);
  on(work, Touched{});
}

void on(Work& work, const IssueAnswered& event) {
  Flow& flow = work.flow;
  const bool issued =
      event.outcome.kind == Outcome::Kind::kDone && event.outcome.reply.ticket().ticket() != 0;
  const bool awaited = flow.screen == Screen::kIssuing && event.request == flow.request;
  if (!awaited) {
    if (issued) cancel_nobodys(work, event.outcome.reply.ticket().ticket());
    return;
  }
  if (issued) remember(flow, event.outcome.reply.ticket().ticket());
  cancel_unclaimed(work);
  if (issued) return on_issued(work, event.outcome.reply.ticket());
  go_trouble(work, trouble_of(event.outcome));
}

void on(Work& work, const ConfirmAnswered& event) {
  const Flow& flow = work.flow;
  if (flow.screen != Screen::kDone || flow.ticket.key != event.ticket) return;
  if (event.outcome.kind == Outcome::Kind::kRefused) go_trouble(work, Trouble::kTicketLost);
  if (event.outcome.kind == Outcome::Kind::kUnavailable) go_trouble(work, Trouble::kNotConfirmed);
}

void on(Work& work, const PrintFinished& event) {
  const Flow& flow = work.flow;
  if (event.job != flow.job) return;
  // A late word on the choice screen counts too, as long as the job is still the last one.
  if (flow.screen != Screen::kPrinting && flow.screen != Screen::kChoice) return;
  if (event.outcome == PrintOutcome::kPrinted) return go_done(work, wire::DELIVERY_PRINTED);
  if (flow.screen == Screen::kPrinting) go_choice(work, event.outcome, event.reason);
}

void on(Work& work, const PrinterChanged& event) { work.flow.printer = event.condition; }

void on(Work& work, const HallChanged& event) {
  Flow& flow = work.flow;
  flow.hall_fresh = event.fresh;
  flow.service_count = event.service_count;
  flow.page = std::min(flow.page, page_count(flow) - 1);
  if (flow.screen == Screen::kServices && !event.fresh) enter(work, Screen::kAway, 0);
  if (flow.screen == Screen::kAway && event.fresh) {
    enter(work, Screen::kServices, 0);
    on(work, Touched{});
  }
}

void on(Work& work, const TicketSeen& event) {
  Flow& flow = work.flow;
  const bool awaiting = flow.screen == Screen::kIssuing;  // the feed may be quicker than the answer
  if (awaiting && flow.unclaimed_tickets.size() < kKnownTicketsMax) {
    flow.unclaimed_tickets.push_back(event.ticket);
    return;
  }
  cancel_nobodys(work, event.ticket);
}

void on(Work& work, const TicketLost& event) {
  const Flow& flow = work.flow;
  if (flow.ticket.key == 0 || flow.ticket.key != event.ticket) return;
  go_trouble(work, Trouble::kTicketLost);
}

void on(Work& work, const TimePassed&) {
  Flow& flow = work.flow;
  if (flow.deadline_ms == 0 || work.now_ms < flow.deadline_ms) return;
  switch (flow.screen) {
    case Screen::kIssuing:
      cancel_unclaimed(work);
      return go_trouble(work, Trouble::kNoAnswer);
    case Screen::kPrinting:
      return go_choice(work, PrintOutcome::kUnknown, PrintReason::kNoAnswer);
    case Screen::kChoice:
      return walk_away(work);
    case Screen::kServices:
    case Screen::kDone:
    case Screen::kTrouble:
    case Screen::kAway:
      return go_home(work);
  }
}

void on(Work& work, const ProgramEnds&) {
  if (work.flow.screen != Screen::kPrinting && work.flow.screen != Screen::kChoice) return;
  if (work.flow.screen == Screen::kPrinting) work.flow.maybe_printed = true;
  walk_away(work);
}

}  // namespace

const char* name_of(Screen screen) {
  switch (screen) {
    case Screen::kServices:
      return "services";
    case Screen::kIssuing:
      return "issuing";
    case Screen::kPrinting:
      return "printing";
    case Screen::kChoice:
      return "choice";
    case Screen::kDone:
      return "done";
    case Screen::kTrouble:
      return "trouble";
    case Screen::kAway:
      return "away";
  }
  return "?";
}

uint32_t page_count(const Flow& flow) {
  return std::max(1u, (flow.service_count + kServicesPerPage - 1) / kServicesPerPage);
}

bool printer_prints(const Flow& flow) {
  return flow.printer_fitted &&
         (flow.printer == DeviceCondition::kReady || flow.printer == DeviceCondition::kAttention);
}

bool paper_may_be_out(const Flow& flow) {
  return flow.screen == Screen::kPrinting || (flow.screen == Screen::kChoice && flow.maybe_printed);
}

FlowStep advance(Flow flow, const FlowEvent& event, int64_t now_ms) {
  FlowStep step{std::move(flow), {}};
  Work work{step.flow, step.effects, now_ms};
  std::visit([&](const auto& e) { on(work, e); }, event);
  return step;
}

int seconds_shown(const Flow& flow, int64_t now_ms) {
  if (flow.deadline_ms == 0) return -1;
  const int64_t left_ms = std::max<int64_t>(0, flow.deadline_ms - now_ms);
  const bool shown = flow.screen == Screen::kDone || warning_shown(flow, now_ms);
  return shown ? static_cast<int>((left_ms + 999) / 1000) : -1;
}

bool warning_shown(const Flow& flow, int64_t now_ms) {
  if (flow.deadline_ms == 0) return false;
  if (flow.screen != Screen::kChoice && flow.screen != Screen::kTrouble) return false;
  return flow.deadline_ms - now_ms <= flow.times.warning_ms;
}

int64_t wake_at_ms(const Flow& flow, int64_t now_ms) {
  if (flow.deadline_ms == 0) return INT64_MAX;
  const int64_t left_ms = flow.deadline_ms - now_ms;
  if (left_ms <= 0) return now_ms;
  if (seconds_shown(flow, now_ms) >= 0) return flow.deadline_ms - (left_ms - 1) / 1000 * 1000;
  if (flow.screen == Screen::kChoice || flow.screen == Screen::kTrouble)
    return flow.deadline_ms - flow.times.warning_ms;
  return flow.deadline_ms;
}

}  // namespace yichuang::kiosk
