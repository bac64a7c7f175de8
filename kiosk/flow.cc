#include "kiosk/flow.h"

#include <algorithm>
#include <utility>

#include "kiosk/flow_moves.h"

namespace yichuang::kiosk {

namespace {

// Facts and documents of one item, and the button for the notice.
constexpr uint32_t kItemRowsMax = 64;

// --- One function an event ----------------------------------------------------------------------

void on(Work& work, const Touched&);

void go_issue(Work& work) {
  Flow& flow = work.flow;
  ++flow.request;
  enter(work, Screen::kIssuing, flow.times.issuing_ms_max);
  work.effects.emplace_back(
      AskIssue{flow.request, flow.service, flow.person, flow.priority, flow.item});
  forget_person(flow);
}

void on(Work& work, const ServiceChosen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kServices) return;  // a second tap finds another screen
  flow.service = event.service;
  flow.item.clear();
  go_number(work);
}

void on(Work& work, const CardReaderChanged& event) {
  Flow& flow = work.flow;
  flow.reads_cards = event.reads_cards;
  if (flow.screen == Screen::kIdentify && !event.reads_cards)
    flow.card_trouble = CardTrouble::kReaderLost;
}

void on(Work& work, const CardSeen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kIdentify) return;
  stay(work, flow.times.idle_ms);
  switch (event.outcome) {
    case CardOutcome::kMoved:
      flow.card_trouble = CardTrouble::kMoved;
      return;
    case CardOutcome::kUnreadable:
      flow.card_trouble = CardTrouble::kUnreadable;
      return;
    case CardOutcome::kRead:
      break;
  }
  flow.person = event.person;
  if (event.elderly) flow.priority = wire::PRIORITY_CLASS_ELDERLY;
  go_issue(work);
}

void on(Work& work, const WithoutCardChosen&) {
  if (work.flow.screen == Screen::kIdentify) go_issue(work);
}

void on(Work& work, const CodeRead& event) {
  switch (work.flow.screen) {
    case Screen::kServices:
    case Screen::kWelcome:
    case Screen::kIdentify:
    case Screen::kMyTicket:
    case Screen::kDone:
    case Screen::kTrouble:
    case Screen::kPapers:
    case Screen::kSearch:
    case Screen::kItem:
      break;
    case Screen::kPages:
    case Screen::kScanning:
    case Screen::kPage:
    case Screen::kLooking:
    case Screen::kIssuing:
    case Screen::kPrinting:
    case Screen::kChoice:
    case Screen::kAway:
    case Screen::kStaffPin:
    case Screen::kStaff:
    case Screen::kEmergency:
      return;
  }
  const Flow before = work.flow;
  go_home(work);
  if (before.screen != Screen::kDone) {  // else it may be the next citizen's
    work.flow.language = before.language;
    work.flow.elder = before.elder;
    work.flow.contrast = before.contrast;
    work.flow.low = before.low;
    work.flow.spoken = before.spoken;
  }
  if (work.flow.screen == Screen::kAway) return;
  if (event.token.empty()) return go_trouble(work, Trouble::kUnknownCode);
  if (!work.flow.hall_fresh) return go_trouble(work, Trouble::kNoAnswer);  // nobody to ask
  work.flow.code = event.token;
  go_look(work, TicketAct::kLook);
}

void on(Work& work, const ReactivateChosen&) {
  if (can_reactivate(work.flow)) go_look(work, TicketAct::kReactivate);
}

void on(Work& work, const WithdrawChosen&) {
  Flow& flow = work.flow;
  if (!can_withdraw(flow)) return;
  if (flow.asked_sure) return go_look(work, TicketAct::kWithdraw);
  flow.asked_sure = true;
  stay(work, flow.times.idle_ms);
}

void on(Work& work, const KeepChosen&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kMyTicket && flow.screen != Screen::kPages) return;
  flow.asked_sure = false;
  on(work, Touched{});
}

void on(Work& work, const TicketAnswered& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kLooking || event.request != flow.request) return;
  const Outcome& outcome = event.outcome;
  const bool looking = flow.act == TicketAct::kLook;
  if (outcome.kind == Outcome::Kind::kDone) {
    if (!looking) return go_look(work, TicketAct::kLook);  // to show what came of it
    flow.mine = outcome.reply.ticket_view();
    flow.asked_sure = false;
    work.effects.emplace_back(AskPapersOf{flow.mine.ticket(), flow.code});
    return enter(work, Screen::kMyTicket, flow.times.idle_ms);
  }
  const bool no_ticket = outcome.kind == Outcome::Kind::kRefused &&
                         outcome.reply.refusal() == wire::REFUSAL_UNKNOWN_TICKET;
  if (looking && no_ticket) return go_check_in(work);  // then it may be an appointment
  go_trouble(work, trouble_of(outcome));
}

void on(Work& work, const PaperTaken&) {
  const Flow& flow = work.flow;
  if (flow.screen == Screen::kChoice && flow.maybe_printed) go_done(work, wire::DELIVERY_PRINTED);
}

void on(Work& work, const ReprintChosen&) {
  if (work.flow.screen != Screen::kChoice) return;
  if (!printer_prints(work.flow)) {  // it stopped while the finger was on its way
    stay(work, work.flow.times.idle_ms);
    return;
  }
  go_print(work);
}

void on(Work& work, const PaperlessChosen&) {
  if (work.flow.screen == Screen::kChoice) go_done(work, wire::DELIVERY_PAPERLESS);
}

void on(Work& work, const HomeChosen&) {
  if (leave_papers(work) || leave_offices(work)) return;
  switch (work.flow.screen) {
    case Screen::kItem:
      work.flow.page = work.flow.list_page;
      return enter(work, Screen::kSearch, work.flow.times.idle_ms);
    case Screen::kChoice:
      return give_up(work);
    case Screen::kSearch:
    case Screen::kDone:
    case Screen::kTrouble:
    case Screen::kServices:
    case Screen::kWelcome:
    case Screen::kIdentify:
    case Screen::kMyTicket:
    case Screen::kStaffPin:
    case Screen::kStaff:
      return go_home(work);
    case Screen::kLooking:
    case Screen::kIssuing:
    case Screen::kPrinting:
    case Screen::kAway:
    case Screen::kPapers:  // these four: leave_papers()
    case Screen::kPages:
    case Screen::kScanning:
    case Screen::kPage:
    case Screen::kEmergency:
      return;
  }
}

void on(Work& work, const Touched&) {
  Flow& flow = work.flow;
  switch (flow.screen) {
    case Screen::kServices:
      // Only a home screen that somebody has changed has something to go back from.
      if (is_as_found(flow)) return stay(work, flow.times.welcome_ms);
      [[fallthrough]];
    case Screen::kIdentify:
    case Screen::kMyTicket:
    case Screen::kChoice:
    case Screen::kTrouble:
    case Screen::kStaffPin:
    case Screen::kSearch:
      stay(work, flow.times.idle_ms);
      return;
    case Screen::kItem:
      stay(work, 2 * flow.times.idle_ms);
      return;
    case Screen::kPapers:
    case Screen::kPages:
    case Screen::kPage:
      stay(work, flow.times.papers_ms);
      return;
    case Screen::kStaff:
      stay(work, flow.times.staff_ms);
      return;
    case Screen::kDone:
      return stay_at_least(work, done_ms(flow));
    case Screen::kWelcome:
      return go_home(work);
    case Screen::kLooking:
    case Screen::kIssuing:
    case Screen::kPrinting:
    case Screen::kScanning:
      return;
    case Screen::kAway:
    case Screen::kEmergency:
      if (!is_as_found(flow)) stay(work, flow.times.idle_ms);
      return;
  }
}

void on_look_chosen(Work& work) {
  Flow& flow = work.flow;
  on(work, Touched{});
  // These have no ticket to lose: they go back by themselves, too.
  if (flow.screen == Screen::kAway || flow.screen == Screen::kEmergency)
    stay(work, is_as_found(flow) ? 0 : flow.times.idle_ms);
}

void on(Work& work, const LanguageChosen& event) {
  work.flow.language = event.language;
  on_look_chosen(work);
}

// Another look has more rows on a page, or fewer: what was seen first stays on it.
template <class Change>
void change_look(Work& work, Change change) {
  Flow& flow = work.flow;
  const uint32_t first = flow.page * services_per_page(flow);
  change(flow);
  flow.page = first / services_per_page(flow);
  if (flow.screen == Screen::kServices) flow.page = std::min(flow.page, page_count(flow) - 1);
  on_look_chosen(work);
}

void on(Work& work, const ElderChosen& event) {
  change_look(work, [&](Flow& flow) {
    flow.elder = event.on;
    if (event.on) flow.low = flow.access_open = false;
    // There are no letters in large type: the offices lead to what they do.
    if (event.on && flow.screen == Screen::kSearch) flow.by_office = flow.query.empty();
  });
}

void on(Work& work, const LowChosen& event) {
  change_look(work, [&](Flow& flow) {
    flow.low = event.on && !flow.landscape;
    if (event.on) flow.elder = false;
  });
}

void on(Work& work, const ContrastChosen& event) {
  work.flow.contrast = event.on;
  on_look_chosen(work);
}

void on(Work& work, const AccessChosen& event) {
  if (work.flow.screen == Screen::kStaff || work.flow.screen == Screen::kStaffPin) return;
  work.flow.access_open = event.open;
  on_look_chosen(work);
}

void on(Work& work, const SpokenChosen& event) {
  if (work.flow.screen == Screen::kStaffPin || work.flow.screen == Screen::kStaff) return;
  work.flow.spoken = event.on;
  on_look_chosen(work);
}

void on(Work& work, const HelpChosen&) {
  Flow& flow = work.flow;
  flow.help_until_ms = help_wanted(flow, work.now_ms) ? 0 : work.now_ms + flow.times.help_ms;
  on(work, Touched{});
}

// --- The rest

void on(Work& work, const PageChosen& event) {
  Flow& flow = work.flow;
  // How many pages there are the screen knows; no more than things to show.
  switch (flow.screen) {
    case Screen::kServices:
      flow.page = std::min(event.page, page_count(flow) - 1);
      break;
    case Screen::kSearch:
      flow.page = std::min(event.page, flow.item_count);
      break;
    case Screen::kItem:
      flow.page = std::min(event.page, kItemRowsMax);
      break;
    case Screen::kPapers:
      flow.page = std::min(event.page, flow.papers.wanted);
      break;
    case Screen::kPages:
      flow.page = std::min(event.page, static_cast<uint32_t>(kPagesPerPaperMax));
      break;
    default:
      return;
  }
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
  flow.not_before_ms = event.outcome.reply.not_before_ms();
}

void on(Work& work, const NumberGiven& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kIssuing || event.request != flow.request) {
    work.effects.emplace_back(AskCancel{event.ticket.key});
    return;
  }
  cancel_unclaimed(work);
  flow.ticket = event.ticket;
  flow.ticket.item = flow.item;
  go_deliver(work);
}

void on(Work& work, const ConfirmAnswered& event) {
  const Flow& flow = work.flow;
  const bool shown = flow.screen == Screen::kDone && flow.ticket.key == event.ticket;
  if (!shown && (flow.papers.ticket == 0 || flow.papers.ticket != event.ticket)) return;
  if (event.outcome.kind == Outcome::Kind::kRefused) go_trouble(work, Trouble::kTicketLost);
  if (event.outcome.kind == Outcome::Kind::kUnavailable) go_trouble(work, Trouble::kNotConfirmed);
}

void on(Work& work, const PrintFinished& event) {
  Flow& flow = work.flow;
  if (event.job == flow.notice_job && flow.notice == PrintWait::kPrinting)
    flow.notice =
        event.outcome == PrintOutcome::kPrinted ? PrintWait::kPrinted : PrintWait::kFailed;
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
  flow.can_issue_offline = event.can_issue_offline;
  if (flow.screen == Screen::kServices) flow.page = std::min(flow.page, page_count(flow) - 1);
  const bool home = flow.screen == Screen::kServices || flow.screen == Screen::kWelcome;
  if (home && !gives_numbers(flow)) {
    enter(work, Screen::kAway, 0);
    on_look_chosen(work);
  }
  if (flow.screen == Screen::kAway && gives_numbers(flow)) {
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
  if (event.ticket == 0) return;
  if (flow.ticket.key != event.ticket && flow.papers.ticket != event.ticket) return;
  go_trouble(work, Trouble::kTicketLost);
}

void on(Work& work, const TimePassed&) {
  Flow& flow = work.flow;
  if (!help_wanted(flow, work.now_ms)) flow.help_until_ms = 0;
  if (flow.deadline_ms == 0 || work.now_ms < flow.deadline_ms) return;
  switch (flow.screen) {
    case Screen::kLooking:
      return go_trouble(work, Trouble::kNoAnswer);
    case Screen::kIssuing:
      cancel_unclaimed(work);
      return go_trouble(work, Trouble::kNoAnswer);
    case Screen::kPrinting:
      return go_choice(work, PrintOutcome::kUnknown, PrintReason::kNoAnswer);
    case Screen::kChoice:
      return walk_away(work);
    case Screen::kScanning:
      return scan_took_too_long(work);
    case Screen::kServices:
      return is_as_found(flow) ? enter(work, Screen::kWelcome, 0) : go_home(work);
    case Screen::kPapers:
    case Screen::kPages:
    case Screen::kPage:
    case Screen::kSearch:
    case Screen::kItem:
    case Screen::kWelcome:
    case Screen::kIdentify:
    case Screen::kMyTicket:
    case Screen::kDone:
    case Screen::kTrouble:
    case Screen::kAway:
    case Screen::kStaffPin:
    case Screen::kStaff:
    case Screen::kEmergency:
      return go_home(work);
  }
}

void on(Work& work, const ProgramEnds&) {
  if (work.flow.screen != Screen::kPrinting && work.flow.screen != Screen::kChoice) return;
  if (work.flow.screen == Screen::kPrinting) work.flow.maybe_printed = true;
  walk_away(work);
}

// The events of items, of papers and of staff stand in files of their own.
template <class Event>
void on(Work& work, const Event& event) {
  if constexpr (requires { on_item(work, event); }) {
    on_item(work, event);
  } else if constexpr (requires { on_staff(work, event); }) {
    on_staff(work, event);
  } else {
    on_paper(work, event);
  }
}

// What a citizen does on any screen ends the welcome, as a touch does, and counts on the home
// screen.
template <class Event>
constexpr bool kWakes =
    std::is_same_v<Event, LanguageChosen> || std::is_same_v<Event, ElderChosen> ||
    std::is_same_v<Event, ContrastChosen> || std::is_same_v<Event, LowChosen> ||
    std::is_same_v<Event, AccessChosen> || std::is_same_v<Event, SpokenChosen> ||
    std::is_same_v<Event, HelpChosen> || std::is_same_v<Event, CornerTouched>;

}  // namespace

void touch(Work& work) { on(work, Touched{}); }

void go_number(Work& work) {
  const Flow& flow = work.flow;
  // Who somebody is only the server can use.
  if (!flow.reads_cards || !flow.hall_fresh) return go_issue(work);
  enter(work, Screen::kIdentify, flow.times.idle_ms);
}

FlowStep advance(Flow flow, const FlowEvent& event, int64_t now_ms) {
  FlowStep step{std::move(flow), {}};
  Work work{step.flow, step.effects, now_ms};
  std::visit(
      [&]<class Event>(const Event& e) {
        if (kWakes<Event> && work.flow.screen == Screen::kWelcome) go_home(work);
        on(work, e);
      },
      event);
  return step;
}

}  // namespace yichuang::kiosk
