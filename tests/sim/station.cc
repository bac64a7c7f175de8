#include "tests/sim/station.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "tests/sim/violation.h"
#include "wire/codec.h"

namespace yichuang::sim {

class Station::WitnessedOutbox final : public Outbox {
 public:
  WitnessedOutbox(Witness& witness, Role role)
      : witness_(witness), role_(role), real_(memory_outbox()) {}

  Result<void> keep(const CommandId& id, const std::string& frame) override {
    wire::Command command;
    if (auto read = decode(frame, command); !read) return read.error();
    witness_.submitted(command, role_);
    last_id_ = std::string(id.raw());
    return real_->keep(id, frame);
  }
  Result<void> forget(const CommandId& id) override { return real_->forget(id); }
  Result<std::vector<std::pair<CommandId, std::string>>> all() override { return real_->all(); }
  // The id of the command that was kept last; empty if the last was not kept.
  std::string take_last_id() { return std::exchange(last_id_, {}); }

 private:
  Witness& witness_;
  const Role role_;
  std::unique_ptr<Outbox> real_;
  std::string last_id_;
};

Station::Station(Hall hall, std::string name, Role role, SeededRandom random)
    : hall_(hall),
      name_(std::move(name)),
      role_(role),
      random_(random),
      clock_(hall.timeline),
      outbox_(std::make_unique<WitnessedOutbox>(hall.witness, role)),
      mirror_(std::make_unique<Mirror>()),
      commander_(std::make_unique<Commander>("sim", *outbox_, random_)) {
  auto who = std::make_shared<EnrolledDevice>();
  who->name = name_;
  who->role = role_;
  who->hall = "sim";
  cable_ = hall_.network.plug_in(*this, std::move(who));
  send_all();
}

Station::~Station() = default;

void Station::submit(wire::Command command, Commander::OnOutcome on_outcome) {
  constexpr int64_t kPatienceMs = 10'000;
  auto id = std::make_shared<std::string>();
  commander_->submit(std::move(command), hall_now(), clock_.steady_ms(), kPatienceMs,
                     [this, id, done = std::move(on_outcome)](const Outcome& heard) {
                       outcome(*id, heard);
                       done(heard);
                     });
  *id = outbox_->take_last_id();
  send_all();
}

void Station::restart() {
  ++life_;
  mirror_ = std::make_unique<Mirror>();
  commander_ = std::make_unique<Commander>("sim", *outbox_, random_);
  clock_offset_ms_ = 0;
  commander_->resume(clock_.now(), clock_.steady_ms(), [this](const wire::Command& command) {
    return [this, id = command.command_id()](const Outcome& heard) { outcome(id, heard); };
  });
  send_all();
}

void Station::outcome(const std::string& id, const Outcome& heard) {
  ++answers_;
  if (id.empty()) return;
  // "It cannot happen any more" is promised with a deadline, so only while clocks are right.
  if (heard.kind == Outcome::Kind::kUnanswered && hall_.clocks_are_right) {
    hall_.witness.given_up(id);
  }
}

void Station::send_all() {
  const int64_t steady_ms = clock_.steady_ms();
  for (auto& frame : commander_->due(steady_ms)) hall_.network.send(cable_, std::move(frame));
  const auto make_id = [this] { return std::string(CommandId::make(clock_.now(), random_).raw()); };
  for (auto& query : mirror_->due(steady_ms, make_id)) {
    query.command.set_version(kProtocolVersion);
    query.command.set_hall("sim");
    query.command.set_command_id(query.id);
    hall_.network.send(cable_, encode(query.command));
  }
  wake_later();
}

void Station::wake_later() {
  const int64_t now_ms = clock_.steady_ms();
  int64_t next_ms = std::min(commander_->next_due_steady_ms(), mirror_->next_due_steady_ms());
  // Cut off already, or nothing to do: look again once in a while, as HallClient::wait_ms() does.
  if (next_ms <= now_ms) next_ms = now_ms + Mirror::kFreshMs;
  next_ms = std::min(next_ms, now_ms + Mirror::kFreshMs);
  if (next_ms >= wakes_at_ms_) return;
  wakes_at_ms_ = next_ms;
  hall_.timeline.after(next_ms - now_ms, [this, next_ms] {
    if (wakes_at_ms_ != next_ms) return;  // an earlier one was set meanwhile
    wakes_at_ms_ = INT64_MAX;
    send_all();
  });
}

void Station::take_feed(const std::string& body) {
  wire::Feed feed;
  if (auto read = decode(body, feed); !read) {
    violate(invariant::kTruthfulBoards, "{} cannot read the feed: {}", name_,
            read.error().sentence);
  }
  if (feed.has_pulse()) {
    last_contact_ms_ = feed.pulse().at_ms();
    clock_offset_ms_ = Time{last_contact_ms_} - clock_.now();
  }
  const uint64_t before = state().seq;
  mirror_->on_feed(feed, clock_.steady_ms(), {});
  look_at_mirror(before);
  send_all();
}

// What it shows now, after it showed event `before`.
void Station::look_at_mirror(uint64_t before) const {
  hall_.witness.look_at_mirror(name_, before, state());
  const uint64_t spoken_of = mirror_->pulse().last_seq();
  if (fresh() && spoken_of > state().seq) {
    violate(invariant::kTruthfulBoards, "{} takes event {} for the newest, it heard of event {}",
            name_, state().seq, spoken_of);
  }
}

void Station::take_reply(const std::string& body) {
  wire::Reply reply;
  if (auto read = decode(body, reply); !read) {
    violate(invariant::kDurableAnswer, "{} cannot read a reply: {}", name_, read.error().sentence);
  }
  const uint64_t before = state().seq;
  if (mirror_->on_reply(reply, clock_.steady_ms(), {})) {
    look_at_mirror(before);
  } else {
    commander_->on_reply(reply);
  }
  send_all();
}

}  // namespace yichuang::sim
