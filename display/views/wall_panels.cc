// The wall's chart, windows and alarms.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "display/views/wall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

// ---- chart ----

namespace {

// The top of the scale: a round number above all that is drawn.
float scale_top(const Wall& wall) {
  float most = static_cast<float>(wall.wait_target_min) * 1.25F;
  for (const float minutes : wall.chart_min) most = std::max(most, minutes * 1.1F);
  for (const float minutes : wall.chart_last_week_min) most = std::max(most, minutes * 1.1F);
  const float step = most > 80 ? 40 : most > 40 ? 20 : 10;
  return std::max(20.0F, std::ceil(most / step) * step);
}

constexpr int kScaleLines = 4;

void draw_scale(Canvas& canvas, const Look& look, const Wall& wall, const Rect& plot, float top) {
  const auto& colors = look.colors();
  for (int i = 0; i <= kScaleLines; ++i) {
    const float part = static_cast<float>(i) / kScaleLines;
    const float y = plot.bottom() - plot.h * part;
    canvas.fill({plot.x, y, plot.w, 2}, colors.rule);
    canvas.text(fmt::format("{:.0f}", top * part), plot.x - 14, y - 12,
                {.size = 22, .color = colors.text2, .align = Align::kRight});
  }
  const int hours = (wall.chart_until_minute - wall.chart_from_minute) / 60;
  const int step = hours > 12 ? 3 : hours > 6 ? 2 : 1;
  for (int hour = 0; hour <= hours; hour += step) {
    const float x = plot.x + plot.w * static_cast<float>(hour) / static_cast<float>(hours);
    canvas.text(fmt::format("{}:00", wall.chart_from_minute / 60 + hour), x, plot.bottom() + 10,
                {.size = 22, .color = colors.text2, .align = Align::kCenter});
  }
}

void draw_target(Canvas& canvas, const Look& look, const Wall& wall, const Rect& plot, float top) {
  const auto& colors = look.colors();
  const float y = plot.bottom() - plot.h * static_cast<float>(wall.wait_target_min) / top;
  for (float x = plot.x; x < plot.right(); x += 20)
    canvas.fill({x, y - 1, std::min(11.0F, plot.right() - x), 3}, colors.gold);
  canvas.text(look.first("display.wall.chart_target", {{"minutes", wall.wait_target_min}}),
              plot.right(), y - 32,
              {.size = 22, .color = colors.gold, .face = Face::kBold, .align = Align::kRight});
}

// Which line is which, from the panel's right edge.
void draw_legend(Canvas& canvas, const Look& look, const Rect& panel) {
  const auto& colors = look.colors();
  float x = panel.right() - 28;
  const auto entry = [&](std::string_view key, Color color) {
    x -= canvas.text(look.first(key), x, panel.y + 25,
                     {.size = 22, .color = colors.text2, .align = Align::kRight});
    canvas.round({x - 40, panel.y + 35, 28, 6}, 3, color);
    x -= 40 + 32;
  };
  entry("display.wall.last_week", colors.text2);
  entry("display.wall.today", colors.chart);
}

}  // namespace

void draw_wait_chart(Canvas& canvas, const Look& look, const Rect& panel, const Wall& wall) {
  if (!canvas.visible(panel)) return;
  const auto& colors = look.colors();
  draw_panel(canvas, look, panel, "display.wall.chart");
  const Rect inner = inside_panel(panel);
  const Rect plot{inner.x + 52, inner.y + 8, inner.w - 76, inner.h - 44};
  const float top = scale_top(wall);
  draw_scale(canvas, look, wall, plot, top);
  // As wide as so many quarters of an hour.
  const auto area_of = [&](const std::vector<float>& quarters) -> Rect {
    const auto span = static_cast<float>(wall.chart_until_minute - wall.chart_from_minute);
    const auto minutes = static_cast<float>(15 * (quarters.size() - 1));
    return {plot.x, plot.y, std::min(plot.w, plot.w * minutes / span), plot.h};
  };
  if (wall.chart_last_week_min.size() > 1) {
    draw_legend(canvas, look, panel);
    canvas.curve(area_of(wall.chart_last_week_min), wall.chart_last_week_min, top, 3, colors.text2);
  }
  if (wall.chart_min.size() > 1) {
    const Rect area = area_of(wall.chart_min);
    canvas.curve(area, wall.chart_min, top, 4, colors.chart, 45);
    const float y = plot.bottom() - plot.h * std::min(1.0F, wall.chart_min.back() / top);
    canvas.circle({area.right(), y}, 10, colors.chart);
    canvas.circle({area.right(), y}, 5, colors.text);
  }
  draw_target(canvas, look, wall, plot, top);
}

// ---- windows ----

namespace {

std::string_view doing_key(WindowDoing doing) {
  switch (doing) {
    case WindowDoing::kClosed:
      return "display.wall.doing.closed";
    case WindowDoing::kPaused:
      return "display.wall.doing.paused";
    case WindowDoing::kFree:
      return "display.wall.doing.free";
    case WindowDoing::kCalling:
      return "display.wall.doing.calling";
    case WindowDoing::kServing:
      break;
  }
  return "display.wall.doing.serving";
}

Color doing_color(const Look& look, WindowDoing doing) {
  const auto& colors = look.colors();
  switch (doing) {
    case WindowDoing::kClosed:
      return colors.text3;
    case WindowDoing::kPaused:
      return colors.mid;
    case WindowDoing::kFree:
      return colors.text2;
    case WindowDoing::kCalling:
      return colors.gold;
    case WindowDoing::kServing:
      break;
  }
  return colors.ok;
}

// Below what it does: whom it is for, or until when it pauses, or why if that was not said.
std::string what_of(const Look& look, const WallWindow& window) {
  if (window.doing != WindowDoing::kPaused) return window.ticket;
  if (window.until.empty()) return window.reason;
  return look.first("display.wall.paused_until", {{"time", window.until}});
}

void draw_window(Canvas& canvas, const Look& look, const WallWindow& window, const Rect& area) {
  const auto& colors = look.colors();
  const Color color = doing_color(look, window.doing);
  canvas.round(area, 14, colors.ground800);
  canvas.round({area.x, area.y + 8, 6, area.h - 16}, 3, color);
  const float x = area.x + 16;
  const float right = area.right() - 12;
  canvas.text(std::to_string(window.number), x, area.y + 4,
              {.size = std::min(34.0F, area.h - 32),  // above what it is for
               .color = colors.text,
               .face = Face::kNumeral});
  std::string doing = look.first(doing_key(window.doing));
  if (window.minutes > 0 || window.doing != WindowDoing::kClosed)
    doing += fmt::format(" {}′", std::min<uint32_t>(window.minutes, 999));
  canvas.text_fit(doing, right, area.y + 10, area.w - 76,
                  {.size = 22, .color = color, .face = Face::kBold, .align = Align::kRight}, 0.6F);
  canvas.text_fit(what_of(look, window), x, area.bottom() - 28, area.w * 0.52F,
                  {.size = 22, .color = window.late ? colors.mid : colors.text2}, 0.7F);
  canvas.text_fit(look.first("display.wall.served_here", {{"count", window.served}}), right,
                  area.bottom() - 28, area.w * 0.4F,
                  {.size = 22, .color = colors.text2, .align = Align::kRight}, 0.7F);
}

}  // namespace

void draw_windows(Canvas& canvas, const Look& look, const Rect& panel, const Wall& wall,
                  PageOf page) {
  if (!canvas.visible(panel)) return;
  draw_panel(canvas, look, panel, "display.wall.windows", page);
  const Rect area = inside_panel(panel);
  constexpr size_t kColumns = WallLayout::kWindowColumns;
  constexpr size_t kRows = WallLayout::kWindowsPerPage / kColumns;
  constexpr float kGap = 10;
  const float width =
      (area.w - kGap * static_cast<float>(kColumns - 1)) / static_cast<float>(kColumns);
  const float height = (area.h - kGap * static_cast<float>(kRows - 1)) / static_cast<float>(kRows);
  const size_t first = page.page * WallLayout::kWindowsPerPage;
  for (size_t i = 0; i < WallLayout::kWindowsPerPage && first + i < wall.windows.size(); ++i) {
    const auto column = static_cast<float>(i % kColumns);
    const auto row = static_cast<float>(i / kColumns);
    draw_window(canvas, look, wall.windows[first + i],
                {area.x + column * (width + kGap), area.y + row * (height + kGap), width, height});
  }
}

// ---- alarms ----

namespace {

std::string_view alarm_key(wire::AlarmKind kind) {
  switch (kind) {
    case wire::ALARM_KIND_WAIT_LONG:
      return "display.wall.alarm.wait_long";
    case wire::ALARM_KIND_MANY_WAITING:
    case wire::ALARM_KIND_TOO_MANY_WAITING:
      return "display.wall.alarm.many_waiting";
    case wire::ALARM_KIND_HOLD_LONG:
      return "display.wall.alarm.hold_long";
    case wire::ALARM_KIND_DEVICE_DOWN:
      return "display.wall.alarm.device_down";
    case wire::ALARM_KIND_NOBODY_SERVES:
      return "display.wall.alarm.nobody_serves";
    default:
      return "display.wall.alarm.unnamed";
  }
}

// A device's name as people say it; as it is enrolled where there is no word for it.
std::string device_words(const Look& look, std::string_view language, const std::string& device) {
  const std::string key = "common.device." + device;
  return look.texts.has(language, key) ? look.texts.get(language, key) : device;
}

struct AlarmRow {
  const char* icon;
  Color color;
  std::string zh;
  std::string en;
  std::string since;
};

AlarmRow row_of(const Look& look, const WallAlarm& alarm) {
  const auto words = [&](std::string_view language, const std::string& subject) {
    return look.texts.get(language, alarm_key(alarm.kind),
                          {{"subject", subject},
                           {"device", device_words(look, language, alarm.device)},
                           {"limit", alarm.limit}});
  };
  const bool device = alarm.kind == wire::ALARM_KIND_DEVICE_DOWN;
  return {device ? "printer" : "warning", look.colors().bad, words("zh-CN", alarm.subject_zh),
          words("en", alarm.subject_en),
          look.first("display.wall.since", {{"time", alarm.since}, {"minutes", alarm.minutes}})};
}

AlarmRow row_of(const Look& look, const WallDevice& device) {
  const auto words = [&](std::string_view language) {
    const std::string fact = "common.fact." + device.fact;
    return look.texts.get(
        language, "display.wall.wants_somebody",
        {{"subject", device.owner},
         {"device", device_words(look, language, device.device)},
         {"fact", look.texts.has(language, fact) ? look.texts.get(language, fact) : device.fact}});
  };
  return {"info", look.colors().mid, words("zh-CN"), words("en"), ""};
}

void draw_alarm_row(Canvas& canvas, const Look& look, const AlarmRow& row, const Rect& area) {
  const auto& colors = look.colors();
  canvas.icon(row.icon, area.x, area.y + 4, 36, row.color, 2.0F);
  const float x = area.x + 52;
  const float since =
      row.since.empty() ? 0
                        : canvas.text(row.since, area.right(), area.y + 4,
                                      {.size = 22, .color = colors.text2, .align = Align::kRight});
  const float width = area.right() - x - since - 16;
  const Pair words = look.names(row.zh, row.en);
  canvas.text_fit(words.first, x, area.y, width,
                  {.size = 28, .color = row.color, .face = Face::kBold}, 0.7F);
  canvas.text_fit(words.second, x, area.y + 34, width, {.size = 20, .color = colors.text2}, 0.8F);
}

void draw_all_well(Canvas& canvas, const Look& look, const Wall& wall, const Rect& area) {
  const auto& colors = look.colors();
  const float x = area.center().x;
  canvas.icon("check-circle", x - 36, area.y + 12, 72, colors.ok, 1.8F);
  canvas.text(look.first("display.wall.all_well"), x, area.y + 100,
              {.size = 32, .color = colors.text, .face = Face::kBold, .align = Align::kCenter});
  const std::string devices = wall.devices_known == 0 ? look.first("display.wall.no_alarm")
                                                      : look.first("display.wall.devices_well",
                                                                   {{"count", wall.devices_known}});
  canvas.text(devices, x, area.y + 150,
              {.size = 24, .color = colors.text2, .align = Align::kCenter});
}

}  // namespace

void draw_alarms(Canvas& canvas, const Look& look, const WallLayout& at, const Wall& wall,
                 PageOf page) {
  if (!canvas.visible(at.alarms)) return;
  draw_panel(canvas, look, at.alarms, "display.wall.alarms", page);
  const Rect area = inside_panel(at.alarms);
  std::vector<AlarmRow> rows;
  for (const WallAlarm& alarm : wall.alarms) rows.push_back(row_of(look, alarm));
  for (const WallDevice& device : wall.devices) rows.push_back(row_of(look, device));
  if (rows.empty()) return draw_all_well(canvas, look, wall, area);
  const size_t room = at.alarms_per_page();
  const float height = area.h / static_cast<float>(room);
  const size_t first = page.page * room;
  for (size_t i = 0; i < room && first + i < rows.size(); ++i)
    draw_alarm_row(canvas, look, rows[first + i],
                   {area.x, area.y + static_cast<float>(i) * height, area.w, height});
}

}  // namespace yichuang::display
