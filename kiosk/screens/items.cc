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
constexpr Rect kQuery{64, 240, 508, 104};
constexpr Rect kOffices{588, 240, 212, 104};
constexpr Rect kBack{816, 240, 200, 104};
constexpr float kRowTop = 368;
constexpr float kRowStep = 148;
constexpr Rect kPrevious{64, 1116, 240, 96};
constexpr Rect kNext{776, 1116, 240, 96};
constexpr float kKeyTop = 1236;
constexpr float kKeyStep = 112;
constexpr size_t kKeysInRow = 7;
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
  const std::string& office = view().flow.office;
  if (query.empty()) {
    canvas.text_fit(office.empty() ? words().large("kiosk.search.hint") : office, kQuery.x + 104,
                    kQuery.y + 36, kQuery.w - 136, {.size = 30, .color = color().ink2},
                    shrink_to_min(30));
  } else {
    canvas.text(query, kQuery.x + 104, kQuery.y + 24,
                {.size = 52, .color = color().ink, .face = Face::kBold});
  }
  if (office.empty())
    button(canvas, kOfficesNode, kOffices, Look::kPlain, "kiosk.search.by_office");
  button(canvas, kHomeNode, kBack, Look::kPlain, "kiosk.search.back");
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
    long_name(canvas, words().large(item.name().zh(), item.name().en()),
              {area.x + 32, area.y + 10, room, 68}, 38);
    const ui::TextStyle plain{.size = 28, .color = color().ink2};
    const std::string office = in_language(item.department(), words().language());
    const std::string both =
        fmt::format("{} · {}", office, limit_words(view().texts, words().language(), item));
    // The time limit is on the item's own page as well.
    canvas.text_fit(canvas.measure(both, plain) <= room ? both : office, area.x + 32, area.y + 80,
                    room, plain, shrink_to_min(28));
    canvas.icon("chevron-right", area.right() - 72, area.center().y - 20, 40, color().brand600,
                2.1F);
  }
  const size_t pages = pages_of(found.size());
  const bool typed = !view().flow.query.empty();
  canvas.text(
      words().large(
          typed ? "kiosk.search.found" : "kiosk.search.all",
          {{"count", found.size()}, {"page", first / kItemRowsPerPage + 1}, {"pages", pages}}),
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
  add(nodes, kHomeNode, kBack, words().large("kiosk.search.back"), HomeChosen{});
  if (view().flow.office.empty())
    add(nodes, kOfficesNode, kOffices, words().large("kiosk.search.by_office"), OfficesChosen{});
}

}  // namespace yichuang::kiosk
