// What the search and one item say plainly. No painting here.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/item_words.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_page.h"

namespace yichuang::kiosk {
namespace {

using Row = PlainPage::Row;

int row_id(size_t place, const Paging& paging) {
  return kDocumentNode + static_cast<int>(place - paging.first);
}

void list_offices(const View& view, const Words& words, size_t rows, PlainPage& page) {
  page.badge = {"building"};
  page.title = words.large("kiosk.search.offices");
  page.subtitle = words.small("kiosk.search.offices");
  const std::vector<Office> offices = view.offices ? view.offices() : std::vector<Office>();
  const Paging paging(offices.size(), rows, view.flow.page);
  for (size_t i = paging.first; i < paging.end; ++i) {
    const Office& office = offices[i];
    page.rows.push_back(
        {{row_id(i, paging), "building", words.large(office.zh, office.en),
          words.large("kiosk.search.items", {{"count", office.items}}), OfficeChosen{office.zh}}});
  }
  add_pager(page, words, paging);
}

void list_found(const View& view, const Words& words, size_t rows, PlainPage& page) {
  page.title = words.large("kiosk.search.title");
  page.subtitle = words.small("kiosk.search.title");
  const auto found = view.found ? view.found() : std::vector<const wire::ItemRecord*>();
  page.badge = {"search"};
  const Paging paging(found.size(), rows, view.flow.page);
  if (found.empty())
    page.lines.push_back(words.large("kiosk.search.nothing"));
  else if (page.types)
    page.lines.push_back(
        words.large(view.flow.query.empty() ? "kiosk.search.all" : "kiosk.search.found",
                    {{"count", found.size()}, {"page", paging.at + 1}, {"pages", paging.pages}}));
  for (size_t i = paging.first; i < paging.end; ++i)
    page.rows.push_back(
        {{row_id(i, paging), "document", words.large(found[i]->name().zh(), found[i]->name().en()),
          limit_words(view.texts, words.language(), *found[i]),
          ItemChosen{found[i]->id(), found[i]->service()}}});
  add_pager(page, words, paging);
}

Row to_read(std::string_view icon, std::string text, std::string other) {
  return {{0, std::string(icon), std::move(text), std::move(other), Touched{}}, false};
}

}  // namespace

void plain_search(const View& view, const PlainRoom& room, PlainPage& page) {
  const Words words(view);
  page.is_list = true;
  page.types = room.letters && !view.flow.by_office;
  page.typed = view.flow.query;
  page.buttons.push_back(
      plain_button(words, kHomeNode, "arrow-left", "kiosk.search.back", HomeChosen{}));
  if (page.types && view.flow.office.empty())
    page.buttons.push_back(
        plain_button(words, kOfficesNode, "building", "kiosk.search.by_office", OfficesChosen{}));
  const size_t rows = page.types ? room.typed_rows : room.rows;
  if (view.flow.by_office) return list_offices(view, words, rows, page);
  list_found(view, words, rows, page);
}

// Everything that has to be told of it (一次性告知), row by row.
void plain_item(const View& view, const PlainRoom& room, PlainPage& page) {
  const Words words(view);
  page.is_list = true;
  page.buttons.push_back(
      plain_button(words, kHomeNode, "arrow-left", "kiosk.item.back", HomeChosen{}));
  const wire::ItemRecord* item = view.item ? view.item(view.flow.item) : nullptr;
  if (item == nullptr) {
    page.title = words.large("kiosk.search.title");
    page.subtitle = words.small("kiosk.search.title");
    page.badge = {"info", Mood::kCare};
    page.lines.push_back(words.large("kiosk.item.gone"));
    return;
  }
  page.badge = {"document"};
  page.title = words.large(item->name().zh(), item->name().en());
  page.subtitle = words.small(item->name().zh(), item->name().en());
  const std::string_view language = words.language();
  std::vector<Row> rows;
  const auto fact = [&](std::string_view icon, std::string_view key, std::string value) {
    rows.push_back(to_read(icon, std::move(value), words.large(key)));
  };
  if (printer_prints(view.flow) || view.flow.notice != PrintWait::kNone) {
    PlainPage::Button notice =
        plain_button(words, kNoticeNode, "printer", notice_key(view.flow.notice), NoticeChosen{});
    notice.enabled = printer_prints(view.flow) && view.flow.notice != PrintWait::kPrinting;
    rows.push_back({std::move(notice)});
  }
  fact("clock", "kiosk.item.time", limit_words(view.texts, language, *item));
  fact("wallet", "kiosk.item.fee", fee_words(view.texts, language, *item));
  for (int i = 0; i < item->documents_size(); ++i)
    rows.push_back(to_read(
        "document", fmt::format("{}. {}", i + 1, in_language(item->documents(i).name(), language)),
        form_words(view.texts, language, item->documents(i))));
  if (item->documents_size() == 0)
    rows.push_back(to_read("document", words.large("kiosk.item.nothing_needed"), ""));
  fact("building", "kiosk.item.department", in_language(item->department(), language));
  if (item->fee_fen() != 0)
    fact("scales", "kiosk.item.fee_basis", in_language(item->fee_basis(), language));
  for (const wire::Text& basis : item->basis())
    fact("scales", "kiosk.item.basis", in_language(basis, language));
  const Paging paging(rows.size(), room.rows, view.flow.page);
  page.rows.assign(std::make_move_iterator(rows.begin() + static_cast<ptrdiff_t>(paging.first)),
                   std::make_move_iterator(rows.begin() + static_cast<ptrdiff_t>(paging.end)));
  add_pager(page, words, paging);
  page.buttons.push_back(
      plain_button(words, kTakenNode, "ticket", "kiosk.item.take", ItemTaken{}, true));
}

}  // namespace yichuang::kiosk
