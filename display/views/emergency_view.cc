#include "display/views/emergency_view.h"

#include <algorithm>

#include "display/views/frame_parts.h"
#include "ui/canvas.h"

namespace yichuang::display {

namespace {

constexpr float kMargin = 96;
constexpr float kIcon = 144;
constexpr float kIconTop = 72;
constexpr float kGap = 48;
constexpr float kLine = 1.35F;
// A long message is written smaller rather than cut.
constexpr float kSizeMin = 40;

}  // namespace

bool EmergencyView::update(const Emergency& emergency, const Board& board) {
  const bool other = emergency.zh != emergency_.zh || emergency.en != emergency_.en ||
                     board.stale_since != board_.stale_since;
  emergency_ = emergency;
  board_ = board;
  return other;
}

void EmergencyView::draw(ui::Canvas& canvas) {
  const float width = frame_.size.w;
  const bool stale = !board_.stale_since.empty();
  const float height = stale ? frame_.strip().y : frame_.size.h;
  const float inner = width - 2 * kMargin;
  const auto style_of = [](float size) {
    return ui::TextStyle{
        .size = size, .color = kWhite, .face = ui::Face::kBold, .align = ui::Align::kCenter};
  };
  const auto height_of = [&](const std::string& text, float size) {
    if (text.empty()) return 0.0F;
    const auto lines = static_cast<float>(canvas.wrap(text, inner, style_of(size)).size());
    return lines * size * kLine;
  };
  const auto fit = [&](const std::string& text, float size, float room) {
    while (size > kSizeMin && height_of(text, size) > room) size -= 4;
    return size;
  };
  const float room = height - kIconTop - kIcon - kGap - kIconTop;
  const float zh = fit(emergency_.zh, 104, room * 0.55F);
  const float zh_height = height_of(emergency_.zh, zh);
  const float between = emergency_.zh.empty() || emergency_.en.empty() ? 0 : kGap;
  const float en = fit(emergency_.en, 64, room - zh_height - between);
  const float all = kIcon + kGap + zh_height + between + height_of(emergency_.en, en);
  float y = std::max(kIconTop, (height - all) / 2);
  canvas.fill({0, 0, width, frame_.size.h}, look_.theme.light.bad);
  canvas.icon("warning", (width - kIcon) / 2, y, kIcon, kWhite, 1.8F);
  y += kIcon + kGap;
  const auto paragraph = [&](const std::string& text, float size) {
    if (text.empty()) return;
    y += canvas.text_wrapped(text, {kMargin, y, inner, height - y}, style_of(size), kLine);
  };
  paragraph(emergency_.zh, zh);
  y += between;
  paragraph(emergency_.en, en);
  if (!stale) return;
  // On the same red: a line sets it apart.
  draw_stale_banner(canvas, look_, frame_, board_);
  canvas.fill({0, height, width, 3}, kWhite);
}

}  // namespace yichuang::display
