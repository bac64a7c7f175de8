// Where things stand on the screen above a window. Plain values.
#pragma once

#include "display/layout_settings.h"
#include "display/views/frame.h"

namespace yichuang::display {

struct WindowLayout {
  Frame frame;
  WindowSettings shown;
  ui::Rect card;   // whom it calls, what it does
  ui::Rect plate;  // its own number
  ui::Rect facts;  // services, badge; empty: neither is shown

  static constexpr float kBadge = 104;  // the facts' height with the badge alone

  ui::Rect card_glow() const { return card.inset(-48); }
};

// Plate above facts; the plate has what the facts leave.
inline void place_plate_and_facts(WindowLayout& at, const ui::Rect& area, float plate) {
  at.plate = area;
  if (!at.shown.services && !at.shown.badge) return;
  const float facts = at.shown.services ? area.h - plate - Frame::kGap : WindowLayout::kBadge;
  at.plate.h = area.h - facts - Frame::kGap;
  at.facts = {area.x, at.plate.bottom() + Frame::kGap, area.w, facts};
}

inline WindowLayout window_layout(ui::Size screen, const WindowSettings& settings) {
  WindowLayout at;
  at.frame.size = screen;
  at.shown = settings;
  ui::Rect area = at.frame.content();
  if (!settings.next) area.h = screen.h - Frame::kMargin - area.y;  // the banner covers its end
  if (at.frame.upright()) {
    constexpr float kCard = 860;
    constexpr float kPlate = 260;
    at.card = {area.x, area.y, area.w, kCard};
    const float top = at.card.bottom() + Frame::kGap;
    place_plate_and_facts(at, {area.x, top, area.w, area.bottom() - top}, kPlate);
    return at;
  }
  constexpr float kSide = 576;
  constexpr float kPlate = 372;
  at.card = {area.x, area.y, area.w - kSide - 32, area.h};
  place_plate_and_facts(at, {area.right() - kSide, area.y, kSide, area.h}, kPlate);
  return at;
}

}  // namespace yichuang::display
