// The moves that the flow's events share. Part of flow.cc, which alone uses it.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/flow.h"

namespace yichuang::kiosk {

// Of this kiosk: so many the flow remembers.
inline constexpr size_t kKnownTicketsMax = 32;

// One step in the making: the state it changes and the effects it collects.
struct Work {
  Flow& flow;
  std::vector<FlowEffect>& effects;
  int64_t now_ms;
};

// Another screen; it ends by itself after `stay_ms` of the citizen's or a machine's time, 0: never.
void enter(Work& work, Screen screen, int64_t stay_ms);
// The same for the screen that is there, from now on.
void stay(Work& work, int64_t stay_ms);
// Likewise, but no sooner than it would end anyway.
void stay_at_least(Work& work, int64_t stay_ms);
void forget_person(Flow& flow);
// Its token is nowhere in the flow afterwards, nor in what its strings have to spare.
void forget_ticket(Flow& flow);
// The next citizen finds nothing of the last one.
void go_home(Work& work);
void go_trouble(Work& work, Trouble trouble);
void go_print(Work& work);
void go_choice(Work& work, PrintOutcome outcome, PrintReason reason);
void go_done(Work& work, wire::Delivery delivery);
// How long the done screen stays before it is asked or ends.
int64_t done_ms(const Flow& flow);
// The citizen wants none, or has gone without one: nobody holds the ticket.
void give_up(Work& work);
// The citizen has gone from the choice, perhaps with the paper in hand.
void walk_away(Work& work);
bool knows(const Flow& flow, uint32_t ticket);
void remember(Flow& flow, uint32_t ticket);
void cancel_nobodys(Work& work, uint32_t ticket);
// The answer has come (or never will): what the feed showed meanwhile and no answer names.
void cancel_unclaimed(Work& work);
// The server is asked about the ticket behind the code, or to change it.
void go_look(Work& work, TicketAct act);
void go_check_in(Work& work);
// The service, and perhaps the item, is chosen: the card if it helps, else the number.
void go_number(Work& work);
// The events of items (flow_items.cc).
void on_item(Work& work, const ItemsChanged& event);
void on_item(Work& work, const SearchChosen& event);
void on_item(Work& work, const OfficesChosen& event);
void on_item(Work& work, const OfficeChosen& event);
// "Back" from one office's items, or from the offices; false anywhere else.
bool leave_offices(Work& work);
void on_item(Work& work, const LetterTyped& event);
void on_item(Work& work, const LetterErased& event);
void on_item(Work& work, const ItemChosen& event);
void on_item(Work& work, const ItemTaken& event);
void on_item(Work& work, const NoticeChosen& event);
// The events of staff (flow_staff.cc).
void on_staff(Work& work, const CornerTouched&);
void on_staff(Work& work, const DigitChosen& event);
void on_staff(Work& work, const DigitErased&);
void on_staff(Work& work, const PinAnswered& event);
void on_staff(Work& work, const StaffActChosen& event);
void on_staff(Work& work, const EmergencyChanged& event);
// Somebody is there: the screen stays.
void touch(Work& work);
// Nobody scans any more: the pages in hand are wiped, a scan under way is stopped.
void forget_papers(Work& work);
// "Back" on a screen of papers; false on any other.
bool leave_papers(Work& work);
void scan_took_too_long(Work& work);
// The events of papers (flow_papers.cc).
void on_paper(Work& work, const ScannerChanged& event);
void on_paper(Work& work, const PapersChosen& event);
void on_paper(Work& work, const PaperChosen& event);
void on_paper(Work& work, const ScanChosen& event);
void on_paper(Work& work, const StopChosen& event);
void on_paper(Work& work, const PageOpened& event);
void on_paper(Work& work, const PageKept& event);
void on_paper(Work& work, const PageDropped& event);
void on_paper(Work& work, const PageMoved& event);
void on_paper(Work& work, const PaperDone& event);
void on_paper(Work& work, const ScanProgressed& event);
void on_paper(Work& work, const PageScanned& event);
void on_paper(Work& work, const ScanFinished& event);
void on_paper(Work& work, const PaperFiled& event);
void on_paper(Work& work, const PaperSent& event);
void on_paper(Work& work, const PapersFound& event);
// There is a ticket: to the printer, or the citizen is asked.
void go_deliver(Work& work);
// The server has issued the ticket that the citizen waits for.
void on_issued(Work& work, const wire::TicketResult& result);

}  // namespace yichuang::kiosk
