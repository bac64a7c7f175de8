#include "hall/snapshot.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/limits.h"
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
    out.set_issued(service.issued);
    out.set_calls(service.calls);
    out.set_served(service.served);
    out.set_served_ms_total(service.served_ms_total);
    out.set_retired(service.retired);
  }
}

void write_windows(const State& state, wire::SnapshotHead& head) {
  for (const auto& [number, window] : state.windows) {
    auto& out = *head.add_windows();
    out.mutable_record()->set_window(number);
    out.mutable_record()->set_name_zh(window.name_zh);
    out.mutable_record()->set_name_en(window.name_en);
    out.mutable_record()->set_general(window.general);
    if (!window.general) {
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
    for (const auto& id : in.record().services()) {
      const Service* service = state.service(id);
      if (!service) return broken(fmt::format("window {} serves unknown {}", window.number, id));
      window.services.push_back(state.service_index(*service));
    }
    for (ServiceIndex i = 0; window.general && i < state.services.size(); ++i) {
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
  }
  return {};
}

Result<void> read_head(const wire::SnapshotHead& head, State& state) {
  state.at = Time{head.at_ms()};
  state.day = head.day();
  state.day_seq = head.day_seq();
  state.midnight = Time{head.midnight_ms()};
  state.first_ticket = head.first_ticket();
  state.catalogue_version = head.catalogue().version();
  state.catalogue_digest = head.catalogue().digest();
  state.hall_zh = head.catalogue().hall_zh();
  state.hall_en = head.catalogue().hall_en();
  state.time_zone = head.catalogue().time_zone();
  state.notices.assign(head.catalogue().notices().begin(), head.catalogue().notices().end());
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
  Ticket ticket;
  ticket.key = in.ticket();
  ticket.number = in.number();
  ticket.service = state.service_index(*service);
  ticket.phase = in.phase();
  ticket.delivery = in.delivery();
  ticket.window = in.window();
  ticket.calls = in.calls();
  ticket.misses = in.misses();
  ticket.issued_at = Time{in.issued_ms()};
  ticket.called_at = Time{in.called_ms()};
  ticket.started_at = Time{in.started_ms()};
  ticket.ended_at = Time{in.ended_ms()};
  ticket.due_call = in.due_call();
  ticket.told_min_p50 = in.told_min_p50();
  ticket.told_min_p90 = in.told_min_p90();
  ticket.round_called_at = Time{in.round_called_ms()};
  if (ticket.phase == wire::TICKET_PHASE_WAITING) {
    Service& line = state.services[ticket.service];
    if (ticket.due_call != 0) {
      line.returned.insert({ticket.due_call, ticket.key});
    } else {
      line.waiting.insert({ticket.issued_at.ms, ticket.key});
    }
  }
  state.tickets.push_back(std::move(ticket));
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
  write_catalogue(state, *head.mutable_catalogue());
  write_services(state, head);
  write_windows(state, head);
  write_calls_and_devices(state, head);
  add_learned(state, pages);
  size_t bytes = limits::kSnapshotPageBytesTarget;  // tickets start on a page of their own
  for (const Ticket& ticket : state.tickets) {
    wire::TicketRecord record;
    write_ticket(state, ticket, record);
    const size_t size = record.ByteSizeLong() + 4;
    if (bytes + size > limits::kSnapshotPageBytesTarget) {
      pages.emplace_back();
      bytes = 0;
    }
    bytes += size;
    *pages.back().add_tickets() = std::move(record);
  }
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
    if (pages[i].has_learned()) {
      state.learned = read_learned(pages[i].learned(), service_ids(state));
    }
    for (const auto& record : pages[i].tickets()) {
      if (auto done = read_ticket(record, state); !done) return done.error();
    }
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
