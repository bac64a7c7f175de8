#include "kiosk/screens/papers.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/paper_words.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr Rect kFinish{240, 1560, 600, 112};
constexpr Rect kPrevious{112, 1424, 268, 104};
constexpr Rect kNext{700, 1424, 268, 104};
// Of the pages of one paper: five in a row.
constexpr Rect kThumbs{112, 470, 856, 690};
constexpr float kThumbWidth = 152;
constexpr float kThumbHeight = 214;
constexpr Rect kScan{112, 1212, 856, 152};
constexpr Rect kFile{112, 1384, 856, 152};
constexpr Rect kBackLeft{112, 1560, 412, 112};
constexpr Rect kBackRight{556, 1560, 412, 112};
// Of one page.
constexpr Rect kPicture{190, 300, 700, 850};
constexpr Rect kKeep{112, 1376, 412, 152};
constexpr Rect kAgain{556, 1376, 412, 152};
constexpr Rect kEarlier{112, 1560, 272, 112};
constexpr Rect kLater{404, 1560, 272, 112};
constexpr Rect kDrop{696, 1560, 272, 112};

Rect row_area(size_t place) { return {112, 492 + static_cast<float>(place) * 180, 856, 160}; }

Rect thumb_area(size_t place) {
  const float column = static_cast<float>(place % 5);
  const float row = static_cast<float>(place / 5);
  return {kThumbs.x + column * 176, kThumbs.y + row * 234, kThumbWidth, kThumbHeight};
}

uint32_t list_pages(size_t rows) {
  return static_cast<uint32_t>((rows + kPaperRowsPerPage - 1) / kPaperRowsPerPage);
}

}  // namespace

void draw_page(Canvas& canvas, const View& view, uint64_t page, const Rect& area, ui::Color line) {
  const scan::Preview* preview = view.preview ? view.preview(page) : nullptr;
  if (preview == nullptr) return canvas.stroke(area, 0, 2, line);
  const float scale = std::min(area.w / static_cast<float>(preview->width_px),
                               area.h / static_cast<float>(preview->height_px));
  const float w = static_cast<float>(preview->width_px) * scale;
  const float h = static_cast<float>(preview->height_px) * scale;
  const Rect at{area.center().x - w / 2, area.center().y - h / 2, w, h};
  const char* key = area.w > 2 * kThumbWidth ? "page" : "page among others";
  canvas.image(key, page, preview->rgb, preview->width_px, preview->height_px, at);
  canvas.stroke(at.inset(-2), 0, 2, line);
}

// --- The list -----------------------------------------------------------------------------------

void PapersScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  pair(canvas, "kiosk.papers.title", 300, 48, color().ink);
  canvas.text_fit(paper_progress(view()), kCenter, 424, 856,
                  {.size = 30, .color = color().brand700, .align = Align::kCenter},
                  shrink_to_min(30));
  const std::vector<PaperRow> rows = paper_rows(view());
  const size_t first = size_t{view().flow.page} * kPaperRowsPerPage;
  for (size_t i = first; i < std::min(rows.size(), first + kPaperRowsPerPage); ++i) {
    using Mark = PaperRow::Mark;
    const PaperRow& row = rows[i];
    const Rect area = row_area(i - first);
    const int id = kDocumentNode + static_cast<int>(i - first);
    const bool here = row.mark == Mark::kSent || row.mark == Mark::kOnItsWay;
    canvas.round(area, 24, is_pressed(id) ? color().brand50 : color().surface);
    canvas.stroke(area, 24, 2, here ? color().ok : color().control);
    if (is_focused(id)) canvas.stroke(area.inset(-8), 30, 4, color().brand700);
    badge(canvas, paper_badge(row.mark), {area.x + 76, area.center().y}, 44);
    const float room = area.w - 148 - 96;
    // A long name takes the other language's line; a line that would be cut says nothing.
    const ui::TextStyle plain{.size = 28, .color = color().ink2};
    const float used = long_name(canvas, row.name, {area.x + 148, area.y + 10, room, 92}, 36);
    if (used < 50 && canvas.measure(row.other, plain) <= room)
      canvas.text(row.other, area.x + 148, area.y + 66, plain);
    canvas.text_fit(row.state, area.x + 148, area.y + 108, room,
                    {.size = 28,
                     .color = here                        ? color().ok
                              : row.mark == Mark::kFailed ? color().mid
                                                          : color().ink2},
                    shrink_to_min(28));
    canvas.icon("chevron-right", area.right() - 76, area.center().y - 24, 48, color().brand600,
                2.0F);
  }
  if (list_pages(rows.size()) > 1) {
    button(canvas, kPreviousNode, kPrevious, Look::kPlain, "kiosk.home.previous");
    button(canvas, kNextNode, kNext, Look::kPlain, "kiosk.home.next");
  }
  button(canvas, kHomeNode, kFinish, Look::kMain, "kiosk.papers.finish");
}

void PapersScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const std::vector<PaperRow> rows = paper_rows(view());
  const size_t first = size_t{view().flow.page} * kPaperRowsPerPage;
  for (size_t i = first; i < std::min(rows.size(), first + kPaperRowsPerPage); ++i)
    add(nodes, kDocumentNode + static_cast<int>(i - first), row_area(i - first),
        rows[i].name + (words().chinese() ? "，" : ", ") + rows[i].state,
        PaperChosen{rows[i].ordinal});
  const uint32_t page = view().flow.page;
  if (list_pages(rows.size()) > 1) {
    add(nodes, kPreviousNode, kPrevious, words().large("kiosk.home.previous"),
        PageChosen{page > 0 ? page - 1 : 0}, page > 0);
    add(nodes, kNextNode, kNext, words().large("kiosk.home.next"), PageChosen{page + 1},
        page + 1 < list_pages(rows.size()));
  }
  add(nodes, kHomeNode, kFinish, words().large("kiosk.papers.finish"), HomeChosen{});
}

// --- One paper's pages --------------------------------------------------------------------------

void PagesScreen::draw_empty(Canvas& canvas) const {
  badge(canvas, {"scan"}, {kCenter, 660}, 120);
  paragraph_pair(canvas, "kiosk.papers.lay_down", 840, 40, color().ink);
}

void PagesScreen::draw_pages(Canvas& canvas) const {
  const std::vector<ScannedPage>& pages = view().flow.papers.pages;
  for (size_t i = 0; i < pages.size(); ++i) {
    const Rect area = thumb_area(i);
    const int id = kPageNode + static_cast<int>(i);
    const bool good = is_good(pages[i].verdict);
    draw_page(canvas, view(), pages[i].id, area, good ? color().line : color().mid);
    if (is_focused(id) || is_pressed(id)) canvas.stroke(area.inset(-8), 8, 4, color().brand700);
    canvas.circle({area.x + 30, area.y + 30}, 26, good ? color().brand600 : color().mid);
    canvas.text(
        fmt::format("{}", i + 1), area.x + 30, area.y + 14,
        {.size = 32, .color = color().on_brand, .face = Face::kNumeral, .align = Align::kCenter});
  }
}

void PagesScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const PapersInHand& papers = view().flow.papers;
  if (long_name(canvas, paper_name(view()), {112, 292, 856, 100}, 44) < 50)
    canvas.text_fit(paper_name_small(view()), 112, 362, 856, {.size = 28, .color = color().ink2},
                    shrink_to_min(28));
  const std::string_view trouble = scan_trouble_key(papers);
  if (papers.pages.empty()) {
    draw_empty(canvas);
  } else {
    draw_pages(canvas);
    canvas.text_fit(words().large("kiosk.papers.pages", {{"count", papers.pages.size()}}), 112, 412,
                    856, {.size = 28, .color = color().brand700}, shrink_to_min(28));
  }
  if (view().flow.asked_sure) {
    badge(canvas, {"warning", Mood::kCare}, {kCenter, 1288}, 72);
    pair(canvas, "kiosk.papers.sure", 1400, 36, color().ink);
    button(canvas, kDropNode, kBackLeft, Look::kPlain, "kiosk.papers.give_up");
    button(canvas, kPageKeptNode, kBackRight, Look::kMain, "kiosk.papers.keep_on");
    return;
  }
  const std::string_view line = !trouble.empty()         ? trouble
                                : !papers.pages.empty()  ? "kiosk.papers.look"
                                : replaces_paper(view()) ? "kiosk.papers.replaces"
                                                         : "kiosk.papers.sealed";
  canvas.text_fit(
      words().large(line), kCenter, 1162, 856,
      {.size = 30, .color = trouble.empty() ? color().ink2 : color().mid, .align = Align::kCenter},
      shrink_to_min(30));
  const bool full = papers.pages.size() >= kPagesPerPaperMax;
  const bool away = view().flow.scanning != Scanning::kReady;
  const bool off = full || away;
  big_button(canvas, kScanNode, kScan,
             off                    ? Look::kOff
             : papers.pages.empty() ? Look::kMain
                                    : Look::kPlain,
             "scan",
             words().large(papers.pages.empty() ? "kiosk.papers.scan" : "kiosk.papers.scan_next"),
             words().large(full                   ? "kiosk.papers.full"
                           : away                 ? scanning_trouble_key(view().flow.scanning)
                           : papers.pages.empty() ? "kiosk.papers.scan_hint"
                                                  : "kiosk.papers.scan_next_hint"));
  if (!papers.pages.empty())
    big_button(canvas, kFileNode, kFile, Look::kMain, "check", words().large("kiosk.papers.file"),
               words().large("kiosk.papers.file_hint"));
  button(canvas, kHomeNode, kFinish, Look::kPlain, "kiosk.papers.back");
}

void PagesScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const PapersInHand& papers = view().flow.papers;
  const auto act = [&](int id, const Rect& area, std::string_view key, FlowEvent event,
                       bool enabled = true) {
    add(nodes, id, area, words().large(key), std::move(event), enabled);
  };
  if (view().flow.asked_sure) {
    act(kDropNode, kBackLeft, "kiosk.papers.give_up", HomeChosen{});
    act(kPageKeptNode, kBackRight, "kiosk.papers.keep_on", KeepChosen{});
    return;
  }
  for (size_t i = 0; i < papers.pages.size(); ++i)
    add(nodes, kPageNode + static_cast<int>(i), thumb_area(i),
        words().large("kiosk.papers.page", {{"page", i + 1}}), PageOpened{i});
  act(kScanNode, kScan, papers.pages.empty() ? "kiosk.papers.scan" : "kiosk.papers.scan_next",
      ScanChosen{},
      view().flow.scanning == Scanning::kReady && papers.pages.size() < kPagesPerPaperMax);
  if (!papers.pages.empty()) act(kFileNode, kFile, "kiosk.papers.file", PaperDone{});
  act(kHomeNode, kFinish, "kiosk.papers.back", HomeChosen{});
}

// --- Scanning -----------------------------------------------------------------------------------

void ScanningScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const PapersInHand& papers = view().flow.papers;
  badge(canvas, {"scan"}, {kCenter, 640}, 120);
  pair(canvas, "kiosk.papers.scanning", 824, 60, color().ink);
  pair(canvas, "kiosk.papers.wait", 976, 34, color().ink2);
  const Rect bar{240, 1130, 600, 20};
  canvas.round(bar, 10, color().brand100);
  if (papers.permille >= 0) {
    const float part = static_cast<float>(std::min(papers.permille, 1000)) / 1000;
    canvas.round({bar.x, bar.y, std::max(bar.h, bar.w * part), bar.h}, 10, color().brand600);
  } else {
    waiting_dots(canvas, {kCenter, 1220});
  }
  button(canvas, kStopNode, kFinish, Look::kPlain, "kiosk.papers.stop");
}

void ScanningScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  add(nodes, kStopNode, kFinish, words().large("kiosk.papers.stop"), StopChosen{});
}

// --- One page -----------------------------------------------------------------------------------

void PageScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const PapersInHand& papers = view().flow.papers;
  if (papers.place >= papers.pages.size()) return;
  const ScannedPage& page = papers.pages[papers.place];
  const bool good = is_good(page.verdict);
  draw_page(canvas, view(), page.id, kPicture, color().control);
  canvas.text(words().large("kiosk.papers.page_of",
                            {{"page", papers.place + 1}, {"pages", papers.pages.size()}}),
              kCenter, 1186, {.size = 28, .color = color().ink2, .align = Align::kCenter});
  const Rect note{112, 1238, 856, 108};
  canvas.round(note, 24, good ? color().ok_soft : color().mid_soft);
  const ui::Color ink = good ? color().ok : color().mid;
  canvas.text_fit(words().large(verdict_key(page.verdict)), kCenter, note.y + 14, note.w - 48,
                  {.size = 36, .color = ink, .face = Face::kBold, .align = Align::kCenter},
                  shrink_to_min(36));
  canvas.text_fit(words().small(verdict_key(page.verdict)), kCenter, note.y + 64, note.w - 48,
                  {.size = 28, .color = ink, .align = Align::kCenter}, shrink_to_min(28));
  button(canvas, kPageKeptNode, kKeep, good ? Look::kMain : Look::kPlain, "kiosk.papers.keep");
  button(canvas, kScanNode, kAgain, good ? Look::kPlain : Look::kMain, "kiosk.papers.again");
  if (papers.place > 0)
    button(canvas, kEarlierNode, kEarlier, Look::kPlain, "kiosk.papers.earlier");
  if (papers.place + 1 < papers.pages.size())
    button(canvas, kLaterNode, kLater, Look::kPlain, "kiosk.papers.later");
  button(canvas, kDropNode, kDrop, Look::kPlain, "kiosk.papers.drop");
}

void PageScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const PapersInHand& papers = view().flow.papers;
  const auto act = [&](int id, const Rect& area, std::string_view key, FlowEvent event,
                       bool enabled = true) {
    add(nodes, id, area, words().large(key), std::move(event), enabled);
  };
  act(kPageKeptNode, kKeep, "kiosk.papers.keep", PageKept{});
  act(kScanNode, kAgain, "kiosk.papers.again", ScanChosen{});
  if (papers.place > 0) act(kEarlierNode, kEarlier, "kiosk.papers.earlier", PageMoved{false});
  if (papers.place + 1 < papers.pages.size())
    act(kLaterNode, kLater, "kiosk.papers.later", PageMoved{true});
  act(kDropNode, kDrop, "kiosk.papers.drop", PageDropped{});
}

}  // namespace yichuang::kiosk
