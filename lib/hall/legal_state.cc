// States from outside: what a snapshot may say, and what later events rely on.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "base/limits.h"
#include "hall/apply_parts.h"
#include "hall/legal.h"
#include "hall/legal_parts.h"
#include "hall/snapshot.h"

namespace yichuang {
namespace {

std::string check_frame(const State& state) {
  if (state.seq > limits::kSeqMax || state.day_seq > state.seq) {
    return fmt::format("its day began with event {} of {}", state.day_seq, state.seq);
  }
  if (state.day > limits::kDayMax) return fmt::format("there is no day {}", state.day);
  if (state.first_ticket == 0 || state.first_ticket > limits::kKeyMax ||
      state.next_appointment == 0 || state.next_appointment - 1 > limits::kKeyMax) {
    return "the keys are at their end";
  }
  if (auto wrong = check_rules(state.rules); !wrong.empty()) return wrong;
  if (auto wrong = check_hours(state.hours); !wrong.empty()) return wrong;
  if (auto wrong = check_days(state.learned, state.day); !wrong.empty()) return wrong;
  return check_learned(state.learned);
}

std::string check_service(const Service& service, std::set<std::string_view>& ids,
                          std::set<std::string_view>& prefixes) {
  if (service.id.empty() || !ids.insert(service.id).second) {
    return fmt::format("service \"{}\" has no id, or another's", service.id);
  }
  // A service that left the catalogue may have left its letter to another.
  if (!is_prefix(service.prefix) || (!service.retired && !prefixes.insert(service.prefix).second)) {
    return fmt::format("the letter \"{}\" of {} is no letter, or another's", service.prefix,
                       service.id);
  }
  if (service.served_ms_total < 0) {
    return fmt::format("{} served for {} ms", service.id, service.served_ms_total);
  }
  return check_slots(service.service_seconds, service.slot_minutes, service.slot_capacity);
}

std::string check_services(const State& state) {
  std::set<std::string_view> ids;
  std::set<std::string_view> prefixes;
  if (state.services.size() > limits::kServicesPerDayMax) return "too many services";
  for (const Service& service : state.services) {
    if (auto wrong = check_service(service, ids, prefixes); !wrong.empty()) return wrong;
  }
  for (const auto& [kiosk, prefix] : state.offline_series) {
    if (!is_prefix(prefix) || !prefixes.insert(prefix).second) {
      return fmt::format("the letter \"{}\" of {} is no letter, or another's", prefix, kiosk);
    }
  }
  return {};
}

bool is_at_window(const Ticket& ticket) {
  return ticket.phase == wire::TICKET_PHASE_CALLED || ticket.phase == wire::TICKET_PHASE_SERVING;
}

// In order and without doubles, as services_of() (apply.cc) lists them.
bool is_list_of_services(const State& state, const std::vector<ServiceIndex>& services) {
  return std::ranges::adjacent_find(services, std::greater_equal{}) == services.end() &&
         (services.empty() || services.back() < state.services.size());
}

std::string check_window(const State& state, const Window& window) {
  if (window.number == 0 || window.number > limits::kWindowsMax) {
    return fmt::format("there is no window {}", window.number);
  }
  if (window.phase == wire::WINDOW_PHASE_UNSPECIFIED) {
    return fmt::format("window {} is in no phase", window.number);
  }
  if (!is_list_of_services(state, window.services)) {
    return fmt::format("the services of window {} are not in order", window.number);
  }
  if (window.ticket == 0) return {};
  const Ticket* ticket = state.ticket(window.ticket);
  if (ticket && is_at_window(*ticket) && ticket->window == window.number) return {};
  return fmt::format("ticket {} is not at window {}", window.ticket, window.number);
}

// A letter or two and three digits, not 000.
bool is_number(const std::string& number) {
  const NumberParts parts = parts_of(number);
  return is_prefix(parts.prefix) && number.size() == parts.prefix.size() + 3 &&
         number.find_first_not_of("0123456789", parts.prefix.size()) == std::string::npos &&
         parts.ordinal != 0;
}

std::string check_place(const State& state, const Ticket& ticket) {
  const Window* window = state.window(ticket.window);
  if (ticket.window != 0 && !window) return "is at a window that nobody knows";
  if (is_at_window(ticket) && (!window || window->ticket != ticket.key)) {
    return fmt::format("is not at window {}", ticket.window);
  }
  if (ticket.phase == wire::TICKET_PHASE_HELD && !window) return "is held by no window";
  if (ticket.only_window != 0 && !state.window(ticket.only_window)) {
    return "waits for a window that nobody knows";
  }
  return {};
}

std::string check_ticket(const State& state, const Ticket& ticket) {
  if (!is_number(ticket.number)) return "has no number";
  if (ticket.phase == wire::TICKET_PHASE_UNSPECIFIED) return "is in no phase";
  if (ticket.plan.size() > limits::kItemsPerTicketMax) return "has too many items";
  if (ticket.issued_at > state.at || ticket.arrived_at > state.at) return "comes in the future";
  if (!is_item_id(ticket.item)) return "is for an item that cannot be";
  if (ticket.voucher >= state.first_ticket) return "is for a voucher of today or later";
  if (ticket.appointment >= state.next_appointment) return "is for no appointment that was made";
  return check_place(state, ticket);
}

std::string check_tickets(const State& state) {
  std::set<std::string_view> numbers;
  if (state.tickets.size() > limits::kTicketsPerDayMax) return "too many tickets in one day";
  for (const Ticket& ticket : state.tickets) {
    if (auto wrong = check_ticket(state, ticket); !wrong.empty()) {
      return fmt::format("ticket {} \"{}\" {}", ticket.key, ticket.number, wrong);
    }
    if (!numbers.insert(ticket.number).second) {
      return fmt::format("number {} is there twice", ticket.number);
    }
  }
  return {};
}

std::string check_calls(const State& state) {
  for (const Call& call : state.recent_calls) {
    if (!state.ticket(call.ticket) || !state.window(call.window)) {
      return fmt::format("ticket {} was called to window {}, which cannot be", call.ticket,
                         call.window);
    }
  }
  return state.recent_calls.size() <= limits::kRecentCallsMax ? "" : "too many calls";
}

std::string check_lists(const State& state) {
  if (state.appointments.size() > limits::kAppointmentsMax) return "too many appointments";
  for (const auto& [key, appointment] : state.appointments) {
    if (key == 0 || key >= state.next_appointment) {
      return fmt::format("there is no appointment {} yet", key);
    }
  }
  if (state.vouchers.size() > limits::kVouchersMax) return "too many vouchers";
  for (const auto& [ticket, service] : state.vouchers) {
    if (ticket == 0 || ticket >= state.first_ticket) {
      return fmt::format("voucher {} is of no ticket before today", ticket);
    }
  }
  if (state.alarms.size() > limits::kAlarmsMax) return "too many alarms";
  if (state.devices.size() > limits::kDevicesMax) return "too many devices";
  return {};
}

std::string check_state(const State& state) {
  if (auto wrong = check_frame(state); !wrong.empty()) return wrong;
  if (auto wrong = check_services(state); !wrong.empty()) return wrong;
  for (const auto& [number, window] : state.windows) {
    if (auto wrong = check_window(state, window); !wrong.empty()) return wrong;
  }
  if (auto wrong = check_tickets(state); !wrong.empty()) return wrong;
  if (auto wrong = check_calls(state); !wrong.empty()) return wrong;
  return check_lists(state);
}

// A snapshot's sums leave as much room again for what is served and learned after it.
std::string check_room(const State& state) {
  for (const Service& service : state.services) {
    if (service.served_ms_total > INT64_MAX / 2) {
      return fmt::format("{} served for {} ms", service.id, service.served_ms_total);
    }
  }
  return check_learned(state.learned, kLearnedCountMaxOutside);
}

Error broken(const std::string& wrong) {
  return Error{ErrorCode::kCorrupt, "the snapshot is broken: " + wrong};
}

}  // namespace

Result<void> check_legal(const State& state) {
  if (auto wrong = check_state(state); !wrong.empty()) return Error{ErrorCode::kCorrupt, wrong};
  return {};
}

Result<State> from_foreign_snapshot(const std::vector<wire::SnapshotPage>& pages) {
  for (const wire::SnapshotPage& page : pages) {
    if (auto wrong = check_values(page); !wrong.empty()) return broken(wrong);
  }
  auto state = from_snapshot(pages);
  if (!state) return state;
  if (state->windows.size() != static_cast<size_t>(pages[0].head().windows_size())) {
    return broken("a window is there twice");
  }
  const std::string& policy = pages[0].head().catalogue().rules().policy();
  if (!is_policy(policy)) {
    return broken(fmt::format("policy \"{}\" is not known to this version", policy));
  }
  if (auto wrong = check_state(*state); !wrong.empty()) return broken(wrong);
  if (auto wrong = check_room(*state); !wrong.empty()) return broken(wrong);
  return state;
}

}  // namespace yichuang
