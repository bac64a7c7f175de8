#include "display/views/emergency_view.h"

#include "display/views/hall_layout.h"
#include "ui/canvas.h"

namespace yichuang::display {

namespace {

constexpr ui::Color kGround = ui::Color::hex(0xB42318);
constexpr ui::Color kText = ui::Color::hex(0xFFFFFF);
constexpr float kMargin = 96;
constexpr float kLine = 1.35F;
// A long message is written smaller rather than cut.
constexpr float kSizeMin = 44;

}  // namespace

bool EmergencyView::update(const Emergency& emergency) {
  const bool other = emergency.zh != emergency_.zh || emergency.en != emergency_.en;
  emergency_ = emergency;
  return other;
}

void EmergencyView::draw(ui::Canvas& canvas) {
  const float width = layout::kBoard.w;
  const float height = layout::kBoard.h;
  canvas.fill({0, 0, width, height}, kGround);
  canvas.icon("warning", width / 2 - 72, 96, 144, kText, 1.8F);
  const float inner = width - 2 * kMargin;
  float y = 288;
  const auto paragraph = [&](const std::string& text, float size, float room) {
    if (text.empty()) return;
    ui::TextStyle style{
        .size = size, .color = kText, .face = ui::Face::kBold, .align = ui::Align::kCenter};
    const auto height_of = [&] {
      return static_cast<float>(canvas.wrap(text, inner, style).size()) * style.size * kLine;
    };
    while (style.size > kSizeMin && height_of() > room) style.size -= 8;
    y += canvas.text_wrapped(text, {kMargin, y, inner, room}, style, kLine) + 48;
  };
  paragraph(emergency_.zh, 104, 400);
  paragraph(emergency_.en, 64, height - 80 - y);
}

}  // namespace yichuang::display
