// What can be asked for: found by its name, and what it takes. On the window's thread.
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

// One item: documents, fee, time limit, legal basis (一次性告知).
class ItemScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "item"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;

 private:
  float draw_facts(ui::Canvas& canvas, const wire::ItemRecord& item, float y) const;
  float draw_documents(ui::Canvas& canvas, const wire::ItemRecord& item, float y) const;
  std::string_view notice_key() const;
};

}  // namespace yichuang::kiosk
