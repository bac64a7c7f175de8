#include "kiosk/screens/staff.h"

#include <fmt/format.h>

#include <array>

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr Rect kTallSheet{64, 264, 952, 1592};  // there is no footer

// Three columns of keys: 1 to 9, then erase, 0 and leave.
constexpr float kKeyWidth = 264;
constexpr float kKeyHeight = 176;
constexpr float kKeyGap = 24;
constexpr float kKeyTop = 904;
constexpr int kEraseKey = 9;
constexpr int kZeroKey = 10;
constexpr int kLeaveKey = 11;
constexpr int kKeys = 12;

Rect key_area(int place) {
  const auto column = static_cast<float>(place % 3);
  const auto row = static_cast<float>(place / 3);
  const float left = kCenter - 1.5F * kKeyWidth - kKeyGap;
  return {left + column * (kKeyWidth + kKeyGap), kKeyTop + row * (kKeyHeight + kKeyGap), kKeyWidth,
          kKeyHeight};
}

char digit_of(int place) { return static_cast<char>(place == kZeroKey ? '0' : '1' + place); }

// The panel's buttons, two beside each other.
constexpr std::array<Rect, 4> kActs = {Rect{112, 1500, 416, 144}, Rect{552, 1500, 416, 144},
                                       Rect{112, 1676, 416, 144}, Rect{552, 1676, 416, 144}};

}  // namespace

// --- The PIN ------------------------------------------------------------------------------------

void StaffPinScreen::draw_middle(Canvas& canvas) {
  card(canvas, kTallSheet);
  const StaffGate& gate = view().flow.gate;
  const int64_t shut = gate.shut_seconds(view().steady_ms());
  badge(canvas, {"lock"}, {kCenter, 420}, 84);
  pair(canvas, "kiosk.staff.pin", 540, 52, color().ink);
  for (size_t i = 0; i < kPinDigits; ++i) {
    const ui::Point at{kCenter + (static_cast<float>(i) - 2.5F) * 80, 724};
    canvas.circle(at, 24, i < gate.typed() ? color().brand600 : color().brand100);
  }
  if (shut > 0) {
    pair(canvas, "kiosk.staff.shut", 788, 34, color().bad, {{"seconds", shut}});
  } else if (gate.was_wrong()) {
    pair(canvas, "kiosk.staff.wrong", 788, 34, color().bad);
  }
  for (int place = 0; place < kKeys; ++place) {
    const Rect area = key_area(place);
    const int id = kDigitNode + place;
    canvas.round(area, 28, is_pressed(id) ? color().brand100 : color().canvas);
    canvas.stroke(area, 28, 2, color().control);
    if (is_focused(id)) canvas.stroke(area.inset(-8), 34, 4, color().brand700);
    if (place == kEraseKey || place == kLeaveKey) {
      canvas.icon(place == kEraseKey ? "backspace" : "close", area.center().x - 36,
                  area.center().y - 36, 72, color().brand700, 2.0F);
      continue;
    }
    canvas.text(
        std::string(1, digit_of(place)), area.center().x, area.center().y - 44,
        {.size = 80, .color = color().ink, .face = Face::kNumeral, .align = Align::kCenter});
  }
}

void StaffPinScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  for (int place = 0; place < kKeys; ++place) {
    const int id = kDigitNode + place;
    if (place == kEraseKey) {
      add(nodes, id, key_area(place), words().large("kiosk.staff.erase"), DigitErased{});
    } else if (place == kLeaveKey) {
      add(nodes, id, key_area(place), words().large("kiosk.staff.leave"), HomeChosen{});
    } else {
      const char digit = digit_of(place);
      add(nodes, id, key_area(place), std::string(1, digit), DigitChosen{digit});
    }
  }
}

// --- The panel ----------------------------------------------------------------------------------

float StaffScreen::line(Canvas& canvas, float y, const StaffLine& each) const {
  using Health = StaffLine::Health;
  const ui::Color ink = each.health == Health::kGood   ? color().ok
                        : each.health == Health::kFair ? color().mid
                        : each.health == Health::kBad  ? color().bad
                                                       : color().ink;
  canvas.text_fit(each.what, 112, y, 400, {.size = 32, .color = color().ink2}, 0.7F);
  canvas.text_fit(each.value, 968, y, 440,
                  {.size = 32, .color = ink, .face = Face::kBold, .align = Align::kRight}, 0.7F);
  canvas.fill({112, y + 52, 856, 2}, color().divider);
  return y + 68;
}

void StaffScreen::draw_middle(Canvas& canvas) {
  card(canvas, kTallSheet);
  const StaffFacts facts = view().staff();
  float y = 300;
  canvas.text_fit(words().large("kiosk.staff.title"), 112, y, 560,
                  {.size = 48, .color = color().ink, .face = Face::kBold}, 0.7F);
  canvas.text_fit(fmt::format("{} · {}", facts.kiosk, facts.version), 968, y + 14, 360,
                  {.size = 28, .color = color().ink2, .align = Align::kRight}, 0.7F);
  y += 92;
  for (const StaffLine& each : staff_lines(view())) y = line(canvas, y, each);
  canvas.text(words().large("kiosk.staff.last"), 112, y, {.size = 32, .color = color().ink2});
  canvas.text_wrapped(last_numbers(view()), {112, y + 52, 856, 1480 - y - 52},
                      {.size = 30, .color = color().ink, .face = Face::kBold}, 1.5F);
  const auto act = [&](size_t place, int id, std::string_view key, Look look) {
    button(canvas, id, kActs.at(place), look, key);
  };
  act(0, kTestPrintNode, "kiosk.staff.do_test", Look::kPlain);
  act(1, kPaperNode, "kiosk.staff.do_paper", Look::kPlain);
  act(2, kRestartNode, "kiosk.staff.do_restart", Look::kPlain);
  act(3, kHomeNode, "kiosk.staff.leave", Look::kMain);
}

void StaffScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const auto act = [&](size_t place, int id, std::string_view key, FlowEvent event) {
    add(nodes, id, kActs.at(place), words().large(key), std::move(event));
  };
  act(0, kTestPrintNode, "kiosk.staff.do_test", StaffActChosen{StaffAct::kTestPrint});
  act(1, kPaperNode, "kiosk.staff.do_paper", StaffActChosen{StaffAct::kPaperChanged});
  act(2, kRestartNode, "kiosk.staff.do_restart", StaffActChosen{StaffAct::kRestart});
  act(3, kHomeNode, "kiosk.staff.leave", HomeChosen{});
}

}  // namespace yichuang::kiosk
