#include "drivers/id_card_session.h"

#include <sodium.h>

#include <utility>
#include <vector>

namespace yichuang {

using sdt::Command;
using sdt::Status;

namespace {

// Deeper than a record is ever taken apart and told.
constexpr size_t kStackBytes = size_t{32} << 10;

}  // namespace

void IdCardSession::begin() {
  parser_.reset();
  waiting_ = follows_ = alive_ = told_moved_ = false;
  unanswered_ = 0;
  due_ms_ = 0;
}

int64_t IdCardSession::step(DeviceLink& link, bool seeking, int64_t now_ms) {
  std::vector<uint8_t> bytes = link.take_input();
  if (!bytes.empty()) {
    parser_.feed(bytes, [&](const sdt::Answer& answer) { take_answer(answer, seeking, now_ms); });
    sodium_memzero(bytes.data(), bytes.size());
    // What the compiler kept in registers, a date of birth for one, was pushed by whoever needed
    // them: it lies below this frame until something is called as deep again.
    sodium_stackzero(kStackBytes);
  }
  const auto written = link.take_write_end();
  if (written && *written == LinkEnd::kStall) (void)link.clear_out_halt();
  if (waiting_ && ((written && *written != LinkEnd::kDone) || now_ms >= due_ms_)) {
    link.cancel_write();
    unanswered(now_ms);
  }
  const bool hurry = seeking && alive_ && command_ == Command::kModuleStatus;
  if (!waiting_ && !link.lost() && (now_ms >= due_ms_ || follows_ || hurry))
    send(link, follows_ ? follow_up_ : next_command(seeking), now_ms);
  return due_ms_;
}

// While nobody looks for a card the module is only asked whether it is there.
Command IdCardSession::next_command(bool seeking) const {
  return seeking && alive_ ? Command::kFindCard : Command::kModuleStatus;
}

void IdCardSession::send(DeviceLink& link, Command command, int64_t now_ms) {
  command_ = command;
  follows_ = false;
  waiting_ = true;
  due_ms_ = now_ms + (command == Command::kReadTextAndPhoto ? kReadMs : answer_ms_);
  link.begin_write(sdt::frame_of(command), answer_ms_);
}

// What it says after this is of no command any more.
void IdCardSession::unanswered(int64_t now_ms) {
  parser_.reset();
  waiting_ = false;
  const bool gave_up = ++unanswered_ >= kUnansweredMax;
  due_ms_ = now_ms + (gave_up ? answer_ms_ : 0);
  if (!gave_up) return;
  alive_ = false;
  silent_(true);
}

void IdCardSession::take_answer(const sdt::Answer& answer, bool seeking, int64_t now_ms) {
  if (!waiting_) return;  // late: its command was given up
  if (answer.status == Status::kBadChecksum || answer.status == Status::kBadLength)
    return unanswered(now_ms);  // our command was damaged on its way
  const auto follow = [&](Command next) {
    follow_up_ = next;
    follows_ = true;
  };
  waiting_ = false;
  unanswered_ = 0;
  due_ms_ = now_ms + kFindEveryMs;
  switch (command_) {
    case Command::kFindCard:
      if (answer.status == Status::kCardFound) return follow(Command::kSelectCard);
      told_moved_ = false;  // no card, or the one that was read still lies there
      return;
    case Command::kSelectCard:
      if (answer.status == Status::kOk) return follow(Command::kReadTextAndPhoto);
      return tell({CardOutcome::kMoved, {}}, seeking);
    case Command::kReadTextAndPhoto:
      return on_card_data(answer, seeking);
    default:
      due_ms_ = now_ms + kAliveEveryMs;
      if (!std::exchange(alive_, true)) silent_(false);
  }
}

void IdCardSession::on_card_data(const sdt::Answer& answer, bool seeking) {
  if (answer.status != Status::kOk) return tell({CardOutcome::kMoved, {}}, seeking);
  const auto facts = read_id_card(answer.data, key_);
  if (!facts) return tell({CardOutcome::kUnreadable, {}}, seeking);
  tell({CardOutcome::kRead, *facts}, seeking);
}

// A card that lies badly fails each time: once is enough. Nobody waits for it any more: not at all.
void IdCardSession::tell(const CardRead& read, bool seeking) {
  const bool again = std::exchange(told_moved_, read.outcome == CardOutcome::kMoved) &&
                     read.outcome == CardOutcome::kMoved;
  if (seeking && !again) seen_(read);
}

}  // namespace yichuang
