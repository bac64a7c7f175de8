// PlainPage: what one screen says, in words and without a layout: a title, at most a number, a few
// facts and lines, a list, a few buttons. Large type, landscape, low controls and speech all come
// from this one description (plain_look.h says where things go). No painting here. On the window's
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/pieces.h"
#include "kiosk/screens/view.h"

namespace yichuang::kiosk {

struct PlainPage {
  struct Button {
    int id = 0;
    std::string icon;
    std::string text;
    std::string other;  // in the other language, or a hint; may be empty
    FlowEvent event;
    bool enabled = true;
    bool main = false;
    std::string brief = {};  // the text where there is little room; empty: the text
  };
  // A line of a list: to be touched, or only to be read.
  struct Row {
    Button button;
    bool acts = true;
  };
  std::string title;
  std::string subtitle;            // the title in the other language
  std::string notice;              // what to know before anything is chosen; may be empty
  Badge badge = {};                // what it is about; left out where there is no room for it
  std::string number;              // of a ticket; empty: none
  std::string about;               // what the number is for; may be empty
  std::vector<Fact> facts;         // beside each other, or in large type a line each
  std::vector<std::string> lines;  // each wrapped, together as many as there is room for
  std::string code;                // a QR code's text; empty: none
  uint64_t picture = 0;            // of a scanned page on the desk; 0: none
  std::vector<Row> rows;           // a list: these fill the page, and the buttons stand below
  bool is_list = false;            // also where the list is empty: the lines say why
  bool types = false;              // letters are typed here; `typed` so far
  std::string typed;
  bool touch_anywhere = false;  // the only button is meant wherever the screen is touched
  std::vector<Button> buttons;  // beside each other below a list, else from the top downwards
};

// What a look has room for.
struct PlainRoom {
  size_t rows = 4;        // of a list with buttons below
  size_t typed_rows = 4;  // of one beside the letters
  bool letters = false;   // they can be typed
  bool details = false;   // for more than the few things that large type says at once
};

PlainPage plain_page(const View& view, const PlainRoom& room);

// --- Parts of it, a file a group of screens

// How `count` rows fall on pages of `per_page`, of which `page` is looked at.
struct Paging {
  Paging(size_t count, size_t per_page, size_t page);
  size_t pages;
  size_t at;     // the page that is shown: the last one if there are not so many
  size_t first;  // of its rows
  size_t end;    // behind them
};
PlainPage::Button plain_button(const Words& words, int id, std::string_view icon,
                               std::string_view key, FlowEvent event, bool main = false);
// "Previous" and "next", if there is more than one page.
void add_pager(PlainPage& page, const Words& words, const Paging& paging);
void plain_papers(const View& view, const PlainRoom& room, PlainPage& page);
void plain_search(const View& view, const PlainRoom& room, PlainPage& page);
void plain_item(const View& view, const PlainRoom& room, PlainPage& page);
void plain_staff(const View& view, PlainPage& page);
void plain_access(const View& view, PlainPage& page);

}  // namespace yichuang::kiosk
