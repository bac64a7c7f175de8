// PlainLook: where the parts of a plain page go, how large its type is and in which colours, for
// each way of showing it: upright or in landscape, in large type, with the controls low. Pure data;
// any thread.
#pragma once

#include "kiosk/screens/plain_page.h"
#include "ui/geometry.h"

namespace yichuang::kiosk {

struct PlainLook {
  // Type sizes in logical units; `least`: as far as a text may shrink.
  struct Type {
    float title, subtitle, number, lead, line, button, small, least;
    float badge;  // its radius
  };
  bool large;  // type, and a frame of its own; else kiosk/screens/frame.h
  ui::Size size;
  float header;        // its height
  ui::Rect card;       // behind the words; empty: none
  ui::Rect body;       // the words of a page that is no list
  ui::Rect acts;       // its buttons, standing on the foot of this
  float act_height;    // less where there are more than three
  ui::Rect heading;    // the title of a list; empty: it stands in the header, or in the body
  ui::Rect list;       // rows, and below them the buttons beside each other
  ui::Rect list_card;  // behind the title of a list; empty: none
  int list_columns;
  float row_height_max;
  ui::Rect typed_list;  // the same beside the letters
  ui::Rect typed_card;  // behind what was typed; empty: none
  int typed_columns;
  int typed_rows;
  ui::Rect typed;  // what was typed; empty: no letters in this look
  ui::Rect keys;
  float foot_height;
  float gap;
  float footer_top;
  float warning_top;
  Type type;

  PlainRoom room(const Flow& flow) const;
  // The buttons stand beside the words, else beneath them.
  bool acts_beside() const { return acts.x >= body.right(); }
  // The title of a list stands where the words of other pages do.
  bool heading_in_body() const { return heading.empty() && !large; }
};

// The look that the flow asks for.
const PlainLook& look_of(const Flow& flow);

struct PlainColors {
  ui::Color ground, panel;      // of the screen, of the footer
  ui::Color ink, ink2, off;     // words, second rank, what cannot be touched
  ui::Color strong, on_strong;  // what is chosen or matters, and words on it
  ui::Color header, on_header, on_header2;
  ui::Color accent, on_accent;  // the call for staff
  ui::Color border, card;
};
PlainColors colors_of(const View& view, const PlainLook& look);

}  // namespace yichuang::kiosk
