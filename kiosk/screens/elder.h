// The kiosk in large type: every screen as one page with a title, at most a number and a few lines,
// and few, large buttons. Nothing is smaller than 52 units but what is beside the point (the second
// language, the countdown: 36). On the window's thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/view.h"
#include "ui/canvas.h"
#include "ui/node.h"

namespace yichuang::kiosk {

// What one screen says in large type.
struct ElderPage {
  struct Button {
    int id = 0;
    std::string icon;
    std::string text;
    std::string other;  // in the other language, or a hint; may be empty
    FlowEvent event;
    bool enabled = true;
    bool main = false;
  };
  std::string title;
  std::string subtitle;            // the title in the other language
  std::string number;              // of a ticket; empty: none
  std::vector<std::string> lines;  // each wrapped, together as many as there is room for
  std::string code;                // a QR code's text; empty: none
  uint64_t picture = 0;            // of a scanned page on the desk; 0: none
  std::vector<Button> buttons;     // from the top downwards
};

ElderPage elder_page(const View& view);
// The part of it for the screens of scanned papers.
void elder_papers(const View& view, ElderPage& page);

class ElderScreen final : public ui::Screen {
 public:
  explicit ElderScreen(const View& view) : view_(view), words_(view) {}

  std::string_view name() const override { return "elder"; }
  void draw(ui::Canvas& canvas) override;
  std::vector<ui::Node> nodes() const override;
  bool on_touch(const ui::Touch& touch) override;

 private:
  struct Placed {
    ElderPage::Button button;
    ui::Rect area;
  };
  bool warns() const { return warning_shown(view_.flow, view_.steady_ms()); }
  bool lists() const { return view_.flow.screen == kiosk::Screen::kServices; }
  std::vector<Placed> place(const ElderPage& page) const;
  std::vector<Placed> footer() const;
  void draw_header(ui::Canvas& canvas, const ElderPage& page) const;
  void draw_middle(ui::Canvas& canvas, const ElderPage& page, float bottom) const;
  void draw_button(ui::Canvas& canvas, const Placed& placed) const;
  void draw_warning(ui::Canvas& canvas) const;
  const ui::ElderPalette& color() const { return view_.theme.elder; }

  const View& view_;
  Words words_;
};

}  // namespace yichuang::kiosk
