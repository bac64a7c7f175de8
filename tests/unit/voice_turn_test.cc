// Who is called is heard called before anybody may say that the person did not come.
#include "hall/voice_turn.h"

#include <algorithm>
#include <deque>
#include <map>

#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

SmallHall hall_of(uint32_t windows) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.clear_windows();
  for (uint32_t number = 1; number <= windows; ++number) {
    auto& window = *catalogue.add_windows();
    window.set_window(number);
    window.set_general(true);
  }
  return SmallHall(catalogue);
}

std::string badge_of(WindowNumber window) { return std::to_string(1000 + window); }

wire::Refusal recall(SmallHall& hall, WindowNumber window) {
  return hall.send([&](auto& c) { c.mutable_recall_ticket()->set_window(window); },
                   badge_of(window));
}

// All windows of the hall call at the same time.
void call_at_all(SmallHall& hall) {
  for (const auto& [window, unused] : hall.state.windows) hall.staff(window, badge_of(window));
  for (size_t i = 0; i < hall.state.windows.size(); ++i) hall.wait_for("social");
  for (const auto& [window, unused] : hall.state.windows)
    ASSERT_EQ(hall.next(window, badge_of(window)), kDone);
}

TEST(Recall, CountsFromTheTurnToBeSpoken) {
  SmallHall hall = hall_of(3);
  call_at_all(hall);
  const Time begin = hall.now;
  hall.now = begin + 20'000;
  EXPECT_EQ(recall(hall, 3), wire::REFUSAL_TOO_SOON) << "two are spoken before";
  EXPECT_EQ(recall(hall, 1), kDone);
  hall.now = begin + 20'000 + kSpeakMs - 1;
  EXPECT_EQ(recall(hall, 2), wire::REFUSAL_TOO_SOON);
  hall.now = hall.now + 1;
  EXPECT_EQ(recall(hall, 2), kDone);
  hall.now = begin + 20'000 + 2 * kSpeakMs - 1;
  EXPECT_EQ(recall(hall, 3), wire::REFUSAL_TOO_SOON) << "the first is on record as a recall now";
  hall.now = hall.now + 1;
  EXPECT_EQ(recall(hall, 3), kDone);
}

TEST(Recall, WhoCameBeforeTheirTurnKeepTheVoiceForNobody) {
  SmallHall hall = hall_of(3);
  call_at_all(hall);
  const Time begin = hall.now;
  hall.now = begin + kSpeakMs - 1;  // while the first is spoken the second comes
  ASSERT_EQ(hall.start(2, badge_of(2)), kDone);
  hall.now = begin + 20'000 + kSpeakMs - 1;
  EXPECT_EQ(recall(hall, 3), wire::REFUSAL_TOO_SOON);
  hall.now = hall.now + 1;
  EXPECT_EQ(recall(hall, 3), kDone);
}

TEST(Recall, AmongFewCallsIsAsTheRuleSays) {
  SmallHall hall = hall_of(2);
  call_at_all(hall);
  hall.now = hall.now + 60'000;
  ASSERT_EQ(recall(hall, 1), kDone);
  hall.now = hall.now + 20'000;
  EXPECT_EQ(recall(hall, 1), kDone);
}

// Speaks one call after another, as the announcer does in a rush.
class OneVoice {
 public:
  void call(TicketKey ticket) {
    if (std::ranges::find(waiting_, ticket) == waiting_.end()) waiting_.push_back(ticket);
  }
  void go_to(Time now) {
    while (!waiting_.empty() && free_ + kSpeakMs <= now) {
      free_ = free_ + kSpeakMs;
      heard_[waiting_.front()] = free_;
      waiting_.pop_front();
    }
    if (waiting_.empty()) free_ = std::max(free_, now);
  }
  Time heard(TicketKey ticket) const {
    const auto found = heard_.find(ticket);
    return found == heard_.end() ? Time{} : found->second;
  }

 private:
  std::deque<TicketKey> waiting_;
  std::map<TicketKey, Time> heard_;  // when it was last spoken to its end
  Time free_;
};

// Eight windows called at once, and a minute later people were missed whom nobody had heard called.
TEST(Missed, NobodyIsUnheardHoweverManyWindowsCallAtOnce) {
  for (const uint32_t windows : {1U, 2U, 8U, 20U, 40U}) {
    SmallHall hall = hall_of(windows);
    call_at_all(hall);
    const Time begin = hall.now;
    OneVoice voice;
    voice.go_to(begin);
    std::map<WindowNumber, TicketKey> called;
    for (const auto& [number, window] : hall.state.windows) {
      called[number] = window.ticket;
      voice.call(window.ticket);
    }
    size_t missed = 0;
    for (int second = 1; missed < windows; ++second) {  // every clerk tries again each second
      ASSERT_LT(second, 3600);
      hall.now = begin + second * 1000;
      voice.go_to(hall.now);
      for (const auto& [window, ticket] : called) {
        if (hall.phase(ticket) == wire::TICKET_PHASE_MISSED || recall(hall, window) != kDone)
          continue;
        if (hall.phase(ticket) != wire::TICKET_PHASE_MISSED) {
          voice.call(ticket);
          continue;
        }
        ++missed;
        EXPECT_TRUE(voice.heard(ticket).is_set())
            << windows << " windows: missed unheard at " << window << " after " << second << " s";
      }
    }
  }
}

}  // namespace
}  // namespace yichuang
