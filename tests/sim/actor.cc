#include "tests/sim/actor.h"

#include <utility>

namespace yichuang::sim {
namespace {

constexpr size_t kGivenMax = 40;           // an actor remembers its newest tickets
constexpr uint64_t kImpatientPercent = 3;  // presses twice
constexpr uint64_t kWaitsForAnswerPercent = 90;

}  // namespace

Actor::Actor(Role role, Station& station, Timeline& timeline, SeededRandom random, Hall hall)
    : role_(std::move(role)),
      station_(station),
      timeline_(timeline),
      random_(random),
      hall_(std::move(hall)),
      own_(station, hall_.day_of) {
  timeline_.after(random_.between(0, role_.pause_ms_max), [this] { step(); });
}

void Actor::step() {
  own_.hand_over();
  if (stopped_ && own_.left() == 0) return;
  if (station_.life() != station_life_) {  // the program forgot what it had asked
    station_life_ = station_.life();
    waits_for_ = 0;
  }
  if (!stopped_ && (waits_for_ == 0 || !random_.percent(kWaitsForAnswerPercent))) do_something();
  timeline_.after(random_.between(role_.pause_ms_min, role_.pause_ms_max), [this] { step(); });
}

void Actor::do_something() {
  const State& state = station_.state();
  const Window* window = state.window(role_.window);
  const Ticket* visitor = window ? state.ticket(window->ticket) : nullptr;
  const bool has_own = state.offline_series.contains(station_.name());
  const Scene scene{state,          random_,
                    hall_.time(),   role_.window,
                    window,         visitor,
                    role_.clerk,    &given_,
                    &appointments_, station_.hall_now(),
                    &own_,          has_own && !station_.fresh()};
  const Habit* habit = choose_habit(role_.job, scene);
  if (!habit) return;
  wire::Command command;
  command.set_staff_role(staff_role_of(role_.job));
  if (command.staff_role() != wire::STAFF_ROLE_UNSPECIFIED) command.set_clerk(role_.clerk);
  habit->fill(scene, command);
  if (command.body_case() == wire::Command::BODY_NOT_SET) return;
  send(command);
  if (random_.percent(kImpatientPercent)) send(command);
}

void Actor::send(const wire::Command& command) {
  ++waits_for_;
  station_.submit(command, [this, life = station_.life()](const Outcome& outcome) {
    if (life == station_life_ && waits_for_ > 0) --waits_for_;
    hear(outcome);
  });
}

void Actor::hear(const Outcome& outcome) {
  if (outcome.kind != Outcome::Kind::kDone) return;
  const auto& appointment = outcome.reply.appointment();
  if (!appointment.token().empty()) {
    appointments_.push_back(
        {appointment.appointment(), appointment.token(), appointment.slot_ms()});
    if (appointments_.size() > kGivenMax) appointments_.erase(appointments_.begin());
  }
  const auto& ticket = outcome.reply.ticket();
  if (ticket.token().empty()) return;
  ++given_ever_;
  given_.push_back({ticket.ticket(), ticket.token()});
  if (given_.size() > kGivenMax) given_.erase(given_.begin());
}

}  // namespace yichuang::sim
