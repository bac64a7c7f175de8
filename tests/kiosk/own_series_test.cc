// Numbers that the kiosk gives while the server is away: none twice, none lost, handed over in
// their order; and the hall as it is remembered over a restart.
#include "kiosk/own_series.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

#include "kiosk/last_hall.h"
#include "tests/kiosk/sample_hall.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang::kiosk {
namespace {

constexpr uint32_t kToday = 20250520;

// A disk that can be full.
class FlakyStore final : public Outbox {
 public:
  explicit FlakyStore(std::map<CommandId, std::string>& entries, bool& full)
      : entries_(entries), full_(full) {}
  Result<void> keep(const CommandId& id, const std::string& frame) override {
    if (full_) return Error{ErrorCode::kUnavailable, "the disk is full"};
    entries_[id] = frame;
    return {};
  }
  Result<void> forget(const CommandId& id) override {
    entries_.erase(id);
    return {};
  }
  Result<std::vector<std::pair<CommandId, std::string>>> all() override {
    return std::vector<std::pair<CommandId, std::string>>(entries_.begin(), entries_.end());
  }

 private:
  std::map<CommandId, std::string>& entries_;
  bool& full_;
};

class Own : public testing::Test {
 protected:
  Own() {
    hall_.offline_series["kiosk-1"] = "X";
    start();
  }
  void start() {
    asked_.clear();
    auto opened = OwnSeries::open(std::make_unique<FlakyStore>(entries_, full_), "kiosk-1",
                                  [this](wire::Command command, Commander::OnOutcome outcome) {
                                    asked_.emplace_back(std::move(command), std::move(outcome));
                                  });
    ASSERT_TRUE(opened.ok());
    own_ = std::move(*opened);
  }
  // A number that the citizen has; its key.
  uint32_t give(wire::Delivery delivery = wire::DELIVERY_PRINTED) {
    const auto ticket = own_->issue(hall_, zone_, "social", now_, last_contact_);
    EXPECT_TRUE(ticket.ok());
    EXPECT_TRUE(own_->held(ticket->key, delivery));
    own_->release(ticket->key);
    return ticket->key;
  }
  // The server's answer to the oldest question.
  wire::AdoptTicket answer(const Outcome& outcome) {
    EXPECT_FALSE(asked_.empty());
    const auto [command, tell] = std::move(asked_.front());
    asked_.pop_front();
    tell(outcome);
    return command.adopt_ticket();
  }
  static Outcome refused(wire::Refusal refusal) {
    Outcome outcome{Outcome::Kind::kRefused, {}};
    outcome.reply.set_refusal(refusal);
    return outcome;
  }

  State hall_ = sample_hall();
  const Zone zone_ = std::move(Zone::open("Asia/Shanghai")).value();
  Time now_ = kSampleTime;
  Time last_contact_ = kSampleTime - 60'000;
  std::map<CommandId, std::string> entries_;
  bool full_ = false;
  std::deque<std::pair<wire::Command, Commander::OnOutcome>> asked_;
  std::unique_ptr<OwnSeries> own_;
  int64_t steady_ms_ = 10'000;
};

const Outcome kDone{Outcome::Kind::kDone, {}};

TEST_F(Own, NumbersCountUpInTheKiosksOwnSeries) {
  const auto first = own_->issue(hall_, zone_, "social", now_, last_contact_);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->number, "X001");
  EXPECT_TRUE(first->offline && first->token.empty());
  EXPECT_TRUE(OwnSeries::is_own(first->key));
  EXPECT_EQ(own_->issue(hall_, zone_, "tax", now_, last_contact_)->number, "X002");
}

TEST_F(Own, GoOnAfterThoseThatTheServerHasAdopted) {
  hall_.series["X"].ordinal = 41;
  EXPECT_EQ(own_->issue(hall_, zone_, "social", now_, last_contact_)->number, "X042");
}

TEST_F(Own, BeginAnewOnAnotherDay) {
  hall_.series["X"].ordinal = 41;
  now_ = now_ + 24 * 3'600'000;
  EXPECT_EQ(own_->issue(hall_, zone_, "social", now_, last_contact_)->number, "X001");
}

TEST_F(Own, AreHandedOverInOrderOneByOne) {
  for (int i = 0; i < 3; ++i) give();
  own_->step(0, steady_ms_);
  EXPECT_TRUE(asked_.empty()) << "nobody is there";
  for (uint32_t ordinal = 1; ordinal <= 3; ++ordinal) {
    own_->step(kToday, steady_ms_);
    own_->step(kToday, steady_ms_);
    ASSERT_EQ(asked_.size(), 1u) << "one at a time";
    const wire::AdoptTicket adopt = answer(kDone);
    EXPECT_EQ(adopt.ordinal(), ordinal);
    EXPECT_EQ(adopt.service(), "social");
    EXPECT_EQ(adopt.delivery(), wire::DELIVERY_PRINTED);
    EXPECT_EQ(adopt.issued_ms(), now_.ms);
    EXPECT_EQ(adopt.last_contact_ms(), last_contact_.ms);
  }
  EXPECT_EQ(own_->waiting(), 0u);
  EXPECT_EQ(entries_.size(), 1u) << "the last number, so that it is not given again";
}

TEST_F(Own, OneThatIsNotDecidedHoldsBackThoseAfterIt) {
  const auto in_hand = own_->issue(hall_, zone_, "social", now_, last_contact_);
  own_->step(kToday, steady_ms_);
  EXPECT_TRUE(asked_.empty());
  own_->drop(in_hand->key);
  give();
  own_->step(kToday, steady_ms_);
  EXPECT_EQ(answer(kDone).ordinal(), 2u);
}

TEST_F(Own, AnAnswerThatDoesNotComeIsAskedForAgainLater) {
  give();
  own_->step(kToday, steady_ms_);
  answer({Outcome::Kind::kUnanswered, {}});
  own_->step(kToday, steady_ms_ + 100);
  EXPECT_TRUE(asked_.empty());
  own_->step(kToday, steady_ms_ + OwnSeries::kAgainMs);
  EXPECT_EQ(answer(kDone).ordinal(), 1u);
}

TEST_F(Own, AFullDiskOfTheServerIsNoReasonToForgetANumber) {
  give();
  own_->step(kToday, steady_ms_);
  answer(refused(wire::REFUSAL_DISK_FULL));
  EXPECT_EQ(own_->waiting(), 1u);
  own_->step(kToday, steady_ms_ + OwnSeries::kAgainMs);
  answer(refused(wire::REFUSAL_UNKNOWN_SERVICE));
  EXPECT_EQ(own_->waiting(), 0u) << "nothing can be done about this one, and the next must go on";
}

TEST_F(Own, YesterdaysNumbersDoNotBlockTodays) {
  give();
  now_ = now_ + 24 * 3'600'000;
  give();
  own_->step(kToday + 1, steady_ms_);
  answer(refused(wire::REFUSAL_DEADLINE_PASSED));
  own_->step(kToday + 1, steady_ms_ + OwnSeries::kAgainMs);
  EXPECT_EQ(answer(kDone).issued_ms(), now_.ms);
}

TEST_F(Own, ARestartForgetsWhatNobodyHoldsAndKeepsWhatMayBeOnPaper) {
  give();
  (void)own_->issue(hall_, zone_, "social", now_, last_contact_);  // never went to the printer
  const auto printing = own_->issue(hall_, zone_, "tax", now_, last_contact_);
  ASSERT_TRUE(own_->held(printing->key, wire::DELIVERY_PRINTED));
  start();
  EXPECT_EQ(own_->waiting(), 2u);
  own_->step(kToday, steady_ms_);
  EXPECT_EQ(answer(kDone).ordinal(), 1u);
  own_->step(kToday, steady_ms_);
  EXPECT_EQ(answer(kDone).ordinal(), 3u);
  start();
  EXPECT_EQ(own_->issue(hall_, zone_, "social", now_, last_contact_)->number, "X004")
      << "none is given twice, though the hall has not told of them yet";
}

TEST_F(Own, ARestartInTheMiddleOfAHandOverAsksOnlyOnce) {
  give();
  own_->step(kToday, steady_ms_);
  const wire::AdoptTicket under_way = asked_.front().first.adopt_ticket();
  start();
  const Commander::OnOutcome heard = own_->resumed(under_way);  // the client sends it again
  own_->step(kToday, steady_ms_);
  EXPECT_TRUE(asked_.empty());
  heard(kDone);
  EXPECT_EQ(own_->waiting(), 0u);
}

TEST_F(Own, AFullDiskGivesNoNumberAndIsToldWhenItKeepsNobody) {
  full_ = true;
  EXPECT_FALSE(own_->issue(hall_, zone_, "social", now_, last_contact_).ok());
  full_ = false;
  const auto ticket = own_->issue(hall_, zone_, "social", now_, last_contact_);
  EXPECT_EQ(ticket->number, "X001") << "the one before was never given";
  full_ = true;
  EXPECT_FALSE(own_->held(ticket->key, wire::DELIVERY_PRINTED).ok());
  EXPECT_FALSE(own_->held(ticket->key, wire::DELIVERY_PRINTED).ok()) << "not taken for done";
  full_ = false;
  EXPECT_TRUE(own_->held(ticket->key, wire::DELIVERY_PRINTED).ok());
}

TEST_F(Own, TheSeriesEnds) {
  hall_.series["X"].ordinal = 999;
  const auto ticket = own_->issue(hall_, zone_, "social", now_, last_contact_);
  ASSERT_FALSE(ticket.ok());
  EXPECT_EQ(ticket.error().code, ErrorCode::kExhausted);
}

TEST_F(Own, AreGivenWhileTheHallIsOpenAsFarAsIsKnown) {
  EXPECT_TRUE(own_->can_issue(hall_, zone_, now_)) << "a hall that keeps no hours";
  hall_.keeps_hours = true;
  hall_.hours = {{kSampleTime - 3'600'000, kSampleTime + 3'600'000}};
  EXPECT_TRUE(own_->can_issue(hall_, zone_, now_));
  EXPECT_FALSE(own_->can_issue(hall_, zone_, now_ + 3'600'000));
  EXPECT_TRUE(own_->can_issue(hall_, zone_, now_ + 24 * 3'600'000)) << "at the same time tomorrow";
  EXPECT_FALSE(own_->can_issue(hall_, zone_, now_ + 26 * 3'600'000));
  hall_.offline_series.clear();
  EXPECT_FALSE(own_->can_issue(hall_, zone_, now_));
  EXPECT_FALSE(own_->can_issue(State{}, zone_, now_));
}

// Whatever happens, every number that somebody holds is adopted once, in order, and no other is.
TEST(OwnWalk, NeverLosesNorDoublesANumber) {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 dice(seed);
    const auto roll = [&](uint32_t sides) { return static_cast<uint32_t>(dice()) % sides; };
    State hall = sample_hall();
    hall.offline_series["kiosk-1"] = "X";
    const Zone zone = std::move(Zone::open("Asia/Shanghai")).value();
    std::map<CommandId, std::string> entries;
    bool full = false;
    std::deque<std::pair<wire::Command, Commander::OnOutcome>> asked;
    std::unique_ptr<OwnSeries> own;
    std::optional<uint32_t> in_hand;
    std::set<uint32_t> held;
    std::vector<uint32_t> adopted;
    int64_t now_ms = 0;
    const auto start = [&] {
      std::vector<wire::AdoptTicket> under_way;
      for (const auto& [command, heard] : asked) under_way.push_back(command.adopt_ticket());
      asked.clear();
      own = std::move(OwnSeries::open(std::make_unique<FlakyStore>(entries, full), "kiosk-1",
                                      [&](wire::Command command, Commander::OnOutcome heard) {
                                        if (full) return heard({Outcome::Kind::kUnavailable, {}});
                                        asked.emplace_back(std::move(command), std::move(heard));
                                      }))
                .value();
      for (const wire::AdoptTicket& adopt : under_way) {  // as the client's outbox does
        wire::Command command;
        *command.mutable_adopt_ticket() = adopt;
        asked.emplace_back(command, own->resumed(adopt));
      }
      in_hand.reset();
    };
    start();
    for (int i = 0; i < 400; ++i) {
      now_ms += roll(4'000);
      switch (roll(7)) {
        case 0:
          if (in_hand) break;
          if (const auto ticket =
                  own->issue(hall, zone, "social", kSampleTime + now_ms, kSampleTime))
            in_hand = ticket->key;
          break;
        case 1:
          if (!in_hand) break;
          if (own->held(*in_hand, wire::DELIVERY_PRINTED)) held.insert(*in_hand & 0xFFFF);
          own->release(*in_hand);
          in_hand.reset();
          break;
        case 2:
          if (in_hand && !held.contains(*in_hand & 0xFFFF)) own->drop(*in_hand), in_hand.reset();
          break;
        case 3:
          own->step(roll(3) == 0 ? 0 : kToday, now_ms);
          break;
        case 4:
          if (asked.empty()) break;
          {
            auto [command, heard] = std::move(asked.front());
            asked.pop_front();
            if (roll(4) == 0) {
              heard({Outcome::Kind::kUnanswered, {}});
              break;
            }
            const uint32_t ordinal = command.adopt_ticket().ordinal();
            adopted.push_back(ordinal);
            hall.series["X"].ordinal = ordinal;
            heard(kDone);
          }
          break;
        case 5:
          if (roll(8) == 0) start();
          break;
        case 6:
          full = roll(4) == 0 && in_hand.has_value();
          break;
      }
    }
    full = false;
    if (in_hand) own->drop(*in_hand);
    for (int i = 0; i < 2'000 && (own->waiting() > 0 || !asked.empty()); ++i) {
      now_ms += OwnSeries::kAgainMs;
      own->step(kToday, now_ms);
      if (asked.empty()) continue;
      auto [command, heard] = std::move(asked.front());
      asked.pop_front();
      adopted.push_back(command.adopt_ticket().ordinal());
      heard(kDone);
    }
    EXPECT_TRUE(std::ranges::is_sorted(adopted));
    const std::set<uint32_t> once(adopted.begin(), adopted.end());
    EXPECT_EQ(once.size(), adopted.size()) << "one was adopted twice";
    for (const uint32_t ordinal : held)
      EXPECT_TRUE(once.contains(ordinal)) << ordinal << " is lost";
    EXPECT_GT(held.size(), 3u);
  }
}

TEST(LastHall, IsThereAfterARestartWithoutAnybodysTicket) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "outbox.db.hall";
  State hall = sample_hall();
  hall.catalogue_version = 3;
  hall.offline_series["kiosk-1"] = "X";
  {
    LastHall last(file);
    EXPECT_EQ(last.state().seq, 0u);
    last.remember(hall);
    const auto written = std::filesystem::last_write_time(file);
    last.remember(hall);
    EXPECT_EQ(std::filesystem::last_write_time(file), written) << "written without a change";
    hall.catalogue_version = 4;
    last.remember(hall);
  }
  const LastHall last(file);
  ASSERT_NE(last.state().seq, 0u);
  EXPECT_EQ(last.state().services.size(), hall.services.size());
  EXPECT_EQ(last.state().hall_zh, hall.hall_zh);
  EXPECT_EQ(last.state().catalogue_version, 4u);
  EXPECT_EQ(last.state().offline_series.at("kiosk-1"), "X");
  EXPECT_TRUE(last.state().tickets.empty());
}

TEST(LastHall, AFileThatCannotBeReadIsNoHall) {
  const TemporaryFolder folder;
  for (const char* bytes : {"", "x", "\x05\x00\x00\x00ab", "\xFF\xFF\xFF\x7F"}) {
    const auto file = folder.write("outbox.db.hall", bytes);
    EXPECT_EQ(LastHall(file).state().seq, 0u);
  }
}

}  // namespace
}  // namespace yichuang::kiosk
