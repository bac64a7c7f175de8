// A hall that lives by random steps, through the same doors as the server: decide, stamp, apply.
// After every event and step the named invariants are checked; the first that breaks ends the play.
#pragma once

#include <functional>
#include <vector>

#include "queue-server/decide.h"
#include "queue-server/due.h"
#include "tests/properties/catalogues.h"
#include "tests/properties/overtaking.h"
#include "tests/properties/step.h"
#include "tests/properties/watch.h"

namespace yichuang::properties {

class RandomHall {
 public:
  RandomHall();

  // The invariant that broke and how, or nothing. Nothing more may be played after a violation.
  Violation play(const Step& step);
  // The same with any command at all, by anybody, after a pause; not a query.
  Violation send(const wire::Command& asked, const Actor& actor, int64_t pause_ms);
  // What is too slow to look at after every step: snapshot, hash and the fold once more.
  Violation check_all() const;

  const State& state() const { return state_; }
  const PrivateState& kept() const { return kept_; }
  size_t events() const { return events_; }
  size_t overtakings() const { return overtaking_.seen(); }

  std::function<void(const wire::Event&)> on_event;  // after each, if it is set

 private:
  Moment moment() const;
  Violation open_next_day();
  Violation do_what_is_due();
  Violation change_catalogue(uint8_t number);
  Violation staff_the_hall();
  Violation command(const wire::Command& asked, const Actor& actor);
  Violation check_refusal(const wire::Command& asked, const Refused& refused) const;
  Violation fold(const Events& events, const wire::Command* asked);
  Violation fold_one(wire::Event event, const wire::PrivatePart& part);
  Violation check_step() const;
  Violation check_limits() const;

  Opening opening_;
  TokenKey tokens_{};
  uint8_t catalogue_ = 0;
  Time now_;
  State state_;
  State again_;  // the same events, encoded and decoded
  PrivateState kept_;
  Watch watch_;
  Overtaking overtaking_;
  size_t events_ = 0;
};

// Plays the steps; what broke at which step, or nothing.
Violation play_all(const std::vector<Step>& steps);

}  // namespace yichuang::properties
