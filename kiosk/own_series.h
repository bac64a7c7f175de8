// The kiosk's own numbers, for the time when the server is away: given from a series that no other
// machine uses, kept on disk until the server has adopted them, handed over in their order.
//
// Owned by the kiosk; its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/zone.h"
#include "client/commander.h"
#include "client/outbox.h"
#include "hall/state.h"
#include "kiosk/flow.h"

namespace yichuang::kiosk {

class OwnSeries {
 public:
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;

  // What an earlier run left is taken up: a ticket that may be on paper is handed over, one that
  // nobody can hold is forgotten. `name`: as the kiosk is enrolled. `submit` and what it owes
  // outlive this.
  static Result<std::unique_ptr<OwnSeries>> open(std::unique_ptr<Outbox> store, std::string name,
                                                 Submit submit);

  // Whether a number can be given now: the hall has a series for this kiosk, and is open at this
  // time of the day as far as the last state tells.
  bool can_issue(const State& last, const Zone& zone, Time now) const;
  // The next number, on disk as held by nobody. Its key is of this kiosk alone (is_own). Fails when
  // the series is used up (kExhausted), or the disk does not take it.
  Result<FlowTicket> issue(const State& last, const Zone& zone, const std::string& service,
                           Time now, Time last_contact, const std::string& item = {});
  // Who has it, on disk when it returns ok. From then on a restart hands it over.
  Result<void> held(uint32_t key, wire::Delivery delivery);
  // The citizen's, or as good as: it is handed over as soon as the server is there.
  void release(uint32_t key);
  // Nobody's.
  void drop(uint32_t key);

  // Hands over, one after another, what is due; call as time passes. `today`: the hall's day if the
  // server is there, else 0.
  void step(uint32_t today, int64_t steady_ms);
  // For a command of an earlier run, sent again from the client's outbox: hears its outcome.
  Commander::OnOutcome resumed(const wire::AdoptTicket& command);
  // How many the server does not know yet.
  size_t waiting() const { return tickets_.size(); }

  // Keys of tickets that the server has not seen: above all of its own.
  static bool is_own(uint32_t key) { return (key & kOwnKey) != 0; }
  static constexpr int64_t kAgainMs = 5'000;  // after a hand-over that was not answered

 private:
  static constexpr uint32_t kOwnKey = 0x8000'0000U;
  // By day and ordinal: in the order in which they were given.
  using Place = std::pair<uint32_t, uint32_t>;
  struct Ticket {
    wire::AdoptTicket adopt;
    bool in_hand = true;  // not decided yet: it is not handed over
    bool stored = true;   // as it is here
  };

  OwnSeries(std::unique_ptr<Outbox> store, std::string name, Submit submit);
  uint32_t last_ordinal(const State& last, uint32_t day, const std::string& prefix) const;
  std::map<Place, Ticket>::iterator find(uint32_t key);
  void retire(const Place& place);
  Commander::OnOutcome outcome_of(const Place& place);
  void answered(const Place& place, const Outcome& outcome);

  const std::unique_ptr<Outbox> store_;
  const std::string name_;
  const Submit submit_;
  std::map<Place, Ticket> tickets_;
  Place given_{};  // the last number of all: its entry stays, so that it is given to nobody else
  std::optional<Place> under_way_;  // being handed over
  int64_t not_before_ms_ = 0;
  int64_t steady_ms_ = 0;
  uint32_t today_ = 0;
};

}  // namespace yichuang::kiosk
