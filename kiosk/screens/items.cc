#include "kiosk/screens/items.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/item_words.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

// Of the search.
constexpr Rect kQuery{64, 240, 728, 104};
constexpr Rect kBack{816, 240, 200, 104};
constexpr float kRowTop = 368;
constexpr float kRowStep = 148;
constexpr Rect kPrevious{64, 1116, 240, 96};
constexpr Rect kNext{776, 1116, 240, 96};
constexpr float kKeyTop = 1236;
constexpr float kKeyStep = 112;
constexpr size_t kKeysInRow = 7;
// Of one item.
constexpr Rect kTake{112, 1376, 856, 152};
constexpr Rect kNotice{112, 1560, 504, 112};
constexpr Rect kBackToList{640, 1560, 328, 112};
// More would not fit; the notice has them all.
constexpr int kDocumentsShown = 6;

Rect row_area(size_t place) {
  return {64, kRowTop + static_cast<float>(place) * kRowStep, 952, 132};
}

Rect key_area(size_t place, size_t cells = 1) {
  const auto column = static_cast<float>(place % kKeysInRow);
  const auto row = static_cast<float>(place / kKeysInRow);
  return {64 + column * 138, kKeyTop + row * kKeyStep, 124 + 138 * static_cast<float>(cells - 1),
          100};
}

size_t pages_of(size_t rows) {
  return std::max<size_t>(1, (rows + kItemRowsPerPage - 1) / kItemRowsPerPage);
}

std::vector<const wire::ItemRecord*> found_by(const View& view) {
  return view.found ? view.found() : std::vector<const wire::ItemRecord*>();
}

// The first of the shown page; a shorter list begins at its last page.
size_t first_shown(const View& view, size_t rows) {
  return std::min<size_t>(view.flow.page, pages_of(rows) - 1) * kItemRowsPerPage;
}

}  // namespace

// --- The search ---------------------------------------------------------------------------------

void SearchScreen::draw_query(Canvas& canvas) const {
  canvas.round(kQuery, 28, color().surface);
  canvas.stroke(kQuery, 28, 3, color().brand600);
  canvas.icon("search", kQuery.x + 32, kQuery.y + 28, 48, color().brand600, 2.0F);
  const std::string& query = view().flow.query;
  if (query.empty()) {
    canvas.text_fit(words().large("kiosk.search.hint"), kQuery.x + 104, kQuery.y + 36,
                    kQuery.w - 136, {.size = 30, .color = color().ink2}, shrink_to_min(30));
  } else {
    canvas.text(query, kQuery.x + 104, kQuery.y + 24,
                {.size = 52, .color = color().ink, .face = Face::kBold});
  }
  button(canvas, kHomeNode, kBack, Look::kPlain, "kiosk.trouble.back");
}

void SearchScreen::draw_found(Canvas& canvas) const {
  const auto found = found_by(view());
  if (found.empty()) {
    paragraph_pair(canvas, "kiosk.search.nothing", 620, 40, color().ink);
    return;
  }
  const size_t first = first_shown(view(), found.size());
  for (size_t i = first; i < std::min(found.size(), first + kItemRowsPerPage); ++i) {
    const wire::ItemRecord& item = *found[i];
    const Rect area = row_area(i - first);
    const int id = kDocumentNode + static_cast<int>(i - first);
    card(canvas, area);
    if (is_pressed(id)) canvas.round(area, 28, color().brand100);
    if (is_focused(id)) canvas.stroke(area.inset(-8), 34, 4, color().brand700);
    const float room = area.w - 64 - 80;
    canvas.text_fit(words().large(item.name().zh(), item.name().en()), area.x + 32, area.y + 20,
                    room, {.size = 38, .color = color().ink, .face = Face::kBold}, 0.6F);
    canvas.text_fit(fmt::format("{} · {}", in_language(item.department(), words().language()),
                                limit_words(view().texts, words().language(), item)),
                    area.x + 32, area.y + 80, room, {.size = 26, .color = color().ink2},
                    shrink_to_min(26));
    canvas.icon("chevron-right", area.right() - 72, area.center().y - 20, 40, color().brand600,
                2.1F);
  }
  const size_t pages = pages_of(found.size());
  canvas.text(words().large("kiosk.search.found", {{"count", found.size()},
                                                   {"page", first / kItemRowsPerPage + 1},
                                                   {"pages", pages}}),
              kCenter, 1148, {.size = 28, .color = color().ink2, .align = Align::kCenter});
  if (pages == 1) return;
  button(canvas, kPreviousNode, kPrevious, Look::kPlain, "kiosk.home.previous");
  button(canvas, kNextNode, kNext, Look::kPlain, "kiosk.home.next");
}

void SearchScreen::draw_keys(Canvas& canvas) const {
  const auto key = [&](int id, const Rect& area) {
    canvas.round(area, 24, is_pressed(id) ? color().brand100 : color().surface);
    canvas.stroke(area, 24, 2, color().control);
    if (is_focused(id)) canvas.stroke(area.inset(-6), 28, 4, color().brand700);
  };
  for (int i = 0; i < 26; ++i) {
    const Rect area = key_area(static_cast<size_t>(i));
    key(kLetterNode + i, area);
    canvas.text(std::string(1, static_cast<char>('A' + i)), area.center().x, area.y + 26,
                {.size = 46, .color = color().ink, .face = Face::kBold, .align = Align::kCenter});
  }
  const Rect erase = key_area(26, 2);
  key(kEraseNode, erase);
  canvas.icon("backspace", erase.center().x - 28, erase.center().y - 28, 56, color().brand700,
              2.0F);
}

void SearchScreen::draw_middle(Canvas& canvas) {
  draw_query(canvas);
  draw_found(canvas);
  draw_keys(canvas);
}

void SearchScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const auto found = found_by(view());
  const size_t first = first_shown(view(), found.size());
  for (size_t i = first; i < std::min(found.size(), first + kItemRowsPerPage); ++i)
    add(nodes, kDocumentNode + static_cast<int>(i - first), row_area(i - first),
        in_language(found[i]->name(), words().language()),
        ItemChosen{found[i]->id(), found[i]->service()});
  if (const size_t pages = pages_of(found.size()); pages > 1) {
    const auto page = static_cast<uint32_t>(first / kItemRowsPerPage);
    add(nodes, kPreviousNode, kPrevious, words().large("kiosk.home.previous"),
        PageChosen{page > 0 ? page - 1 : 0}, page > 0);
    add(nodes, kNextNode, kNext, words().large("kiosk.home.next"), PageChosen{page + 1},
        page + 1 < pages);
  }
  for (int i = 0; i < 26; ++i)
    add(nodes, kLetterNode + i, key_area(static_cast<size_t>(i)),
        std::string(1, static_cast<char>('A' + i)), LetterTyped{static_cast<char>('a' + i)});
  add(nodes, kEraseNode, key_area(26, 2), words().large("kiosk.search.erase"), LetterErased{});
  add(nodes, kHomeNode, kBack, words().large("kiosk.trouble.back"), HomeChosen{});
}

// --- One item -----------------------------------------------------------------------------------

float ItemScreen::draw_facts(Canvas& canvas, const wire::ItemRecord& item, float y) const {
  const auto fact = [&](std::string_view icon, std::string_view label, const std::string& value,
                        bool good) {
    canvas.icon(icon, 112, y, 40, good ? color().ok : color().brand600, 1.9F);
    const float from =
        168 + canvas.text(words().large(label), 168, y + 4, {.size = 30, .color = color().ink2});
    canvas.text_fit(value, from + 24, y + 4, 968 - from - 24,
                    {.size = 30, .color = good ? color().ok : color().ink, .face = Face::kBold},
                    shrink_to_min(30));
    y += 60;
  };
  const std::string_view language = words().language();
  fact("building", "kiosk.item.department", in_language(item.department(), language), false);
  fact("clock", "kiosk.item.time", limit_words(view().texts, language, item), item.on_the_spot());
  std::string fee = fee_words(view().texts, language, item);
  if (item.fee_fen() != 0) fee += "  " + in_language(item.fee_basis(), language);
  fact("wallet", "kiosk.item.fee", fee, item.fee_fen() == 0);
  if (item.basis_size() > 0)
    fact("scales", "kiosk.item.basis", in_language(item.basis(0), language), false);
  return y;
}

float ItemScreen::draw_documents(Canvas& canvas, const wire::ItemRecord& item, float y) const {
  canvas.text(words().large("kiosk.item.documents", {{"count", item.documents_size()}}), 112, y,
              {.size = 36, .color = color().ink, .face = Face::kBold});
  y += 66;
  const int shown = std::min(item.documents_size(), kDocumentsShown);
  for (int i = 0; i < shown; ++i) {
    const wire::DocumentRecord& document = item.documents(i);
    canvas.circle({136, y + 28}, 24, document.optional() ? color().canvas : color().brand50);
    canvas.text(
        fmt::format("{}", i + 1), 136, y + 14,
        {.size = 28, .color = color().brand700, .face = Face::kNumeral, .align = Align::kCenter});
    canvas.text_fit(in_language(document.name(), words().language()), 184, y, 784,
                    {.size = 32, .color = color().ink, .face = Face::kBold}, 0.7F);
    canvas.text_fit(form_words(view().texts, words().language(), document), 184, y + 40, 784,
                    {.size = 24, .color = color().ink2}, shrink_to_min(24));
    y += 72;
  }
  if (item.documents_size() == 0)
    canvas.text(words().large("kiosk.item.nothing_needed"), 112, y,
                {.size = 30, .color = color().ink2});
  if (item.documents_size() > shown)
    canvas.text(words().large("kiosk.item.more", {{"count", item.documents_size() - shown}}), 184,
                y, {.size = 26, .color = color().ink2});
  return y;
}

std::string_view ItemScreen::notice_key() const {
  switch (view().flow.notice) {
    case PrintWait::kPrinting:
      return "kiosk.item.notice_printing";
    case PrintWait::kPrinted:
      return "kiosk.item.notice_printed";
    case PrintWait::kFailed:
      return "kiosk.item.notice_failed";
    case PrintWait::kNone:
      break;
  }
  return "kiosk.item.notice";
}

void ItemScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const wire::ItemRecord* item = view().item ? view().item(view().flow.item) : nullptr;
  if (item != nullptr) {
    const float used = canvas.text_wrapped(
        words().large(item->name().zh(), item->name().en()), {112, 304, 856, 120},
        {.size = 46, .color = color().ink, .face = Face::kBold}, 1.25F);
    canvas.text_fit(words().small(item->name().zh(), item->name().en()), 112, 304 + used + 8, 856,
                    {.size = 26, .color = color().ink2}, shrink_to_min(26));
    canvas.fill({112, 482, 856, 2}, color().divider);
    const float y = draw_facts(canvas, *item, 508);
    canvas.fill({112, y + 8, 856, 2}, color().divider);
    draw_documents(canvas, *item, y + 36);
  }
  big_button(canvas, kTakenNode, kTake, Look::kMain, "ticket", words().large("kiosk.item.take"),
             words().large("kiosk.item.take_hint"));
  if (printer_prints(view().flow) || view().flow.notice != PrintWait::kNone)
    button(canvas, kNoticeNode, kNotice, Look::kPlain, notice_key());
  button(canvas, kHomeNode, kBackToList, Look::kPlain, "kiosk.item.back");
}

void ItemScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  add(nodes, kTakenNode, kTake, words().large("kiosk.item.take"), ItemTaken{});
  if (printer_prints(view().flow))
    add(nodes, kNoticeNode, kNotice, words().large(notice_key()), NoticeChosen{},
        view().flow.notice != PrintWait::kPrinting);
  add(nodes, kHomeNode, kBackToList, words().large("kiosk.item.back"), HomeChosen{});
}

}  // namespace yichuang::kiosk
