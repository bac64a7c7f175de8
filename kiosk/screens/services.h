// The home screen: the hall's services with the people waiting and the expected wait, live.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

class ServicesScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "services"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
  float header_height() const override { return 372; }

 private:
  // What the expected wait looks like: its words and its colours.
  struct Wait {
    std::string words;
    ui::Color ink;
    ui::Color ground;
  };
  // Where things are, for as many services and strips as there are now.
  struct Layout {
    std::vector<const Service*> services;  // of this page
    std::vector<ui::Rect> cards;           // beside them
    ui::Rect offline_line;                 // empty: the server is there
    ui::Rect code_line;                    // empty: no reader of codes
    ui::Rect printer_line;                 // empty: the printer is all right
    ui::Rect previous, next, page;         // empty: one page
  };

  Layout layout() const;
  Wait wait_of(const Service& service) const;
  void draw_greeting(ui::Canvas& canvas) const;
  void draw_search(ui::Canvas& canvas) const;
  void draw_service(ui::Canvas& canvas, const Service& service, const ui::Rect& area, int id) const;
  void draw_waiting(ui::Canvas& canvas, const Service& service, const ui::Rect& area) const;
  // A line of text under the cards; `calm`: good to know, else something is wrong.
  void draw_strip(ui::Canvas& canvas, const ui::Rect& area, std::string_view icon,
                  const std::string& text, bool calm) const;
  void draw_pager(ui::Canvas& canvas, const Layout& at) const;
};

}  // namespace yichuang::kiosk
