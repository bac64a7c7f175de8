// What the screens of scanned papers say in large type. No painting here.
#include <algorithm>

#include "kiosk/screens/elder.h"
#include "kiosk/screens/paper_words.h"
#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {
namespace {

constexpr size_t kRowsPerPage = 3;

ElderPage::Button button(const Words& words, int id, const char* icon, std::string_view key,
                         FlowEvent event, bool main = false) {
  return {id, icon, words.large(key), words.small(key), std::move(event), true, main};
}

void list(const View& view, const Words& words, ElderPage& page) {
  page.title = words.large("kiosk.papers.title");
  page.subtitle = words.small("kiosk.papers.title");
  const std::vector<PaperRow> rows = paper_rows(view);
  const size_t pages = (rows.size() + kRowsPerPage - 1) / kRowsPerPage;
  const size_t at = std::min<size_t>(view.flow.page, pages - 1);
  for (size_t i = at * kRowsPerPage; i < std::min(rows.size(), (at + 1) * kRowsPerPage); ++i) {
    const bool here =
        rows[i].mark == PaperRow::Mark::kSent || rows[i].mark == PaperRow::Mark::kOnItsWay;
    page.buttons.push_back({kDocumentNode + static_cast<int>(i % kRowsPerPage),
                            here ? "check" : "document", rows[i].name, rows[i].state,
                            PaperChosen{rows[i].ordinal}});
  }
  if (pages > 1)
    page.buttons.push_back(button(words, kNextNode, "chevron-right", "kiosk.papers.more",
                                  PageChosen{static_cast<uint32_t>((at + 1) % pages)}));
  page.buttons.push_back(
      button(words, kHomeNode, "check", "kiosk.papers.finish", HomeChosen{}, true));
}

void pages(const View& view, const Words& words, ElderPage& page) {
  const PapersInHand& papers = view.flow.papers;
  page.title = paper_name(view);
  page.subtitle = paper_name_small(view);
  if (view.flow.asked_sure) {
    page.lines.push_back(words.large("kiosk.papers.sure"));
    page.buttons.push_back(
        button(words, kPageKeptNode, "check", "kiosk.papers.keep_on", KeepChosen{}, true));
    page.buttons.push_back(button(words, kDropNode, "trash", "kiosk.papers.give_up", HomeChosen{}));
    return;
  }
  const bool none = papers.pages.empty();
  if (const std::string_view trouble = scan_trouble_key(papers); !trouble.empty()) {
    page.lines.push_back(words.large(trouble));
  } else if (none) {
    page.lines.push_back(words.large("kiosk.papers.lay_down"));
  } else {
    page.lines.push_back(words.large("kiosk.papers.pages", {{"count", papers.pages.size()}}));
  }
  page.buttons.push_back(button(words, kScanNode, "scan",
                                none ? "kiosk.papers.scan" : "kiosk.papers.scan_next", ScanChosen{},
                                none));
  page.buttons.back().enabled =
      view.flow.scanning == Scanning::kReady && papers.pages.size() < kPagesPerPaperMax;
  if (!none) {
    page.buttons.push_back(button(words, kPageNode, "document", "kiosk.papers.see_last",
                                  PageOpened{papers.pages.size() - 1}));
    page.buttons.push_back(
        button(words, kFileNode, "check", "kiosk.papers.file", PaperDone{}, true));
  }
  page.buttons.push_back(button(words, kHomeNode, "arrow-left", "kiosk.papers.back", HomeChosen{}));
}

void one_page(const View& view, const Words& words, ElderPage& page) {
  const PapersInHand& papers = view.flow.papers;
  if (papers.place >= papers.pages.size()) return;
  const ScannedPage& shown = papers.pages[papers.place];
  const bool good = is_good(shown.verdict);
  page.title = words.large(verdict_key(shown.verdict));
  page.subtitle = words.small(verdict_key(shown.verdict));
  page.picture = shown.id;
  page.buttons.push_back(
      button(words, kPageKeptNode, "check", "kiosk.papers.keep", PageKept{}, good));
  page.buttons.push_back(
      button(words, kScanNode, "scan", "kiosk.papers.again", ScanChosen{}, !good));
  page.buttons.push_back(button(words, kDropNode, "trash", "kiosk.papers.drop", PageDropped{}));
}

}  // namespace

void elder_papers(const View& view, ElderPage& page) {
  const Words words(view);
  switch (view.flow.screen) {
    case Screen::kPapers:
      return list(view, words, page);
    case Screen::kPages:
      return pages(view, words, page);
    case Screen::kScanning:
      page.title = words.large("kiosk.papers.scanning");
      page.subtitle = words.small("kiosk.papers.scanning");
      page.lines.push_back(words.large("kiosk.papers.wait"));
      page.buttons.push_back(button(words, kStopNode, "close", "kiosk.papers.stop", StopChosen{}));
      return;
    case Screen::kPage:
      return one_page(view, words, page);
    default:
      return;
  }
}

}  // namespace yichuang::kiosk
