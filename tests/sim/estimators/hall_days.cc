#include "tests/sim/estimators/hall_days.h"

#include <fmt/format.h>

#include <cmath>

#include "base/assert.h"
#include "hall/apply.h"
#include "hall/learn.h"
#include "queue-server/due.h"
#include "queue-server/lengths.h"

namespace yichuang::estimators {
namespace {

constexpr int64_t kMinuteMs = 60'000;
constexpr int64_t kHourMs = 60 * kMinuteMs;
constexpr int64_t kDayMs = 24 * kHourMs;
constexpr WindowNumber kWindows = 10;
constexpr uint32_t kFirstDay = 20261101;
constexpr int64_t kOpensMs = 8 * kHourMs + 30 * kMinuteMs;
constexpr int64_t kLastArrivalMs = 16 * kHourMs + 30 * kMinuteMs;

// What really happens at the windows. The catalogue says ten minutes for everything.
struct Truth {
  const char* id;
  double share;      // of the people
  double mean_min;   // of a visit
  double deviation;  // of its logarithm; 0: the sum of `stages` equal exponential steps
  int stages;
};
constexpr std::array<Truth, 5> kTruth{{{"social", 0.30, 9, 0.55, 0},
                                       {"medical", 0.25, 7, 0, 3},
                                       {"household", 0.20, 13, 0.7, 0},
                                       {"property", 0.15, 22, 0, 4},
                                       {"tax", 0.10, 15, 0, 2}}};
constexpr uint32_t kCatalogueSeconds = 600;

constexpr int64_t kWalkMsMin = 5'000;
constexpr int64_t kWalkMsMax = 35'000;
constexpr int64_t kTurnMsMin = 5'000;
constexpr int64_t kTurnMsMax = 25'000;
constexpr int64_t kRecallMs = 21'000;
constexpr int64_t kMissMs = 63'000;  // mean, after the call

// Visits are a little longer in the afternoon.
double hour_factor(size_t hour) { return hour < 12 ? 0.95 : 1.06; }

wire::CatalogueAdopted catalogue_of(Layout layout) {
  wire::CatalogueAdopted catalogue;
  catalogue.set_hall_en("Hall of the estimators");
  catalogue.set_time_zone("Asia/Shanghai");
  char prefix = 'A';
  for (const Truth& truth : kTruth) {
    auto& service = *catalogue.add_services();
    service.set_id(truth.id);
    service.set_prefix(std::string(1, prefix++));
    service.set_service_seconds(kCatalogueSeconds);
  }
  for (WindowNumber number = 1; number <= kWindows; ++number) {
    auto& window = *catalogue.add_windows();
    window.set_window(number);
    const bool special = layout == Layout::kSpecial && number > kWindows - 2;
    window.set_general(!special);
    if (!special) continue;
    for (const char* id :
         number == kWindows ? std::array{"social", "medical"} : std::array{"property", "tax"}) {
      window.add_services(id);
    }
  }
  return catalogue;
}

std::string clerk_of(WindowNumber window) { return fmt::format("{}", 1000 + window); }

}  // namespace

HallDays::HallDays(const Setting& setting)
    : setting_(setting), random_(setting.seed), midnight_{1'793'462'400'000} {}

Score HallDays::live_a_day() {
  score_ = {};
  past_.clear();
  asked_.clear();
  gone_.clear();
  later_.clear();
  midnight_ = midnight_ + kDayMs;
  now_ = midnight_ + kOpensMs - 10 * kMinuteMs;
  fold(open_day(state_, kFirstDay + day_++, catalogue_of(setting_.layout), midnight_));
  now_ = midnight_ + kOpensMs;
  open_windows();
  schedule(0, What::kArrival, 0);
  while (!future_.empty()) {
    const Happening next = future_.top();
    future_.pop();
    now_ = next.at;
    happen(next);
  }
  return score_;
}

void HallDays::open_windows() {
  for (WindowNumber number = 1; number <= kWindows; ++number) {
    wire::Command in;
    in.set_clerk(clerk_of(number));
    in.mutable_sign_in()->set_window(number);
    send(in);
    wire::Command open;
    open.mutable_open_window()->set_window(number);
    send(open);
    // Lunch by turns, half an hour each, from half past eleven to half past one.
    const int64_t turn_ms = (number - 1) % 4 * 30 * kMinuteMs;
    clerks_[number] = {true, setting_.layout == Layout::kOneLine,
                       midnight_ + 11 * kHourMs + 30 * kMinuteMs + turn_ms};
  }
}

void HallDays::happen(const Happening& next) {
  wire::Command command;
  switch (next.what) {
    case What::kArrival:
      return arrive();
    case What::kConfirm:
      return confirm(next.who);
    case What::kReady:
      return ready(next.who);
    case What::kRecall:
      command.mutable_recall_ticket()->set_window(next.who);
      send(command);
      return;
    case What::kMiss:
      command.mutable_mark_missed()->set_window(next.who);
      HALL_ASSERT(send(command));
      return schedule(between(kTurnMsMin, kTurnMsMax), What::kReady, next.who);
    case What::kStart:
      return start(next.who);
    case What::kDone:
      return done(next.who);
    case What::kReopen:
      command.mutable_open_window()->set_window(next.who);
      HALL_ASSERT(send(command));
      return ready(next.who);
  }
}

void HallDays::arrive() {
  const auto gap_ms = static_cast<int64_t>(exponential(1 / arrivals_per_ms()));
  if (now_ + gap_ms < midnight_ + kLastArrivalMs) schedule(gap_ms, What::kArrival, 0);
  double point = uniform();
  ServiceIndex service = 0;
  while (service + 1 < kTruth.size() && point >= kTruth[service].share) {
    point -= kTruth[service++].share;
  }
  const TicketKey key = state_.next_ticket();
  gone_[key] = uniform() < setting_.ghost_share;
  const HallEstimate estimate = estimate_hall(state_, now_);
  if (estimate.services[service].open) {
    remember_waits(key, peer_estimates(state_, service, past_, now_), estimate);
  }
  wire::Command command;
  command.mutable_issue_ticket()->set_service(kTruth[service].id);
  told_ = &estimate.services;
  HALL_ASSERT(send(command));
  told_ = nullptr;
  const Ticket& ticket = *state_.ticket(key);
  if (const auto asked = asked_.find(key); asked != asked_.end()) {
    asked->second.told = {ticket.told_min_p50 * 60'000.0, ticket.told_min_p90 * 60'000.0};
  }
  schedule(between(2'000, 4'000), What::kConfirm, key);
}

// All that is told now, to be compared when the people are called.
void HallDays::remember_waits(TicketKey issued, const std::array<double, kPeers>& peers,
                              const HallEstimate& estimate) {
  asked_[issued] = {peers, {}, true};
  if (estimate.tickets.empty()) return;
  const TicketWait& one = estimate.tickets[random_() % estimate.tickets.size()];
  later_.push_back({one.ticket, now_, {one.wait.p50_min * 60'000.0, one.wait.p90_min * 60'000.0}});
}

void HallDays::confirm(TicketKey ticket) {
  wire::Command command;
  command.mutable_confirm_ticket()->set_ticket(ticket);
  command.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
  HALL_ASSERT(send(command));
  for (auto& [number, clerk] : clerks_) {
    if (!clerk.idle || !serves(*state_.window(number), state_.ticket(ticket)->service)) continue;
    clerk.idle = false;
    return schedule(between(1'000, 5'000), What::kReady, number);
  }
}

// The clerk looks up: lunch, the next person, or nobody.
void HallDays::ready(WindowNumber window) {
  Clerk& clerk = clerks_[window];
  if (!clerk.had_lunch && now_ >= clerk.lunch) {
    clerk.had_lunch = true;
    wire::Command command;
    command.mutable_pause_window()->set_window(window);
    command.mutable_pause_window()->set_reason("午休");
    HALL_ASSERT(send(command));
    return schedule(between(25 * kMinuteMs, 35 * kMinuteMs), What::kReopen, window);
  }
  call(window);
}

void HallDays::call(WindowNumber window) {
  wire::Command command;
  command.mutable_call_next()->set_window(window);
  clerks_[window].idle = !send(command);
  if (clerks_[window].idle) return;
  const Ticket& ticket = *state_.ticket(state_.window(window)->ticket);
  compare(ticket);
  if (gone_[ticket.key]) {
    schedule(kRecallMs, What::kRecall, window);
    schedule(2 * kRecallMs, What::kRecall, window);
    schedule(between(kMissMs - 5'000, kMissMs + 5'000), What::kMiss, window);
  } else {
    schedule(between(kWalkMsMin, kWalkMsMax), What::kStart, window);
  }
}

void HallDays::start(WindowNumber window) {
  wire::Command command;
  command.mutable_start_service()->set_window(window);
  HALL_ASSERT(send(command));
  const Ticket& ticket = *state_.ticket(state_.window(window)->ticket);
  schedule(visit_ms(ticket.service), What::kDone, window);
}

void HallDays::done(WindowNumber window) {
  wire::Command command;
  command.mutable_complete_service()->set_window(window);
  HALL_ASSERT(send(command));
  schedule(between(kTurnMsMin, kTurnMsMax), What::kReady, window);
}

void HallDays::compare(const Ticket& ticket) {
  const auto wait_ms = static_cast<double>(now_ - ticket.issued_at);
  past_.push_back({ticket.service, wait_ms});
  if (const auto asked = asked_.find(ticket.key); asked != asked_.end()) {
    score_.add(asked->second.peers, asked->second.told, wait_ms);
  }
  std::erase_if(later_, [&](const Later& told) {
    if (told.ticket != ticket.key) return false;
    score_.while_waiting.add(told.told, static_cast<double>(now_ - told.at));
    return true;
  });
}

void HallDays::schedule(int64_t after_ms, What what, uint32_t who) {
  future_.push({now_ + after_ms, scheduled_++, what, who});
}

bool HallDays::send(const wire::Command& command) {
  const Actor actor{"web-1", command.clerk().empty() ? Role::kAdmin : Role::kWeb, command.clerk()};
  auto decided = decide(state_, command, actor, {now_, told_});
  if (!decided) return false;
  fold(*decided);
  return true;
}

void HallDays::fold(Events events) {
  for (wire::Event& event : events) {
    event.set_prev_seq(state_.seq);
    event.set_seq(state_.seq + 1);
    event.set_at_ms(now_.ms);
    HALL_ASSERT(cannot_follow(state_, event).empty());
    apply(state_, event);
  }
}

double HallDays::uniform() {
  return (static_cast<double>(random_() >> 11) + 0.5) / 9007199254740992.0;
}

double HallDays::exponential(double mean) { return -mean * std::log(uniform()); }

int64_t HallDays::between(int64_t low_ms, int64_t high_ms) {
  return low_ms + static_cast<int64_t>(uniform() * static_cast<double>(high_ms - low_ms));
}

int64_t HallDays::visit_ms(ServiceIndex service) {
  if (setting_.layout == Layout::kOneLine) {
    return static_cast<int64_t>(
        exponential(kTruth[service].mean_min * kMinuteMs * hour_factor(hour_of_day(state_, now_))));
  }
  const Truth& truth = kTruth[service];
  const double mean_ms = truth.mean_min * kMinuteMs * hour_factor(hour_of_day(state_, now_));
  double ms = 0;
  if (truth.stages == 0) {
    const double variance = truth.deviation * truth.deviation;
    ms = mean_ms * std::exp(truth.deviation * normal_quantile(uniform()) - variance / 2);
  }
  for (int i = 0; i < truth.stages; ++i) ms += exponential(mean_ms / truth.stages);
  return static_cast<int64_t>(ms);
}

// So that the windows, all open, are busy for the wanted share of the time.
double HallDays::arrivals_per_ms() const {
  double visit_ms = 0;
  for (const Truth& truth : kTruth) visit_ms += truth.share * truth.mean_min * kMinuteMs;
  const double turn_ms = (kTurnMsMin + kTurnMsMax) / 2.0;
  const double came_ms = (kWalkMsMin + kWalkMsMax) / 2.0 + visit_ms + turn_ms;
  const double gone = setting_.ghost_share;
  const double per_person_ms = (1 - gone) * came_ms + gone * (kMissMs + turn_ms);
  const size_t hour = hour_of_day(state_, now_);
  const bool noon = setting_.layout == Layout::kSpecial && (hour == 12 || hour == 13);
  return setting_.load * (noon ? 0.75 : 1) * kWindows / per_person_ms;
}

}  // namespace yichuang::estimators
