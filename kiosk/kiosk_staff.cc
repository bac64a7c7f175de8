// What the kiosk does for its staff: the panel's facts, the test print, the change of paper.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/file.h"
#include "base/log.h"
#include "kiosk/kiosk.h"
#include "kiosk/ticket_paper.h"

namespace yichuang::kiosk {
namespace {

constexpr const char* kRollFile = ".roll";
constexpr size_t kRollFileBytesMax = 32;

}  // namespace

void Kiosk::read_roll() {
  if (const auto roll = read_file(settings_.beside_outbox(kRollFile), kRollFileBytesMax))
    std::from_chars(roll->data(), roll->data() + roll->size(), roll_began_rows_);
}

StaffFacts Kiosk::staff_facts() const {
  StaffFacts facts;
  facts.kiosk = device_.name;
  facts.version = YICHUANG_VERSION;
  facts.connected = flow_.hall_fresh;
  facts.last_contact = last_contact_;
  facts.papers = staff_papers();
  facts.own_waiting = own_->waiting();
  facts.devices = devices_.states();
  if (devices_.printer() != nullptr) facts.counts = devices_.printer()->counts();
  facts.rows_on_roll =
      facts.counts.paper_rows - std::min(roll_began_rows_, facts.counts.paper_rows);
  facts.last.assign(last_numbers_.begin(), last_numbers_.end());
  facts.test_print = test_print_;
  return facts;
}

std::optional<StaffFacts::Papers> Kiosk::staff_papers() const {
  if (!mail_) return {};
  StaffFacts::Papers papers;
  if (web_watch_) papers.web_answers = web_watch_->answers();
  papers.waiting = mail_->waiting();
  papers.not_taken = mail_->not_taken().size();
  for (const uint32_t key : mail_->not_taken()) {
    const Ticket* ticket = hall_state().ticket(key);
    if (!ticket) continue;
    const auto& told = papers.not_taken_of;
    if (std::ranges::find(told, ticket->number) == told.end())
      papers.not_taken_of.push_back(ticket->number);
  }
  return papers;
}

// While the panel is shown queue-web is asked whether it answers. Who leaves it has seen which
// papers were not taken.
void Kiosk::watch_for_staff(Screen before) {
  const bool shown = flow_.screen == Screen::kStaff;
  if (web_watch_ && shown) web_watch_->look(clock_.steady_ms());
  if (shown || before != Screen::kStaff) return;
  if (web_watch_) web_watch_->forget();
  if (mail_) mail_->not_taken_is_seen();
}

void Kiosk::do_staff(StaffAct act) {
  switch (act) {
    case StaffAct::kTestPrint:
      return print_test();
    case StaffAct::kPaperChanged: {
      log_info("staff: the paper was changed");
      roll_began_rows_ = staff_facts().counts.paper_rows;
      const auto kept = write_file_atomic(settings_.beside_outbox(kRollFile),
                                          fmt::format("{}\n", roll_began_rows_), 0600);
      if (!kept) log_error("{}", kept.error().sentence);
      return;
    }
    case StaffAct::kRestart:
      log_info("staff: the program is started again");
      window_.stop();  // systemd starts it again
  }
}

// A ticket as citizens get it, but for its number: nobody waits by it.
void Kiosk::print_test() {
  if (devices_.printer() == nullptr) return;
  log_info("staff: test print");
  FlowTicket ticket;
  ticket.number = "TEST";
  if (!hall_state().services.empty()) ticket.service = hall_state().services.front().id;
  ticket.offline = true;
  test_print_.reset();
  devices_.printer()->print(paper_of(ticket),
                            [this](const PrintResult& result) { test_print_ = result.outcome; });
}

}  // namespace yichuang::kiosk
