#include "ui/theme.h"

#include <cstdlib>
#include <optional>

#include "base/config.h"

namespace yichuang::ui {

namespace {

std::optional<Color> parse_color(const std::string& text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  uint32_t rgb = 0;
  for (size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<uint32_t>(c - 'A' + 10);
    } else {
      return std::nullopt;
    }
    rgb = rgb * 16 + digit;
  }
  return Color::hex(rgb);
}

Color color(const ConfigTable& table, std::string_view key) {
  const std::string text = table.text(key, 20);
  const auto parsed = parse_color(text);
  if (!parsed && !text.empty()) table.problem(key, "a colour like \"#0B1F3A\", capital letters");
  return parsed.value_or(Color{});
}

float length(const ConfigTable& table, std::string_view key) {
  return static_cast<float>(table.integer(key, 0, 1000));
}

LightPalette read_light(const ConfigTable& t) {
  LightPalette p;
  p.ink = color(t, "ink");
  p.ink2 = color(t, "ink2");
  p.ink3 = color(t, "ink3");
  p.canvas = color(t, "canvas");
  p.surface = color(t, "surface");
  p.line = color(t, "line");
  p.divider = color(t, "divider");
  p.brand900 = color(t, "brand900");
  p.brand800 = color(t, "brand800");
  p.brand700 = color(t, "brand700");
  p.brand600 = color(t, "brand600");
  p.brand100 = color(t, "brand100");
  p.brand50 = color(t, "brand50");
  p.on_brand = color(t, "on_brand");
  p.on_brand2 = color(t, "on_brand2");
  p.on_brand3 = color(t, "on_brand3");
  p.ok = color(t, "ok");
  p.ok_soft = color(t, "ok_soft");
  p.mid = color(t, "mid");
  p.mid_soft = color(t, "mid_soft");
  p.bad = color(t, "bad");
  p.bad_soft = color(t, "bad_soft");
  p.control = color(t, "control");
  return p;
}

BoardPalette read_board(const ConfigTable& t) {
  BoardPalette p;
  p.ground950 = color(t, "ground950");
  p.ground900 = color(t, "ground900");
  p.ground850 = color(t, "ground850");
  p.ground800 = color(t, "ground800");
  p.rule = color(t, "rule");
  p.text = color(t, "text");
  p.text2 = color(t, "text2");
  p.text3 = color(t, "text3");
  p.gold = color(t, "gold");
  p.ok = color(t, "ok");
  p.mid = color(t, "mid");
  p.bad = color(t, "bad");
  p.hero_top = color(t, "hero_top");
  p.hero_bottom = color(t, "hero_bottom");
  p.hero_mark = color(t, "hero_mark");
  p.glow = color(t, "glow");
  p.chart = color(t, "chart");
  p.ticker = color(t, "ticker");
  return p;
}

ElderPalette read_elder(const ConfigTable& t) {
  return {.navy = color(t, "navy"),
          .ink = color(t, "ink"),
          .surface = color(t, "surface"),
          .accent = color(t, "accent"),
          .footer = color(t, "footer")};
}

KioskType read_kiosk_type(const ConfigTable& t) {
  return {.display = length(t, "display"),
          .hero = length(t, "hero"),
          .title = length(t, "title"),
          .heading = length(t, "heading"),
          .label = length(t, "label"),
          .body = length(t, "body"),
          .caption = length(t, "caption")};
}

BoardType read_board_type(const ConfigTable& t) {
  return {.number = length(t, "number"),
          .row = length(t, "row"),
          .minutes = length(t, "minutes"),
          .title = length(t, "title"),
          .body = length(t, "body"),
          .label = length(t, "label"),
          .caption = length(t, "caption")};
}

ElderType read_elder_type(const ConfigTable& t) {
  return {.title = length(t, "title"),
          .item = length(t, "item"),
          .action = length(t, "action"),
          .subtitle = length(t, "subtitle"),
          .body = length(t, "body"),
          .caption = length(t, "caption")};
}

Metrics read_metrics(const ConfigTable& t) {
  return {.radius_panel = length(t, "radius_panel"),
          .radius_card = length(t, "radius_card"),
          .radius_control = length(t, "radius_control"),
          .margin_kiosk = length(t, "margin_kiosk"),
          .margin_board = length(t, "margin_board"),
          .grid = length(t, "grid"),
          .gap = length(t, "gap"),
          .card_padding = length(t, "card_padding"),
          .touch_min = length(t, "touch_min"),
          .touch_min_elder = length(t, "touch_min_elder"),
          .elder_border = length(t, "elder_border")};
}

}  // namespace

Result<Theme> Theme::load(const std::filesystem::path& file) {
  auto config = Config::load(file);
  if (!config) return config.error();
  const ConfigTable root = config->root();
  Theme theme;
  theme.light = read_light(root.table("light"));
  theme.contrast = read_light(root.table("contrast"));
  theme.dark = read_board(root.table("dark"));
  theme.bright = read_board(root.table("bright"));
  theme.elder = read_elder(root.table("elder"));
  theme.kiosk_type = read_kiosk_type(root.table("kiosk_type"));
  theme.board_type = read_board_type(root.table("board_type"));
  theme.elder_type = read_elder_type(root.table("elder_type"));
  theme.metrics = read_metrics(root.table("metrics"));
  if (auto ok = config->finish(); !ok) return ok.error();
  return theme;
}

std::filesystem::path assets_folder() {
  if (const char* named = std::getenv("YICHUANG_ASSETS"); named && *named) return named;
  std::error_code error;
  const std::filesystem::path beside_sources = YICHUANG_SOURCE_ASSETS;
  if (std::filesystem::is_directory(beside_sources, error)) return beside_sources;
  return "/usr/share/yichuang";
}

}  // namespace yichuang::ui
