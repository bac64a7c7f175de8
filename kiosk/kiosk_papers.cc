// What the kiosk does with papers: has them scanned, seals them, and posts them to the hall.
#include <fmt/format.h>

#include "base/log.h"
#include "kiosk/kiosk.h"

namespace yichuang::kiosk {

Result<void> Kiosk::open_mail() {
  if (!settings_.web.empty())
    lookup_ = std::make_unique<PaperLookup>(settings_.web, [this] { window_.wake(); });
  if (settings_.scanner == "none") return {};
  if (!document_key_) {
    log_warning("this kiosk has no key to seal papers: enrol it again to scan");
    return {};
  }
  if (settings_.web.empty()) {
    log_warning("\"web\" is not configured: scanned papers would have nowhere to go");
    return {};
  }
  auto mail = PaperMail::open(
      settings_.beside_outbox(".papers"), settings_.web, submitter(),
      [this](const std::string& document) { send(PaperSent{document}); },
      [this] { window_.wake(); });
  if (!mail) return mail.error();
  mail_ = std::move(*mail);
  web_watch_ = std::make_unique<WebWatch>(settings_.web, [this] { window_.wake(); });
  if (mail_->waiting() > 0)
    log_info("{} scanned papers wait for the hall since before the restart", mail_->waiting());
  return {};
}

// The guide desk sees where it sees devices that a citizen counts on a paper in vain.
void Kiosk::report_papers() {
  if (!mail_) return;
  DeviceState state{DeviceCondition::kReady, {}};
  if (!mail_->not_taken().empty()) state = {DeviceCondition::kAttention, {"paper_not_taken"}};
  papers_report_.update(state, flow_.hall_fresh, clock_.steady_ms());
}

Scanning Kiosk::scanning_now() const {
  if (!mail_ || devices_.scanner() == nullptr) return Scanning::kNotFitted;
  const DeviceCondition condition = devices_.scanner()->status().condition;
  if (condition != DeviceCondition::kReady && condition != DeviceCondition::kAttention)
    return Scanning::kScannerAway;
  return mail_->has_room() ? Scanning::kReady : Scanning::kNoRoom;
}

void Kiosk::do_paper(const FlowEffect& effect) {
  if (const auto* scan = std::get_if<AskScan>(&effect))
    return desk_.scan(*devices_.scanner(), scan->job, scan->pages_max);
  if (std::holds_alternative<AskStopScan>(effect)) return devices_.scanner()->cancel();
  if (const auto* drop = std::get_if<AskDropPage>(&effect)) {
    window_.canvas().forget();
    return desk_.drop(drop->page);
  }
  if (const auto* file = std::get_if<AskFile>(&effect)) return file_paper(*file);
  if (const auto* of = std::get_if<AskPapersOf>(&effect)) return look_for_papers(*of);
  window_.canvas().forget();
  desk_.forget();
}

// Several side by side in the standard type alone.
const scan::Preview* Kiosk::preview(uint64_t page) {
  const bool alone = flow_.screen == Screen::kPage || shown_plain(flow_);
  return alone ? desk_.large_preview(page) : desk_.small_preview(page);
}

// Sealed and on disk before the citizen is told that it is safe.
void Kiosk::file_paper(const AskFile& ask) {
  const Time now = hall_->hall_now();
  const CommandId document = CommandId::make(now, random_);
  wire::GrantUpload grant;
  grant.set_ticket(ask.ticket);
  grant.set_document(std::string(document.raw()));
  grant.set_ordinal(ask.ordinal);
  grant.set_pages(static_cast<uint32_t>(ask.pages.size()));
  const auto sealed = desk_.seal_paper(ask.pages, *document_key_, document, now);
  desk_.forget();
  window_.canvas().forget();
  Result<void> posted = sealed ? mail_->post(grant, *sealed, now) : Result<void>(sealed.error());
  if (!posted) {
    log_error("a scanned paper could not be kept: {}", posted.error().sentence);
    return send(PaperFiled{ask.ordinal, ""});
  }
  log_info("a paper of {} pages is filed, {} bytes", ask.pages.size(), sealed->size());
  send(PaperFiled{ask.ordinal, std::string(document.raw())});
}

// What waits here is known at once, what the hall has when it answers.
void Kiosk::look_for_papers(const AskPapersOf& ask) {
  tell_papers(ask.ticket, {}, false);
  if (lookup_) lookup_->ask(ask.ticket, ask.token);
}

void Kiosk::tell_papers(uint32_t ticket, std::vector<FiledPaper> in_hall, bool hall_told) {
  if (hall_told) log_info("{} papers of the ticket are in the hall", in_hall.size());
  // What still waits here was scanned after what is there already.
  if (mail_) {
    for (FiledPaper& waiting : mail_->waiting_of(ticket)) in_hall.push_back(std::move(waiting));
  }
  send(PapersFound{ticket, std::move(in_hall), hall_told});
}

std::string Kiosk::look_of_papers() const {
  const PapersInHand& papers = flow_.papers;
  const int scanning = static_cast<int>(flow_.scanning);
  std::string out = fmt::format(" {} {}", scanning, papers.hall_told);
  for (const FiledPaper& paper : papers.earlier)
    out += fmt::format(" {}{}", paper.ordinal, paper.sent);
  if (papers.ticket == 0) return out;
  out += fmt::format(" {} {} {} {} {}", papers.place, papers.permille, papers.pages.size(),
                     papers.ended_badly, static_cast<int>(papers.reason));
  for (const ScannedPage& page : papers.pages) out += fmt::format(" {}", page.id);
  for (const FiledPaper& paper : papers.filed)
    out += fmt::format(" {}{}{}", paper.ordinal, paper.failed, paper.sent);
  return out;
}

}  // namespace yichuang::kiosk
