#include "kiosk/screens/services.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/plain_page.h"
#include "kiosk/screens/service_words.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;
using ui::TextStyle;

namespace {

constexpr float kMargin = 64;
constexpr float kGap = 24;
constexpr float kGridTop = 486;
constexpr Rect kSearch{400, 382, 616, 96};
constexpr float kCardHeightMax = 296;
// Up to here a wait is shown green, up to there amber, beyond red (minutes).
constexpr uint32_t kShortWaitMin = 15;
constexpr uint32_t kMiddleWaitMin = 30;

}  // namespace

ServicesScreen::Layout ServicesScreen::layout() const {
  Layout at;
  const std::vector<const Service*> offered = offered_services(state());
  const Paging paging(offered.size(), services_per_page(view().flow), view().flow.page);
  at.services.assign(offered.begin() + static_cast<ptrdiff_t>(paging.first),
                     offered.begin() + static_cast<ptrdiff_t>(paging.end));
  float bottom = kFooterTop - 32;
  if (page_count(view().flow) > 1) {
    at.previous = {kMargin, bottom - 100, 280, 100};
    at.next = {kWidth - kMargin - 280, bottom - 100, 280, 100};
    at.page = {at.previous.right(), bottom - 100, at.next.x - at.previous.right(), 100};
    bottom -= 100 + kGap;
  }
  if (!printer_notice_key(view()).empty()) {
    at.printer_line = {kMargin, bottom - 72, kWidth - 2 * kMargin, 72};
    bottom -= 72 + kGap;
  }
  if (!view().flow.hall_fresh && view().zone) {
    at.offline_line = {kMargin, bottom - 72, kWidth - 2 * kMargin, 72};
    bottom -= 72 + kGap;
  }
  if (view().reads_codes && view().flow.hall_fresh) {
    at.code_line = {kMargin, bottom - 72, kWidth - 2 * kMargin, 72};
    bottom -= 72 + kGap;
  }
  // Pages are alike: a last page that is not full keeps the columns and heights of the first.
  const bool few = offered.size() <= 4;
  const int columns = few ? 1 : 2;
  const int rows = 4;
  const float width =
      (kWidth - 2 * kMargin - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float height =
      std::min(kCardHeightMax, (bottom - kGridTop - kGap * static_cast<float>(rows - 1)) / rows);
  for (size_t i = 0; i < at.services.size(); ++i) {
    const auto column = static_cast<float>(i % static_cast<size_t>(columns));
    const auto row = static_cast<float>(i / static_cast<size_t>(columns));
    at.cards.push_back(
        {kMargin + column * (width + kGap), kGridTop + row * (height + kGap), width, height});
  }
  return at;
}

ServicesScreen::Wait ServicesScreen::wait_of(const Service& service) const {
  const std::string text = expected_wait(view(), service);
  const wire::ServiceEstimate* estimate = view().estimate(service.id);
  if (estimate == nullptr || !estimate->open()) return {text, color().ink2, color().canvas};
  const uint32_t minutes = estimate->wait_min_p50();
  if (minutes <= kShortWaitMin) return {text, color().ok, color().ok_soft};
  if (minutes <= kMiddleWaitMin) return {text, color().mid, color().mid_soft};
  return {text, color().bad, color().bad_soft};
}

// --- Painting -----------------------------------------------------------------------------------

void ServicesScreen::draw_middle(Canvas& canvas) {
  draw_greeting(canvas);
  const Layout at = layout();
  for (size_t i = 0; i < at.services.size(); ++i) {
    if (canvas.visible(at.cards[i].inset(-40)))
      draw_service(canvas, *at.services[i], at.cards[i], kServiceNode + static_cast<int>(i));
  }
  if (at.services.empty()) pair(canvas, "kiosk.home.nothing", 900, 40, color().ink);
  const bool fitted = view().flow.printer_fitted;
  if (!at.printer_line.empty())
    draw_strip(canvas, at.printer_line, fitted ? "printer" : "phone",
               words().large(printer_notice_key(view())), !fitted);
  if (!at.code_line.empty())
    draw_strip(canvas, at.code_line, "qr", words().large("kiosk.home.code"), true);
  if (!at.offline_line.empty()) {
    const LocalTime as_of = view().zone->local(view().last_contact());
    draw_strip(canvas, at.offline_line, "wifi-off",
               words().large("kiosk.home.offline", {{"time", clock_face(as_of)}}), false);
  }
  if (!at.page.empty()) draw_pager(canvas, at);
}

void ServicesScreen::draw_greeting(Canvas& canvas) const {
  canvas.text_fit(words().large("kiosk.home.greeting"), kMargin, 196, 952,
                  {.size = 64, .color = color().on_brand, .face = Face::kBold}, 0.7F);
  canvas.text_fit(words().small("kiosk.home.greeting"), kMargin, 284, 952,
                  {.size = 30, .color = color().on_brand2}, shrink_to_min(30));
  const TextStyle head{.size = 36, .color = color().ink, .face = Face::kBold};
  const float width = canvas.text(words().large("kiosk.home.section"), kMargin, 416, head);
  const bool searches = view().flow.item_count > 0;
  const float beside = kMargin + width + 20;
  const float room = (searches ? kSearch.x - 16 : kWidth - kMargin) - beside;
  const TextStyle plain{.size = 28, .color = color().ink3};
  if (canvas.measure(words().small("kiosk.home.section"), plain) <= room)
    canvas.text(words().small("kiosk.home.section"), beside, 425, plain);
  if (searches) return draw_search(canvas);
  canvas.text(words().large("kiosk.home.hint"), kWidth - kMargin, 425,
              {.size = 28, .color = color().ink2, .align = Align::kRight});
}

void ServicesScreen::draw_search(Canvas& canvas) const {
  canvas.round(kSearch, 28, is_pressed(kSearchNode) ? color().brand100 : color().surface);
  canvas.stroke(kSearch, 28, 2, color().control);
  if (is_focused(kSearchNode)) canvas.stroke(kSearch.inset(-8), 34, 4, color().brand700);
  canvas.icon("search", kSearch.x + 28, kSearch.y + 26, 44, color().brand600, 2.0F);
  canvas.text_fit(words().large("kiosk.home.search"), kSearch.x + 92, kSearch.y + 33,
                  kSearch.w - 124, {.size = 30, .color = color().brand700, .face = Face::kBold},
                  shrink_to_min(30));
}

void ServicesScreen::draw_service(Canvas& canvas, const Service& service, const Rect& area,
                                  int id) const {
  card(canvas, area);
  if (is_pressed(id)) {
    canvas.round(area, 28, color().brand100);
    canvas.stroke(area, 28, 4, color().brand600);
  }
  if (is_focused(id)) canvas.stroke(area.inset(-8), 34, 4, color().brand700);
  const float foot = 88;  // the line with the waiting
  const float middle = area.y + (area.h - foot) / 2;
  const float side = area.h >= 260 ? 96 : 80;
  const Rect tile{area.x + 32, middle - side / 2, side, side};
  canvas.round(tile, 24, color().brand50);
  canvas.icon(service.icon.empty() ? "ticket" : service.icon, tile.x + side * 0.2F,
              tile.y + side * 0.2F, side * 0.6F, color().brand600, 1.75F);
  const float x = tile.right() + 24;
  const float room = area.right() - 64 - x;  // beside the chevron; below it there is more
  const float size = words().chinese() ? 40 : 34;
  const std::string& first = words().large(service.name_zh, service.name_en);
  const std::string& second = words().small(service.name_zh, service.name_en);
  const TextStyle bold{.size = size, .color = color().ink, .face = Face::kBold};
  const TextStyle plain{.size = 28, .color = color().ink2};
  const bool one_line = canvas.measure(first, bold) * (words().chinese() ? 0.85F : 1) <= room;
  if (one_line) {
    canvas.text_fit(first, x, middle - 48, room, bold, 0.85F);
    canvas.text_fit(second, x, middle + 12, room + 40, plain, shrink_to_min(28));
  } else {
    const TextStyle smaller{.size = 32, .color = color().ink, .face = Face::kBold};
    const float top = middle - (area.h >= 260 ? 62 : 52);
    canvas.text_wrapped(first, {x, top, room, 76}, smaller, 1.2F);
    canvas.text_fit(second, x, top + (area.h >= 260 ? 88 : 80), room + 40, plain,
                    shrink_to_min(28));
  }
  canvas.icon("chevron-right", area.right() - 60, middle - (one_line ? 44 : 28), 32,
              color().control, 2.2F);
  canvas.fill({area.x + 32, area.bottom() - foot, area.w - 64, 2}, color().divider);
  draw_waiting(canvas, service, {area.x + 32, area.bottom() - foot, area.w - 64, foot});
}

void ServicesScreen::draw_waiting(Canvas& canvas, const Service& service, const Rect& area) const {
  const Wait wait = wait_of(service);
  const TextStyle pill{.size = 28, .color = wait.ink, .face = Face::kBold, .align = Align::kRight};
  const float width = canvas.measure(wait.words, pill) + 72;
  const Rect ground{area.right() - width, area.y + 20, width, 48};
  canvas.round(ground, 24, wait.ground);
  canvas.icon("clock", ground.x + 16, ground.y + 10, 28, wait.ink, 2.2F);
  canvas.text(wait.words, ground.right() - 20, ground.y + 10, pill);

  const auto count = service.waiting_count();
  const std::string number = fmt::format("{}", count);
  const std::string text = words().large("kiosk.home.waiting", {{"count", count}});
  const size_t at = std::min(text.find(number), text.size());
  canvas.icon("people", area.x, area.y + 26, 36, color().ink3, 1.8F);
  const TextStyle plain{.size = 28, .color = color().ink2};
  const TextStyle strong{.size = 28, .color = color().ink, .face = Face::kBold};
  float x = area.x + 48;
  const float y = area.y + 29;
  x += canvas.text(text.substr(0, at), x, y, plain);
  x += canvas.text(number, x, y, strong);
  // The people's icon says it too: without room for the word, the number stands alone.
  const std::string after = text.substr(std::min(text.size(), at + number.size()));
  if (canvas.measure(after, plain) <= ground.x - 8 - x) canvas.text(after, x, y, plain);
}

void ServicesScreen::draw_strip(Canvas& canvas, const Rect& area, std::string_view icon,
                                const std::string& text, bool calm) const {
  canvas.round(area, 24, calm ? color().brand50 : color().mid_soft);
  const ui::Color ink = calm ? color().brand700 : color().mid;
  canvas.icon(icon, area.x + 28, area.y + 16, 40, ink, 1.9F);
  canvas.text_fit(text, area.x + 88, area.y + 20, area.w - 120,
                  {.size = 30, .color = ink, .face = Face::kBold}, shrink_to_min(30));
}

void ServicesScreen::draw_pager(Canvas& canvas, const Layout& at) const {
  const auto turn = [&](int id, const Rect& area, std::string_view key, std::string_view icon,
                        bool on, bool left) {
    canvas.round(area, 28, is_pressed(id) && on ? color().brand100 : color().surface);
    canvas.stroke(area, 28, 2, on ? color().control : color().line);
    if (is_focused(id)) canvas.stroke(area.inset(-8), 34, 4, color().brand700);
    const ui::Color ink = on ? color().brand700 : color().ink3;
    canvas.icon(icon, left ? area.x + 28 : area.right() - 68, area.y + 30, 40, ink, 2.1F);
    canvas.text_fit(words().large(key), area.center().x + (left ? 20 : -20), area.y + 33, 160,
                    {.size = 32, .color = ink, .face = Face::kBold, .align = Align::kCenter},
                    shrink_to_min(32));
  };
  const Flow& flow = view().flow;
  turn(kPreviousNode, at.previous, "kiosk.home.previous", "chevron-left", flow.page > 0, true);
  turn(kNextNode, at.next, "kiosk.home.next", "chevron-right", flow.page + 1 < page_count(flow),
       false);
  canvas.text_fit(
      words().large("kiosk.home.page", {{"page", flow.page + 1}, {"pages", page_count(flow)}}),
      at.page.center().x, at.page.y + 36, at.page.w - 32,
      {.size = 28, .color = color().ink2, .align = Align::kCenter}, shrink_to_min(28));
}

// --- Touch --------------------------------------------------------------------------------------

void ServicesScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const Layout at = layout();
  for (size_t i = 0; i < at.services.size(); ++i) {
    const Service& service = *at.services[i];
    const int place = static_cast<int>(i);
    const std::string label = words().large(
        "kiosk.home.service", {{"service", words().large(service.name_zh, service.name_en)},
                               {"count", service.waiting_count()},
                               {"wait", wait_of(service).words}});
    add(nodes, kServiceNode + place, at.cards[i], label, ServiceChosen{service.id});
  }
  if (view().flow.item_count > 0)
    add(nodes, kSearchNode, kSearch, words().large("kiosk.home.search"), SearchChosen{});
  if (at.page.empty()) return;
  const Flow& flow = view().flow;
  add(nodes, kPreviousNode, at.previous, words().large("kiosk.home.previous"),
      PageChosen{flow.page > 0 ? flow.page - 1 : 0}, flow.page > 0);
  add(nodes, kNextNode, at.next, words().large("kiosk.home.next"), PageChosen{flow.page + 1},
      flow.page + 1 < page_count(flow));
}

}  // namespace yichuang::kiosk
