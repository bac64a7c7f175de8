// What the screens of scanned papers say plainly. No painting here.
#include <algorithm>

#include "kiosk/screens/paper_words.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_page.h"

namespace yichuang::kiosk {
namespace {

void list(const View& view, const Words& words, const PlainRoom& room, PlainPage& page) {
  page.title = words.large("kiosk.papers.title");
  page.subtitle = words.small("kiosk.papers.title");
  page.is_list = true;
  page.badge = {"documents"};
  if (room.details) page.lines.push_back(paper_progress(view));
  const std::vector<PaperRow> papers = paper_rows(view);
  const Paging paging(papers.size(), room.rows, view.flow.page);
  for (size_t i = paging.first; i < paging.end; ++i) {
    const PaperRow& paper = papers[i];
    const int id = kDocumentNode + static_cast<int>(i - paging.first);
    page.rows.push_back(
        {{id, paper_badge(paper.mark).icon, paper.name, paper.state, PaperChosen{paper.ordinal}}});
  }
  add_pager(page, words, paging);
  page.buttons.push_back(
      plain_button(words, kHomeNode, "check", "kiosk.papers.finish", HomeChosen{}, true));
}

// Each page to be looked at, where there is room to list them.
void list_pages(const View& view, const Words& words, const PlainRoom& room, PlainPage& page) {
  const std::vector<ScannedPage>& pages = view.flow.papers.pages;
  page.is_list = true;
  page.picture = pages.back().id;
  const Paging paging(pages.size(), room.rows, view.flow.page);
  for (size_t i = paging.first; i < paging.end; ++i)
    page.rows.push_back(
        {{kPageNode + static_cast<int>(i), is_good(pages[i].verdict) ? "document" : "warning",
          words.large("kiosk.papers.page", {{"page", i + 1}}),
          words.large(verdict_key(pages[i].verdict)), PageOpened{i}}});
  add_pager(page, words, paging);
}

void pages(const View& view, const Words& words, const PlainRoom& room, PlainPage& page) {
  const PapersInHand& papers = view.flow.papers;
  page.badge = {"scan"};
  page.title = paper_name(view);
  page.subtitle = paper_name_small(view);
  if (view.flow.asked_sure) {
    page.badge = {"warning", Mood::kCare};
    page.lines.push_back(words.large("kiosk.papers.sure"));
    page.buttons.push_back(
        plain_button(words, kPageKeptNode, "check", "kiosk.papers.keep_on", KeepChosen{}, true));
    page.buttons.push_back(
        plain_button(words, kDropNode, "trash", "kiosk.papers.give_up", HomeChosen{}));
    return;
  }
  const bool none = papers.pages.empty();
  if (const std::string_view trouble = scan_trouble_key(papers); !trouble.empty()) {
    page.subtitle = words.large(trouble);
    page.lines.push_back(words.large(trouble));
  } else if (none) {
    if (replaces_paper(view)) page.lines.push_back(words.large("kiosk.papers.replaces"));
    page.lines.push_back(words.large("kiosk.papers.lay_down"));
  } else {
    page.lines.push_back(words.large("kiosk.papers.pages", {{"count", papers.pages.size()}}));
  }
  if (room.details && !none) list_pages(view, words, room, page);
  page.buttons.push_back(plain_button(words, kScanNode, "scan",
                                      none ? "kiosk.papers.scan" : "kiosk.papers.scan_next",
                                      ScanChosen{}, none));
  page.buttons.back().enabled =
      view.flow.scanning == Scanning::kReady && papers.pages.size() < kPagesPerPaperMax;
  if (!none) {
    if (!room.details)
      page.buttons.push_back(plain_button(words, kPageNode, "document", "kiosk.papers.see_last",
                                          PageOpened{papers.pages.size() - 1}));
    page.buttons.push_back(
        plain_button(words, kFileNode, "check", "kiosk.papers.file", PaperDone{}, true));
  }
  page.buttons.push_back(
      plain_button(words, kHomeNode, "arrow-left", "kiosk.papers.back", HomeChosen{}));
}

void one_page(const View& view, const Words& words, const PlainRoom& room, PlainPage& page) {
  const PapersInHand& papers = view.flow.papers;
  if (papers.place >= papers.pages.size()) return;
  const ScannedPage& shown = papers.pages[papers.place];
  const bool good = is_good(shown.verdict);
  page.title = words.large(verdict_key(shown.verdict));
  page.subtitle = words.small(verdict_key(shown.verdict));
  page.picture = shown.id;
  page.buttons.push_back(
      plain_button(words, kPageKeptNode, "check", "kiosk.papers.keep", PageKept{}, good));
  page.buttons.push_back(
      plain_button(words, kScanNode, "scan", "kiosk.papers.again", ScanChosen{}, !good));
  if (room.details && papers.place > 0)
    page.buttons.push_back(
        plain_button(words, kEarlierNode, "arrow-up", "kiosk.papers.earlier", PageMoved{false}));
  if (room.details && papers.place + 1 < papers.pages.size())
    page.buttons.push_back(
        plain_button(words, kLaterNode, "arrow-down", "kiosk.papers.later", PageMoved{true}));
  page.buttons.push_back(
      plain_button(words, kDropNode, "trash", "kiosk.papers.drop", PageDropped{}));
}

}  // namespace

void plain_papers(const View& view, const PlainRoom& room, PlainPage& page) {
  const Words words(view);
  switch (view.flow.screen) {
    case Screen::kPapers:
      return list(view, words, room, page);
    case Screen::kPages:
      return pages(view, words, room, page);
    case Screen::kScanning:
      page.badge = {"scan"};
      page.title = words.large("kiosk.papers.scanning");
      page.subtitle = words.small("kiosk.papers.scanning");
      page.lines.push_back(words.large("kiosk.papers.wait"));
      page.buttons.push_back(
          plain_button(words, kStopNode, "close", "kiosk.papers.stop", StopChosen{}));
      return;
    case Screen::kPage:
      return one_page(view, words, room, page);
    default:
      return;
  }
}

}  // namespace yichuang::kiosk
