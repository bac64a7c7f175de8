#include "kiosk/screens/identify.h"

namespace yichuang::kiosk {

using ui::Canvas;
using ui::Rect;

namespace {

constexpr Rect kWithout{112, 1290, 856, 168};
constexpr Rect kBack{240, 1548, 600, 112};

}  // namespace

std::string_view card_trouble_key(CardTrouble trouble) {
  switch (trouble) {
    case CardTrouble::kNone:
      return "";
    case CardTrouble::kMoved:
      return "kiosk.identify.moved";
    case CardTrouble::kUnreadable:
      return "kiosk.identify.unreadable";
    case CardTrouble::kReaderLost:
      break;
  }
  return "kiosk.identify.reader_lost";
}

void IdentifyScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const CardTrouble trouble = view().flow.card_trouble;
  const bool well = trouble == CardTrouble::kNone;
  badge(canvas, {"id-card", well ? Mood::kCalm : Mood::kCare}, {kCenter, 480}, 120);
  pair(canvas, "kiosk.identify.title", 640, 60, color().ink);
  paragraph_pair(canvas, "kiosk.identify.why", 800, 38, color().ink);
  if (well) {
    canvas.icon("arrow-down", kCenter - 36, 1100, 72, color().brand600, 2.1F);
  } else {
    paragraph_pair(canvas, card_trouble_key(trouble), 1060, 38, color().mid);
  }
  big_button(canvas, kWithoutCardNode, kWithout, Look::kPlain, "ticket",
             words().large("kiosk.identify.without"), words().large("kiosk.identify.without_hint"));
  button(canvas, kHomeNode, kBack, Look::kPlain, "kiosk.trouble.back");
}

void IdentifyScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  add(nodes, kWithoutCardNode, kWithout, words().large("kiosk.identify.without"),
      WithoutCardChosen{});
  add(nodes, kHomeNode, kBack, words().large("kiosk.trouble.back"), HomeChosen{});
}

}  // namespace yichuang::kiosk
