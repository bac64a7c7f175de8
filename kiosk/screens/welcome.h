// The kiosk while nobody is there: what it is for, how many wait, and that a touch begins. Wherever
// that touch is, it opens the home screen and nothing else.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

// What can be done here.
struct WelcomeOffer {
  const char* icon;
  const char* key;
};
inline constexpr std::array<WelcomeOffer, 3> kWelcomeOffers = {{{"ticket", "kiosk.welcome.ticket"},
                                                                {"search", "kiosk.welcome.items"},
                                                                {"qr", "kiosk.welcome.code"}}};

class WelcomeScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "welcome"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

}  // namespace yichuang::kiosk
