// Where a plain page's rows, buttons and words are.
#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_screen.h"

namespace yichuang::kiosk {

using ui::Rect;

namespace {

constexpr size_t kKeysInRow = 9;
constexpr int kLetters = 26;

}  // namespace

bool PlainScreen::is_pager(const PlainPage::Button& button) {
  return button.id == kPreviousNode || button.id == kNextNode;
}

std::vector<PlainScreen::Placed> PlainScreen::place(const PlainPage& page) const {
  std::vector<Placed> placed;
  if (page.is_list) {
    place_list(page, placed);
    if (page.types) place_keys(placed);
  } else {
    place_acts(page, placed);
  }
  return placed;
}

// Rows fill the list from the top: on several pages as high as a full page's, else they share the
// room. The buttons stand below.
void PlainScreen::place_list(const PlainPage& page, std::vector<Placed>& placed) const {
  const PlainLook& at = look();
  const Rect list = page.types ? at.typed_list : at.list;
  const auto columns = static_cast<size_t>(page.types ? at.typed_columns : at.list_columns);
  const bool foot = !page.buttons.empty();
  const bool paged = page.types || std::ranges::any_of(page.buttons, is_pager);
  const size_t full = page.types ? static_cast<size_t>(at.typed_rows)
                      : paged    ? rows_per_page(view_.flow)
                                 : std::max<size_t>(1, page.rows.size());
  const size_t rows = (full + columns - 1) / columns;
  const float bottom = list.bottom() - (foot ? at.foot_height + at.gap : 0);
  const auto count = static_cast<float>(rows);
  const float height =
      std::min(at.row_height_max, std::floor((bottom - list.y - (count - 1) * at.gap) / count));
  const auto across = static_cast<float>(columns);
  const float width = std::floor((list.w - (across - 1) * at.gap) / across);
  for (size_t i = 0; i < page.rows.size(); ++i) {
    const auto column = static_cast<float>(i % columns);
    const auto row = static_cast<float>(i / columns);
    placed.push_back(
        {page.rows[i].button,
         {list.x + column * (width + at.gap), list.y + row * (height + at.gap), width, height},
         page.rows[i].acts,
         true});
  }
  if (!foot) return;
  // What matters most has twice the room. In large type the arrows are square: what they mean is
  // clear.
  float room = list.w - static_cast<float>(page.buttons.size() - 1) * at.gap;
  float shares = 0;
  const bool only_pager = std::ranges::all_of(page.buttons, is_pager);
  const auto square = [&](const PlainPage::Button& button) {
    return at.large && is_pager(button) && !only_pager;
  };
  const auto share = [](const PlainPage::Button& button) { return button.main ? 2.0F : 1.0F; };
  for (const PlainPage::Button& button : page.buttons) {
    if (square(button)) {
      room -= at.foot_height;
    } else {
      shares += share(button);
    }
  }
  float x = list.x;
  for (const PlainPage::Button& button : page.buttons) {
    const float w = square(button) ? at.foot_height : std::floor(room * share(button) / shares);
    placed.push_back({button, {x, list.bottom() - at.foot_height, w, at.foot_height}});
    x += w + at.gap;
  }
}

void PlainScreen::place_acts(const PlainPage& page, std::vector<Placed>& placed) const {
  const PlainLook& at = look();
  const auto count = static_cast<float>(page.buttons.size());
  const float most = (at.acts.h + at.gap) / std::max(1.0F, count) - at.gap;
  const float height = std::floor(
      std::min(page.buttons.size() > 3 ? std::min(at.act_height, 152.0F) : at.act_height, most));
  const float free = at.acts.h - count * height - (count - 1) * at.gap;
  // Beneath the words they stand on the foot, beside them in the middle.
  float y = at.acts.y + (at.acts_beside() ? std::floor(free / 2) : free);
  for (const PlainPage::Button& button : page.buttons) {
    placed.push_back({button, {at.acts.x, y, at.acts.w, height}});
    y += height + at.gap;
  }
  if (page.touch_anywhere)
    placed.front().touched = {0, at.header, at.size.w, at.footer_top - at.header};
}

PlainScreen::WordsPlace PlainScreen::place_words(const PlainPage& page,
                                                 const std::vector<Placed>& placed) const {
  const PlainLook& at = look();
  if (page.is_list) {
    WordsPlace place{.card = page.types ? at.typed_card : at.list_card, .body = {}};
    if (at.heading_in_body()) {
      place.body = at.body;
      if (page.types) place.body.h = at.typed.y - at.gap - place.body.y;
    } else if (page.rows.empty()) {  // and the words say why
      place.body = page.types ? at.typed_list : at.list;
      if (!placed.empty()) place.body.h -= at.foot_height + at.gap;
    }
    return place;
  }
  WordsPlace place{.card = at.card, .body = at.body};
  const float aside = at.card.empty() ? 0 : at.card.right() - at.body.right();
  const float below = at.card.empty() ? 0 : at.card.bottom() - at.body.bottom();
  if (placed.empty()) {  // the words have the buttons' room as well
    place.card = at.card.empty() ? at.card : around(at.card, at.acts);
    const Rect all = around(at.card.empty() ? at.body : at.card, at.acts);
    place.body.w = all.right() - aside - at.body.x;
    place.body.h = all.bottom() - below - at.body.y;
    return place;
  }
  if (at.acts_beside()) return place;
  const float bottom = placed.front().area.y - at.gap;
  if (at.card.bottom() <= at.acts.y && !at.card.empty()) {
    place.card.h = bottom - at.gap - at.card.y;
    place.body.h = place.card.bottom() - below - at.body.y;
  } else {
    place.body.h = std::min(at.body.h, bottom - at.body.y);
  }
  return place;
}

void PlainScreen::place_keys(std::vector<Placed>& placed) const {
  const Rect& keys = look().keys;
  const float gap = 8;
  const auto rows = static_cast<float>((kLetters + kKeysInRow) / kKeysInRow);
  const float width = std::floor((keys.w + gap) / kKeysInRow - gap);
  const float height = std::floor((keys.h + gap) / rows - gap);
  for (int i = 0; i <= kLetters; ++i) {
    const Rect area{keys.x + static_cast<float>(i % static_cast<int>(kKeysInRow)) * (width + gap),
                    keys.y + static_cast<float>(i / static_cast<int>(kKeysInRow)) * (height + gap),
                    width, height};
    if (i == kLetters) {
      placed.push_back(
          {{kEraseNode, "backspace", words_.large("kiosk.search.erase"), "", LetterErased{}},
           area});
      continue;
    }
    const std::string letter(1, static_cast<char>('A' + i));
    placed.push_back(
        {{kLetterNode + i, "", letter, "", LetterTyped{static_cast<char>('a' + i)}}, area});
  }
}

std::vector<PlainScreen::Placed> PlainScreen::large_footer() const {
  const PlainLook& at = look();
  const float y = at.footer_top + (view_.flow.landscape ? 16 : 32);
  const float inner = at.size.w - 2 * kLargeMargin;
  const Rect call =
      view_.flow.landscape ? Rect{kLargeMargin, y, 656, 152} : Rect{kLargeMargin, y, inner, 168};
  const Rect rest = view_.flow.landscape
                        ? Rect{call.right() + at.gap, y, inner - call.w - at.gap, 152}
                        : Rect{kLargeMargin, call.bottom() + 32, inner, 152};
  const bool called = help_wanted(view_.flow, view_.steady_ms());
  const std::string_view call_key = !called                 ? "kiosk.elder.call"
                                    : view_.flow.hall_fresh ? "kiosk.elder.called"
                                                            : "kiosk.elder.offline";
  std::vector<Placed> placed;
  placed.push_back(
      {{kHelpNode, called ? "bell" : "headset", words_.large(call_key),
        called && view_.flow.hall_fresh ? words_.large("kiosk.elder.come") : words_.small(call_key),
        HelpChosen{}},
       call});
  const float width = std::floor((rest.w - 2 * at.gap) / 3);
  const auto beside = [&](int place, int id, std::string text, FlowEvent event) {
    placed.push_back(
        {{id, "", std::move(text), "", std::move(event)},
         {rest.x + static_cast<float>(place) * (width + at.gap), rest.y, width, rest.h}});
  };
  const Language other = words_.chinese() ? Language::kEnglish : Language::kChinese;
  beside(0, words_.chinese() ? kEnglishNode : kChineseNode,
         view_.texts.get(words_.other(), "kiosk.language.name"), LanguageChosen{other});
  beside(1, kAccessNode, words_.large("kiosk.access.short"), AccessChosen{!view_.flow.access_open});
  beside(2, kElderNode, words_.large("kiosk.elder.standard"), ElderChosen{false});
  return placed;
}

Rect PlainScreen::large_more_time() const {
  const PlainLook& at = look();
  if (view_.flow.landscape)
    return {at.size.w / 2 + 200, at.footer_top + 16, at.size.w / 2 - 248, 152};
  return {kLargeMargin, at.footer_top + 232, at.size.w - 2 * kLargeMargin, 152};
}

std::vector<ui::Node> PlainScreen::nodes() const {
  std::vector<ui::Node> nodes;
  const auto add = [&](const Placed& each) {
    if (each.acts)
      add_node(nodes, view_, each.button.id, each.touched.empty() ? each.area : each.touched,
               each.button.text, each.button.event, each.button.enabled);
  };
  for (const Placed& each : place(page())) add(each);
  if (!look().large) {
    frame().add_nodes(nodes, has_footer());
  } else if (warning_shown(view_.flow, view_.steady_ms())) {
    add_node(nodes, view_, kMoreTimeNode, large_more_time(), words_.large("kiosk.idle.more"),
             Touched{});
  } else {
    for (const Placed& each : large_footer()) add(each);
  }
  return nodes;
}

}  // namespace yichuang::kiosk
