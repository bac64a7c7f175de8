#include "kiosk/paper_mail.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "papers/capability.h"

namespace yichuang::kiosk {

namespace {

constexpr int64_t kFirstPauseMs = 1'000;
constexpr int64_t kLongestPauseMs = 60'000;

}  // namespace

Result<std::unique_ptr<PaperMail>> PaperMail::open(const std::filesystem::path& folder,
                                                   std::string web, Submit submit, Sent sent,
                                                   std::function<void()> wake) {
  auto spool = PaperSpool::open(folder, {});
  if (!spool) return spool.error();
  while (web.ends_with('/')) web.pop_back();
  return std::unique_ptr<PaperMail>(new PaperMail(
      *std::move(spool), std::move(web), std::move(submit), std::move(sent), std::move(wake)));
}

std::vector<FiledPaper> PaperMail::waiting_of(uint32_t ticket) const {
  std::vector<FiledPaper> waiting;
  for (const PaperSpool::Paper& paper : spool_.papers())
    if (paper.ask.ticket() == ticket)
      waiting.push_back(
          {paper.ask.ordinal(), paper.ask.pages(), paper.ask.document(), false, false});
  // One that was put off stands behind those filed after it; ids are in the order of filing.
  std::ranges::sort(waiting, {}, &FiledPaper::document);
  return waiting;
}

Result<void> PaperMail::post(wire::GrantUpload ask, std::string_view sealed, Time now) {
  if (auto done = spool_.put(std::move(ask), sealed, now); !done) return done;
  pause_ms_ = 0;
  next_try_ms_ = 0;
  return {};
}

void PaperMail::step(bool connected, Time now, int64_t steady_ms) {
  steady_ms_ = steady_ms;
  if (const auto end = uploader_.take()) on_end(*end);
  if (asking_ || uploader_.busy() || spool_.papers().empty()) return;
  if (const size_t old = spool_.purge(now); old > 0) {
    log_warning("{} scanned papers waited too long for the hall and are forgotten", old);
    for (size_t i = 0; i < old; ++i) lose(0);
  }
  if (!connected || steady_ms < next_try_ms_ || spool_.papers().empty()) return;
  ask_for_leave();
}

int64_t PaperMail::due_ms() const {
  const bool waits = !spool_.papers().empty() && !asking_ && !uploader_.busy();
  return waits ? next_try_ms_ : INT64_MAX;
}

void PaperMail::later() {
  pause_ms_ = std::clamp(pause_ms_ * 2, kFirstPauseMs, kLongestPauseMs);
  next_try_ms_ = steady_ms_ + pause_ms_;
}

void PaperMail::lose(uint32_t ticket) {
  not_taken_.push_back(ticket);
  if (not_taken_.size() > kNotTakenMax) not_taken_.pop_front();
}

// It will never be taken. Its citizen does not know: staff are told (staff panel, guide desk).
void PaperMail::drop(const std::string& document, std::string_view why) {
  const auto& papers = spool_.papers();
  const auto paper = std::ranges::find_if(
      papers, [&](const auto& each) { return each.ask.document() == document; });
  if (paper == papers.end()) return;
  log_warning("a scanned paper of ticket {} is not taken by the hall and is forgotten: {}",
              paper->ask.ticket(), why);
  lose(paper->ask.ticket());
  spool_.remove(document);
}

void PaperMail::ask_for_leave() {
  asking_ = true;
  wire::Command command;
  *command.mutable_grant_upload() = spool_.papers().front().ask;
  const std::string document = command.grant_upload().document();
  submit_(std::move(command),
          [this, document](const Outcome& outcome) { on_leave(document, outcome); });
}

void PaperMail::on_leave(const std::string& document, const Outcome& outcome) {
  asking_ = false;
  if (spool_.papers().empty() || spool_.papers().front().ask.document() != document) return;
  if (outcome.kind == Outcome::Kind::kRefused) {
    switch (outcome.reply.refusal()) {
      case wire::REFUSAL_UNKNOWN_TICKET:
      case wire::REFUSAL_WRONG_PHASE:
      case wire::REFUSAL_INVALID_VALUE:
        return drop(document, outcome.reply.sentence());
      default:
        break;
    }
  }
  if (outcome.kind != Outcome::Kind::kDone || !outcome.reply.has_upload_grant()) return later();
  const PaperSpool::Paper& paper = spool_.papers().front();
  under_way_ = document;
  uploader_.start({web_ + "/documents/" + to_hex(document),
                   authorization_of(outcome.reply.upload_grant()), paper.file, paper.ask.size()});
}

void PaperMail::on_end(UploadEnd end) {
  const std::string document = std::exchange(under_way_, {});
  switch (end) {
    case UploadEnd::kDone:
      log_info("a scanned paper of {} pages has reached the hall",
               spool_.papers().empty() ? 0 : spool_.papers().front().ask.pages());
      spool_.remove(document);
      pause_ms_ = 0;
      next_try_ms_ = 0;
      return sent_(document);
    case UploadEnd::kUnreadable:
      return drop(document, "it is damaged on this kiosk's disk");
    case UploadEnd::kNotReached:
    case UploadEnd::kRefused:
      log_warning("a scanned paper waits: {}", name_of(end));
      // One that is refused again and again does not hold back the others.
      spool_.put_off(document);
      return later();
  }
}

}  // namespace yichuang::kiosk
