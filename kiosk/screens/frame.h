// Frame: what is around every screen in standard type, whatever its size: the hall's header, the
// footer (language, large type, ease of access, help), and the question whether anybody is still
// there. On the window's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/view.h"
#include "ui/canvas.h"
#include "ui/node.h"

namespace yichuang::kiosk {

class Frame {
 public:
  struct Places {
    ui::Size size;
    float footer_top;
    float warning_top;  // of the question: it lies over the footer and what is just above it
  };
  // Both outlive the frame; `screen` is the one it is around.
  Frame(const View& view, const ui::Screen& screen, const Places& places)
      : view_(view), screen_(screen), at_(places), words_(view) {}

  // The header is `height` high; a manager's message takes its place.
  void draw_header(ui::Canvas& canvas, float height) const;
  void draw_footer(ui::Canvas& canvas) const;
  void draw_warning(ui::Canvas& canvas) const;
  // "More time" while it is asked for, else the footer's; what the question lies over is taken
  // away.
  void add_nodes(std::vector<ui::Node>& nodes, bool has_footer) const;

 private:
  ui::Rect footer_item(int place) const;
  ui::Rect more_time() const;
  void draw_emergency(ui::Canvas& canvas, const ui::Rect& area) const;
  const ui::LightPalette& color() const { return view_.palette(); }

  const View& view_;
  const ui::Screen& screen_;
  const Places at_;
  Words words_;
};

// Adds a node that sends `event`, next in the focus order.
void add_node(std::vector<ui::Node>& nodes, const View& view, int id, const ui::Rect& rect,
              std::string label, FlowEvent event, bool enabled = true);
// A finger came down there, whatever it touched.
void touched(const View& view, ui::Point at);
// What the button that calls staff says now.
std::string_view help_text_key(const View& view);
// What the end of the countdown brings.
std::string_view idle_text_key(const Flow& flow);

}  // namespace yichuang::kiosk
