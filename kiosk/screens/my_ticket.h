// The screens after a code was read: the server is asked, and the ticket behind the code, where it
// stands and what its owner can do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

// The block of texts for a ticket in that phase, "waiting".
const char* my_ticket_name(wire::TicketPhase phase);
// What stands for that phase as a picture.
Badge my_ticket_badge(wire::TicketPhase phase);
// What is known of the ticket that the citizen asked for.
TicketFacts my_ticket_facts(const View& view);

// Why others were called first though they came later; empty: none was.
std::string passed_by_words(const View& view);

// The server is asked what the code is, or to change the ticket.
class LookingScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "looking"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>&) const override {}
};

class MyTicketScreen final : public KioskScreen {
 public:
  using KioskScreen::KioskScreen;
  std::string_view name() const override { return "my-ticket"; }

 protected:
  void draw_middle(ui::Canvas& canvas) override;
  void add_nodes(std::vector<ui::Node>& nodes) const override;
};

}  // namespace yichuang::kiosk
