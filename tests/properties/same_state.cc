#include "tests/properties/same_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace yichuang::properties {
namespace {

auto fields(const Ticket& t) {
  return std::tie(t.key, t.number, t.service, t.plan, t.phase, t.delivery, t.priority, t.agent,
                  t.resumed, t.pool, t.window, t.only_window, t.calls, t.misses, t.due_call,
                  t.reason, t.issued_at, t.arrived_at, t.slot_at, t.first_called_at, t.called_at,
                  t.started_at, t.held_at, t.ended_at, t.round_called_at, t.told_min_p50,
                  t.told_min_p90, t.voucher, t.appointment);
}

auto fields(const Service& s) {
  return std::tie(s.id, s.prefix, s.name_zh, s.name_en, s.icon, s.service_seconds, s.slot_minutes,
                  s.slot_capacity, s.issued, s.calls, s.served, s.outcomes, s.served_ms_total,
                  s.no_shows, s.retired, s.lines);
}

auto fields(const Window& w) {
  return std::tie(w.number, w.name_zh, w.name_en, w.general, w.helps, w.agent, w.services, w.phase,
                  w.reason, w.until, w.clerk, w.ticket, w.since, w.served, w.retired, w.lines);
}

auto fields(const Call& c) {
  return std::tie(c.ticket, c.number, c.service, c.window, c.at, c.call);
}

auto fields(const Device& d) { return std::tie(d.owner, d.device, d.state, d.facts, d.since); }
auto fields(const Appointment& a) { return std::tie(a.key, a.service, a.slot); }
auto fields(const Series& s) { return std::tie(s.ordinal, s.arrived_at); }
auto fields(const OpenSpan& s) { return std::tie(s.from, s.to); }

auto fields(const State& s) {
  return std::tie(s.seq, s.day_seq, s.at, s.day, s.catalogue_version, s.catalogue_digest, s.hall_zh,
                  s.hall_en, s.time_zone, s.rules, s.keeps_hours, s.offline_series, s.first_ticket,
                  s.vouchers, s.next_appointment, s.booked, s.alarms);
}

template <class T>
bool same(const T& a, const T& b) {
  return fields(a) == fields(b);
}

template <class List>
bool same_lists(const List& a, const List& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return same(x, y); });
}

template <class Map>
bool same_maps(const Map& a, const Map& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.first == y.first && same(x.second, y.second);
  });
}

bool same_texts(const std::vector<wire::Text>& a, const std::vector<wire::Text>& b) {
  return std::ranges::equal(a, b, [](const wire::Text& x, const wire::Text& y) {
    return x.SerializeAsString() == y.SerializeAsString();
  });
}

}  // namespace

std::string difference(const State& a, const State& b) {
  if (!same(a, b) || !same_texts(a.notices, b.notices)) return "the hall";
  if (a.tickets.size() != b.tickets.size()) return "how many tickets there are";
  for (size_t i = 0; i < a.tickets.size(); ++i) {
    if (!same(a.tickets[i], b.tickets[i])) return "ticket " + a.tickets[i].number;
  }
  if (!same_lists(a.services, b.services)) return "the services";
  for (const auto& [number, window] : a.windows) {
    const Window* other = b.window(number);
    if (!other || !same(window, *other)) return fmt::format("window {}", number);
  }
  if (a.windows.size() != b.windows.size()) return "how many windows there are";
  if (!same_lists(a.hours, b.hours)) return "the hours";
  if (!same_maps(a.series, b.series)) return "the number series";
  if (!(a.unconfirmed == b.unconfirmed)) return "who is not confirmed";
  if (!(a.held == b.held)) return "who is held";
  if (!same_maps(a.appointments, b.appointments)) return "the appointments";
  if (!(a.appointment_times == b.appointment_times)) return "when the appointments are";
  if (!same_lists(a.recent_calls, b.recent_calls)) return "the recent calls";
  if (!same_maps(a.devices, b.devices)) return "the devices";
  return "";
}

}  // namespace yichuang::properties
