// PlainScreen: shows the plain page of whatever screen the flow is on, in the look that the citizen
// has chosen and the kiosk's own orientation. On the window's thread.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/screens/frame.h"
#include "kiosk/screens/plain_look.h"
#include "kiosk/screens/plain_page.h"
#include "kiosk/screens/view.h"
#include "ui/canvas.h"
#include "ui/node.h"

namespace yichuang::kiosk {

class PlainScreen final : public ui::Screen {
 public:
  explicit PlainScreen(const View& view) : view_(view), words_(view) {}

  std::string_view name() const override { return "plain"; }
  void draw(ui::Canvas& canvas) override;
  std::vector<ui::Node> nodes() const override;
  bool on_touch(const ui::Touch& touch) override;
  void on_focus(const ui::Node& node) override {
    if (view_.focused) view_.focused(node);
  }

 private:
  struct Placed {
    PlainPage::Button button;
    ui::Rect area;
    bool acts = true;  // else it is only to be read
    bool of_list = false;
    ui::Rect touched = {};  // where it may be; empty: its area
  };
  struct WordsPlace {
    ui::Rect card;  // behind them; empty: none
    ui::Rect body;  // empty: there is nothing to say but the title
  };
  static constexpr float kLargeMargin = 48;  // of the large frame
  static bool is_pager(const PlainPage::Button& button);
  const PlainLook& look() const { return look_of(view_.flow); }
  PlainColors color() const { return colors_of(view_, look()); }
  Frame frame() const;
  bool has_footer() const;
  PlainPage page() const { return plain_page(view_, look().room(view_.flow)); }
  std::vector<Placed> place(const PlainPage& page) const;
  void place_list(const PlainPage& page, std::vector<Placed>& placed) const;
  void place_acts(const PlainPage& page, std::vector<Placed>& placed) const;
  void place_keys(std::vector<Placed>& placed) const;
  WordsPlace place_words(const PlainPage& page, const std::vector<Placed>& placed) const;
  std::vector<Placed> large_footer() const;
  ui::Rect large_more_time() const;
  void draw_large_header(ui::Canvas& canvas, const PlainPage& page) const;
  void draw_large_warning(ui::Canvas& canvas) const;
  void draw_heading(ui::Canvas& canvas, const PlainPage& page) const;
  void draw_typed(ui::Canvas& canvas, const PlainPage& page) const;
  void draw_body(ui::Canvas& canvas, const PlainPage& page, const ui::Rect& room) const;
  void draw_button(ui::Canvas& canvas, const Placed& placed) const;
  void draw_beside_icon(ui::Canvas& canvas, const Placed& placed, float x, float room,
                        ui::Color ink) const;
  void draw_to_read(ui::Canvas& canvas, const Placed& placed) const;

  const View& view_;
  Words words_;
};

}  // namespace yichuang::kiosk
