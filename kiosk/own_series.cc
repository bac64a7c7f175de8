#include "kiosk/own_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/log.h"

namespace yichuang::kiosk {
namespace {

// Day and ordinal, big-endian: entries of the store lie in the order in which they were given.
CommandId id_of(uint32_t day, uint32_t ordinal) {
  CommandId id;
  for (size_t i = 0; i < 4; ++i) {
    id.bytes.at(i) = static_cast<uint8_t>(day >> (24 - 8 * i));
    id.bytes.at(4 + i) = static_cast<uint8_t>(ordinal >> (24 - 8 * i));
  }
  id.bytes.back() = 1;
  return id;
}

std::pair<uint32_t, uint32_t> place_of(const CommandId& id) {
  std::pair<uint32_t, uint32_t> place;
  for (size_t i = 0; i < 4; ++i) {
    place.first = place.first << 8 | id.bytes.at(i);
    place.second = place.second << 8 | id.bytes.at(4 + i);
  }
  return place;
}

// A full disk is made room on; a command's own deadline (not the ticket's day) was too early.
bool may_pass(wire::Refusal refusal) {
  return refusal == wire::REFUSAL_DISK_FULL || refusal == wire::REFUSAL_DEADLINE_PASSED;
}

int minute_of(const LocalTime& time) { return time.hour * 60 + time.minute; }

}  // namespace

OwnSeries::OwnSeries(std::unique_ptr<Outbox> store, std::string name, Submit submit)
    : store_(std::move(store)), name_(std::move(name)), submit_(std::move(submit)) {}

Result<std::unique_ptr<OwnSeries>> OwnSeries::open(std::unique_ptr<Outbox> store, std::string name,
                                                   Submit submit) {
  auto kept = store->all();
  if (!kept) return kept.error();
  std::unique_ptr<OwnSeries> series(
      new OwnSeries(std::move(store), std::move(name), std::move(submit)));
  if (!kept->empty()) series->given_ = place_of(kept->back().first);
  for (const auto& [id, bytes] : *kept) {
    Ticket ticket;
    const bool read = ticket.adopt.ParseFromString(bytes);
    if (!read) log_error("a number that was given offline cannot be read; it is forgotten");
    const Place place = place_of(id);
    if (!read || ticket.adopt.delivery() == wire::DELIVERY_UNSPECIFIED) {
      series->retire(place);
      continue;
    }
    ticket.in_hand = false;
    series->tickets_[place] = std::move(ticket);
  }
  if (!series->tickets_.empty())
    log_info("{} numbers wait for the server since before the restart", series->tickets_.size());
  return series;
}

// --- Giving --------------------------------------------------------------------------------------

bool OwnSeries::can_issue(const State& last, const Zone& zone, Time now) const {
  if (last.seq == 0 || !last.offline_series.contains(name_)) return false;
  if (!last.keeps_hours) return true;
  if (zone.day(now) == last.day)
    return std::ranges::any_of(
        last.hours, [now](const OpenSpan& span) { return span.from <= now && now < span.to; });
  // Another day, whose hours nobody has told: the last known day's must do.
  const int minute = minute_of(zone.local(now));
  return std::ranges::any_of(last.hours, [&](const OpenSpan& span) {
    return minute_of(zone.local(span.from)) <= minute && minute < minute_of(zone.local(span.to));
  });
}

uint32_t OwnSeries::last_ordinal(const State& last, uint32_t day, const std::string& prefix) const {
  const uint32_t given = given_.first == day ? given_.second : 0;
  const auto series = last.series.find(prefix);
  if (last.day != day || series == last.series.end()) return given;
  return std::max(given, series->second.ordinal);
}

Result<FlowTicket> OwnSeries::issue(const State& last, const Zone& zone, const std::string& service,
                                    Time now, Time last_contact, const std::string& item) {
  const auto own = last.offline_series.find(name_);
  if (own == last.offline_series.end() || last.service(service) == nullptr)
    return Error{ErrorCode::kNotFound, "this kiosk has no numbers of its own for that"};
  const uint32_t day = zone.day(now);
  const uint32_t ordinal = last_ordinal(last, day, own->second) + 1;
  if (ordinal > limits::kSeriesOrdinalMax)
    return Error{ErrorCode::kExhausted, "all numbers of this kiosk's own series are used today"};
  Ticket ticket;
  ticket.adopt.set_service(service);
  ticket.adopt.set_item(item);
  ticket.adopt.set_ordinal(ordinal);
  ticket.adopt.set_issued_ms(now.ms);
  ticket.adopt.set_last_contact_ms(std::min(last_contact, now).ms);
  if (auto kept = store_->keep(id_of(day, ordinal), ticket.adopt.SerializeAsString()); !kept)
    return kept.error();
  const Place before = std::exchange(given_, Place{day, ordinal});
  if (!tickets_.contains(before) && before != Place{}) retire(before);
  tickets_[given_] = std::move(ticket);
  FlowTicket out;
  out.key = kOwnKey | ordinal;
  out.number = fmt::format("{}{:03}", own->second, ordinal);
  out.service = service;
  out.offline = true;
  log_info("number {} is given while the server is away", out.number);
  return out;
}

// Tickets in hand are of the last day that gave one: the key need not name it.
std::map<OwnSeries::Place, OwnSeries::Ticket>::iterator OwnSeries::find(uint32_t key) {
  return is_own(key) ? tickets_.find({given_.first, key & ~kOwnKey}) : tickets_.end();
}

Result<void> OwnSeries::held(uint32_t key, wire::Delivery delivery) {
  const auto at = find(key);
  if (at == tickets_.end()) return {};
  Ticket& ticket = at->second;
  if (ticket.stored && ticket.adopt.delivery() == delivery) return {};
  ticket.adopt.set_delivery(delivery);
  auto kept =
      store_->keep(id_of(at->first.first, at->first.second), ticket.adopt.SerializeAsString());
  ticket.stored = kept.ok();
  return kept;
}

void OwnSeries::release(uint32_t key) {
  if (const auto at = find(key); at != tickets_.end()) at->second.in_hand = false;
}

void OwnSeries::drop(uint32_t key) {
  if (const auto at = find(key); at != tickets_.end()) retire(at->first);
}

// Nobody waits for it any more. The last one stays on disk, as nobody's.
void OwnSeries::retire(const Place& place) {
  const CommandId id = id_of(place.first, place.second);
  const auto done = place == given_ ? store_->keep(id, "") : store_->forget(id);
  if (!done) log_error("{}", done.error().sentence);
  tickets_.erase(place);
}

// --- Handing over --------------------------------------------------------------------------------

void OwnSeries::step(uint32_t today, int64_t steady_ms) {
  steady_ms_ = steady_ms;
  today_ = today;
  if (today == 0 || under_way_ || steady_ms < not_before_ms_ || tickets_.empty()) return;
  const auto& [place, ticket] = *tickets_.begin();  // a later one never goes before it
  if (ticket.in_hand) return;
  under_way_ = place;
  wire::Command command;
  *command.mutable_adopt_ticket() = ticket.adopt;
  submit_(std::move(command), outcome_of(place));
}

Commander::OnOutcome OwnSeries::resumed(const wire::AdoptTicket& command) {
  for (const auto& [place, ticket] : tickets_) {
    if (place.second != command.ordinal() || ticket.adopt.issued_ms() != command.issued_ms())
      continue;
    under_way_ = place;
    return outcome_of(place);
  }
  return [](const Outcome&) {};
}

Commander::OnOutcome OwnSeries::outcome_of(const Place& place) {
  return [this, place](const Outcome& outcome) { answered(place, outcome); };
}

void OwnSeries::answered(const Place& place, const Outcome& outcome) {
  under_way_.reset();
  const auto at = tickets_.find(place);
  if (at == tickets_.end()) return;
  switch (outcome.kind) {
    case Outcome::Kind::kDone:
      log_info("number {} of this kiosk's own is in the queue", place.second);
      return retire(place);
    case Outcome::Kind::kRefused:
      if (may_pass(outcome.reply.refusal()) && place.first >= today_) break;
      log_error("number {} of this kiosk's own is not in the queue: {}", place.second,
                outcome.reply.sentence());
      return retire(place);
    case Outcome::Kind::kUnanswered:
    case Outcome::Kind::kUnavailable:
      break;
  }
  not_before_ms_ = steady_ms_ + kAgainMs;
}

}  // namespace yichuang::kiosk
