// The screens on which papers are scanned: the list of what the item needs, the pages of one paper,
// a scan under way, one page to look at. On the window's thread.
#pragma once

#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

inline constexpr uint32_t kPaperRowsPerPage = 5;

// Which papers the item needs, and how far each has come.
class PapersScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "papers"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

// The pages of the paper in hand; the next one is scanned from here.
class PagesScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "pages"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;

 private:
  void draw_empty(ui::Canvas& canvas) const;
  void draw_pages(ui::Canvas& canvas) const;
};

class ScanningScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "scanning"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

// Keep it, scan it again, move it, or throw it away.
class PageScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "page"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

// A page on the desk, fitted into `area` with a thin line around it.
void draw_page(ui::Canvas& canvas, const View& view, uint64_t page, const ui::Rect& area,
               ui::Color line);

}  // namespace yichuang::kiosk
