// The screen on which an ID card may be put down. On the window's thread.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

// What the last card came to, as a key of texts; empty: nothing yet.
std::string_view card_trouble_key(CardTrouble trouble);

class IdentifyScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "identify"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

}  // namespace yichuang::kiosk
