#include "kiosk/screens/emergency.h"

#include <algorithm>
#include <string>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;

namespace {

constexpr float kMargin = 72;
constexpr float kIcon = 200;
constexpr float kGap = 56;
constexpr float kLine = 1.3F;
constexpr float kFirstSize = 112;
constexpr float kSecondSize = 76;
constexpr float kNoteSize = 52;

}  // namespace

void EmergencyScreen::draw(Canvas& canvas) {
  const bool landscape = view_.flow.landscape;
  const float width = landscape ? kHeight : kWidth;
  const float height = landscape ? kWidth : kHeight;
  const ui::LightPalette& color = view_.palette();
  const float inner = width - 2 * kMargin;
  const auto style = [&](float size) {
    return ui::TextStyle{
        .size = size, .color = color.on_brand, .face = Face::kBold, .align = Align::kCenter};
  };
  const auto height_of = [&](const std::string& text, float size) {
    return text.empty() ? 0.0F
                        : static_cast<float>(even_lines(canvas, text, inner, style(size)).size()) *
                              size * kLine;
  };
  // A long message is written smaller rather than cut.
  const auto fit = [&](const std::string& text, float size, float room) {
    while (size > kTextMin && height_of(text, size) > room) size -= 4;
    return size;
  };
  const Emergency& message = view_.state().emergency;
  const std::string& first = words_.large(message.zh, message.en);
  const std::string& other = words_.small(message.zh, message.en);
  const std::string second = other == first ? "" : other;
  const bool cut_off = !view_.flow.hall_fresh && view_.zone;
  const std::string note =
      cut_off ? words_.large("kiosk.emergency.as_of",
                             {{"time", clock_face(view_.zone->local(view_.last_contact()))}})
              : "";
  const float note_height = cut_off ? height_of(note, kNoteSize) + kGap : 0;
  const float room = height - 2 * kMargin - kIcon - kGap - note_height;
  const float first_size = fit(first, kFirstSize, second.empty() ? room : room * 0.55F);
  const float first_height = height_of(first, first_size);
  const float between = second.empty() ? 0 : kGap;
  const float second_size = fit(second, kSecondSize, room - first_height - between);
  const float all =
      kIcon + kGap + first_height + between + height_of(second, second_size) + note_height;
  float y = std::max(kMargin, (height - all) / 2);
  canvas.fill({0, 0, width, height}, color.bad);
  canvas.icon("warning", (width - kIcon) / 2, y, kIcon, color.on_brand, 1.8F);
  y += kIcon + kGap;
  const auto paragraph = [&](const std::string& text, float size) {
    if (text.empty()) return;
    const auto lines = even_lines(canvas, text, inner, style(size));
    y += draw_lines(canvas, lines, width / 2, y, style(size), kLine);
  };
  paragraph(first, first_size);
  y += between;
  paragraph(second, second_size);
  if (!cut_off) return;
  y += kGap;
  paragraph(note, kNoteSize);
}

}  // namespace yichuang::kiosk
