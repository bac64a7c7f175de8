#include "tests/properties/random_hall.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "hall/apply.h"
#include "hall/legal.h"
#include "hall/snapshot.h"
#include "tests/properties/calling_order.h"
#include "tests/properties/same_state.h"
#include "wire/codec.h"

namespace yichuang::properties {
namespace {

constexpr size_t kSentenceBytesMax = 400;  // Reply.sentence
constexpr int kChecksEvery = 16;

}  // namespace

RandomHall::RandomHall() : opening_(office_hours()), now_(opening_.zone().at(20261123, 520)) {
  tokens_.fill(7);
}

Moment RandomHall::moment() const {
  return {now_, nullptr, keeps_hours(catalogue_) ? &opening_ : nullptr, &kept_, &tokens_};
}

Violation RandomHall::play(const Step& step) {
  now_ = now_ + pause_ms(step);
  const uint8_t action = step.action % kActions;
  if (action == kNewDay) now_ = opening_.zone().next_midnight(now_) + (step.pause % 24) * 3'600'000;
  if (auto wrong = open_next_day(); !wrong.empty()) return wrong;
  if (step.unit % 16 < 8) {
    if (auto wrong = do_what_is_due(); !wrong.empty()) return wrong;
  }
  Violation wrong;
  if (action >= kStaffTheHall) {
    wrong = staff_the_hall();
  } else if (action == kNewCatalogue) {
    wrong = change_catalogue(step.choice);
  } else if (action < kCommands) {
    wrong = command(command_of(step, state_, moment()), actor_of(step));
  }
  return wrong.empty() ? check_step() : wrong;
}

Violation RandomHall::send(const wire::Command& asked, const Actor& actor, int64_t pause_ms) {
  now_ = now_ + pause_ms;
  if (auto wrong = open_next_day(); !wrong.empty()) return wrong;
  if (auto wrong = do_what_is_due(); !wrong.empty()) return wrong;
  if (auto wrong = command(asked, actor); !wrong.empty()) return wrong;
  return check_step();
}

Violation RandomHall::check_step() const {
  if (auto wrong = watch_.compare(state_); !wrong.empty()) return wrong;
  return check_limits();
}

Violation RandomHall::open_next_day() {
  const uint32_t day = opening_.zone().day(now_);
  if (day <= state_.day) return "";
  const Opening* opening = keeps_hours(catalogue_) ? &opening_ : nullptr;
  const auto catalogue = catalogue_of(catalogue_, day, opening_);
  return fold(open_day(state_, day, catalogue, opening ? opening->zone().at(day, 0) : Time{}),
              nullptr);
}

// What is due is done at once, in rounds of at most so many events; then nothing is due.
Violation RandomHall::do_what_is_due() {
  for (int round = 0; round < 100; ++round) {
    const Events events = due(state_, moment());
    if (events.size() > limits::kTimedEventsPerTickMax) {
      return fmt::format("what is due has a limit: {} events", events.size());
    }
    if (events.empty()) return "";
    if (auto wrong = fold(events, nullptr); !wrong.empty()) return wrong;
  }
  return "what is due comes to an end";
}

Violation RandomHall::change_catalogue(uint8_t number) {
  catalogue_ = number % kCatalogues;
  Events events(1);
  *events[0].mutable_catalogue_adopted() = catalogue_of(catalogue_, state_.day, opening_);
  return fold(events, nullptr);
}

Violation RandomHall::staff_the_hall() {
  for (const auto& [number, window] : std::map(state_.windows)) {
    const Actor clerk{"web-1", Role::kWeb, fmt::format("{}", 1000 + number)};
    wire::Command sign_in;
    sign_in.mutable_sign_in()->set_window(number);
    if (auto wrong = command(sign_in, clerk); !wrong.empty()) return wrong;
    wire::Command open;
    open.mutable_open_window()->set_window(number);
    if (auto wrong = command(open, clerk); !wrong.empty()) return wrong;
  }
  return "";
}

Violation RandomHall::command(const wire::Command& asked, const Actor& actor) {
  if (auto legal = within_limits(asked); !legal) return "";  // never comes so far
  const auto decided = decide(state_, asked, actor, moment());
  const auto twice = decide(state_, asked, actor, moment());
  if (decided.ok() != twice.ok()) return "decide is a function: once yes, once no";
  if (!decided) return check_refusal(asked, decided.error());
  return fold(*decided, &asked);
}

Violation RandomHall::check_refusal(const wire::Command& asked, const Refused& refused) const {
  if (refused.code == wire::REFUSAL_UNSPECIFIED || refused.sentence.empty() ||
      refused.sentence.size() > kSentenceBytesMax) {
    return fmt::format("a refusal has a sentence: {}", asked.ShortDebugString());
  }
  if (refused.code != wire::REFUSAL_NOBODY_WAITING) return "";
  return watch_.nobody_for(state_, *state_.window(asked.call_next().window()));
}

Violation RandomHall::fold(const Events& events, const wire::Command* asked) {
  std::vector<wire::PrivatePart> parts;
  for (const wire::Event& event : events) parts.push_back(private_part(kept_, asked, event));
  for (size_t i = 0; i < events.size(); ++i) {
    if (auto wrong = fold_one(events[i], parts[i]); !wrong.empty()) {
      return wrong + "; the event: " + events[i].ShortDebugString();
    }
  }
  return "";
}

Violation RandomHall::fold_one(wire::Event event, const wire::PrivatePart& part) {
  event.set_prev_seq(state_.seq);
  event.set_seq(state_.seq + 1);
  event.set_at_ms(now_.ms);
  const std::string bytes = encode(event);
  wire::Event read;
  if (auto fits = decode(bytes, read); !fits) return "events fit: " + fits.error().sentence;
  if (auto fits = within_limits(part); !fits) return "events fit: " + fits.error().sentence;
  if (auto legal = check_legal(state_, event); !legal) {
    return "what is decided is legal: " + legal.error().sentence;
  }
  if (auto wrong = watch_.before(state_, event); !wrong.empty()) return wrong;
  if (auto wrong = overtaking_.before(state_, event); !wrong.empty()) return wrong;
  apply(state_, event);
  apply(again_, read);
  apply_private(kept_, event, part);
  if (on_event) on_event(event);
  if (auto wrong = watch_.see(event); !wrong.empty()) return wrong;
  if (++events_ % kChecksEvery == 0) return check_all();
  return "";
}

Violation RandomHall::check_limits() const {
  if (state_.recent_calls.size() > limits::kRecentCallsMax) return "the board's list has an end";
  if (state_.alarms.size() > limits::kAlarmsMax) return "alarms have a limit";
  if (state_.appointments.size() > limits::kAppointmentsMax) return "appointments have a limit";
  for (const Ticket& ticket : state_.tickets) {
    if (ticket.plan.size() > limits::kItemsPerTicketMax) return "a visit has an end";
    if (ticket.arrived_at > now_) return "nobody arrives in the future: " + ticket.number;
    if (now_ - ticket.arrived_at > 2 * int64_t{86'400'000}) {
      return "nobody arrived before the day: " + ticket.number;
    }
    if (ticket.phase != wire::TICKET_PHASE_WAITING) continue;
    const size_t others = state_.services[ticket.service].waiting_count();
    if (ticket.only_window == 0 && people_ahead(state_, ticket, now_) >= others) {
      return "people ahead are people who wait: " + ticket.number;
    }
  }
  return "";
}

Violation RandomHall::check_all() const {
  if (auto other = difference(again_, state_); !other.empty()) {
    return "apply is a function: " + other;
  }
  const auto pages = snapshot(state_);
  for (const wire::SnapshotPage& page : pages) {
    wire::SnapshotPage read;
    const std::string bytes = encode(page);
    if (bytes.size() > limits::kMessageBytesMax - 1024) return "pages fit into messages";
    if (auto fits = decode(bytes, read); !fits) return "pages fit: " + fits.error().sentence;
  }
  if (auto legal = check_legal(state_); !legal) {
    return "what is folded is legal: " + legal.error().sentence;
  }
  const auto state = from_foreign_snapshot(pages);
  if (!state) return "one fold: " + state.error().sentence;
  if (state_hash(*state) != state_hash(state_)) return "one fold: another hash";
  if (auto other = difference(*state, state_); !other.empty()) {
    return "one fold: the snapshot forgets " + other;
  }
  return check_people_ahead(state_, now_);
}

Violation play_all(const std::vector<Step>& steps) {
  RandomHall hall;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (auto wrong = hall.play(steps[i]); !wrong.empty()) {
      return fmt::format("step {}: {}", i, wrong);
    }
  }
  return hall.check_all();
}

}  // namespace yichuang::properties
