// A manager's message to everybody, over whatever the screen shows else. One thread (the window's).
#pragma once

#include <string_view>

#include "display/views/hall_parts.h"
#include "hall/state.h"
#include "ui/node.h"

namespace yichuang::display {

class EmergencyView final : public ui::Screen {
 public:
  explicit EmergencyView(const Look& look) : look_(look) {}

  // True if it says something else now.
  bool update(const Emergency& emergency);

  std::string_view name() const override { return "emergency"; }
  void draw(ui::Canvas& canvas) override;

 private:
  const Look look_;
  Emergency emergency_;
};

}  // namespace yichuang::display
