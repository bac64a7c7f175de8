#include "hall/snapshot.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/limits.h"
#include "hall/apply_parts.h"
#include "hall/learn.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

void write_catalogue(const State& state, wire::CatalogueAdopted& out) {
  out.set_version(state.catalogue_version);
  out.set_digest(state.catalogue_digest);
  out.set_hall_zh(state.hall_zh);
  out.set_hall_en(state.hall_en);
  out.set_time_zone(state.time_zone);
  for (const auto& notice : state.notices) *out.add_notices() = notice;
  *out.mutable_rules() = to_wire(state.rules);
  for (const auto& [kiosk, prefix] : state.offline_series) {
    auto& series = *out.add_offline_series();
    series.set_kiosk(kiosk);
    series.set_prefix(prefix);
  }
  if (!state.keeps_hours) return;
  out.mutable_hours();
  for (const OpenSpan& span : state.hours) {
    auto& open = *out.mutable_hours()->add_open();
    open.set_from_ms(span.from.ms);
    open.set_to_ms(span.to.ms);
  }
}

void write_services(const State& state, wire::SnapshotHead& head) {
  for (const Service& service : state.services) {
    auto& out = *head.add_counters();
    out.mutable_service()->set_id(service.id);
    out.mutable_service()->set_prefix(service.prefix);
    out.mutable_service()->set_name_zh(service.name_zh);
    out.mutable_service()->set_name_en(service.name_en);
    out.mutable_service()->set_icon(service.icon);
    out.mutable_service()->set_service_seconds(service.service_seconds);
    out.mutable_service()->set_slot_minutes(service.slot_minutes);
    out.mutable_service()->set_slot_capacity(service.slot_capacity);
    out.set_issued(service.issued);
    out.set_calls(service.calls);
    out.set_served(service.served);
    out.set_served_ms_total(service.served_ms_total);
    out.set_retired(service.retired);
    out.set_no_shows(service.no_shows);
    out.mutable_outcomes()->Add(service.outcomes.begin(), service.outcomes.end());
  }
}

void write_windows(const State& state, wire::SnapshotHead& head) {
  for (const auto& [number, window] : state.windows) {
    auto& out = *head.add_windows();
    out.mutable_record()->set_window(number);
    out.mutable_record()->set_name_zh(window.name_zh);
    out.mutable_record()->set_name_en(window.name_en);
    out.mutable_record()->set_general(window.general);
    out.mutable_record()->set_helps(window.helps);
    out.mutable_record()->set_agent(window.agent);
    if (!window.general || window.retired) {
      for (ServiceIndex i : window.services) {
        out.mutable_record()->add_services(state.services[i].id);
      }
    }
    out.set_phase(window.phase);
    out.set_reason(window.reason);
    out.set_clerk(window.clerk);
    out.set_ticket(window.ticket);
    out.set_since_ms(window.since.ms);
    out.set_served(window.served);
    out.set_retired(window.retired);
    out.set_free_since_ms(window.free_since.ms);
    out.set_until_ms(window.until.ms);
  }
}

void write_calls_and_devices(const State& state, wire::SnapshotHead& head) {
  for (const Call& call : state.recent_calls) {
    auto& out = *head.add_recent_calls();
    out.set_ticket(call.ticket);
    out.set_number(call.number);
    out.set_service(state.services[call.service].id);
    out.set_window(call.window);
    out.set_at_ms(call.at.ms);
    out.set_call(call.call);
  }
  for (const auto& [key, device] : state.devices) {
    auto& out = *head.add_devices();
    out.set_owner(device.owner);
    out.set_device(device.device);
    out.set_state(device.state);
    for (const auto& fact : device.facts) out.add_facts(fact);
    out.set_since_ms(device.since.ms);
  }
}

void write_ticket(const State& state, const Ticket& ticket, wire::TicketRecord& out) {
  out.set_ticket(ticket.key);
  out.set_number(ticket.number);
  out.set_service(state.services[ticket.service].id);
  out.set_phase(ticket.phase);
  out.set_delivery(ticket.delivery);
  out.set_window(ticket.window);
  out.set_calls(ticket.calls);
  out.set_misses(ticket.misses);
  out.set_issued_ms(ticket.issued_at.ms);
  out.set_called_ms(ticket.called_at.ms);
  out.set_started_ms(ticket.started_at.ms);
  out.set_ended_ms(ticket.ended_at.ms);
  out.set_due_call(ticket.due_call);
  out.set_told_min_p50(ticket.told_min_p50);
  out.set_told_min_p90(ticket.told_min_p90);
  out.set_round_called_ms(ticket.round_called_at.ms);
  out.set_item(ticket.item);
  out.set_voucher(ticket.voucher);
  out.set_appointment(ticket.appointment);
  out.set_priority(ticket.priority);
  out.set_agent(ticket.agent);
  if (ticket.arrived_at != ticket.issued_at) out.set_arrival_ms(ticket.arrived_at.ms);
  out.set_slot_ms(ticket.slot_at.ms);
  out.set_first_called_ms(ticket.first_called_at.ms);
  out.set_reason(ticket.reason);
  out.set_resumed(ticket.resumed);
  out.set_only_window(ticket.only_window);
  out.set_pool(ticket.pool);
  out.set_held_ms(ticket.held_at.ms);
  for (const ServiceIndex service : ticket.plan) out.add_plan(state.services[service].id);
}

// Records after each other, on pages that stay under the limit.
class PageWriter {
 public:
  explicit PageWriter(std::vector<wire::SnapshotPage>& pages) : pages_(pages) {}
  // The page for one more record of so many bytes.
  wire::SnapshotPage& page_for(size_t record_bytes) {
    const size_t size = record_bytes + 4;
    if (bytes_ + size > limits::kSnapshotPageBytesTarget) {
      pages_.emplace_back();
      bytes_ = 0;
    }
    bytes_ += size;
    return pages_.back();
  }

 private:
  std::vector<wire::SnapshotPage>& pages_;
  size_t bytes_ = limits::kSnapshotPageBytesTarget;  // the head has a page of its own
};

void write_records(const State& state, PageWriter& writer) {
  for (const Ticket& ticket : state.tickets) {
    wire::TicketRecord record;
    write_ticket(state, ticket, record);
    *writer.page_for(record.ByteSizeLong()).add_tickets() = std::move(record);
  }
  for (const auto& [key, appointment] : state.appointments) {
    wire::AppointmentBooked record;
    record.set_appointment(key);
    record.set_service(state.services[appointment.service].id);
    record.set_slot_ms(appointment.slot.ms);
    *writer.page_for(record.ByteSizeLong()).add_appointments() = std::move(record);
  }
  for (const auto& [ticket, service] : state.vouchers) {
    wire::Voucher record;
    record.set_ticket(ticket);
    record.set_service(service);
    *writer.page_for(record.ByteSizeLong()).add_vouchers() = std::move(record);
  }
  for (const auto& [alarm, since] : state.alarms) {
    wire::AlarmRecord record;
    record.set_kind(alarm.kind);
    record.set_subject(alarm.subject);
    record.set_since_ms(since.ms);
    *writer.page_for(record.ByteSizeLong()).add_alarms() = std::move(record);
  }
}

Error broken(std::string sentence) {
  return Error{ErrorCode::kCorrupt, "the snapshot is broken: " + std::move(sentence)};
}

void read_services(const wire::SnapshotHead& head, State& state) {
  for (const auto& in : head.counters()) {
    Service& service = state.services.emplace_back();
    service.id = in.service().id();
    service.prefix = in.service().prefix();
    service.name_zh = in.service().name_zh();
    service.name_en = in.service().name_en();
    service.icon = in.service().icon();
    service.service_seconds = in.service().service_seconds();
    service.slot_minutes = in.service().slot_minutes();
    service.slot_capacity = in.service().slot_capacity();
    service.no_shows = in.no_shows();
    const auto outcomes =
        std::min(service.outcomes.size(), static_cast<size_t>(in.outcomes_size()));
    std::copy_n(in.outcomes().begin(), outcomes, service.outcomes.begin());
    service.issued = in.issued();
    service.calls = in.calls();
    service.served = in.served();
    service.served_ms_total = in.served_ms_total();
    service.retired = in.retired();
  }
}

Result<void> read_windows(const wire::SnapshotHead& head, State& state) {
  for (const auto& in : head.windows()) {
    Window& window = state.windows[in.record().window()];
    window.number = in.record().window();
    window.name_zh = in.record().name_zh();
    window.name_en = in.record().name_en();
    window.general = in.record().general();
    window.helps = in.record().helps();
    window.agent = in.record().agent();
    for (const auto& id : in.record().services()) {
      const Service* service = state.service(id);
      if (!service) return broken(fmt::format("window {} serves unknown {}", window.number, id));
      window.services.push_back(state.service_index(*service));
    }
    // A retired general window serves what the hall had when it was retired: those are listed.
    const bool serves_all = window.general && !in.retired();
    for (ServiceIndex i = 0; serves_all && i < state.services.size(); ++i) {
      window.services.push_back(i);
    }
    window.phase = in.phase();
    window.reason = in.reason();
    window.clerk = in.clerk();
    window.ticket = in.ticket();
    window.since = Time{in.since_ms()};
    window.served = in.served();
    window.retired = in.retired();
    window.free_since = Time{in.free_since_ms()};
    window.until = Time{in.until_ms()};
  }
  return {};
}

void read_catalogue(const wire::CatalogueAdopted& in, State& state) {
  state.catalogue_version = in.version();
  state.catalogue_digest = in.digest();
  state.hall_zh = in.hall_zh();
  state.hall_en = in.hall_en();
  state.time_zone = in.time_zone();
  state.notices.assign(in.notices().begin(), in.notices().end());
  state.rules = rules_of(in.rules());
  state.keeps_hours = in.has_hours();
  for (const auto& span : in.hours().open()) {
    state.hours.push_back({Time{span.from_ms()}, Time{span.to_ms()}});
  }
  for (const auto& series : in.offline_series()) {
    state.offline_series[series.kiosk()] = series.prefix();
  }
}

Result<void> read_head(const wire::SnapshotHead& head, State& state) {
  state.at = Time{head.at_ms()};
  state.day = head.day();
  state.day_seq = head.day_seq();
  state.midnight = Time{head.midnight_ms()};
  state.first_ticket = head.first_ticket();
  const wire::EmergencyRecord& emergency = head.emergency();
  state.emergency = {emergency.text().zh(), emergency.text().en(), Time{emergency.since_ms()}};
  state.next_appointment = head.next_appointment();
  read_catalogue(head.catalogue(), state);
  read_services(head, state);
  state.learned = read_learned(head.learned(), service_ids(state));
  if (auto done = read_windows(head, state); !done) return done;
  for (const auto& in : head.recent_calls()) {
    const Service* service = state.service(in.service());
    if (!service) return broken("a call of an unknown service");
    state.recent_calls.push_back({in.ticket(), in.number(), state.service_index(*service),
                                  in.window(), Time{in.at_ms()}, in.call()});
  }
  for (const auto& in : head.devices()) {
    Device& device = state.devices[in.owner() + "/" + in.device()];
    device = {in.owner(),
              in.device(),
              in.state(),
              {in.facts().begin(), in.facts().end()},
              Time{in.since_ms()}};
  }
  return {};
}

Result<void> read_ticket(const wire::TicketRecord& in, State& state) {
  if (in.ticket() != state.next_ticket()) return broken("tickets are not in order");
  const Service* service = state.service(in.service());
  if (!service) return broken("a ticket of an unknown service");
  if (in.window() != 0 && !state.window(in.window()))
    return broken("a ticket at an unknown window");
  if (in.only_window() != 0 && !state.window(in.only_window())) {
    return broken("a ticket for an unknown window");
  }
  Ticket ticket;
  ticket.key = in.ticket();
  ticket.number = in.number();
  ticket.service = state.service_index(*service);
  for (const auto& id : in.plan()) {
    const Service* planned = state.service(id);
    if (!planned) return broken("a ticket that goes on to an unknown service");
    ticket.plan.push_back(state.service_index(*planned));
  }
  ticket.phase = in.phase();
  ticket.delivery = in.delivery();
  ticket.priority = in.priority();
  ticket.agent = in.agent();
  ticket.resumed = in.resumed();
  ticket.pool = in.pool();
  ticket.window = in.window();
  ticket.only_window = in.only_window();
  ticket.calls = in.calls();
  ticket.misses = in.misses();
  ticket.due_call = in.due_call();
  ticket.reason = in.reason();
  ticket.issued_at = Time{in.issued_ms()};
  ticket.arrived_at = in.arrival_ms() != 0 ? Time{in.arrival_ms()} : ticket.issued_at;
  ticket.slot_at = Time{in.slot_ms()};
  ticket.first_called_at = Time{in.first_called_ms()};
  ticket.called_at = Time{in.called_ms()};
  ticket.started_at = Time{in.started_ms()};
  ticket.held_at = Time{in.held_ms()};
  ticket.ended_at = Time{in.ended_ms()};
  ticket.told_min_p50 = in.told_min_p50();
  ticket.told_min_p90 = in.told_min_p90();
  ticket.round_called_at = Time{in.round_called_ms()};
  ticket.item = in.item();
  ticket.voucher = in.voucher();
  ticket.appointment = in.appointment();
  index_ticket(state, ticket);
  state.tickets.push_back(std::move(ticket));
  return {};
}

Result<void> read_appointment(const wire::AppointmentBooked& in, State& state) {
  const Service* service = state.service(in.service());
  if (!service) return broken("an appointment for an unknown service");
  if (state.appointments.contains(in.appointment())) return broken("an appointment twice");
  keep_appointment(state, {in.appointment(), state.service_index(*service), Time{in.slot_ms()}});
  return {};
}

Result<void> read_page(const wire::SnapshotPage& page, State& state) {
  if (page.has_learned()) state.learned = read_learned(page.learned(), service_ids(state));
  for (const auto& record : page.tickets()) {
    if (auto done = read_ticket(record, state); !done) return done;
  }
  for (const auto& record : page.appointments()) {
    if (auto done = read_appointment(record, state); !done) return done;
  }
  for (const auto& record : page.vouchers()) state.vouchers[record.ticket()] = record.service();
  for (const auto& record : page.alarms()) {
    state.alarms[{record.kind(), record.subject()}] = Time{record.since_ms()};
  }
  return {};
}

// On the first page, or behind it if the message limit would be near.
void add_learned(const State& state, std::vector<wire::SnapshotPage>& pages) {
  wire::Learned learned;
  write_learned(state.learned, service_ids(state), learned);
  if (pages[0].ByteSizeLong() + learned.ByteSizeLong() < limits::kSnapshotPageBytesTarget) {
    *pages[0].mutable_head()->mutable_learned() = std::move(learned);
  } else {
    *pages.emplace_back().mutable_learned() = std::move(learned);
  }
}

}  // namespace

std::vector<wire::SnapshotPage> snapshot(const State& state) {
  std::vector<wire::SnapshotPage> pages(1);
  auto& head = *pages[0].mutable_head();
  head.set_at_ms(state.at.ms);
  head.set_day(state.day);
  head.set_day_seq(state.day_seq);
  head.set_midnight_ms(state.midnight.ms);
  head.set_first_ticket(state.first_ticket);
  if (state.emergency.running()) {
    head.mutable_emergency()->mutable_text()->set_zh(state.emergency.zh);
    head.mutable_emergency()->mutable_text()->set_en(state.emergency.en);
    head.mutable_emergency()->set_since_ms(state.emergency.since.ms);
  }
  write_catalogue(state, *head.mutable_catalogue());
  write_services(state, head);
  write_windows(state, head);
  write_calls_and_devices(state, head);
  add_learned(state, pages);
  head.set_next_appointment(state.next_appointment);
  PageWriter writer(pages);
  write_records(state, writer);
  for (size_t i = 0; i < pages.size(); ++i) {
    pages[i].set_seq(state.seq);
    pages[i].set_page(static_cast<uint32_t>(i));
    pages[i].set_pages(static_cast<uint32_t>(pages.size()));
  }
  return pages;
}

Result<State> from_snapshot(const std::vector<wire::SnapshotPage>& pages) {
  if (pages.empty() || !pages[0].has_head()) return broken("it has no first page");
  State state;
  state.seq = pages[0].seq();
  if (auto done = read_head(pages[0].head(), state); !done) return done.error();
  for (size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].seq() != state.seq || pages[i].page() != i || pages[i].pages() != pages.size()) {
      return broken("its pages do not belong together");
    }
    if (auto done = read_page(pages[i], state); !done) return done.error();
  }
  return state;
}

uint64_t state_hash(const State& state) {
  static_assert(crypto_shorthash_BYTES == sizeof(uint64_t));
  std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  uint64_t hash = 0;
  for (const auto& page : snapshot(state)) {
    const std::string bytes = encode(page);
    std::memcpy(key.data(), &hash, sizeof hash);
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     key.data());
  }
  return hash;
}

}  // namespace yichuang
