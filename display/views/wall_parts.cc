// The wall's header, figures, services and the strip at its foot.
#include "display/views/wall_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

constexpr size_t kPausedNamed = 4;

// A card with one number: its title, the number with its unit, a line of what goes with it.
struct Figure {
  std::string_view title;
  std::string number;
  Color color;
  std::string unit;
  std::string line;
};

void draw_figure(Canvas& canvas, const Look& look, const Figure& figure, const Rect& area) {
  if (!canvas.visible(area)) return;
  const auto& colors = look.colors();
  canvas.round(area, look.theme.metrics.radius_card, colors.ground850);
  const float x = area.x + 32;
  draw_pair(canvas, look.pair(figure.title), x, area.y + 20,
            {.first = {.size = 28, .color = colors.text, .face = Face::kBold},
             .second = {.size = 22, .color = colors.text2},
             .second_down = 5,
             .gap = 14});
  const float width = canvas.text(figure.number, x, area.y + 50,
                                  {.size = 72, .color = figure.color, .face = Face::kNumeral});
  canvas.text_fit(figure.unit, x + width + 14, area.y + 86, area.right() - x - width - 46,
                  {.size = 30, .color = colors.text2}, 0.7F);
  canvas.text_fit(figure.line, x, area.y + 132, area.w - 64, {.size = 24, .color = colors.text2},
                  0.8F);
}

// How today compares, and whether a service has no window.
std::string waiting_words(const Look& look, const Wall& wall) {
  const auto closed = std::ranges::count_if(wall.services, [](const auto& s) { return !s.open; });
  std::string words;
  if (wall.more_than_last_week) {
    const int64_t more = *wall.more_than_last_week;
    words = look.first("display.wall.than_last_week",
                       {{"people", fmt::format("{}{}", more < 0 ? "−" : "+", std::abs(more))}});
    if (closed == 0) return words;
    words += " · ";
  }
  return words + (closed > 0 ? look.first("display.wall.not_open", {{"count", closed}})
                             : look.first("display.wall.all_open"));
}

std::string wait_words(const Look& look, const Wall& wall) {
  std::string words = look.first("display.wall.target", {{"minutes", wall.wait_target_min}});
  if (wall.wait_last_week_min)
    words +=
        " · " + look.first("display.wall.wait_last_week", {{"minutes", *wall.wait_last_week_min}});
  return words;
}

std::string served_words(const Look& look, const Wall& wall) {
  if (wall.on_the_spot_percent) {
    return look.first("display.wall.served_spot_line",
                      {{"percent", *wall.on_the_spot_percent},
                       {"appointments", wall.served_with_appointment},
                       {"missed", wall.missed}});
  }
  return look.first("display.wall.served_line",
                    {{"appointments", wall.served_with_appointment},
                     {"walk_ins", wall.served - wall.served_with_appointment},
                     {"missed", wall.missed}});
}

std::string paused_words(const Look& look, const Wall& wall) {
  if (wall.windows_paused.empty()) return look.first("display.wall.none_paused");
  std::string numbers;
  for (size_t i = 0; i < wall.windows_paused.size() && i < kPausedNamed; ++i)
    numbers += (i == 0 ? "" : "、") + std::to_string(wall.windows_paused[i]);
  if (wall.windows_paused.size() > kPausedNamed) numbers += "…";
  return look.first("display.wall.paused", {{"windows", numbers}});
}

Color wait_color(const Look& look, const Wall& wall) {
  const auto& colors = look.colors();
  if (!wall.wait_now_min) return colors.text;
  if (*wall.wait_now_min > wall.wait_target_min) return colors.bad;
  return *wall.wait_now_min * 3 > wall.wait_target_min * 2 ? colors.mid : colors.ok;
}

}  // namespace

void draw_panel(Canvas& canvas, const Look& look, const Rect& panel, std::string_view key,
                PageOf page) {
  const auto& colors = look.colors();
  canvas.round(panel, look.theme.metrics.radius_card, colors.ground850);
  draw_pair(canvas, look.pair(key), panel.x + 28, panel.y + 20,
            {.first = {.size = 30, .color = colors.text, .face = Face::kBold},
             .second = {.size = 22, .color = colors.text2},
             .second_down = 7,
             .gap = 14});
  if (page.count > 1)
    canvas.text(
        fmt::format("{}/{}", page.page + 1, page.count), panel.right() - 28, panel.y + 24,
        {.size = 24, .color = colors.text2, .face = Face::kNumeralLight, .align = Align::kRight});
}

void draw_figures(Canvas& canvas, const Look& look, const WallLayout& at, const Wall& wall) {
  const auto& colors = look.colors();
  draw_figure(canvas, look,
              {.title = "display.wall.waiting",
               .number = std::to_string(wall.waiting),
               .color = colors.text,
               .unit = look.first("display.waiting.people_unit"),
               .line = waiting_words(look, wall)},
              at.figures[0]);
  draw_figure(canvas, look,
              {.title = "display.wall.wait_now",
               .number = wall.wait_now_min ? std::to_string(*wall.wait_now_min) : "—",
               .color = wait_color(look, wall),
               .unit = look.first("display.waiting.minutes_unit"),
               .line = wait_words(look, wall)},
              at.figures[1]);
  draw_figure(canvas, look,
              {.title = "display.wall.served",
               .number = std::to_string(wall.served),
               .color = colors.text,
               .unit = look.first("display.wall.visits_unit"),
               .line = served_words(look, wall)},
              at.figures[2]);
  draw_figure(canvas, look,
              {.title = "display.wall.windows_open",
               .number = std::to_string(wall.windows_open),
               .color = wall.windows_open == wall.windows_total ? colors.ok : colors.mid,
               .unit = fmt::format("/ {}", wall.windows_total),
               .line = paused_words(look, wall)},
              at.figures[3]);
}

// ---- services ----

namespace {

// A bar is full at twice what the hall calls too long.
void draw_service_row(Canvas& canvas, const Look& look, const WallService& service,
                      const Rect& area, uint32_t target_min) {
  const auto& colors = look.colors();
  const Color color = service.people == 0 ? colors.text2 : level_color(look, service.level);
  const float y = area.y;
  canvas.text_fit(look.names(service.name_zh, service.name_en).first, area.x, y, 210,
                  {.size = 28, .color = colors.text, .face = Face::kBold}, 0.6F);
  canvas.text(std::to_string(service.people), area.x + 268, y - 5,
              {.size = 36, .color = colors.text, .face = Face::kNumeral, .align = Align::kRight});
  canvas.text(look.first("display.waiting.people_unit"), area.x + 276, y + 5,
              {.size = 22, .color = colors.text2});
  const ui::TextStyle right{.size = 24, .color = color, .align = Align::kRight};
  std::string wait = "—";
  if (!service.open) {
    wait = look.first("display.waiting.closed");
  } else if (service.minutes_p50) {
    wait = minutes_range(*service.minutes_p50, service.minutes_p90) + " " +
           look.first("display.waiting.minutes_unit");
  }
  canvas.text_fit(wait, area.right(), y + 3, 160, right, 0.7F);
  const Rect bar{area.x, y + 38, area.w, 8};
  canvas.round(bar, 4, colors.ground800);
  const uint32_t minutes = std::max(service.longest_min, service.minutes_p50.value_or(0));
  if (service.people > 0 && minutes > 0 && target_min > 0) {
    const float part =
        std::min(1.0F, static_cast<float>(minutes) / (2.0F * static_cast<float>(target_min)));
    canvas.round({bar.x, bar.y, std::max(8.0F, bar.w * part), bar.h}, 4, color);
  }
  canvas.fill({bar.x + bar.w / 2, bar.y - 4, 2, bar.h + 8}, colors.gold);
}

}  // namespace

void draw_services(Canvas& canvas, const Look& look, const Rect& panel, const Wall& wall,
                   PageOf page) {
  if (!canvas.visible(panel)) return;
  draw_panel(canvas, look, panel, "display.wall.services", page);
  canvas.text(look.first("display.wall.services_hint", {{"minutes", wall.wait_target_min}}),
              panel.right() - (page.count > 1 ? 96 : 28), panel.y + 25,
              {.size = 22, .color = look.colors().text2, .align = Align::kRight});
  const Rect area = inside_panel(panel);
  constexpr size_t kRows = WallLayout::kServicesPerPage / 2;
  constexpr float kColumnGap = 56;
  const float width = (area.w - kColumnGap) / 2;
  const float height = area.h / kRows;
  const size_t first = page.page * WallLayout::kServicesPerPage;
  for (size_t i = 0; i < WallLayout::kServicesPerPage; ++i) {
    if (first + i >= wall.services.size()) break;
    const auto column = static_cast<float>(i / kRows);
    const auto row = static_cast<float>(i % kRows);
    draw_service_row(canvas, look, wall.services[first + i],
                     {area.x + column * (width + kColumnGap), area.y + row * height, width, height},
                     wall.wait_target_min);
  }
}

// ---- the strip ----

void draw_hours(Canvas& canvas, const Look& look, const Rect& strip, const Wall& wall) {
  if (!canvas.visible(strip)) return;
  const auto& colors = look.colors();
  canvas.fill(strip, colors.ticker);
  const PairStyle style{.first = {.size = 26, .color = colors.text, .face = Face::kBold},
                        .second = {.size = 20, .color = colors.text2},
                        .second_down = 5,
                        .gap = 12};
  const Pair head = look.pair("display.wall.hours");
  float x = strip.x + 48;
  x += draw_pair(canvas, head, x, strip.y + 22, style) + 48;
  const uint32_t most =
      wall.served_by_hour.empty() ? 0 : *std::ranges::max_element(wall.served_by_hour);
  const float cell =
      std::min(180.0F, (strip.right() - 48 - x) /
                           static_cast<float>(std::max<size_t>(1, wall.served_by_hour.size())));
  for (size_t i = 0; i < wall.served_by_hour.size(); ++i) {
    const uint32_t served = wall.served_by_hour[i];
    const float left = x + static_cast<float>(i) * cell;
    const int hour = wall.served_from_hour + static_cast<int>(i);
    canvas.text_fit(fmt::format("{}:00", hour), left, strip.y + 12, cell * 0.55F,
                    {.size = 20, .color = colors.text2}, 0.6F);
    canvas.text_fit(
        std::to_string(served), left + cell * 0.86F, strip.y + 8, cell * 0.4F,
        {.size = 28, .color = colors.text, .face = Face::kNumeral, .align = Align::kRight}, 0.5F);
    const Rect bar{left, strip.bottom() - 22, cell * 0.86F, 8};
    canvas.round(bar, 4, colors.ground800);
    if (served > 0)
      canvas.round(
          {bar.x, bar.y,
           std::max(8.0F, bar.w * static_cast<float>(served) / static_cast<float>(most)), bar.h},
          4, colors.chart);
  }
}

}  // namespace yichuang::display
