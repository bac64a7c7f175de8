#include "queue-server/web/console_view.h"

#include <algorithm>
#include <deque>
#include <set>

#include "base/id.h"
#include "hall/voice_turn.h"
#include "queue-server/web/json.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

// "ELDERLY".
std::string class_name(PriorityClass priority) {
  return wire::PriorityClass_Name(priority).substr(std::string_view("PRIORITY_CLASS_").size());
}

void texts(JsonWriter& json, std::string_view zh, std::string_view en) {
  json.member("zh", zh).member("en", en);
}

void write_services(JsonWriter& json, const ConsoleInput& input) {
  json.key("services").begin_array();
  for (const Service& service : input.state.services) {
    json.begin_object().member("id", service.id).member("prefix", service.prefix);
    texts(json, service.name_zh, service.name_en);
    json.member("retired", service.retired);
    json.member("waiting", static_cast<int64_t>(service.waiting_count()));
    if (const auto* estimate = input.estimate(service.id)) {
      json.member("open", estimate->open())
          .member("p50", estimate->wait_min_p50())
          .member("p90", estimate->wait_min_p90());
    }
    json.end_object();
  }
  json.end_array();
}

// What the ticket is for, and its scanned papers.
void write_papers(JsonWriter& json, const ConsoleInput& input, const Ticket& ticket) {
  if (!ticket.item.empty()) json.member("item", ticket.item);
  if (!input.papers) return;
  const auto found = input.papers->find(ticket.key);
  if (found == input.papers->end()) return;
  json.key("papers").begin_array();
  for (const PaperStore::Paper& paper : found->second) {
    json.begin_object()
        .member("id", to_hex(paper.leave.document()))
        .member("ordinal", paper.leave.ordinal())
        .member("pages", paper.leave.pages())
        .member("received", paper.received.ms)
        .end_object();
  }
  json.end_array();
}

// How long after its last call the ticket may be called again (decide_visit.cc).
int64_t recall_ms(const State& state, const Ticket& ticket) {
  return turn_to_be_spoken(state, ticket) - ticket.called_at +
         state.rules.recall_seconds * int64_t{1000};
}

void write_ticket(JsonWriter& json, const ConsoleInput& input, const Ticket& ticket) {
  const State& state = input.state;
  json.begin_object()
      .member("ticket", ticket.key)
      .member("number", ticket.number)
      .member("service", state.services[ticket.service].id)
      .member("phase", name_of(ticket.phase))
      .member("issued", ticket.issued_at.ms)
      .member("calls", ticket.calls)
      .member("calls_max", state.rules.calls_max)
      .member("recall_ms", recall_ms(state, ticket))
      .member("misses", ticket.misses)
      .member("called", ticket.called_at.ms)
      .member("started", ticket.started_at.ms)
      .key("plan")
      .begin_array();
  for (const ServiceIndex service : ticket.plan) json.value(state.services[service].id);
  json.end_array();
  write_papers(json, input, ticket);
  json.end_object();
}

void write_windows(JsonWriter& json, const ConsoleInput& input) {
  json.key("windows").begin_array();
  for (const auto& [number, window] : input.state.windows) {
    if (window.retired) continue;
    json.begin_object().member("number", number);
    texts(json, window.name_zh, window.name_en);
    json.member("general", window.general).key("services").begin_array();
    for (const ServiceIndex service : window.services) {
      json.value(input.state.services[service].id);
    }
    json.end_array()
        .member("phase", name_of(window.phase))
        .member("reason", window.reason)
        .member("until", window.until.ms)
        .member("clerk", window.clerk)
        .member("clerk_name", input.clerk_name(window.clerk))
        .member("since", window.since.ms)
        .member("served", window.served)
        .key("ticket");
    const Ticket* ticket = window.ticket ? input.state.ticket(window.ticket) : nullptr;
    if (ticket) {
      write_ticket(json, input, *ticket);
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array();
}

void write_waiting(JsonWriter& json, const ConsoleInput& input) {
  const State& state = input.state;
  std::vector<size_t> shown(state.services.size());
  json.key("waiting").begin_array();
  for (const Ticket* ticket : calling_order(state)) {
    if (++shown[ticket->service] > web_limits::kWaitingShownPerServiceMax) continue;
    const Service& line = state.services[ticket->service];
    json.begin_object()
        .member("ticket", ticket->key)
        .member("number", ticket->number)
        .member("service", line.id)
        .member("since", ticket->issued_at.ms)
        .member("priority", class_name(ticket->priority))
        .member("returned", ticket->due_call != 0);
    json.member("calls_left", ticket->due_call > line.calls ? ticket->due_call - line.calls : 0);
    write_papers(json, input, *ticket);
    json.end_object();
  }
  json.end_array();
}

// Those in a phase, the newest first by the time that `since` picks.
void write_absent(JsonWriter& json, const State& state, std::string_view key, TicketPhase phase,
                  Time Ticket::*since) {
  std::vector<const Ticket*> absent;
  for (const Ticket& ticket : state.tickets) {
    if (ticket.phase == phase) absent.push_back(&ticket);
  }
  std::ranges::stable_sort(absent, std::greater{}, [&](const Ticket* t) { return t->*since; });
  if (absent.size() > web_limits::kMissedShownMax) absent.resize(web_limits::kMissedShownMax);
  json.key(key).begin_array();
  for (const Ticket* ticket : absent) {
    json.begin_object()
        .member("ticket", ticket->key)
        .member("number", ticket->number)
        .member("service", state.services[ticket->service].id)
        .member("window", ticket->pool ? 0 : ticket->window)
        .member("since", (ticket->*since).ms)
        .end_object();
  }
  json.end_array();
}

void write_devices(JsonWriter& json, const State& state) {
  json.key("devices").begin_array();
  for (const auto& [key, device] : state.devices) {
    json.begin_object()
        .member("key", key)
        .member("owner", device.owner)
        .member("device", device.device)
        .member("state", name_of(device.state))
        .member("since", device.since.ms)
        .key("facts")
        .begin_array();
    for (const std::string& fact : device.facts) json.value(fact);
    json.end_array().end_object();
  }
  json.end_array();
}

// "WAIT_LONG", and what for: a service's id, a ticket's number, a device's key.
void write_alarms(JsonWriter& json, const State& state) {
  json.key("alarms").begin_array();
  for (const auto& [alarm, since] : state.alarms) {
    json.begin_object()
        .member("kind",
                wire::AlarmKind_Name(alarm.kind).substr(std::string_view("ALARM_KIND_").size()))
        .member("subject", alarm.subject)
        .member("since", since.ms)
        .end_object();
  }
  json.end_array();
  json.key("alarm_limits")
      .begin_object()
      .member("wait_minutes", state.rules.alarm_wait_minutes)
      .member("waiting", state.rules.alarm_waiting)
      .member("waiting_high", state.rules.alarm_waiting_high)
      .member("hold_minutes", state.rules.alarm_hold_minutes)
      .end_object();
}

// Who is called before whom, but for those who came back: the lower the sooner.
struct Claim {
  enum class Turn : uint8_t { kEmergency, kResumed, kAppointment, kWalkIn };
  Turn turn = Turn::kWalkIn;
  int64_t value = 0;
  TicketKey ticket = 0;
  friend auto operator<=>(const Claim&, const Claim&) = default;
};

// Everybody who waits, sorted into those with a claim and those who came back.
class Waiting {
 public:
  explicit Waiting(const State& state) : state_(state) {
    for (const Service& service : state.services) add(service.lines);
    for (const auto& [number, window] : state.windows) add(window.lines);
    std::ranges::sort(claims);
  }
  std::vector<Claim> claims;
  std::vector<std::deque<const Ticket*>> returned;  // a line each, by due call

 private:
  void add(const Lines& lines) {
    for (size_t i = 0; i < lines.walk_ins.size(); ++i) {
      add_walk_ins(lines.walk_ins[i], static_cast<PriorityClass>(i));
    }
    add_walk_ins(lines.agents, wire::PRIORITY_CLASS_ORDINARY);
    for (const QueuePlace& place : lines.resumed) {
      claims.push_back({Claim::Turn::kResumed, place.order, place.ticket});
    }
    for (const QueuePlace& place : lines.appointments) {
      claims.push_back({Claim::Turn::kAppointment, place.order, place.ticket});
    }
    if (lines.returned.empty()) return;
    auto& line = returned.emplace_back();
    for (const QueuePlace& place : lines.returned) line.push_back(state_.ticket(place.ticket));
  }
  void add_walk_ins(const Line& line, PriorityClass priority) {
    const bool emergency = priority == wire::PRIORITY_CLASS_EMERGENCY;
    for (const QueuePlace& place : line) {
      const int64_t waited_ms = state_.at - Time{place.order};
      claims.push_back(emergency
                           ? Claim{Claim::Turn::kEmergency, place.order, place.ticket}
                           : Claim{Claim::Turn::kWalkIn,
                                   -priority_of(state_.rules, priority, waited_ms), place.ticket});
    }
  }

  const State& state_;
};

// The line of those who came back whose first came to the hall first, of the lines whose first is
// due (or of all: `early`); null if there is none.
std::deque<const Ticket*>* first_back(std::vector<std::deque<const Ticket*>>& lines,
                                      const std::vector<int64_t>& calls, bool early) {
  std::deque<const Ticket*>* first = nullptr;
  for (auto& line : lines) {
    if (line.empty()) continue;
    const Ticket& ticket = *line.front();
    if (!early && ticket.due_call > calls[ticket.service]) continue;
    if (!first || ticket.arrived_at < first->front()->arrived_at) first = &line;
  }
  return first;
}

}  // namespace

// The rule of queue-server's next_ticket(), which the tests hold this against.
std::vector<const Ticket*> calling_order(const State& state) {
  Waiting waiting(state);
  std::vector<int64_t> calls;
  for (const Service& service : state.services) calls.push_back(service.calls);
  std::vector<const Ticket*> order;
  const auto call = [&](const Ticket* ticket) {
    ++calls[ticket->service];
    order.push_back(ticket);
  };
  size_t claimed = 0;
  while (true) {
    const bool nobody_else = claimed == waiting.claims.size();
    auto* back = first_back(waiting.returned, calls, false);
    if (nobody_else && !back) back = first_back(waiting.returned, calls, true);
    if (nobody_else && !back) break;
    const bool goes_first = !nobody_else && waiting.claims[claimed].turn <= Claim::Turn::kResumed;
    if (back && !goes_first) {
      call(back->front());
      back->pop_front();
    } else {
      call(state.ticket(waiting.claims[claimed++].ticket));
    }
  }
  return order;
}

std::string console_state_json(const ConsoleInput& input) {
  const State& state = input.state;
  JsonWriter json;
  json.begin_object()
      .member("seq", state.seq)
      .member("day", state.day)
      .member("stale", !input.fresh)
      .member("stale_since", input.stale_since.ms)
      .key("hall")
      .begin_object();
  texts(json, state.hall_zh, state.hall_en);
  json.end_object().member("time_zone", state.time_zone);
  write_services(json, input);
  write_windows(json, input);
  write_waiting(json, input);
  write_absent(json, state, "missed", wire::TICKET_PHASE_MISSED, &Ticket::called_at);
  write_absent(json, state, "held", wire::TICKET_PHASE_HELD, &Ticket::held_at);
  write_absent(json, state, "voided", wire::TICKET_PHASE_VOIDED, &Ticket::ended_at);
  write_devices(json, state);
  write_alarms(json, state);
  if (state.emergency.running()) {
    json.key("emergency").begin_object();
    texts(json, state.emergency.zh, state.emergency.en);
    json.member("since", state.emergency.since.ms).end_object();
  }
  return json.end_object().take();
}

std::string item_json(const wire::ItemRecord& item) {
  JsonWriter json;
  json.begin_object().member("id", item.id());
  texts(json, item.name().zh(), item.name().en());
  json.member("on_the_spot", item.on_the_spot());
  json.key("documents").begin_array();
  for (const wire::DocumentRecord& document : item.documents()) {
    json.begin_object();
    texts(json, document.name().zh(), document.name().en());
    json.member("optional", document.optional()).end_object();
  }
  return json.end_array().end_object().take();
}

std::string items_json(const std::vector<wire::ItemRecord>& items) {
  JsonWriter json;
  json.begin_array();
  for (const wire::ItemRecord& item : items) json.raw(item_json(item));
  return json.end_array().take();
}

}  // namespace yichuang
