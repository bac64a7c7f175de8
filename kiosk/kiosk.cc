#include "kiosk/kiosk.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/password.h"
#include "kiosk/notice_paper.h"
#include "kiosk/screens/make_screen.h"
#include "kiosk/ticket_code.h"
#include "kiosk/ticket_paper.h"

namespace yichuang::kiosk {

namespace {

// Confirming and cancelling must happen, however long the server is away.
constexpr int64_t kUntilDonePatienceMs = 12 * 3'600'000;
// At the end: how often it is looked, and how much of the time the server's answer may take.
constexpr std::chrono::milliseconds kFinishTurn{20};
constexpr int64_t kFinishAnswerMs = 1'500;

// After the start the server is given so long before numbers are given without it.
constexpr int64_t kConnectMs = 2'000;
constexpr size_t kLastNumbers = 12;  // on the staff panel

}  // namespace

Kiosk::Kiosk(const Settings& settings, const DeviceFile& device, const ui::Theme& theme,
             const ui::Texts& texts, ui::Window& window, const Clock& clock, Random& random)
    : settings_(settings),
      device_(device),
      texts_(texts),
      window_(window),
      clock_(clock),
      random_(random),
      view_{.theme = theme,
            .texts = texts,
            .flow = flow_,
            .state = [this]() -> const State& { return hall_state(); },
            .estimate = [this](std::string_view id) { return hall_->estimate(id); },
            .hall_now = [this] { return hall_->hall_now(); },
            .last_contact = [this] { return last_contact_; },
            .steady_ms = [this] { return clock_.steady_ms(); },
            .send = [this](FlowEvent event) { send(std::move(event)); },
            .staff = [this] { return staff_facts(); },
            .item = [this](std::string_view id) { return items_.item(id); },
            .found = [this] { return search_.find(flow_.query, flow_.office, asked_); },
            .offices = [this] { return search_.offices(); },
            .preview = [this](uint64_t page) { return preview(page); },
            .focused = [this](const ui::Node& node) { on_focus(node); },
            .web = settings.web},
      plain_screen_(view_),
      in_hand_(settings.beside_outbox(".in-hand")),
      last_hall_(settings.beside_outbox(".hall")),
      confirmation_(
          submitter(kUntilDonePatienceMs),
          [this](uint32_t ticket, const Outcome& outcome) {
            send(ConfirmAnswered{ticket, outcome});
          },
          [this] { return clock_.steady_ms(); }),
      help_report_("help", submitter()),
      papers_report_("papers", submitter()),
      devices_(settings, person_key_bytes(device.person_key), submitter()),
      items_(settings.beside_outbox(".items"), submitter()),
      document_key_(paper_key_of(device.document_key)),
      desk_([this](FlowEvent event) { send(std::move(event)); }, [this] { window_.wake(); }),
      narrator_(settings.speech, clock, [this] { window_.wake(); }) {
  for (const Screen each : kScreens)
    screens_.at(static_cast<size_t>(each)) = make_screen(each, view_);
  flow_.default_language = flow_.language = settings.language;
  flow_.printer_fitted = settings.has_printer();
  flow_.landscape = settings.landscape;
  flow_.times.welcome_ms = settings.welcome_seconds * int64_t{1000};
  view_.reads_out = settings.speech.enabled;
  flow_.has_staff_panel = !settings.staff_pin.empty();
}

Kiosk::~Kiosk() = default;

Result<void> Kiosk::open() {
  HallClient::Options options;
  options.outbox = settings_.outbox;
  options.wake = [this] { window_.wake(); };
  options.on_resumed = [this](const wire::Command& command) { return resumed(command); };
  auto store = open_outbox(settings_.beside_outbox(".own"));
  if (!store) return store.error();
  auto own = OwnSeries::open(std::move(*store), device_.name, submitter());
  if (!own) return own.error();
  own_ = std::move(*own);
  last_contact_ = last_hall_.state().at;
  offline_from_ms_ = clock_.steady_ms() + kConnectMs;
  read_roll();
  auto hall = HallClient::open(device_, std::move(options), clock_, random_);
  if (!hall) return hall.error();
  hall_ = std::move(*hall);
  if (auto opened = open_mail(); !opened) return opened;
  if (auto opened = devices_.open([this] { window_.wake(); }); !opened) return opened.error();
  devices_.on_code([this](const std::string& code) { send(CodeRead{token_of_code(code)}); });
  devices_.on_card([this](const CardRead& read) { on_card(read); });
  if (settings_.id_reader != "none" && device_.person_key.empty())
    log_warning("this kiosk has no key for ID numbers: enrol it again to read cards");
  if (devices_.has_wedge())
    window_.on_typing(
        [this](std::string_view text, int64_t at_ms) { return devices_.typed(text, at_ms); });
  window_.on_keys([this](const ui::KeyPress& press) { return on_key(press); });
  settle_left_over();
  step();
  return {};
}

// --- What comes in -------------------------------------------------------------------------------

void Kiosk::step() {
  busy_ = true;
  hall_->poll([this](const wire::Event& event) { on_feed(event); });
  devices_.drain();
  desk_.drain();
  busy_ = false;
  look_at_hall();
  look_at_devices();
  confirmation_.step();
  if (mail_) mail_->step(flow_.hall_fresh, hall_->hall_now(), clock_.steady_ms());
  if (lookup_)
    if (auto found = lookup_->take()) tell_papers(found->ticket, std::move(found->papers), true);
  own_->step(flow_.hall_fresh ? hall_->state().day : 0, clock_.steady_ms());
  give_time_after_speech();
  send(TimePassed{});
  let_go();
  show();
  forget_what_was_seen();
}

// A command that the run before this one left unanswered.
Commander::OnOutcome Kiosk::resumed(const wire::Command& command) {
  // Decided already, and kept: who holds the ticket, or that nobody does.
  const uint32_t decided = command.has_confirm_ticket()  ? command.confirm_ticket().ticket()
                           : command.has_cancel_ticket() ? command.cancel_ticket().ticket()
                                                         : 0;
  if (decided != 0 && decided == in_hand_.ticket().key) in_hand_.clear();
  if (command.has_confirm_ticket()) return confirmation_.resumed(command.confirm_ticket());
  if (command.has_adopt_ticket()) return own_->resumed(command.adopt_ticket());
  if (!command.has_issue_ticket() && !command.has_check_in()) return [](const Outcome&) {};
  log_info("a ticket was asked for before the restart; whatever comes is cancelled");
  return [this](const Outcome& outcome) { send(IssueAnswered{0, outcome}); };
}

// The ticket that was between issue and confirmation when the run before this one ended.
void Kiosk::settle_left_over() {
  const InHand::Ticket ticket = in_hand_.ticket();
  if (ticket.key == 0) return;
  if (ticket.delivery == wire::DELIVERY_UNSPECIFIED) {
    log_info("ticket {} was in nobody's hand at the restart", ticket.key);
    do_cancel(ticket.key);
  } else {
    log_info("ticket {} may be in a citizen's hand since before the restart", ticket.key);
    confirmation_.confirm({ticket.key, ticket.delivery});
  }
  let_go();
}

// Forgets the ticket in hand once the outbox remembers what becomes of it.
void Kiosk::let_go() {
  const bool decided = flow_.ticket.key == 0 || flow_.screen == Screen::kDone;
  if (decided && !confirmation_.waits()) in_hand_.clear();
}

void Kiosk::on_feed(const wire::Event& event) {
  // One that was adopted is held by whoever took it while the server was away.
  if (event.has_ticket_issued() && event.ticket_issued().origin() == device_.name &&
      event.ticket_issued().ordinal() == 0)
    send(TicketSeen{event.ticket_issued().ticket()});
  if (event.has_ticket_cancelled()) send(TicketLost{event.ticket_cancelled().ticket()});
  if (event.has_ticket_expired()) send(TicketLost{event.ticket_expired().ticket()});
}

// As it is, or was when it was last heard of, perhaps by an earlier run.
const State& Kiosk::hall_state() const {
  return hall_->state().seq != 0 ? hall_->state() : last_hall_.state();
}

// Of the card nothing is kept but what the server is asked with.
void Kiosk::on_card(const CardRead& read) {
  constexpr uint32_t kElderlyAge = 60;
  CardSeen seen{read.outcome, {}, false};
  if (read.outcome == CardOutcome::kRead) {
    seen.person.assign(read.facts.person.begin(), read.facts.person.end());
    seen.elderly =
        view_.zone && has_age(read.facts.born, view_.zone->day(hall_->hall_now()), kElderlyAge);
  }
  send(std::move(seen));
}

void Kiosk::look_at_hall() {
  if (hall_->fresh()) {
    last_contact_ = hall_->hall_now();
    last_hall_.remember(hall_->state());
  }
  const State& state = hall_state();
  if (state.time_zone != zone_name_) {
    zone_name_ = state.time_zone;
    auto zone = Zone::open(zone_name_);
    if (!zone) log_warning("{}", zone.error().sentence);
    view_.zone = zone ? std::optional(*std::move(zone)) : std::nullopt;
  }
  const bool others = items_.step(state.catalogue_digest, flow_.hall_fresh, clock_.steady_ms());
  if (others || items_.items().size() != flow_.item_count) {
    search_.use(items_.items());
    send(ItemsChanged{static_cast<uint32_t>(items_.items().size())});
  }
  const auto offered = std::ranges::count_if(state.services, std::not_fn(&Service::retired));
  if (hall_->fresh()) offline_from_ms_ = 0;
  const bool own = clock_.steady_ms() >= offline_from_ms_ && view_.zone &&
                   own_->can_issue(state, *view_.zone, hall_->hall_now());
  const bool emergency = emergency_runs();
  if (emergency != flow_.emergency) send(EmergencyChanged{emergency});
  const HallChanged now{hall_->fresh(), static_cast<uint32_t>(offered), own};
  if (now.fresh != flow_.hall_fresh || now.service_count != flow_.service_count ||
      now.can_issue_offline != flow_.can_issue_offline)
    send(now);
}

// Until a manager ends it, or the day is over: then a server that is away cannot say so.
bool Kiosk::emergency_runs() const {
  const State& state = hall_state();
  if (!state.emergency.running()) return false;
  return hall_->fresh() || !view_.zone || view_.zone->day(hall_->hall_now()) == state.day;
}

void Kiosk::look_at_devices() {
  devices_.report(flow_.hall_fresh, clock_.steady_ms());
  report_help();
  report_papers();
  view_.reads_codes = devices_.reads_codes();
  if (devices_.reads_cards() != flow_.reads_cards) send(CardReaderChanged{devices_.reads_cards()});
  if (const Scanning now = scanning_now(); now != flow_.scanning) send(ScannerChanged{now});
  if (devices_.printer() == nullptr) return;
  const PrinterStatus status = devices_.printer()->status();
  if (status != view_.printer) log_info("printer {}", text_of(status));
  view_.printer = status;
  if (status.condition != flow_.printer) send(PrinterChanged{status.condition});
}

// Staff see a call for help where they see devices.
void Kiosk::report_help() {
  DeviceState state{DeviceCondition::kReady, {}};
  if (help_wanted(flow_, clock_.steady_ms()))
    state = {DeviceCondition::kAttention, {"help_wanted"}};
  help_report_.update(state, flow_.hall_fresh, clock_.steady_ms());
}

void Kiosk::send(FlowEvent event) {
  events_.push_back(std::move(event));
  if (!busy_) work_off();
}

void Kiosk::work_off() {
  busy_ = true;  // what an effect brings about comes after it
  while (!events_.empty()) {
    const FlowEvent event = std::move(events_.front());
    events_.pop_front();
    take(event);
  }
  busy_ = false;
  show();
}

void Kiosk::take(const FlowEvent& event) {
  if (const auto* seen = std::get_if<TicketSeen>(&event)) {
    const Ticket* ticket = hall_->state().ticket(seen->ticket);
    if (!ticket || ticket->phase != wire::TICKET_PHASE_ISSUED) return;  // somebody holds it
  }
  const Screen before = flow_.screen;
  FlowStep step = advance(std::move(flow_), event, clock_.steady_ms());
  flow_ = std::move(step.flow);
  const bool begins_search = flow_.screen == Screen::kSearch && before == Screen::kServices;
  if (begins_search) asked_ = asked_today(hall_state());
  // Before the effects: what goes to the printer is on record as perhaps printed.
  if (flow_.ticket.offline) {
    if (paper_may_be_out(flow_)) keep_held(flow_.ticket.key, wire::DELIVERY_PRINTED);
  } else if (flow_.ticket.key != 0 && flow_.screen != Screen::kDone)
    in_hand_.put({flow_.ticket.key,
                  paper_may_be_out(flow_) ? wire::DELIVERY_PRINTED : wire::DELIVERY_UNSPECIFIED});
  for (const FlowEffect& effect : step.effects) do_effect(effect);
  let_go();
  devices_.seek_cards(flow_.screen == Screen::kIdentify);
  if (flow_.screen == Screen::kDone && before != Screen::kDone) {
    last_numbers_.push_front({flow_.ticket.number, hall_->hall_now()});
    if (last_numbers_.size() > kLastNumbers) last_numbers_.pop_back();
  }
  const bool home = flow_.screen == Screen::kServices || flow_.screen == Screen::kAway ||
                    flow_.screen == Screen::kWelcome || flow_.screen == Screen::kEmergency;
  if (home && flow_.screen != before) {
    forget_after_frame_ = window_.stats().frames;
    if (lookup_) lookup_->forget();
  }
  watch_for_staff(before);
  if (flow_.screen != before) log_info("screen {} → {}", name_of(before), name_of(flow_.screen));
}

// --- What goes out -------------------------------------------------------------------------------

void Kiosk::do_effect(const FlowEffect& effect) {
  if (const auto* issue = std::get_if<AskIssue>(&effect)) return do_issue(*issue);
  if (const auto* pin = std::get_if<AskPin>(&effect))
    return send(PinAnswered{password_matches(settings_.staff_pin, pin->pin.view())});
  if (const auto* staff = std::get_if<AskStaff>(&effect)) return do_staff(staff->act);
  if (const auto* check_in = std::get_if<AskCheckIn>(&effect)) return do_check_in(*check_in);
  if (const auto* ask = std::get_if<AskTicket>(&effect)) return do_ask(*ask);
  if (const auto* confirm = std::get_if<AskConfirm>(&effect)) {
    if (OwnSeries::is_own(confirm->ticket)) {
      keep_held(confirm->ticket, confirm->delivery);
      return own_->release(confirm->ticket);
    }
    confirmation_.confirm(*confirm);
    if (confirmation_.waits()) in_hand_.put({confirm->ticket, confirm->delivery});
    return;
  }
  if (const auto* cancel = std::get_if<AskCancel>(&effect)) return do_cancel(cancel->ticket);
  if (const auto* print = std::get_if<AskPrint>(&effect)) return do_print(*print);
  if (const auto* notice = std::get_if<AskNotice>(&effect)) return print_notice(*notice);
  do_paper(effect);
}

void Kiosk::submit(wire::Command command, Commander::OnOutcome on_outcome, int64_t patience_ms) {
  hall_->submit(std::move(command), std::move(on_outcome), patience_ms);
}

Kiosk::Submit Kiosk::submitter(int64_t patience_ms) {
  return [this, patience_ms](wire::Command command, Commander::OnOutcome on_outcome) {
    submit(std::move(command), std::move(on_outcome), patience_ms);
  };
}

// A number of the kiosk's own series, while the server is away.
void Kiosk::give_own_number(const AskIssue& ask) {
  const auto ticket = own_->issue(hall_state(), *view_.zone, ask.service, hall_->hall_now(),
                                  last_contact_, ask.item);
  if (ticket) return send(NumberGiven{ask.request, *ticket});
  log_error("{}", ticket.error().sentence);
  Outcome outcome{Outcome::Kind::kUnavailable, {}};
  if (ticket.error().code == ErrorCode::kExhausted) {
    outcome.kind = Outcome::Kind::kRefused;
    outcome.reply.set_refusal(wire::REFUSAL_SERIES_FULL);
  }
  send(IssueAnswered{ask.request, outcome});
}

// Before the paper is out, and again when the citizen has it. What the disk does not take the
// citizen is told, if the number is theirs already.
void Kiosk::keep_held(uint32_t ticket, wire::Delivery delivery) {
  const auto kept = own_->held(ticket, delivery);
  if (kept) return;
  log_error("{}", kept.error().sentence);
  send(ConfirmAnswered{ticket, {Outcome::Kind::kUnavailable, {}}});
}

void Kiosk::do_issue(const AskIssue& ask) {
  if (!flow_.hall_fresh && flow_.can_issue_offline) return give_own_number(ask);
  wire::Command command;
  command.mutable_issue_ticket()->set_service(ask.service);
  command.mutable_issue_ticket()->set_person(ask.person);
  command.mutable_issue_ticket()->set_priority(ask.priority);
  command.mutable_issue_ticket()->set_item(ask.item);
  ask_for_ticket(std::move(command), ask.request);
}

void Kiosk::do_check_in(const AskCheckIn& ask) {
  wire::Command command;
  command.mutable_check_in()->set_token(ask.token);
  ask_for_ticket(std::move(command), ask.request);
}

void Kiosk::do_ask(const AskTicket& ask) {
  wire::Command command;
  switch (ask.act) {
    case TicketAct::kLook:
      command.mutable_get_ticket()->set_token(ask.token);
      break;
    case TicketAct::kReactivate:
      command.mutable_reactivate_ticket()->set_token(ask.token);
      break;
    case TicketAct::kWithdraw:
      command.mutable_cancel_ticket()->set_token(ask.token);
      break;
  }
  submit(std::move(command), [this, request = ask.request](const Outcome& outcome) {
    send(TicketAnswered{request, outcome});
  });
}

void Kiosk::ask_for_ticket(wire::Command command, uint64_t request) {
  // Only one ticket at a time is on record as in hand.
  confirmation_.hurry();
  if (confirmation_.waits()) return send(IssueAnswered{request, {Outcome::Kind::kUnavailable, {}}});
  submit(std::move(command), [this, request](const Outcome& outcome) {
    if (outcome.kind == Outcome::Kind::kRefused)
      log_info("no ticket: {}", outcome.reply.sentence());
    send(IssueAnswered{request, outcome});
  });
}

void Kiosk::do_cancel(uint32_t ticket) {
  if (OwnSeries::is_own(ticket)) return own_->drop(ticket);
  wire::Command command;
  command.mutable_cancel_ticket()->set_ticket(ticket);
  log_info("ticket {} is cancelled: nobody holds it", ticket);
  submit(
      std::move(command),
      [ticket](const Outcome& outcome) {
        if (outcome.kind != Outcome::Kind::kDone)
          log_warning("ticket {} was not cancelled: {}", ticket, outcome.reply.sentence());
      },
      kUntilDonePatienceMs);
}

PrintJob Kiosk::paper_of(const FlowTicket& ticket) {
  TicketPaper paper{ticket_facts(hall_state(), ticket, settings_.web),
                    {},
                    device_.name,
                    items_.item(ticket.item),
                    view_.reads_codes};
  if (const auto now = local_now()) paper.at = *now;
  return to_job(draw_ticket(window_.fonts(), window_.icons(), texts_, paper, paper_width_dots()));
}

int Kiosk::paper_width_dots() const {
  constexpr int kOf58Millimetres = 384;  // a printer that is away has not said
  return std::max(kOf58Millimetres, devices_.printer()->width_dots());
}

std::optional<LocalTime> Kiosk::local_now() const {
  return view_.zone ? std::optional(view_.zone->local(hall_->hall_now())) : std::nullopt;
}

void Kiosk::do_print(const AskPrint& ask) {
  devices_.printer()->print(paper_of(ask.ticket), [this, job = ask.job](const PrintResult& result) {
    log_info("print: {} {}", name_of(result.outcome), result.code);
    send(PrintFinished{job, result.outcome, result.reason});
  });
}

void Kiosk::print_notice(const AskNotice& ask) {
  const wire::ItemRecord* item = items_.item(ask.item);
  if (item == nullptr || devices_.printer() == nullptr)
    return send(PrintFinished{ask.job, PrintOutcome::kFailed, PrintReason::kNone});
  FlowTicket of_service;
  of_service.service = item->service();
  const TicketFacts facts = ticket_facts(hall_state(), of_service, "");
  NoticePaper paper{facts.hall_zh, *item, window_ranges(facts.windows, "、"), {}};
  if (const auto now = local_now()) paper.at = *now;
  const auto drawn =
      draw_notice(window_.fonts(), window_.icons(), texts_, paper, paper_width_dots());
  devices_.printer()->print(to_job(drawn), [this, job = ask.job](const PrintResult& result) {
    log_info("notice: {} {}", name_of(result.outcome), result.code);
    send(PrintFinished{job, result.outcome, result.reason});
  });
}

// --- The end -------------------------------------------------------------------------------------

void Kiosk::finish() {
  const int64_t until_ms = clock_.steady_ms() + kFinishMs;
  const auto await = [&](int64_t at_most_until_ms, const std::function<bool()>& done) {
    while (!done() && clock_.steady_ms() < at_most_until_ms) {
      std::this_thread::sleep_for(kFinishTurn);
      step();
    }
  };
  if (flow_.screen == Screen::kPrinting) log_info("ends after the ticket in the printer");
  await(until_ms - kFinishAnswerMs, [this] { return flow_.screen != Screen::kPrinting; });
  send(ProgramEnds{});
  await(until_ms, [this] { return confirmation_.settled(); });
}

}  // namespace yichuang::kiosk
