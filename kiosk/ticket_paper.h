// The paper ticket: drawn with the text engine of the screens, one bit a dot, for 80 mm (576 dots)
// and 58 mm (384 dots) paper at 203 dpi. Both languages, so that it needs no choice. On the thread
// of the FontBook.
#pragma once

#include <string>
#include <vector>

#include "base/zone.h"
#include "drivers/printer.h"
#include "kiosk/ticket_facts.h"
#include "ui/paper.h"

namespace yichuang::kiosk {

struct TicketPaper {
  TicketFacts facts;
  LocalTime at;
  std::string kiosk;                       // the machine's enrolled name, small at the foot
  const wire::ItemRecord* item = nullptr;  // what is to be brought; null: not said
  bool reads_codes = false;                // the machine does: a missed number is restored at it
};

struct DrawnTicket {
  ui::MonoPicture picture;
  std::vector<NativePart> native;  // where its lines of text and its QR code are
};

// The paper `width_dots` wide (384..832), as long as it needs.
DrawnTicket draw_ticket(ui::FontBook& fonts, ui::Icons& icons, const ui::Texts& texts,
                        const TicketPaper& paper, int width_dots);

// The same as a printer takes it.
PrintJob to_job(const DrawnTicket& ticket);

}  // namespace yichuang::kiosk
