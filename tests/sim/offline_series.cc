#include "tests/sim/offline_series.h"

namespace yichuang::sim {
namespace {

constexpr size_t kKeptMax = 60;

}  // namespace

void OfflineSeries::issue(const std::string& service, const std::string& person,
                          wire::PriorityClass priority) {
  if (kept_.size() >= kKeptMax) return;
  const Time now = station_.hall_now();
  const uint32_t today = day_of_(now);
  if (today != day_) ordinal_ = 0;
  day_ = today;
  wire::AdoptTicket& ticket = kept_.emplace_back();
  ticket.set_service(service);
  ticket.set_ordinal(++ordinal_);
  ticket.set_issued_ms(now.ms);
  ticket.set_last_contact_ms(station_.last_contact_ms());
  ticket.set_delivery(wire::DELIVERY_PRINTED);
  ticket.set_priority(priority);
  ticket.set_person(person);
}

void OfflineSeries::hand_over() {
  if (kept_.empty() || asked_in_life_ == station_.life() || !station_.fresh()) return;
  asked_in_life_ = station_.life();
  wire::Command command;
  *command.mutable_adopt_ticket() = kept_.front();
  station_.submit(std::move(command), [this, life = station_.life()](const Outcome& outcome) {
    if (life == asked_in_life_) hear(outcome);
  });
}

// An answer that never came is asked for again, as a new command: the server knows by the number
// what it has adopted.
void OfflineSeries::hear(const Outcome& outcome) {
  asked_in_life_ = UINT64_MAX;
  const bool over = outcome.kind == Outcome::Kind::kDone ||
                    (outcome.kind == Outcome::Kind::kRefused &&
                     (outcome.reply.refusal() == wire::REFUSAL_INVALID_VALUE ||
                      outcome.reply.refusal() == wire::REFUSAL_NOT_ALLOWED ||
                      outcome.reply.refusal() == wire::REFUSAL_UNKNOWN_SERVICE ||
                      (outcome.reply.refusal() == wire::REFUSAL_DEADLINE_PASSED &&
                       day_of_(Time{kept_.front().issued_ms()}) != day_of_(station_.hall_now()))));
  if (over) kept_.pop_front();
  if (over) hand_over();
}

}  // namespace yichuang::sim
