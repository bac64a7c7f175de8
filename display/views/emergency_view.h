// A manager's message to everybody, over whatever the screen shows else. One thread (the window's).
#pragma once

#include <string_view>

#include "display/views/frame.h"
#include "display/views/look.h"
#include "hall/state.h"
#include "ui/node.h"

namespace yichuang::display {

class EmergencyView final : public ui::Screen {
 public:
  explicit EmergencyView(const Frame& frame) : frame_(frame) {}

  // True if it says something else now.
  bool update(const Emergency& emergency);

  std::string_view name() const override { return "emergency"; }
  void draw(ui::Canvas& canvas) override;

 private:
  const Frame frame_;
  Emergency emergency_;
};

}  // namespace yichuang::display
