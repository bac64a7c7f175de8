#include "kiosk/screens/welcome.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;

void WelcomeScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  badge(canvas, {"ticket"}, {kCenter, 560}, 150);
  pair(canvas, "kiosk.welcome.title", 770, 88, color().brand700);
  canvas.fill({112, 1000, 856, 2}, color().divider);
  const float width = 856.0F / static_cast<float>(kWelcomeOffers.size());
  float x = 112 + width / 2;
  for (const WelcomeOffer& offer : kWelcomeOffers) {
    canvas.icon(offer.icon, x - 44, 1060, 88, color().brand600, 1.75F);
    canvas.text_fit(
        words().large(offer.key), x, 1180, width - 24,
        {.size = 40, .color = color().ink, .face = Face::kBold, .align = Align::kCenter},
        shrink_to_min(40));
    canvas.text_fit(words().small(offer.key), x, 1236, width - 24,
                    {.size = 28, .color = color().ink2, .align = Align::kCenter},
                    shrink_to_min(28));
    x += width;
  }
  canvas.fill({112, 1330, 856, 2}, color().divider);
  if (view().flow.hall_fresh)
    pair(canvas, "kiosk.welcome.waiting", 1400, 52, color().ink,
         {{"count", people_waiting(state())}});
}

void WelcomeScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  add(nodes, kHomeNode, {0, header_height(), kWidth, kFooterTop - header_height()},
      words().large("kiosk.welcome.title"), HomeChosen{});
}

}  // namespace yichuang::kiosk
