#include "display/views/guide_layout.h"

namespace yichuang::display {

GuideLayout guide_layout(ui::Size screen) {
  GuideLayout at;
  at.frame.size = screen;
  // Nothing moves at the foot: the panels go down to the margin; the banner covers their end.
  ui::Rect area = at.frame.content();
  area.h = screen.h - Frame::kMargin - area.y;
  const auto place = [&](GuidePanel which, const ui::Rect& rect) {
    at.panels[static_cast<size_t>(which)] = rect;
  };
  constexpr float kGap = Frame::kGap;
  if (at.frame.upright()) {
    constexpr float kHelp = 340;
    constexpr float kMiddle = 660;
    const float half = (area.w - kGap) / 2;
    const float right = area.x + half + kGap;
    const float middle = area.y + kHelp + kGap;
    const float lower = middle + kMiddle + kGap;
    const float rest = area.bottom() - lower;
    place(GuidePanel::kHelp, {area.x, area.y, area.w, kHelp});
    place(GuidePanel::kMissed, {area.x, middle, half, kMiddle});
    place(GuidePanel::kHeld, {right, middle, half, kMiddle});
    place(GuidePanel::kVouchers, {area.x, lower, half, rest});
    place(GuidePanel::kWaiting, {right, lower, half, rest});
    return at;
  }
  const float third = (area.w - 2 * kGap) / 3;
  const float half = (area.h - kGap) / 2;
  const float second = area.x + third + kGap;
  const float last = second + third + kGap;
  constexpr float kHelp = 350;
  place(GuidePanel::kMissed, {area.x, area.y, third, area.h});
  place(GuidePanel::kHeld, {second, area.y, third, half});
  place(GuidePanel::kVouchers, {second, area.y + half + kGap, third, half});
  place(GuidePanel::kHelp, {last, area.y, third, kHelp});
  const float waiting = area.y + kHelp + kGap;
  place(GuidePanel::kWaiting, {last, waiting, third, area.bottom() - waiting});
  return at;
}

}  // namespace yichuang::display
