#include "display/guide.h"

#include <algorithm>

namespace yichuang::display {
namespace {

// When it was declared missed is not kept; its last call is what people remember.
Time since_of(const Ticket& ticket) {
  switch (ticket.phase) {
    case wire::TICKET_PHASE_MISSED:
      return ticket.called_at;
    case wire::TICKET_PHASE_HELD:
      return ticket.held_at;
    default:
      return ticket.arrived_at;
  }
}

GuideTicket row_of(const BoardInput& input, const Ticket& ticket) {
  const Service& service = input.state.services[ticket.service];
  GuideTicket row;
  row.number = ticket.number;
  row.service_zh = service.name_zh;
  row.service_en = service.name_en;
  const Time since = since_of(ticket);
  row.time = input.face(since);
  row.minutes = input.minutes_since(since);
  if (ticket.phase == wire::TICKET_PHASE_MISSED) row.window = ticket.window;
  if (ticket.phase == wire::TICKET_PHASE_HELD) {
    row.window = ticket.pool ? 0 : ticket.window;
    row.late = row.minutes >= input.state.rules.alarm_hold_minutes;
  }
  return row;
}

HelpCall emergency_of(const BoardInput& input, const Ticket& ticket) {
  const bool called = ticket.phase == wire::TICKET_PHASE_CALLED;
  const Time since = called ? ticket.round_called_at : ticket.arrived_at;
  return {.kind = called ? HelpKind::kEmergencyCalled : HelpKind::kEmergencyWaits,
          .subject = ticket.number,
          .window = called ? ticket.window : 0,
          .time = input.face(since),
          .minutes = input.minutes_since(since)};
}

// Both lists by when they began.
using Dated = std::vector<std::pair<Time, const Ticket*>>;

std::vector<GuideTicket> rows_of(const BoardInput& input, Dated tickets, bool newest_first) {
  std::ranges::stable_sort(tickets, [&](const auto& a, const auto& b) {
    return newest_first ? a.first > b.first : a.first < b.first;
  });
  std::vector<GuideTicket> rows;
  for (const auto& [since, ticket] : tickets) rows.push_back(row_of(input, *ticket));
  return rows;
}

void add_tickets(const BoardInput& input, Guide& guide) {
  Dated missed;
  Dated held;
  Dated vouchers;
  for (const Ticket& ticket : input.state.tickets) {
    if (ticket.phase == wire::TICKET_PHASE_MISSED) missed.emplace_back(since_of(ticket), &ticket);
    if (ticket.phase == wire::TICKET_PHASE_HELD) held.emplace_back(since_of(ticket), &ticket);
    const bool waits = ticket.phase == wire::TICKET_PHASE_WAITING;
    if (waits && ticket.voucher != 0) vouchers.emplace_back(since_of(ticket), &ticket);
    if (ticket.priority == wire::PRIORITY_CLASS_EMERGENCY &&
        (waits || ticket.phase == wire::TICKET_PHASE_CALLED))
      guide.help.push_back(emergency_of(input, ticket));
  }
  guide.missed = rows_of(input, std::move(missed), true);
  guide.held = rows_of(input, std::move(held), false);
  guide.vouchers = rows_of(input, std::move(vouchers), false);
  guide.vouchers_unused = input.state.vouchers.size();
}

// A kiosk reports a call for help as a device of its own that wants somebody.
void add_help(const BoardInput& input, Guide& guide) {
  for (const auto& [name, device] : input.state.devices) {
    if (device.device != "help" || device.state != wire::DEVICE_STATE_ATTENTION) continue;
    guide.help.push_back({.kind = HelpKind::kHelpWanted,
                          .subject = device.owner,
                          .window = 0,
                          .time = input.face(device.since),
                          .minutes = input.minutes_since(device.since)});
  }
}

}  // namespace

Guide make_guide(const BoardInput& input, const Board& board) {
  Guide guide;
  if (board.phase != BoardPhase::kShowing) return guide;
  add_help(input, guide);
  add_tickets(input, guide);
  std::ranges::stable_sort(guide.help, std::ranges::greater{}, &HelpCall::minutes);
  guide.waiting = board.waiting;
  guide.people = people_waiting(input.state);
  return guide;
}

}  // namespace yichuang::display
