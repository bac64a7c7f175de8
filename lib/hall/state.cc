#include "hall/state.h"

#include <algorithm>

namespace yichuang {

const Ticket* State::ticket(TicketKey key) const {
  if (key < first_ticket || key - first_ticket >= tickets.size()) return nullptr;
  return &tickets[key - first_ticket];
}

const Window* State::window(WindowNumber number) const {
  const auto found = windows.find(number);
  return found == windows.end() ? nullptr : &found->second;
}

const Service* State::service(std::string_view id) const {
  const auto found = std::ranges::find(services, id, &Service::id);
  return found == services.end() ? nullptr : &*found;
}

int64_t expected_visit_ms(const Service& service) {
  return std::max<int64_t>(service.service_seconds, 1) * 1000;
}

bool serves(const Window& window, ServiceIndex service) {
  return std::ranges::find(window.services, service) != window.services.end();
}

bool is_over(TicketPhase phase) {
  return phase == wire::TICKET_PHASE_SERVED || phase == wire::TICKET_PHASE_CANCELLED ||
         phase == wire::TICKET_PHASE_EXPIRED || phase == wire::TICKET_PHASE_VOIDED;
}

size_t people_waiting(const State& state) {
  size_t people = 0;
  for (const Service& service : state.services) people += service.waiting_count();
  for (const auto& [number, window] : state.windows) people += window.lines.size();
  return people;
}

bool reached_nobody(const Ticket& ticket) {
  return ticket.phase == wire::TICKET_PHASE_VOIDED ||
         (ticket.phase == wire::TICKET_PHASE_CANCELLED &&
          ticket.delivery == wire::DELIVERY_UNSPECIFIED);
}

const Ticket* ticket_for(const State& state, TicketKey voucher, AppointmentKey appointment,
                         TicketKey but_for) {
  if (voucher == 0 && appointment == 0) return nullptr;
  const Ticket* newest = nullptr;
  for (const Ticket& ticket : state.tickets) {
    if (ticket.voucher != voucher || ticket.appointment != appointment) continue;
    if (ticket.key == but_for) continue;
    newest = &ticket;
    if (!reached_nobody(ticket)) break;
  }
  return newest;
}

std::string_view name_of(TicketPhase phase) {
  switch (phase) {
    case wire::TICKET_PHASE_ISSUED:
      return "issued";
    case wire::TICKET_PHASE_WAITING:
      return "waiting";
    case wire::TICKET_PHASE_CALLED:
      return "called";
    case wire::TICKET_PHASE_SERVING:
      return "serving";
    case wire::TICKET_PHASE_SERVED:
      return "served";
    case wire::TICKET_PHASE_MISSED:
      return "missed";
    case wire::TICKET_PHASE_CANCELLED:
      return "cancelled";
    case wire::TICKET_PHASE_EXPIRED:
      return "expired";
    case wire::TICKET_PHASE_HELD:
      return "held";
    case wire::TICKET_PHASE_VOIDED:
      return "voided";
    default:
      return "unknown";
  }
}

std::string_view name_of(WindowPhase phase) {
  switch (phase) {
    case wire::WINDOW_PHASE_CLOSED:
      return "closed";
    case wire::WINDOW_PHASE_OPEN:
      return "open";
    case wire::WINDOW_PHASE_PAUSED:
      return "paused";
    default:
      return "unknown";
  }
}

std::string_view name_of(wire::CallReason reason) {
  switch (reason) {
    case wire::CALL_REASON_ARRIVAL:
      return "arrival";
    case wire::CALL_REASON_RETURNED:
      return "returned";
    case wire::CALL_REASON_APPOINTMENT:
      return "appointment";
    case wire::CALL_REASON_PRIORITY:
      return "priority";
    case wire::CALL_REASON_EMERGENCY:
      return "emergency";
    case wire::CALL_REASON_RESUMED:
      return "resumed";
    case wire::CALL_REASON_WALK_IN:
      return "walk_in";
    default:
      return "unknown";
  }
}

std::string_view name_of(DeviceState state) {
  switch (state) {
    case wire::DEVICE_STATE_READY:
      return "ready";
    case wire::DEVICE_STATE_ATTENTION:
      return "attention";
    case wire::DEVICE_STATE_STOPPED:
      return "stopped";
    case wire::DEVICE_STATE_AWAY:
      return "away";
    default:
      return "unknown";
  }
}

}  // namespace yichuang
