#include "tests/sim/fairness/long_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "hall/apply.h"
#include "queue-server/due.h"

namespace yichuang::fairness {
namespace {

constexpr double kMinuteMs = 60'000;
constexpr size_t kServices = 26;
const Actor kDesk{"desk", Role::kAdmin, ""};

// Many services in one line, because a letter has 999 numbers: the windows serve them all.
wire::CatalogueAdopted catalogue_of(const Setting& setting) {
  wire::CatalogueAdopted catalogue;
  catalogue.set_hall_en("Hall of the fair queue");
  catalogue.set_time_zone("Asia/Shanghai");
  catalogue.mutable_rules()->set_policy(name_of(setting.policy));
  for (size_t i = 0; i < kServices; ++i) {
    auto& service = *catalogue.add_services();
    service.set_id(fmt::format("service-{}", i));
    service.set_prefix(std::string(1, static_cast<char>('A' + i)));
    service.set_service_seconds(static_cast<uint32_t>(setting.queue.visit_min * 60));
  }
  for (WindowNumber number = 1; number <= setting.queue.windows; ++number) {
    auto& window = *catalogue.add_windows();
    window.set_window(number);
    window.set_general(true);
  }
  return catalogue;
}

}  // namespace

LongQueue::LongQueue(const Setting& setting)
    : setting_(setting), random_(setting.seed), now_{1'793'462'400'000} {
  HALL_ASSERT(setting.people <= kPeopleMax && setting.unmeasured < setting.people);
  people_.reserve(setting.people);
  fold(open_day(state_, 20261101, catalogue_of(setting), now_));
  open_windows();
}

void LongQueue::open_windows() {
  for (WindowNumber number = 1; number <= setting_.queue.windows; ++number) {
    wire::Command open;
    open.mutable_open_window()->set_window(number);
    send(open);
    idle_.push_back(number);
  }
}

Score LongQueue::live() {
  next_arrival_ = now_;
  while (people_.size() < setting_.people || !future_.empty()) {
    const bool comes = people_.size() < setting_.people;
    if (comes && (future_.empty() || next_arrival_ < future_.top().at)) {
      now_ = next_arrival_;
      arrive();
    } else {
      now_ = future_.top().at;
      const WindowNumber window = future_.top().window;
      future_.pop();
      done(window);
    }
  }
  HALL_ASSERT(waiting_.empty());
  return std::move(score_);
}

void LongQueue::arrive() {
  const QueueLoad& queue = setting_.queue;
  const double gap_ms = queue.visit_min * kMinuteMs / (queue.load * queue.windows);
  next_arrival_ = now_ + static_cast<int64_t>(exponential(gap_ms));
  const size_t index = people_.size();
  Person& person = people_.emplace_back();
  person.came = now_;
  person.visit_ms = static_cast<int64_t>(exponential(queue.visit_min * kMinuteMs));
  person.priority = uniform() < queue.priority_share;
  person.there = waiting_.size();
  person.calls_before = calls_;
  if (person.priority) priority_came_.push_back(now_);
  waiting_[index] = &person;

  const TicketKey key = state_.next_ticket();
  wire::Command issue;
  issue.mutable_issue_ticket()->set_service(state_.services[index % kServices].id);
  issue.mutable_issue_ticket()->set_priority(class_of(person));
  send(issue);
  wire::Command confirm;
  confirm.mutable_confirm_ticket()->set_ticket(key);
  confirm.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
  send(confirm);
  if (idle_.empty()) return;
  const WindowNumber window = idle_.back();
  idle_.pop_back();
  HALL_ASSERT(call(window));
}

bool LongQueue::call(WindowNumber window) {
  wire::Command next;
  next.mutable_call_next()->set_window(window);
  auto decided = decide(state_, next, kDesk, {now_, nullptr});
  if (!decided) {
    HALL_ASSERT(waiting_.empty());
    return false;
  }
  const wire::TicketCalled called = decided->front().ticket_called();
  fold(std::move(*decided));
  const size_t index = called.ticket() - state_.first_ticket;
  see_call(index, called.passed());
  wire::Command start;
  start.mutable_start_service()->set_window(window);
  send(start);
  future_.push({now_ + people_[index].visit_ms, window});
  return true;
}

void LongQueue::done(WindowNumber window) {
  wire::Command complete;
  complete.mutable_complete_service()->set_window(window);
  send(complete);
  if (!call(window)) idle_.push_back(window);
}

// ---- The bound. ----

void LongQueue::see_call(size_t called, uint32_t passed) {
  waiting_.erase(called);
  size_t before = 0;
  for (auto& [index, person] : waiting_) {
    if (index > called) break;
    see_passed(*person, people_[called]);
    ++before;
  }
  if (before != passed) ++score_.broken;  // the event tells how many were passed
  score_.overtakings += before;
  score_called(called);
  ++calls_;
}

void LongQueue::see_passed(Person& passed, const Person& called) {
  ++passed.overtaken;
  const int64_t waited_ms = now_ - passed.came;
  const int64_t span_ms =
      overtaking_span_ms(state_.rules, class_of(passed), class_of(called), waited_ms);
  if (called.came - passed.came >= span_ms) ++score_.broken;
  const auto theirs_ms = static_cast<double>(std::max<int64_t>(1, now_ - called.came));
  score_.stretched = std::max(score_.stretched, static_cast<double>(waited_ms) / theirs_ms);
}

uint64_t LongQueue::might_overtake(size_t index) const {
  const Person& person = people_[index];
  if (person.priority) return 0;
  const int64_t span_ms = overtaking_span_ms(state_.rules, class_of(person),
                                             wire::PRIORITY_CLASS_ELDERLY, now_ - person.came);
  const auto first = std::ranges::lower_bound(priority_came_, person.came);
  const auto last = span_ms == INT64_MAX
                        ? priority_came_.end()
                        : std::ranges::lower_bound(priority_came_, person.came + span_ms);
  return static_cast<uint64_t>(std::max<ptrdiff_t>(0, last - first));
}

void LongQueue::score_called(size_t index) {
  const Person& person = people_[index];
  const uint64_t most = might_overtake(index);
  const uint64_t calls = calls_ - person.calls_before;
  if (person.overtaken > most || calls > person.there + most) ++score_.broken;
  if (most >= 10) {
    const double taken = static_cast<double>(person.overtaken) / static_cast<double>(most);
    score_.closest = std::max(score_.closest, taken);
  }
  if (index < setting_.unmeasured) return;
  ClassScore& score = person.priority ? score_.priority : score_.ordinary;
  score.waits_min.push_back(static_cast<double>(now_ - person.came) / kMinuteMs);
  score.overtaken.see(person.overtaken, most);
  score.calls.see(calls, person.there + most);
}

// ---- The hall. ----

PriorityClass LongQueue::class_of(const Person& person) const {
  return person.priority ? wire::PRIORITY_CLASS_ELDERLY : wire::PRIORITY_CLASS_ORDINARY;
}

void LongQueue::send(const wire::Command& command) {
  auto decided = decide(state_, command, kDesk, {now_, nullptr});
  HALL_ASSERT(decided.ok());
  fold(std::move(*decided));
}

void LongQueue::fold(Events events) {
  for (wire::Event& event : events) {
    event.set_prev_seq(state_.seq);
    event.set_seq(state_.seq + 1);
    event.set_at_ms(now_.ms);
    apply(state_, event);
  }
}

double LongQueue::uniform() {
  return (static_cast<double>(random_() >> 11) + 0.5) / 9007199254740992.0;
}

double LongQueue::exponential(double mean) { return -mean * std::log(uniform()); }

}  // namespace yichuang::fairness
