#include "display/window_board.h"

namespace yichuang::display {
namespace {

// The visit that ended here last, if it did so lately and nobody was called since.
const Ticket* just_served(const BoardInput& input, const Window& window) {
  const Ticket* last = nullptr;
  for (const Ticket& ticket : input.state.tickets) {
    if (ticket.window != window.number || ticket.phase != wire::TICKET_PHASE_SERVED) continue;
    if (last == nullptr || ticket.ended_at > last->ended_at) last = &ticket;
  }
  if (last == nullptr || input.now - last->ended_at >= kRateMs) return nullptr;
  // Somebody was called since, and has gone again: the question is no longer theirs.
  for (const Call& call : input.state.recent_calls) {
    if (call.window == window.number && call.at > last->ended_at) return nullptr;
  }
  return last;
}

void show_ticket(const State& state, const Ticket& ticket, WindowBoard& board) {
  board.ticket = ticket.number;
  const Service& service = state.services[ticket.service];
  board.service_zh = service.name_zh;
  board.service_en = service.name_en;
}

void show_doing(const BoardInput& input, const Window& window, WindowBoard& board) {
  const Ticket* ticket = window.ticket == 0 ? nullptr : input.state.ticket(window.ticket);
  if (ticket != nullptr) {
    show_ticket(input.state, *ticket, board);
    const bool serving = ticket->phase == wire::TICKET_PHASE_SERVING;
    board.shows = serving ? WindowShows::kServing : WindowShows::kCalling;
    board.call = serving ? 0 : ticket->calls;
    return;
  }
  if (window.phase == wire::WINDOW_PHASE_OPEN) {
    const Ticket* served = just_served(input, window);
    if (served != nullptr) show_ticket(input.state, *served, board);
    board.shows = served != nullptr ? WindowShows::kRate : WindowShows::kFree;
  } else if (window.phase == wire::WINDOW_PHASE_PAUSED) {
    board.shows = WindowShows::kPaused;
    board.reason = window.reason;
    board.until = input.back_at(window);
  } else {
    board.shows = WindowShows::kClosed;
  }
}

}  // namespace

WindowBoard make_window_board(const BoardInput& input, WindowNumber number) {
  WindowBoard board;
  board.window = number;
  const Window* window = input.state.window(number);
  if (window == nullptr || window->retired) return board;
  board.name_zh = window->name_zh;
  board.name_en = window->name_en;
  board.badge = window->clerk;
  board.general = window->general;
  board.waiting = window->lines.size();
  for (const Service& service : input.state.services) {
    if (!serves(*window, input.state.service_index(service))) continue;
    board.waiting += service.waiting_count();
    if (!service.retired) board.names.push_back({service.name_zh, service.name_en});
  }
  show_doing(input, *window, board);
  return board;
}

}  // namespace yichuang::display
