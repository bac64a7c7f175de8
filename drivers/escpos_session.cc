#include "drivers/escpos_session.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "drivers/escpos_commands.h"

namespace yichuang {
namespace {

// USB Printer Class 1.1, section 4.2.2, and IEEE 1284: bits of GET_PORT_STATUS.
constexpr uint8_t kPortPaperEmpty = 0x20;

}  // namespace

PrintReason reason_of(const PrinterFacts& facts) {
  if (facts.away) return PrintReason::kAway;
  if (facts.unrecoverable) return PrintReason::kUnrecoverable;
  if (facts.cutter_error) return PrintReason::kCutterError;
  if (facts.cover_open) return PrintReason::kCoverOpen;  // an open cover looks like no paper, too
  if (facts.paper_out) return PrintReason::kPaperOut;
  if (facts.overheated) return PrintReason::kOverheated;
  HALL_ASSERT(facts.offline);
  return PrintReason::kOffline;
}

EscPosSession::EscPosSession(std::unique_ptr<DeviceLink> link, const Profile& profile,
                             int width_dots, EscPosHost& host)
    : link_(std::move(link)), profile_(profile), width_dots_(width_dots), host_(host) {}

// --- Listening -----------------------------------------------------------------------------------

void EscPosSession::set_facts(const PrinterFacts& facts) {
  if (facts == facts_) return;
  facts_ = facts;
  host_.facts_changed(facts_);
}

void EscPosSession::take(const escpos::Message& message) {
  if (const auto* status = std::get_if<escpos::AutomaticStatus>(&message)) {
    automatic_seen_ = true;
    set_facts(escpos::facts_of(*status));
  } else if (const auto* answer = std::get_if<escpos::RealTimeStatus>(&message)) {
    // A picture may hold the bytes of a question by chance; then it is answered, too.
    if (awaits_answer_) answer_ = answer->byte;
  } else if (const auto* paper = std::get_if<escpos::PaperStatus>(&message)) {
    if (awaits_paper_) paper_ = *paper;
  }
}

void EscPosSession::listen() {
  if (host_.has_left()) link_->mark_lost();
  for (const uint8_t byte : link_->take_input()) {
    parser_.feed(byte, [this](const escpos::Message& message) { take(message); });
  }
}

// True when `done`; false at the timeout, when the printer is lost, or when the program stops.
bool EscPosSession::wait_until(int timeout_ms, const std::function<bool()>& done) {
  const SystemClock clock;
  const int64_t deadline_ms = clock.steady_ms() + timeout_ms;
  while (true) {
    listen();
    if (done()) return true;
    if (link_->lost() || host_.stopping()) return false;
    const auto left_ms = static_cast<int>(deadline_ms - clock.steady_ms());
    if (left_ms <= 0) return false;
    host_.rest(std::min(left_ms, pause_ms().value_or(left_ms)));
  }
}

// --- Speaking ------------------------------------------------------------------------------------

// One transfer. Taken back when `give_up` says so, and told as cancelled then.
LinkEnd EscPosSession::send(std::span<const uint8_t> bytes, int timeout_ms,
                            const std::function<bool()>& give_up) {
  link_->begin_write(bytes, timeout_ms);
  std::optional<LinkEnd> end;
  // The transfer's own timeout ends it; the margin is for a bus that does not.
  constexpr int kMarginMs = 200;
  wait_until(timeout_ms + kMarginMs, [&] {
    end = link_->take_write_end();
    return end.has_value() || (give_up && give_up());
  });
  if (end == LinkEnd::kStall) link_->clear_out_halt();
  if (end) return *end;
  link_->cancel_write();
  if (link_->lost()) return LinkEnd::kLost;
  return host_.stopping() || (give_up && give_up()) ? LinkEnd::kCancelled : LinkEnd::kTimeout;
}

bool EscPosSession::ask_status(int timeout_ms) {
  listen();  // what has come before the question is not its answer
  std::array<uint8_t, 4> answers{};
  for (int n = 1; n <= 4; ++n) {
    awaits_answer_ = true;
    answer_.reset();
    const bool answered = send(escpos::ask_status(n), timeout_ms) == LinkEnd::kDone &&
                          wait_until(timeout_ms, [this] { return answer_.has_value(); });
    awaits_answer_ = false;
    if (!answered) return false;
    answers[static_cast<size_t>(n - 1)] = *answer_;
  }
  set_facts(escpos::facts_of(answers, profile_));
  return true;
}

// Empties the printer's buffers; what it had still to say is not ours to read. False if the printer
// is lost.
bool EscPosSession::flush() {
  if (link_->lost()) return false;
  if (!profile_.soft_reset || !link_->soft_reset(EscPosTimes::kDiagnosis)) link_->reset_device();
  parser_.reset();
  awaits_paper_ = false;
  return !link_->lost();
}

bool EscPosSession::begin() {
  if (!flush() || !ask_status()) return false;
  // Worked off only when the printer is online: while it is not, it is asked each second.
  return send(escpos::prologue(profile_, false), EscPosTimes::kAnswer) == LinkEnd::kDone;
}

bool EscPosSession::recover() {
  return flush() && ask_status(EscPosTimes::kDiagnosis) &&
         send(escpos::prologue(profile_, false), EscPosTimes::kAnswer) == LinkEnd::kDone;
}

// --- Printing ------------------------------------------------------------------------------------

PrintResult EscPosSession::print(const PrintJob& job, bool separate) {
  if (auto reason = prepare(job, separate)) return make_result(PrintOutcome::kFailed, *reason);
  if (auto reason = transmit(escpos::ticket(job, profile_))) {
    // At once: when the cover is closed again the printer would go on with what it still holds.
    flush();
    return make_result(PrintOutcome::kUnknown, *reason);
  }
  return make_result(PrintOutcome::kPrinted, PrintReason::kNone);
}

// Everything that can be known before the first dot. Nothing: print.
std::optional<PrintReason> EscPosSession::prepare(const PrintJob& job, bool separate) {
  const Raster& raster = job.raster;
  if (raster.rows() == 0 || raster.width_dots() > width_dots_) return PrintReason::kBadJob;
  // Asked twice before a citizen is turned away: the first answer may be one to an earlier
  // question.
  const auto well = [this] { return ask_status() && !stopped(); };
  if (!well() && !well()) {
    const PrintReason reason = diagnose(LinkEnd::kTimeout);
    return reason == PrintReason::kUnplugged ? PrintReason::kAway : reason;
  }
  return synchronise(separate);
}

// Makes sure that the printer works off its buffer, and that no earlier answer is still to come:
// the one behind the cut must not be mistaken.
std::optional<PrintReason> EscPosSession::synchronise(bool separate) {
  paper_.reset();
  awaits_paper_ = true;
  const LinkEnd end = send(escpos::prologue(profile_, separate), EscPosTimes::kSynchronise);
  const bool answered = end == LinkEnd::kDone && wait_until(EscPosTimes::kSynchronise,
                                                            [this] { return paper_ || stopped(); });
  awaits_paper_ = false;
  if (answered && paper_ && !stopped()) return {};
  const PrintReason reason = diagnose(end == LinkEnd::kDone ? LinkEnd::kTimeout : end);
  return reason == PrintReason::kUnplugged ? PrintReason::kAway : reason;
}

// From here on nobody can say that nothing came out.
std::optional<PrintReason> EscPosSession::transmit(std::span<const uint8_t> bytes) {
  const auto in_trouble = [this] { return stopped(); };
  while (!bytes.empty()) {
    const auto chunk = bytes.first(std::min(bytes.size(), limits::kLinkWriteBytesMax));
    bytes = bytes.subspan(chunk.size());
    if (bytes.empty()) {  // the request behind the cut goes out now: an answer means the end
      paper_.reset();
      awaits_paper_ = true;
    }
    const LinkEnd end = send(chunk, EscPosTimes::kChunk, in_trouble);
    if (end != LinkEnd::kDone || stopped()) return diagnose(end);
  }
  wait_until(EscPosTimes::kConfirm, [&] { return paper_.has_value() || stopped(); });
  awaits_paper_ = false;
  if (!paper_ || stopped()) return diagnose(LinkEnd::kTimeout);
  if (paper_->paper_out()) return PrintReason::kPaperOut;
  if (!ask_status() || stopped()) return diagnose(LinkEnd::kTimeout);
  return {};
}

// Why it went wrong. Endpoint 0 first: DLE EOT may be stuck behind an OUT that is not taken.
PrintReason EscPosSession::diagnose(LinkEnd end) {
  awaits_paper_ = false;
  if (host_.stopping()) return PrintReason::kClosed;
  if (!link_->lost() && !stopped()) {
    const auto port = link_->port_status(EscPosTimes::kDiagnosis);
    const bool answered = ask_status(EscPosTimes::kDiagnosis);
    if (!answered && port && (*port & kPortPaperEmpty) != 0) {
      PrinterFacts facts = facts_;
      facts.paper_out = true;
      set_facts(facts);
    }
  }
  listen();
  if (link_->lost()) return PrintReason::kUnplugged;
  if (stopped()) return reason_of(facts_);
  return end == LinkEnd::kTimeout ? PrintReason::kNoAnswer : PrintReason::kTransferError;
}

}  // namespace yichuang
