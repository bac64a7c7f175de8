// The notice (一次性告知单): what an item takes, on the ticket printer's paper, to be carried home.
// Chinese; the item's English name beneath. On the thread of the FontBook.
#pragma once

#include <string>

#include "base/zone.h"
#include "drivers/printer.h"
#include "kiosk/ticket_paper.h"

namespace yichuang::kiosk {

struct NoticePaper {
  std::string hall;
  const wire::ItemRecord& item;
  std::string windows;  // where it is handed in, "1–5 号"; may be empty
  LocalTime at;
};

// `width_dots` wide (384..832), as long as it needs.
DrawnTicket draw_notice(ui::FontBook& fonts, ui::Icons& icons, const ui::Texts& texts,
                        const NoticePaper& paper, int width_dots);

}  // namespace yichuang::kiosk
