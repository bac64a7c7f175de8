// Events from outside: what cannot_follow() leaves to whoever decides.
#include "hall/legal.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "hall/apply.h"
#include "hall/apply_parts.h"
#include "hall/legal_parts.h"

namespace yichuang {
namespace {

using wire::Event;

constexpr uint32_t kCallsMax = 1000;  // of one round; a hall's rules allow far fewer

// As many services as a snapshot can carry, those included that left the catalogue today.
std::string check_adopted(const State& state, const wire::CatalogueAdopted& adopted) {
  if (auto wrong = check_catalogue(adopted); !wrong.empty()) return wrong;
  size_t services = state.services.size();
  for (const auto& service : adopted.services()) services += state.service(service.id()) ? 0 : 1;
  if (services <= limits::kServicesPerDayMax) return {};
  return fmt::format("{} services in one day", services);
}

std::string check_opened(const wire::DayOpened& opened) {
  if (opened.day() > limits::kDayMax) return fmt::format("there is no day {}", opened.day());
  if (opened.next_ticket() > limits::kKeyMax || opened.next_appointment() > limits::kKeyMax) {
    return "the keys are at their end";
  }
  if (auto wrong = check_catalogue(opened.catalogue()); !wrong.empty()) return wrong;
  std::vector<std::string_view> services;
  for (const auto& service : opened.learned().services()) services.push_back(service.service());
  const Learned learned = read_learned(opened.learned(), services);
  if (auto wrong = check_days(learned, opened.day()); !wrong.empty()) return wrong;
  return check_learned(learned, kLearnedCountMaxOutside);
}

std::string check_number(const State& state, const wire::TicketIssued& issued) {
  const uint32_t ordinal = parts_of(issued.number()).ordinal;
  if (ordinal == 0 || ordinal > limits::kSeriesOrdinalMax) {
    return fmt::format("number {} is in no series", issued.number());
  }
  if (state.tickets.size() >= limits::kTicketsPerDayMax) return "too many tickets in one day";
  return {};
}

std::string check_vouchers(const State& state, const wire::VouchersGranted& granted) {
  const auto count = static_cast<size_t>(granted.vouchers_size());
  if (state.vouchers.size() + count > limits::kVouchersMax) return "too many vouchers";
  for (const auto& voucher : granted.vouchers()) {
    if (voucher.ticket() == 0 || voucher.ticket() >= state.first_ticket) {
      return fmt::format("voucher {} is of no ticket before today", voucher.ticket());
    }
  }
  return {};
}

std::string check_booking(const State& state, AppointmentKey key, size_t more) {
  if (key > limits::kKeyMax) return fmt::format("there is no appointment {}", key);
  if (state.appointments.size() + more > limits::kAppointmentsMax) return "too many appointments";
  return {};
}

std::string check_carried(const State& state, const wire::AppointmentsCarried& carried) {
  const auto count = static_cast<size_t>(carried.appointments_size());
  for (const auto& booked : carried.appointments()) {
    if (auto wrong = check_booking(state, booked.appointment(), count); !wrong.empty()) {
      return wrong;
    }
  }
  return {};
}

std::string check_device(const State& state, const wire::DeviceRecord& record) {
  const bool known = state.devices.contains(record.owner() + "/" + record.device());
  return known || state.devices.size() < limits::kDevicesMax ? "" : "too many devices";
}

std::string check_alarm(const State& state, const wire::AlarmRaised& raised) {
  const bool known = state.alarms.contains({raised.kind(), raised.subject()});
  return known || state.alarms.size() < limits::kAlarmsMax ? "" : "too many alarms";
}

std::string check_body(const State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kDayOpened:
      return check_opened(event.day_opened());
    case Event::kCatalogueAdopted:
      return check_adopted(state, event.catalogue_adopted());
    case Event::kTicketIssued:
      if (!is_item_id(event.ticket_issued().item())) return "an item has an id that none can have";
      return check_number(state, event.ticket_issued());
    case Event::kDocumentOpened:
      return event.document_opened().document().size() == 16 ? "" : "a document has 16 bytes of id";
    case Event::kTicketRecalled:
      return event.ticket_recalled().call() <= kCallsMax ? "" : "too many calls";
    case Event::kServiceAdded: {
      const Ticket* ticket = state.ticket(event.service_added().ticket());
      return ticket->plan.size() < limits::kItemsPerTicketMax ? "" : "too many items in one visit";
    }
    case Event::kVouchersGranted:
      return check_vouchers(state, event.vouchers_granted());
    case Event::kAppointmentBooked:
      if (event.appointment_booked().appointment() < state.next_appointment) {
        return "an appointment's key is used twice";
      }
      return check_booking(state, event.appointment_booked().appointment(), 1);
    case Event::kAppointmentsCarried:
      return check_carried(state, event.appointments_carried());
    case Event::kDeviceReported:
      return check_device(state, event.device_reported().record());
    case Event::kAlarmRaised:
      return check_alarm(state, event.alarm_raised());
    default:
      return {};
  }
}

}  // namespace

bool is_item_id(std::string_view id) {
  return std::ranges::all_of(
      id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Result<void> check_legal(const State& state, const Event& event) {
  std::string wrong;
  if (event.seq() > limits::kSeqMax) wrong = fmt::format("there is no event {}", event.seq());
  if (wrong.empty()) wrong = check_values(event);
  if (wrong.empty()) wrong = cannot_follow(state, event);
  if (wrong.empty()) wrong = check_body(state, event);
  if (wrong.empty()) return {};
  return Error{ErrorCode::kCorrupt, std::move(wrong)};
}

}  // namespace yichuang
