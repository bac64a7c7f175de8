// EmergencyScreen: a manager's message to everybody, and nothing else: in both languages, as large
// as it fits, the same for whoever stands here, upright and in landscape. Nothing on it can be
// touched. On the window's thread.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/screens/view.h"
#include "ui/canvas.h"
#include "ui/node.h"

namespace yichuang::kiosk {

class EmergencyScreen final : public ui::Screen {
 public:
  explicit EmergencyScreen(const View& view) : view_(view), words_(view) {}

  std::string_view name() const override { return "emergency"; }
  void draw(ui::Canvas& canvas) override;
  std::vector<ui::Node> nodes() const override { return {}; }

 private:
  const View& view_;
  Words words_;
};

}  // namespace yichuang::kiosk
