// Where things stand on the screen above a window. Plain values.
#pragma once

#include "display/views/frame.h"

namespace yichuang::display {

struct WindowLayout {
  Frame frame;
  ui::Rect card;   // whom it calls, what it does
  ui::Rect plate;  // its own number
  ui::Rect facts;  // services, people waiting, badge

  ui::Rect card_glow() const { return card.inset(-48); }
};

inline WindowLayout window_layout(ui::Size screen) {
  WindowLayout at;
  at.frame.size = screen;
  const ui::Rect area = at.frame.content();
  if (at.frame.upright()) {
    constexpr float kCard = 860;
    constexpr float kPlate = 260;
    at.card = {area.x, area.y, area.w, kCard};
    at.plate = {area.x, at.card.bottom() + Frame::kGap, area.w, kPlate};
    const float top = at.plate.bottom() + Frame::kGap;
    at.facts = {area.x, top, area.w, area.bottom() - top};
    return at;
  }
  constexpr float kSide = 576;
  constexpr float kPlate = 372;
  at.card = {area.x, area.y, area.w - kSide - 32, area.h};
  at.plate = {area.right() - kSide, area.y, kSide, kPlate};
  const float top = at.plate.bottom() + Frame::kGap;
  at.facts = {at.plate.x, top, kSide, area.bottom() - top};
  return at;
}

}  // namespace yichuang::display
