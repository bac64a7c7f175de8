// The kiosk while nobody is there: what it is for, how many wait, and that a touch begins. Wherever
// that touch is, it opens the home screen and nothing else.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

class WelcomeScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "welcome"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

}  // namespace yichuang::kiosk
