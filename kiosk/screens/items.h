// What can be asked for, found by its name; what it takes: plain_items.cc. On the window's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

inline constexpr size_t kItemRowsPerPage = 5;

// Letters, and what they find.
class SearchScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "search"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;

 private:
  void draw_query(ui::Canvas& canvas) const;
  void draw_found(ui::Canvas& canvas) const;
  void draw_keys(ui::Canvas& canvas) const;
};

}  // namespace yichuang::kiosk
