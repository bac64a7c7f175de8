#include "kiosk/screens/paper_words.h"

#include <algorithm>

#include "kiosk/scan/page.h"
#include "kiosk/screens/item_words.h"

namespace yichuang::kiosk {

namespace {

const wire::ItemRecord* item_of(const View& view, const std::string& item) {
  return view.item && !item.empty() ? view.item(item) : nullptr;
}

const wire::ItemRecord* item_in_hand(const View& view) {
  return item_of(view, view.flow.papers.item);
}

PaperCount count_papers(const PapersInHand& papers, const wire::ItemRecord* item) {
  PaperCount count;
  if (item == nullptr) return count;
  for (int i = 0; i < item->documents_size(); ++i) {
    if (item->documents(i).optional()) continue;
    ++count.wanted;
    if (papers.handed_in(static_cast<uint32_t>(i) + 1)) ++count.scanned;
  }
  return count;
}

// Of the paper with this ordinal, in the citizen's language or the other.
std::string name_of_paper(const View& view, uint32_t ordinal, bool large) {
  const Words words(view);
  const wire::ItemRecord* item = item_in_hand(view);
  if (item == nullptr || ordinal == 0 || ordinal > static_cast<uint32_t>(item->documents_size()))
    return large ? words.large("kiosk.papers.another") : words.small("kiosk.papers.another");
  const wire::Text& name = item->documents(static_cast<int>(ordinal) - 1).name();
  return large ? words.large(name.zh(), name.en()) : words.small(name.zh(), name.en());
}

void tell_filed(const Words& words, const FiledPaper& filed, PaperRow& row) {
  if (filed.failed) {
    row.mark = PaperRow::Mark::kFailed;
    row.state = words.large("kiosk.papers.failed");
    return;
  }
  row.mark = filed.sent ? PaperRow::Mark::kSent : PaperRow::Mark::kOnItsWay;
  row.state = words.large(filed.sent ? "kiosk.papers.sent" : "kiosk.papers.on_its_way",
                          {{"count", filed.pages}});
}

}  // namespace

Badge paper_badge(PaperRow::Mark mark) {
  switch (mark) {
    case PaperRow::Mark::kOnItsWay:
    case PaperRow::Mark::kSent:
      return {"check", Mood::kGood};
    case PaperRow::Mark::kFailed:
      return {"warning", Mood::kCare};
    default:
      return {"document"};
  }
}

std::string paper_progress(const View& view) {
  const Words words(view);
  const PaperCount count = paper_count(view);
  const std::string& number = view.flow.papers.number;
  if (count.wanted == 0) return words.large("kiosk.papers.free", {{"number", number}});
  return words.large("kiosk.papers.count",
                     {{"number", number}, {"scanned", count.scanned}, {"wanted", count.wanted}});
}

std::vector<PaperRow> paper_rows(const View& view) {
  const Words words(view);
  const PapersInHand& papers = view.flow.papers;
  std::vector<PaperRow> rows;
  const wire::ItemRecord* item = item_in_hand(view);
  for (uint32_t ordinal = 1; item != nullptr && ordinal <= papers.wanted; ++ordinal) {
    if (ordinal > static_cast<uint32_t>(item->documents_size())) break;
    const wire::DocumentRecord& document = item->documents(static_cast<int>(ordinal) - 1);
    PaperRow row{ordinal, name_of_paper(view, ordinal, true), name_of_paper(view, ordinal, false),
                 form_words(view.texts, words.language(), document),
                 document.optional() ? PaperRow::Mark::kOptional : PaperRow::Mark::kWanted};
    if (const FiledPaper* filed = papers.filed_of(ordinal)) tell_filed(words, *filed, row);
    rows.push_back(std::move(row));
  }
  PaperRow another{0, words.large("kiosk.papers.another"), words.small("kiosk.papers.another"),
                   words.large("kiosk.papers.another_hint"), PaperRow::Mark::kOptional};
  if (const FiledPaper* filed = papers.filed_of(0)) tell_filed(words, *filed, another);
  rows.push_back(std::move(another));
  return rows;
}

PaperCount paper_count(const View& view) {
  return count_papers(view.flow.papers, item_in_hand(view));
}

std::string handed_in_words(const View& view) {
  const PapersInHand& papers = view.flow.papers;
  if (!papers.hall_told) return {};
  const Words words(view);
  const PaperCount count = count_papers(papers, item_of(view, view.flow.mine.item()));
  if (count.wanted > 0)
    return words.large("kiosk.mine.papers", {{"scanned", count.scanned}, {"wanted", count.wanted}});
  if (papers.earlier.empty()) return {};
  return words.large("kiosk.mine.papers_free", {{"count", papers.earlier.size()}});
}

bool replaces_paper(const View& view) {
  const PapersInHand& papers = view.flow.papers;
  return papers.ordinal != 0 && papers.handed_in(papers.ordinal);
}

std::string paper_name(const View& view) {
  return name_of_paper(view, view.flow.papers.ordinal, true);
}

std::string paper_name_small(const View& view) {
  return name_of_paper(view, view.flow.papers.ordinal, false);
}

PapersChosen papers_chosen(const View& view) {
  const Flow& flow = view.flow;
  PapersChosen chosen{flow.screen == Screen::kDone ? flow.ticket.item : flow.mine.item(), 0};
  const wire::ItemRecord* item = item_of(view, chosen.item);
  if (item != nullptr) chosen.wanted = static_cast<uint32_t>(item->documents_size());
  return chosen;
}

std::string_view scanning_trouble_key(Scanning scanning) {
  switch (scanning) {
    case Scanning::kNotFitted:
    case Scanning::kReady:
      return {};
    case Scanning::kScannerAway:
      return "kiosk.papers.trouble.away";
    case Scanning::kNoRoom:
      break;
  }
  return "kiosk.papers.trouble.no_room";
}

std::string_view verdict_key(scan::Verdict verdict) { return scan::text_key(verdict); }

bool is_good(scan::Verdict verdict) { return verdict == scan::Verdict::kGood; }

std::string_view scan_trouble_key(const PapersInHand& papers) {
  if (!papers.ended_badly) return {};
  switch (papers.reason) {
    case ScanReason::kNoPaper:
      return "kiosk.papers.trouble.no_paper";
    case ScanReason::kJammed:
      return "kiosk.papers.trouble.jammed";
    case ScanReason::kCoverOpen:
      return "kiosk.papers.trouble.cover_open";
    case ScanReason::kBusy:
      return "kiosk.papers.trouble.busy";
    case ScanReason::kAway:
    case ScanReason::kUnplugged:
      return "kiosk.papers.trouble.away";
    case ScanReason::kTooLarge:
      return "scan.page.too_large";
    case ScanReason::kTruncated:
    case ScanReason::kTransferError:
      return "scan.page.incomplete";
    default:
      return "scan.page.failed";
  }
}

}  // namespace yichuang::kiosk
