// The staff's screens: the PIN, and the panel with the machine's state. On the window's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/staff_words.h"

namespace yichuang::kiosk {

class StaffPinScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "staff-pin"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
  bool has_footer() const override { return false; }
};

class StaffScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "staff"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
  bool has_footer() const override { return false; }

 private:
  // A line of two texts, the second coloured; returns the next line's place.
  float line(ui::Canvas& canvas, float y, const StaffLine& each) const;
};

}  // namespace yichuang::kiosk
