// What every part of a view needs to paint: the colours and the words, as the hall chose them.
// Plain values; one thread (the window's).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "display/board.h"
#include "ui/canvas.h"
#include "ui/i18n.h"
#include "ui/png.h"
#include "ui/theme.h"

namespace yichuang::display {

// A text in the first of the hall's languages, and in the second; empty where only one is shown.
struct Pair {
  std::string first;
  std::string second;
};

struct Look {
  const ui::Theme& theme;
  const ui::Texts& texts;
  bool bright = false;  // a light ground, for a hall full of daylight
  std::vector<std::string> languages = {"zh-CN", "en"};  // one or two; the first stands out
  const ui::Picture* logo = nullptr;                     // null: the emblem
  uint64_t logo_version = 0;                             // another logo, another version

  const ui::BoardPalette& colors() const { return bright ? theme.bright : theme.dark; }
  bool bilingual() const { return languages.size() > 1; }
  std::string first(std::string_view key,
                    std::initializer_list<ui::TextArgument> arguments = {}) const {
    return texts.get(languages[0], key, arguments);
  }
  std::string second(std::string_view key,
                     std::initializer_list<ui::TextArgument> arguments = {}) const {
    return bilingual() ? texts.get(languages[1], key, arguments) : std::string();
  }
  Pair pair(std::string_view key, std::initializer_list<ui::TextArgument> arguments = {}) const {
    return {first(key, arguments), second(key, arguments)};
  }
  // What the catalogue says in both languages, in the hall's order.
  Pair names(const std::string& zh, const std::string& en) const {
    const auto in = [&](const std::string& language) { return language == "en" ? en : zh; };
    return {in(languages[0]), bilingual() ? in(languages[1]) : std::string()};
  }
  // A pause's reason, which a clerk chose or wrote, in that language: reasons that the console
  // offers are translated (assets/i18n, display.pause_reason), another is as written, but a Chinese
  // one is no English: empty.
  std::string reason(const std::string& language, const std::string& written) const;
};

// Green, amber, red.
ui::Color level_color(const Look& look, WaitLevel level);

// Both languages beside each other on one line: returns the width. `gap` between the two.
struct PairStyle {
  ui::TextStyle first;
  ui::TextStyle second;
  float second_down = 0;  // how much lower the second begins, so that both have one baseline
  float gap = 18;
};
float draw_pair(ui::Canvas& canvas, const Pair& pair, float x, float y, const PairStyle& style);
float measure_pair(ui::Canvas& canvas, const Pair& pair, const PairStyle& style);
// As draw_pair, at most `width` wide: both shrink alike.
float draw_pair_fit(ui::Canvas& canvas, const Pair& pair, float x, float y, float width,
                    PairStyle style);

}  // namespace yichuang::display
