// The look: colours, type sizes, radii, spacing, as assets/theme/theme.toml has them. The same file
// feeds the web pages. Read once at start, then constant; any thread.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "ui/geometry.h"

namespace yichuang::ui {

// Screens that citizens touch, and pages.
struct LightPalette {
  Color ink, ink2, ink3;  // text: first, second and third rank
  Color canvas, surface, line, divider;
  Color brand900, brand800, brand700, brand600, brand100, brand50;
  Color on_brand, on_brand2, on_brand3;  // text on brand colours
  Color ok, ok_soft, mid, mid_soft, bad, bad_soft;
  Color control;  // borders of controls, ≥ 3:1 on surface
};

// Boards and walls, on a dark ground or a bright one.
struct BoardPalette {
  Color ground950, ground900, ground850, ground800;
  Color rule;
  Color text, text2, text3;
  Color gold, ok, mid, bad;
  Color hero_top, hero_bottom, hero_mark, glow;  // the card of the call, and what stands out on it
  Color chart;                                   // the first series of a chart
  Color ticker;                                  // ground of the announcement line
};

// The large-type, high-contrast kiosk.
struct ElderPalette {
  Color navy, ink, surface, accent, footer;
};

// Type sizes in logical units (em height).
struct KioskType {
  float display, hero, title, heading, label, body, caption;  // 64 48 40 36 30 28 22
};
struct BoardType {
  float number, row, minutes, title, body, label, caption;  // 208 68 52 44 32 26 22
};
struct ElderType {
  float title, item, action, subtitle, body, caption;  // 96 80 68 52 40 36
};

struct Metrics {
  float radius_panel, radius_card, radius_control;  // 32 28 24; a pill is height / 2
  float margin_kiosk, margin_board;
  float grid, gap, card_padding;
  float touch_min, touch_min_elder;
  float elder_border;
};

struct Theme {
  LightPalette light;
  LightPalette contrast;  // the same for whoever asks for high contrast: all ≥ 7:1
  BoardPalette dark;
  BoardPalette bright;
  ElderPalette elder;
  KioskType kiosk_type;
  BoardType board_type;
  ElderType elder_type;
  Metrics metrics;

  // Every problem of the file at once, with file, line and key.
  static Result<Theme> load(const std::filesystem::path& file);
};

// The folder `assets/` of this installation: $YICHUANG_ASSETS, else the one beside the sources the
// program was built from, else /usr/share/yichuang.
std::filesystem::path assets_folder();

}  // namespace yichuang::ui
