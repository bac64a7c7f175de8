// The words of a plain page: its picture, title, number, facts and lines, one under the other in
// the middle of their room, as large as that has room for.
#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <utility>

#include "kiosk/screens/papers.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_screen.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr float kCodeMargin = 16;  // white around a QR code
constexpr float kCodeSideMin = 240;
constexpr float kCodeSideMax = 520;
constexpr float kCodeBesideMax = 320;  // beside a number
constexpr float kCodeGap = 48;
constexpr float kFactsWidthMax = 1080;
constexpr float kPictureMin = 240;
constexpr float kLineHeight = 1.3F;
constexpr float kNumberLine = 1.16F;   // an em of it with the space that it needs
constexpr float kNumberBeside = 0.5F;  // of its size at most, where there is a picture as well

// How large the words are tried: the badge's radius, the first line's size, the least part of its
// usual size that the number may have, and the other lines' size.
struct Fit {
  float badge, lead, number, line;
};

// One attempt to lay the words out. What is painted later lives as long as the page, the canvas and
// the view do.
class Body {
 public:
  Body(Canvas& canvas, const View& view, const PlainPage& page, const Rect& room, const Fit& fit)
      : canvas_(canvas),
        view_(view),
        page_(page),
        room_(room),
        fit_(fit),
        at_(look_of(view.flow)),
        colors_(colors_of(view, at_)) {
    add_badge();
    add_title();
    const size_t number_place = blocks_.size();
    if (!page.about.empty())
      add(page.about, style(at_.type.lead, colors_.ink, Face::kBold), at_.type.line * 0.6F);
    const size_t picture_place = blocks_.size();
    add_facts();
    add_lines();
    // These can be larger or smaller, and have the rest.
    const float rest = room.h - height();
    if (code_beside()) {
      insert_number_and_code(number_place, rest);
    } else {
      if (is_pictured()) insert_picture(picture_place, rest);
      if (!page.number.empty()) insert_number(number_place, rest);
    }
  }

  float height() const {
    return std::accumulate(blocks_.begin(), blocks_.end(), 0.0F,
                           [](float sum, const Block& block) { return sum + block.height; });
  }

  // In the middle of the room; lines that have none are left out, the last first.
  void paint() {
    while (height() > room_.h && !blocks_.empty() && blocks_.back().may_go) blocks_.pop_back();
    float y = room_.y + std::max(0.0F, room_.h - height()) / 2;
    for (const Block& block : blocks_) {
      block.paint(y);
      y += block.height;
    }
  }

 private:
  struct Block {
    float height;                      // with what is left free below it
    std::function<void(float)> paint;  // from there downwards
    bool may_go = false;               // where there is no room for it
  };

  bool is_pictured() const { return page_.picture != 0 || !page_.code.empty(); }

  // Where there is more to say than the code, it has no room of its own.
  bool code_beside() const {
    return !page_.code.empty() && !page_.number.empty() && !page_.facts.empty();
  }

  static ui::TextStyle style(float size, ui::Color ink, Face face) {
    return {.size = size, .color = ink, .face = face, .align = Align::kCenter};
  }

  void add(const std::string& text, const ui::TextStyle& with, float after, bool may_go = false) {
    std::vector<std::string> lines = even_lines(canvas_, text, room_.w, with);
    const float height = static_cast<float>(lines.size()) * with.size * kLineHeight;
    blocks_.push_back({height + after,
                       [this, lines = std::move(lines), with](float y) {
                         draw_lines(canvas_, lines, room_.center().x, y, with, kLineHeight);
                       },
                       may_go});
  }

  void insert(size_t place, Block block) {
    blocks_.insert(blocks_.begin() + static_cast<ptrdiff_t>(place), std::move(block));
  }

  void add_badge() {
    if (fit_.badge == 0 || page_.badge.icon.empty() || is_pictured()) return;
    blocks_.push_back({2 * fit_.badge + at_.type.line, [this](float y) {
                         draw_badge(canvas_, page_.badge.icon, {room_.center().x, y + fit_.badge},
                                    fit_.badge,
                                    at_.large ? BadgeColors{colors_.strong, colors_.on_strong}
                                              : badge_colors(view_.palette(), page_.badge.mood));
                       }});
  }

  // In large type it stands in the header, and that of a list may stand above it.
  void add_title() {
    if (at_.large || (page_.is_list && !at_.heading_in_body())) return;
    add(page_.title, style(at_.type.title, colors_.ink, Face::kBold), 0);
    const std::string& other = page_.notice.empty() ? page_.subtitle : page_.notice;
    if (!other.empty()) add(other, style(at_.type.subtitle, colors_.ink2, Face::kRegular), 28);
  }

  void add_facts() {
    if (at_.large || page_.facts.empty()) return;
    blocks_.push_back({kFactsHeight + at_.type.line, [this](float y) {
                         const float width = std::min(room_.w, kFactsWidthMax);
                         draw_facts(canvas_, view_.palette(), page_.facts,
                                    {room_.center().x - width / 2, y, width, kFactsHeight});
                       }});
  }

  // Large type has no room beside a fact: each is a line.
  void add_lines() {
    std::vector<std::string> lines;
    if (at_.large)
      for (const Fact& fact : page_.facts) lines.push_back(fact.label + " " + fact.value);
    lines.insert(lines.end(), page_.lines.begin(), page_.lines.end());
    // Where there is no number, the first line is what matters.
    const bool leads = page_.number.empty() && lines.size() <= 2;
    for (size_t i = 0; i < lines.size(); ++i)
      add(lines[i],
          style(leads && i == 0 ? fit_.lead : fit_.line,
                leads && i > 0 ? colors_.ink2 : colors_.ink,
                at_.large ? Face::kBold : Face::kRegular),
          fit_.line * 0.33F, true);
  }

  float number_beside() const { return at_.type.number * std::min(kNumberBeside, fit_.number); }

  void insert_picture(size_t place, float rest) {
    const float below = at_.type.line * 0.6F;
    float free = rest - below;
    if (!page_.number.empty()) free -= number_beside() * kNumberLine;
    if (page_.picture != 0) {
      const float height = std::max(kPictureMin, free);
      insert(place, {height + below, [this, height](float y) {
                       draw_page(canvas_, view_, page_.picture, {room_.x, y, room_.w, height},
                                 colors_.border);
                     }});
      return;
    }
    const float side = std::clamp(free - 2 * kCodeMargin, kCodeSideMin, kCodeSideMax);
    insert(place, {side + 2 * kCodeMargin + below, [this, side](float y) {
                     draw_code({room_.center().x - side / 2, y + kCodeMargin, side, side});
                   }});
  }

  // Dark on white, whatever the colours: phones read nothing else for sure.
  void draw_code(const Rect& area) {
    canvas_.fill(area.inset(-kCodeMargin), ui::Color{255, 255, 255});
    canvas_.qr(page_.code, area, ui::Color{0, 0, 0}, ui::Color{255, 255, 255});
  }

  void insert_number_and_code(size_t place, float rest) {
    const float below = at_.type.line * 0.4F;
    const float side = std::clamp(rest - below - 2 * kCodeMargin, kCodeSideMin, kCodeBesideMax);
    const float height = side + 2 * kCodeMargin;
    ui::TextStyle number = style(at_.type.number, colors_.strong, Face::kNumeral);
    number.align = Align::kLeft;
    const float room = room_.w - height - kCodeGap;
    number.size *= std::min(1.0F, room / canvas_.measure(page_.number, number));
    const float x =
        room_.center().x - (canvas_.measure(page_.number, number) + kCodeGap + height) / 2;
    const float after = std::clamp(rest - height, 0.0F, below);
    insert(place, {height + after, [this, side, height, number, x](float y) {
                     canvas_.text(page_.number, x, y + (height - number.size * kNumberLine) / 2,
                                  number);
                     const float code_x = x + canvas_.measure(page_.number, number) + kCodeGap;
                     draw_code({code_x + kCodeMargin, y + kCodeMargin, side, side});
                   }});
  }

  void insert_number(size_t place, float rest) {
    const float most = at_.type.number;
    const float size =
        is_pictured() ? number_beside() : std::clamp(rest / kNumberLine, most * fit_.number, most);
    insert(place, {size * kNumberLine, [this, size](float y) {
                     canvas_.text(page_.number, room_.center().x, y,
                                  style(size, colors_.strong, Face::kNumeral));
                   }});
  }

  Canvas& canvas_;
  const View& view_;
  const PlainPage& page_;
  const Rect room_;
  const Fit fit_;
  const PlainLook& at_;
  const PlainColors colors_;
  std::vector<Block> blocks_;
};

}  // namespace

void PlainScreen::draw_body(Canvas& canvas, const PlainPage& page, const Rect& room) const {
  const PlainLook::Type& type = look().type;
  // The number matters more than the badge: that gets smaller first, then it goes.
  const float badge = page.number.empty() ? type.badge : type.badge * 0.6F;
  const Fit fits[] = {{badge, type.lead, 0.85F, type.line},
                      {badge * 0.6F, type.lead, 0.85F, type.line},
                      {badge * 0.6F, type.line, 0.85F, type.line},
                      {0, type.line, 0.45F, type.line},
                      {0, type.least, 0.45F, type.least}};
  for (const Fit& fit : fits) {
    Body body(canvas, view_, page, room, fit);
    if (body.height() <= room.h || &fit == std::end(fits) - 1) return body.paint();
  }
}

}  // namespace yichuang::kiosk
