// Scanning while one waits: which paper, its pages one by one, kept or again, then filed.
#include <algorithm>
#include <utility>

#include "base/wipe.h"
#include "kiosk/flow_moves.h"

namespace yichuang::kiosk {

namespace {

// Whoever is called goes to the window: scanning now would cost the turn.
bool is_scannable(wire::TicketPhase phase) {
  switch (phase) {
    case wire::TICKET_PHASE_WAITING:
    case wire::TICKET_PHASE_SERVING:
    case wire::TICKET_PHASE_HELD:
    case wire::TICKET_PHASE_MISSED:
      return true;
    default:
      return false;
  }
}

bool has_scannable_ticket(const Flow& flow) {
  if (flow.screen == Screen::kDone) return flow.ticket.key != 0 && !flow.ticket.offline;
  return flow.screen == Screen::kMyTicket && !flow.asked_sure && is_scannable(flow.mine.phase());
}

void go_scan(Work& work, bool replaces) {
  Flow& flow = work.flow;
  PapersInHand& papers = flow.papers;
  if (flow.scanning != Scanning::kReady) {  // it was lost while the finger was on its way
    papers.ended_badly = true;
    papers.reason = ScanReason::kAway;
    return enter(work, Screen::kPages, flow.times.papers_ms);
  }
  papers.replaces = replaces;
  papers.pages_of_job = 0;
  papers.permille = -1;
  papers.ended_badly = false;
  ++papers.job;
  const size_t room = replaces ? 1 : kPagesPerPaperMax - papers.pages.size();
  work.effects.emplace_back(AskScan{papers.job, static_cast<uint32_t>(room)});
  enter(work, Screen::kScanning, flow.times.scanning_ms_max);
}

void go_to_list(Work& work) {
  work.flow.page = work.flow.list_page;
  enter(work, Screen::kPapers, work.flow.times.papers_ms);
}

void drop_page(Work& work, size_t place) {
  std::vector<ScannedPage>& pages = work.flow.papers.pages;
  work.effects.emplace_back(AskDropPage{pages[place].id});
  pages.erase(pages.begin() + static_cast<ptrdiff_t>(place));
}

void end_scan(Work& work, ScanReason reason) {
  PapersInHand& papers = work.flow.papers;
  papers.ended_badly = reason != ScanReason::kNone && reason != ScanReason::kCancelled;
  papers.reason = reason;
  papers.replaces = false;
  // A single page is looked at at once; a stack from the feeder is looked at on the table.
  const bool one = papers.pages_of_job == 1 && !papers.ended_badly;
  if (one && papers.place < papers.pages.size())
    return enter(work, Screen::kPage, work.flow.times.papers_ms);
  enter(work, Screen::kPages, work.flow.times.papers_ms);
}

}  // namespace

const FiledPaper* PapersInHand::filed_of(uint32_t of) const {
  for (const std::vector<FiledPaper>* papers : {&filed, &earlier}) {
    const auto found = std::find_if(papers->rbegin(), papers->rend(),
                                    [&](const FiledPaper& paper) { return paper.ordinal == of; });
    if (found != papers->rend()) return &*found;
  }
  return nullptr;
}

bool PapersInHand::handed_in(uint32_t of) const {
  const auto is_there = [&](const FiledPaper& paper) {
    return paper.ordinal == of && !paper.failed;
  };
  return std::ranges::any_of(filed, is_there) || std::ranges::any_of(earlier, is_there);
}

bool can_scan(const Flow& flow) {
  return flow.scanning == Scanning::kReady && has_scannable_ticket(flow);
}

bool would_scan(const Flow& flow) {
  const bool fails = flow.scanning == Scanning::kScannerAway || flow.scanning == Scanning::kNoRoom;
  return fails && has_scannable_ticket(flow);
}

void forget_papers(Work& work) {
  PapersInHand& papers = work.flow.papers;
  if (work.flow.screen == Screen::kScanning) work.effects.emplace_back(AskStopScan{});
  if (!papers.pages.empty() || work.flow.screen == Screen::kScanning)
    work.effects.emplace_back(AskForgetPages{});
  const uint64_t job = papers.job;
  wipe(papers.number);
  wipe(papers.item);
  papers = PapersInHand{};
  papers.job = job;  // jobs go on counting: what a late one says is known as such
}

void on_paper(Work& work, const ScannerChanged& event) { work.flow.scanning = event.now; }

void on_paper(Work& work, const PapersChosen& event) {
  Flow& flow = work.flow;
  if (!can_scan(flow)) return;
  PapersInHand& papers = flow.papers;
  const bool done = flow.screen == Screen::kDone;
  papers.ticket = done ? flow.ticket.key : flow.mine.ticket();
  papers.number = done ? flow.ticket.number : flow.mine.number();
  papers.item = event.item;
  papers.wanted = event.wanted;
  flow.page = 0;
  // The ticket is the citizen's: from here on nobody but the hall can take it away.
  forget_ticket(flow);
  enter(work, Screen::kPapers, flow.times.papers_ms);
}

void on_paper(Work& work, const PaperChosen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kPapers || event.ordinal > flow.papers.wanted) return;
  if (flow.papers.filed.size() >= kPapersFiledMax) return;
  flow.papers.ordinal = event.ordinal;
  flow.papers.ended_badly = false;
  flow.list_page = std::exchange(flow.page, 0);
  enter(work, Screen::kPages, flow.times.papers_ms);
}

void on_paper(Work& work, const ScanChosen&) {
  const Flow& flow = work.flow;
  if (flow.screen == Screen::kPage) return go_scan(work, true);
  if (flow.screen != Screen::kPages || flow.papers.pages.size() >= kPagesPerPaperMax) return;
  go_scan(work, false);
}

void on_paper(Work& work, const StopChosen&) {
  if (work.flow.screen == Screen::kScanning) work.effects.emplace_back(AskStopScan{});
}

void on_paper(Work& work, const PageOpened& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kPages || event.place >= flow.papers.pages.size()) return;
  flow.papers.place = event.place;
  flow.asked_sure = false;
  enter(work, Screen::kPage, flow.times.papers_ms);
}

void on_paper(Work& work, const PageKept&) {
  if (work.flow.screen == Screen::kPage) enter(work, Screen::kPages, work.flow.times.papers_ms);
}

void on_paper(Work& work, const PageDropped&) {
  if (work.flow.screen != Screen::kPage) return;
  drop_page(work, work.flow.papers.place);
  enter(work, Screen::kPages, work.flow.times.papers_ms);
}

void on_paper(Work& work, const PageMoved& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kPage) return;
  PapersInHand& papers = flow.papers;
  stay(work, flow.times.papers_ms);
  if (event.later ? papers.place + 1 >= papers.pages.size() : papers.place == 0) return;
  const size_t other = event.later ? papers.place + 1 : papers.place - 1;
  std::swap(papers.pages[papers.place], papers.pages[other]);
  papers.place = other;
}

void on_paper(Work& work, const PaperDone&) {
  Flow& flow = work.flow;
  PapersInHand& papers = flow.papers;
  if (flow.screen != Screen::kPages || papers.pages.empty()) return;
  AskFile ask{papers.ticket, papers.ordinal, {}};
  for (const ScannedPage& page : papers.pages) ask.pages.push_back(page.id);
  papers.filed.push_back(
      {papers.ordinal, static_cast<uint32_t>(papers.pages.size()), "", false, false});
  papers.pages.clear();
  work.effects.emplace_back(std::move(ask));
  go_to_list(work);
}

void on_paper(Work& work, const ScanProgressed& event) {
  PapersInHand& papers = work.flow.papers;
  if (event.job == papers.job) papers.permille = event.permille;
}

void on_paper(Work& work, const PageScanned& event) {
  Flow& flow = work.flow;
  PapersInHand& papers = flow.papers;
  const bool awaited = flow.screen == Screen::kScanning && event.job == papers.job;
  const bool replaces = papers.replaces && papers.pages_of_job == 0;
  if (!awaited || (!replaces && papers.pages.size() >= kPagesPerPaperMax)) {
    work.effects.emplace_back(AskDropPage{event.page.id});
    return;
  }
  ++papers.pages_of_job;
  papers.permille = -1;
  if (replaces) {
    drop_page(work, papers.place);
    papers.pages.insert(papers.pages.begin() + static_cast<ptrdiff_t>(papers.place), event.page);
    return;
  }
  papers.place = papers.pages.size();
  papers.pages.push_back(event.page);
}

void on_paper(Work& work, const ScanFinished& event) {
  if (work.flow.screen == Screen::kScanning && event.job == work.flow.papers.job)
    end_scan(work, event.reason);
}

void on_paper(Work& work, const PaperFiled& event) {
  PapersInHand& papers = work.flow.papers;
  for (FiledPaper& paper : papers.filed) {
    if (paper.ordinal != event.ordinal || !paper.document.empty() || paper.failed) continue;
    paper.document = event.document;
    paper.failed = event.document.empty();
  }
}

void on_paper(Work& work, const PaperSent& event) {
  PapersInHand& papers = work.flow.papers;
  for (std::vector<FiledPaper>* each : {&papers.filed, &papers.earlier})
    for (FiledPaper& paper : *each)
      if (!event.document.empty() && paper.document == event.document) paper.sent = true;
}

void on_paper(Work& work, const PapersFound& event) {
  Flow& flow = work.flow;
  if (event.ticket == 0 || event.ticket != flow.mine.ticket()) return;
  // What has left this kiosk meanwhile may have reached the hall just after it was asked.
  std::vector<FiledPaper> all = event.papers;
  for (const FiledPaper& before : flow.papers.earlier) {
    const bool told = std::ranges::any_of(
        all, [&](const FiledPaper& paper) { return paper.ordinal == before.ordinal; });
    if (before.sent && !before.document.empty() && !told) all.push_back(before);
  }
  flow.papers.earlier = std::move(all);
  flow.papers.hall_told = event.hall_told;
}

bool leave_papers(Work& work) {
  Flow& flow = work.flow;
  switch (flow.screen) {
    case Screen::kPapers:
      go_home(work);
      return true;
    case Screen::kPages:
      // Pages that nobody filed are gone with this: asked once.
      if (!flow.papers.pages.empty() && !flow.asked_sure) {
        flow.asked_sure = true;
        stay(work, flow.times.papers_ms);
        return true;
      }
      flow.asked_sure = false;
      if (!flow.papers.pages.empty()) work.effects.emplace_back(AskForgetPages{});
      flow.papers.pages.clear();
      go_to_list(work);
      return true;
    case Screen::kPage:
      enter(work, Screen::kPages, flow.times.papers_ms);
      return true;
    case Screen::kScanning:
      work.effects.emplace_back(AskStopScan{});
      return true;
    default:
      return false;
  }
}

void scan_took_too_long(Work& work) {
  work.effects.emplace_back(AskStopScan{});
  ++work.flow.papers.job;  // whatever it still says
  end_scan(work, ScanReason::kHung);
}

}  // namespace yichuang::kiosk
