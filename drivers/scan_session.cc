#include "drivers/scan_session.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace yichuang {
namespace {

using scan_wire::Kind;

constexpr int64_t kNever = INT64_MAX;

ScannerCapabilities able_of(const scan_wire::Opened& opened) {
  ScannerCapabilities able;
  for (const ScanSource source : kScanSources)
    if (opened.sources >> static_cast<unsigned>(source) & 1U) able.sources.push_back(source);
  able.grey = opened.grey != 0;
  able.colour = opened.colour != 0;
  const size_t count = std::min<size_t>(opened.dpi_count, limits::kScannerDpiMax);
  able.dpi.assign(opened.dpi, opened.dpi + count);
  std::ranges::sort(able.dpi);
  able.dpi_max = opened.dpi_max;
  able.dpi_min = std::min(opened.dpi_min, opened.dpi_max);
  able.width_mm = opened.width_mm;
  able.height_mm = opened.height_mm;
  return able;
}

bool is_sound(const scan_wire::Page& page) {
  const int64_t row_bytes = int64_t{page.width_px} * (page.colour != 0 ? 3 : 1);
  return page.width_px > 0 && page.width_px <= limits::kScannedSidePxMax && page.lines >= -1 &&
         page.lines != 0 && page.lines <= limits::kScannedSidePxMax &&
         page.bytes_per_line >= row_bytes &&
         page.bytes_per_line <= 4 * int64_t{limits::kScannedSidePxMax};
}

}  // namespace

ScanSession::ScanSession(std::string sane_name, const ScanPatience& patience, ScanHost& host)
    : sane_name_(std::move(sane_name)),
      patience_(patience),
      host_(host),
      retry_ms_(patience.retry_first_ms) {}

const char* ScanSession::name_of(State state) {
  switch (state) {
    case State::kAway:
      return "away";
    case State::kOpening:
      return "opening";
    case State::kIdle:
      return "idle";
    case State::kChecking:
      return "checking";
    case State::kScanning:
      return "scanning";
    case State::kCancelling:
      return "cancelling";
  }
  return "?";
}

// The only place where the state changes. At `due_ms` tick() has something to do.
void ScanSession::set_state(State state, int64_t due_ms) {
  if (state != state_)
    log_debug("scanner {}: {} -> {}", sane_name_, name_of(state_), name_of(state));
  state_ = state;
  due_ms_ = due_ms;
}

int64_t ScanSession::due_ms() const { return due_ms_; }

void ScanSession::set_facts(const ScannerFacts& facts) {
  if (facts == facts_) return;
  facts_ = facts;
  host_.facts_changed(facts);
}

// --- Time ----------------------------------------------------------------------------------------

void ScanSession::tick(int64_t now_ms) {
  if (now_ms < due_ms_) return;
  switch (state_) {
    case State::kAway:
      return start(now_ms);
    case State::kIdle:
      set_state(State::kChecking, now_ms + patience_.check_ms);
      return send(scan_wire::message(Kind::kCheck), now_ms);
    case State::kCancelling:
      log_warning("scanner {}: does not stop; its helper is ended", sane_name_);
      return lose(now_ms, job_->why.value_or(ScanReason::kCancelled));
    case State::kOpening:
    case State::kChecking:
    case State::kScanning:
      log_warning("scanner {}: its backend hangs ({}); its helper is ended", sane_name_,
                  name_of(state_));
      return lose(now_ms, ScanReason::kHung);
  }
}

void ScanSession::start(int64_t now_ms) {
  if (!host_.start_worker()) {
    return set_state(State::kAway, now_ms + std::exchange(retry_ms_, patience_.retry_longest_ms));
  }
  set_state(State::kOpening, now_ms + patience_.open_ms);
  scan_wire::Open open{};
  scan_wire::put_text(open.name, sane_name_);
  send(scan_wire::message(Kind::kOpen, open), now_ms);
}

// The helper is of no more use: a job in hand ends with `reason`, and another helper is started,
// the later the oftener this happens.
void ScanSession::lose(int64_t now_ms, ScanReason reason) {
  host_.end_worker();
  ScannerFacts facts;
  facts.failing = reason == ScanReason::kHung || reason == ScanReason::kCrashed ||
                  reason == ScanReason::kTooLarge;
  reopen_wanted_ = false;
  // A helper that was ended because it did not stop is no fault of the scanner's: try at once.
  const bool at_once = reason == ScanReason::kCancelled || reason == ScanReason::kNotTaken;
  set_state(State::kAway, now_ms + (at_once ? 0 : retry_ms_));
  if (!at_once) retry_ms_ = std::min(retry_ms_ * 2, patience_.retry_longest_ms);
  set_facts(facts);
  settle(reason);
}

void ScanSession::on_worker_ended(int64_t now_ms) {
  if (state_ == State::kAway) return;
  if (state_ == State::kCancelling) return lose(now_ms, job_->why.value_or(ScanReason::kCancelled));
  log_warning("scanner {}: its backend crashed ({})", sane_name_, name_of(state_));
  lose(now_ms, ScanReason::kCrashed);
}

void ScanSession::misbehaved(int64_t now_ms) {
  log_warning("scanner {}: its helper sent nonsense ({})", sane_name_, name_of(state_));
  const bool cancelling = state_ == State::kCancelling;
  lose(now_ms, cancelling ? job_->why.value_or(ScanReason::kCancelled) : ScanReason::kCrashed);
}

void ScanSession::send(std::span<const uint8_t> message, int64_t now_ms) {
  if (!host_.send(message)) on_worker_ended(now_ms);
}

void ScanSession::on_bus_changed(bool arrived, int64_t now_ms) {
  if (state_ == State::kAway && arrived) {
    retry_ms_ = patience_.retry_first_ms;
    due_ms_ = now_ms;
  }
  if (arrived) return;
  reopen_wanted_ = state_ != State::kAway;
  if (state_ == State::kIdle) rest(now_ms);
}

// --- Jobs ----------------------------------------------------------------------------------------

void ScanSession::begin_job(uint64_t job, const ScanJob& what, std::shared_ptr<ScanSink> sink,
                            int64_t now_ms) {
  HALL_ASSERT(!job_);
  job_ = Job{job, what, std::move(sink), 0, false, {}, 0, -1, {}};
  if (state_ == State::kAway || state_ == State::kOpening) return settle(ScanReason::kAway);
  if (state_ == State::kIdle) send_job(now_ms);  // else when the check has been answered
}

void ScanSession::send_job(int64_t now_ms) {
  const ScanJob& what = job_->what;
  if (!able_.has(what.source) || (what.colour ? !able_.colour : !able_.grey))
    return settle(ScanReason::kBadJob);
  scan_wire::Scan scan{};
  scan.source = static_cast<uint8_t>(what.source);
  scan.colour = what.colour;
  scan.preview = what.preview;
  scan.dpi = static_cast<uint16_t>(pick_dpi(able_, what.dpi));
  scan.pages_max = static_cast<uint16_t>(std::clamp(what.pages_max, 1, limits::kScanJobPagesMax));
  scan.width_mm = static_cast<uint16_t>(std::clamp(what.width_mm, 0, 5'000));
  scan.height_mm = static_cast<uint16_t>(std::clamp(what.height_mm, 0, 5'000));
  set_state(State::kScanning, now_ms + patience_.start_ms);
  send(scan_wire::message(Kind::kScan, scan), now_ms);
}

// The outcome of the job in hand, told once.
void ScanSession::settle(ScanReason reason) {
  if (!job_) return;
  const Job job = *std::exchange(job_, std::nullopt);
  if (job.in_page) job.sink->page_dropped();
  const ScanResult result = make_scan_result(reason, job.pages);
  log_info("scanner {}: {} after {} pages: {}", sane_name_, yichuang::name_of(result.outcome),
           result.pages, result.code);
  host_.finished(job.number, result);
}

void ScanSession::cancel_job(int64_t now_ms) {
  if (!job_ || state_ == State::kCancelling) return;
  if (state_ == State::kScanning) return stop_early(ScanReason::kCancelled, now_ms);
  settle(ScanReason::kCancelled);  // it had not begun
}

void ScanSession::stop_early(ScanReason why, int64_t now_ms) {
  job_->why = why;
  set_state(State::kCancelling, now_ms + patience_.cancel_ms);
  send(scan_wire::message(Kind::kCancel), now_ms);
}

void ScanSession::close() {
  if (state_ != State::kAway) host_.end_worker();
  settle(ScanReason::kClosed);
  set_state(State::kAway, kNever);
}

// --- What the helper says ------------------------------------------------------------------------

void ScanSession::on_message(std::span<const uint8_t> message, int64_t now_ms) {
  if (state_ == State::kAway) return;
  if (message.empty() || message.size() > limits::kScanMessageBytesMax) return misbehaved(now_ms);
  const Kind kind = static_cast<Kind>(message[0]);
  const bool at_work = state_ == State::kScanning || state_ == State::kCancelling;
  if (const auto opened = scan_wire::body_of<scan_wire::Opened>(message);
      opened && kind == Kind::kOpened && !at_work)
    return on_opened(*opened, now_ms);
  if (const auto told = scan_wire::body_of<scan_wire::Facts>(message);
      told && kind == Kind::kFacts && state_ == State::kChecking) {
    if (facts_.away) log_info("scanner {}: open", sane_name_);
    set_facts({false, false, told->cover_open != 0, told->jammed != 0, told->stopped != 0,
               told->paper_loaded != 0});
    return rest(now_ms);
  }
  if (!at_work) return misbehaved(now_ms);
  if (kind == Kind::kRows) return on_rows(message.subspan(1), now_ms);
  if (kind == Kind::kPageEnd && message.size() == 1) return on_page_end(now_ms);
  if (const auto page = scan_wire::body_of<scan_wire::Page>(message); page && kind == Kind::kPage)
    return on_page(*page, now_ms);
  if (const auto end = scan_wire::body_of<scan_wire::End>(message); end && kind == Kind::kEnd)
    return on_end(*end, now_ms);
  misbehaved(now_ms);
}

void ScanSession::on_opened(const scan_wire::Opened& opened, int64_t now_ms) {
  if (opened.reason != static_cast<uint8_t>(ScanReason::kNone))
    return lose(now_ms, ScanReason::kAway);
  retry_ms_ = patience_.retry_first_ms;
  able_ = able_of(opened);
  tells_ = opened.tells != 0;
  host_.capabilities_changed(able_);
  if (tells_ && state_ == State::kOpening) {  // it is there once it has said how it is, or cannot
    set_state(State::kChecking, now_ms + patience_.check_ms);
    return send(scan_wire::message(Kind::kCheck), now_ms);
  }
  ScannerFacts facts = facts_;  // a jam that it cannot tell again is taken at its last word
  facts.away = facts.failing = false;
  if (facts_.away) log_info("scanner {}: open", sane_name_);
  set_facts(facts);
  rest(now_ms);
}

// Nothing is under way: what has waited is begun.
void ScanSession::rest(int64_t now_ms) {
  if (std::exchange(reopen_wanted_, false)) {
    set_state(State::kChecking, now_ms + patience_.check_ms);
    return send(scan_wire::message(Kind::kReopen), now_ms);
  }
  set_state(State::kIdle, tells_ ? now_ms + patience_.ask_every_ms : kNever);
  if (job_) send_job(now_ms);
}

void ScanSession::on_page(const scan_wire::Page& page, int64_t now_ms) {
  if (job_->in_page || !is_sound(page)) return misbehaved(now_ms);
  if (state_ == State::kCancelling) return;
  due_ms_ = now_ms + patience_.read_ms;
  job_->head = {page.colour != 0, page.width_px, page.lines, page.bytes_per_line, page.dpi};
  job_->in_page = true;
  job_->page_bytes = 0;
  job_->told_permille = -1;
  host_.progress(job_->number, job_->pages, page.lines < 0 ? -1 : 0);
  if (!job_->sink->page_begins(job_->head)) stop_early(ScanReason::kNotTaken, now_ms);
}

void ScanSession::on_rows(std::span<const uint8_t> rows, int64_t now_ms) {
  if (state_ == State::kCancelling) return;  // still under way when it was told to stop
  if (!job_->in_page) return misbehaved(now_ms);
  due_ms_ = now_ms + patience_.read_ms;
  job_->page_bytes += rows.size();
  const auto row_bytes = static_cast<uint64_t>(job_->head.bytes_per_line);
  const int lines_max = job_->head.lines < 0 ? limits::kScannedSidePxMax : job_->head.lines;
  if (job_->page_bytes > row_bytes * static_cast<uint64_t>(lines_max)) {
    return job_->head.lines < 0 ? stop_early(ScanReason::kTooLarge, now_ms) : misbehaved(now_ms);
  }
  if (!job_->sink->rows(rows)) return stop_early(ScanReason::kNotTaken, now_ms);
  if (job_->head.lines < 0) return;
  const auto permille =
      static_cast<int>(job_->page_bytes * 1000 / (row_bytes * static_cast<uint64_t>(lines_max)));
  constexpr int kStep = 20;
  if (permille < job_->told_permille + kStep) return;
  job_->told_permille = permille;
  host_.progress(job_->number, job_->pages, permille);
}

void ScanSession::on_page_end(int64_t now_ms) {
  if (state_ == State::kCancelling) return;
  if (!job_->in_page) return misbehaved(now_ms);
  const auto row_bytes = static_cast<uint64_t>(job_->head.bytes_per_line);
  const bool whole = job_->head.lines < 0
                         ? job_->page_bytes > 0 && job_->page_bytes % row_bytes == 0
                         : job_->page_bytes == row_bytes * static_cast<uint64_t>(job_->head.lines);
  if (!whole) return misbehaved(now_ms);
  due_ms_ = now_ms + patience_.start_ms;
  job_->in_page = false;
  if (!job_->sink->page_ends()) return stop_early(ScanReason::kNotTaken, now_ms);
  ++job_->pages;
  host_.progress(job_->number, job_->pages, 0);
}

void ScanSession::on_end(const scan_wire::End& end, int64_t now_ms) {
  if (end.reason > static_cast<uint8_t>(kScanReasonLast)) return misbehaved(now_ms);
  const auto told = static_cast<ScanReason>(end.reason);
  const ScanReason reason = job_->why.value_or(told);
  if (told == ScanReason::kUnplugged || told == ScanReason::kAway) return lose(now_ms, reason);
  if (reason == ScanReason::kNone && (job_->in_page || end.pages != job_->pages))
    return misbehaved(now_ms);
  ScannerFacts facts = facts_;
  if (told != ScanReason::kCancelled) {
    facts.jammed = told == ScanReason::kJammed;
    facts.cover_open = told == ScanReason::kCoverOpen;
  }
  set_state(State::kIdle, now_ms);  // the job is told first, then what waits is begun
  set_facts(facts);
  settle(reason);
  rest(now_ms);
}

}  // namespace yichuang
