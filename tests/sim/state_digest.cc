#include "tests/sim/state_digest.h"

#include <string_view>

#include "tests/sim/seeded_random.h"

namespace yichuang::sim {
namespace {

class Digest {
 public:
  void add(std::string_view text) { hash_ = mix_hash(mix_hash(hash_, text), text.size()); }
  void add(uint64_t number) { hash_ = mix_hash(hash_, number); }
  void add(Time time) { add(static_cast<uint64_t>(time.ms)); }
  void add(const Line& line) {
    add(line.size());
    for (const QueuePlace& place : line) {
      add(static_cast<uint64_t>(place.order));
      add(place.ticket);
    }
  }
  uint64_t value() const { return hash_; }

 private:
  uint64_t hash_ = kHashStart;
};

void add(Digest& digest, const Ticket& ticket) {
  digest.add(ticket.key);
  digest.add(ticket.number);
  digest.add(ticket.service);
  digest.add(static_cast<uint64_t>(ticket.phase));
  digest.add(static_cast<uint64_t>(ticket.delivery));
  digest.add(ticket.window);
  digest.add(ticket.calls);
  digest.add(ticket.misses);
  digest.add(ticket.due_call);
  digest.add(ticket.issued_at);
  digest.add(ticket.called_at);
  digest.add(ticket.started_at);
  digest.add(ticket.ended_at);
  digest.add(static_cast<uint64_t>(ticket.priority));
  digest.add(ticket.resumed);
  digest.add(ticket.only_window);
  digest.add(ticket.arrived_at);
  digest.add(ticket.first_called_at);
  digest.add(ticket.held_at);
  digest.add(ticket.slot_at);
  digest.add(ticket.agent);
  digest.add(ticket.pool);
  digest.add(static_cast<uint64_t>(ticket.reason));
  digest.add(ticket.round_called_at);
  digest.add(ticket.told_min_p50);
  digest.add(ticket.told_min_p90);
  digest.add(ticket.item);
  digest.add(ticket.voucher);
  digest.add(ticket.appointment);
  for (const ServiceIndex service : ticket.plan) digest.add(service);
}

void add(Digest& digest, const Lines& lines) {
  for (const Line& line : lines.walk_ins) digest.add(line);
  digest.add(lines.agents);
  digest.add(lines.appointments);
  digest.add(lines.resumed);
  digest.add(lines.returned);
}

void add(Digest& digest, const Service& service) {
  digest.add(service.id);
  digest.add(service.prefix);
  digest.add(service.name_zh);
  digest.add(service.name_en);
  digest.add(service.service_seconds);
  digest.add(service.slot_minutes);
  digest.add(service.slot_capacity);
  digest.add(service.issued);
  digest.add(service.calls);
  digest.add(service.served);
  digest.add(static_cast<uint64_t>(service.served_ms_total));
  digest.add(service.retired);
  digest.add(service.no_shows);
  add(digest, service.lines);
}

void add(Digest& digest, const Window& window) {
  digest.add(window.number);
  digest.add(window.name_zh);
  digest.add(window.general);
  digest.add(window.services.size());
  for (const ServiceIndex service : window.services) digest.add(service);
  digest.add(static_cast<uint64_t>(window.phase));
  digest.add(window.reason);
  digest.add(window.until);
  digest.add(window.clerk);
  digest.add(window.ticket);
  digest.add(window.since);
  digest.add(window.served);
  digest.add(window.retired);
  digest.add(window.helps);
  digest.add(window.agent);
  digest.add(window.free_since);
  add(digest, window.lines);
}

void add(Digest& digest, const Call& call) {
  digest.add(call.ticket);
  digest.add(call.number);
  digest.add(call.service);
  digest.add(call.window);
  digest.add(call.at);
  digest.add(call.call);
}

void add(Digest& digest, const Device& device) {
  digest.add(device.owner);
  digest.add(device.device);
  digest.add(static_cast<uint64_t>(device.state));
  for (const std::string& fact : device.facts) digest.add(fact);
  digest.add(device.since);
}

void add_rules(Digest& digest, const State& state) {
  digest.add(static_cast<uint64_t>(state.rules.policy));
  for (const uint32_t rate : state.rules.rates) digest.add(rate);
  digest.add(state.rules.missed_is_void);
  digest.add(state.rules.alarm_wait_minutes);
  digest.add(state.keeps_hours);
  for (const OpenSpan& span : state.hours) {
    digest.add(span.from);
    digest.add(span.to);
  }
  for (const auto& [kiosk, prefix] : state.offline_series) {
    digest.add(kiosk);
    digest.add(prefix);
  }
}

void add_promises(Digest& digest, const State& state) {
  for (const auto& [prefix, series] : state.series) {
    digest.add(prefix);
    digest.add(series.ordinal);
    digest.add(series.arrived_at);
  }
  digest.add(state.unconfirmed);
  digest.add(state.held);
  for (const auto& [ticket, service] : state.vouchers) {
    digest.add(ticket);
    digest.add(service);
  }
  digest.add(state.next_appointment);
  for (const auto& [key, appointment] : state.appointments) {
    digest.add(key);
    digest.add(appointment.service);
    digest.add(appointment.slot);
  }
  digest.add(state.appointment_times);
  for (const auto& [slot, count] : state.booked) {
    digest.add(slot.service);
    digest.add(static_cast<uint64_t>(slot.from_ms));
    digest.add(count);
  }
  for (const auto& [alarm, since] : state.alarms) {
    digest.add(static_cast<uint64_t>(alarm.kind));
    digest.add(alarm.subject);
    digest.add(since);
  }
}

}  // namespace

uint64_t state_digest(const State& state) {
  Digest digest;
  digest.add(state.seq);
  digest.add(state.day_seq);
  digest.add(state.at);
  digest.add(state.day);
  digest.add(state.catalogue_version);
  digest.add(state.catalogue_digest);
  digest.add(state.time_zone);
  digest.add(state.midnight);
  digest.add(state.emergency.zh);
  digest.add(state.emergency.en);
  digest.add(state.emergency.since);
  add_rules(digest, state);
  for (const Service& service : state.services) add(digest, service);
  for (const auto& [number, window] : state.windows) add(digest, window);
  digest.add(state.first_ticket);
  for (const Ticket& ticket : state.tickets) add(digest, ticket);
  for (const Call& call : state.recent_calls) add(digest, call);
  for (const auto& [key, device] : state.devices) add(digest, device);
  add_promises(digest, state);
  return digest.value();
}

}  // namespace yichuang::sim
