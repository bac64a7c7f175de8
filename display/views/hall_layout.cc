#include "display/views/hall_layout.h"

namespace yichuang::display {
namespace {

constexpr float kHeroHeight = 372;
constexpr float kSideWidth = 576;  // of the waiting panel on a wide screen
constexpr float kPlateWidth = 400;
constexpr float kInset = 36;

void place_wide(HallLayout& at, float bottom, bool with_waiting) {
  const ui::Rect area = at.frame.content();
  const float width = with_waiting ? area.w - kSideWidth - 32 : area.w;
  at.hero = {area.x, area.y, width, kHeroHeight};
  at.plate = {at.hero.right() - kInset - kPlateWidth, at.hero.y + kInset, kPlateWidth,
              at.hero.h - 2 * kInset};
  const float calls_top = at.hero.bottom() + Frame::kGap;
  at.calls = {area.x, calls_top, width, bottom - calls_top};
  if (with_waiting) at.waiting = {area.right() - kSideWidth, area.y, kSideWidth, bottom - area.y};
}

// One below the other; the number has the card's whole width, the plate is a line of its own.
void place_upright(HallLayout& at, float bottom, bool with_waiting) {
  constexpr float kTallHero = 608;
  constexpr float kTallPlateTop = 372;
  constexpr float kWaitingPart = 0.5F;
  const ui::Rect area = at.frame.content();
  at.hero = {area.x, area.y, area.w, kTallHero};
  at.plate = {at.hero.x + kInset, at.hero.y + kTallPlateTop, at.hero.w - 2 * kInset,
              at.hero.h - kTallPlateTop - kInset};
  const float top = at.hero.bottom() + Frame::kGap;
  const float room = bottom - top;
  const float calls = with_waiting ? (room - Frame::kGap) * (1 - kWaitingPart) : room;
  at.calls = {area.x, top, area.w, calls};
  if (with_waiting) {
    const float y = at.calls.bottom() + Frame::kGap;
    at.waiting = {area.x, y, area.w, bottom - y};
  }
}

}  // namespace

HallLayout hall_layout(ui::Size screen, const LayoutSettings& settings) {
  HallLayout at;
  at.frame.size = screen;
  at.call_columns = static_cast<size_t>(settings.columns);
  at.call_rows = static_cast<size_t>(settings.rows);
  at.notices = settings.notices;
  at.directions = settings.directions;
  const bool with_waiting = !settings.services || !settings.services->empty();
  const float bottom = settings.notices ? at.frame.content().bottom() : screen.h - Frame::kMargin;
  if (at.frame.upright()) {
    place_upright(at, bottom, with_waiting);
  } else {
    place_wide(at, bottom, with_waiting);
  }
  return at;
}

}  // namespace yichuang::display
