// Which calls are spoken: live ones always, jumped-over ones only while they still help.
#include "display/call_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CallWatch, ALiveCallIsTakenOnce) {
  HallStory story;
  story.open(3);
  CallWatch watch;
  const TicketKey ticket = story.take("social");
  watch.on_event(story.call(ticket, 3), story.state());
  EXPECT_THAT(watch.take(story.state(), story.now()),
              ElementsAre(CallToSpeak{ticket, 1, "A001", 3}));
  EXPECT_THAT(watch.take(story.state(), story.now()), IsEmpty());
}

TEST(CallWatch, LiveCallsComeInOrderWithRecallsAmongThem) {
  HallStory story;
  story.open(3);
  story.open(10);
  CallWatch watch;
  const TicketKey first = story.take("social");
  const TicketKey second = story.take("tax");
  watch.on_event(story.call(first, 3), story.state());
  watch.on_event(story.call(second, 10), story.state());
  watch.on_event(story.recall(first), story.state());
  EXPECT_THAT(watch.take(story.state(), story.now()),
              ElementsAre(CallToSpeak{first, 1, "A001", 3}, CallToSpeak{second, 1, "F001", 10},
                          CallToSpeak{first, 2, "A001", 3}));
}

TEST(CallWatch, AMachineWhoseClockIsWrongStillSpeaksLiveCalls) {
  HallStory story;
  story.open(3);
  CallWatch watch;
  const TicketKey ticket = story.take("social");
  watch.on_event(story.call(ticket, 3), story.state());
  EXPECT_THAT(watch.take(story.state(), story.now() + 3'600'000),
              ElementsAre(CallToSpeak{ticket, 1, "A001", 3}));
}

TEST(CallWatch, OldCallsOfTheFirstSnapshotAreNotSpoken) {
  HallStory story;
  story.open(3);
  story.call(story.take("social"), 3);
  CallWatch watch;
  EXPECT_THAT(watch.take(story.state(), story.now() + CallWatch::kYoungMs + 1), IsEmpty());
  // Nor later, whatever the clock says then.
  EXPECT_THAT(watch.take(story.state(), story.now()), IsEmpty());
}

TEST(CallWatch, AYoungCallThatASnapshotJumpedOverIsSpokenIfThePersonIsAwaited) {
  HallStory story;
  story.open(3);
  story.open(4);
  CallWatch watch;
  EXPECT_THAT(watch.take(story.state(), story.now()), IsEmpty());
  const TicketKey awaited = story.take("social");
  const TicketKey come = story.take("social");
  story.call(awaited, 3);
  story.call(come, 4);
  story.start(come);
  EXPECT_THAT(watch.take(story.state(), story.now() + 5'000),
              ElementsAre(CallToSpeak{awaited, 1, "A001", 3}));
}

TEST(CallWatch, AReturnedPersonIsCalledLikeAnyOther) {
  HallStory story;
  story.open(3);
  CallWatch watch;
  const TicketKey ticket = story.take("social");
  watch.on_event(story.call(ticket, 3), story.state());
  watch.take(story.state(), story.now());
  story.miss(ticket);
  story.reactivate(ticket);
  EXPECT_THAT(watch.take(story.state(), story.now()), IsEmpty());
  story.go_to(10, 5);
  watch.on_event(story.call(ticket, 3), story.state());
  EXPECT_THAT(watch.take(story.state(), story.now()),
              ElementsAre(CallToSpeak{ticket, 1, "A001", 3}));
}

TEST(StillCalled, EndsWithArrivalMissOrAnotherWindow) {
  HallStory story;
  story.open(3);
  const TicketKey ticket = story.take("social");
  story.call(ticket, 3);
  const CallToSpeak call{ticket, 1, "A001", 3};
  EXPECT_TRUE(is_still_called(story.state(), call));
  EXPECT_FALSE(is_still_called(story.state(), {ticket, 1, "A001", 4}));
  EXPECT_FALSE(is_still_called(story.state(), {ticket + 1, 1, "A001", 3}));
  story.start(ticket);
  EXPECT_FALSE(is_still_called(story.state(), call));
}

// Who was missed before their call had its turn heard nothing of it: it is spoken all the same.
TEST(Answered, IsWhoCameOrWentButNotWhoWasMissed) {
  HallStory story;
  story.open(3);
  const TicketKey ticket = story.take("social");
  story.call(ticket, 3);
  const CallToSpeak call{ticket, 1, "A001", 3};
  EXPECT_FALSE(is_answered(story.state(), call));
  EXPECT_TRUE(is_answered(story.state(), {ticket, 1, "A001", 4}));
  EXPECT_TRUE(is_answered(story.state(), {ticket + 1, 1, "A001", 3}));
  story.miss(ticket);
  EXPECT_FALSE(is_answered(story.state(), call));
  story.reactivate(ticket);
  EXPECT_TRUE(is_answered(story.state(), call)) << "the person is here";
  const TicketKey other = story.take("social");
  story.call(other, 3);
  story.start(other);
  EXPECT_TRUE(is_answered(story.state(), {other, 1, "A002", 3}));
}

}  // namespace
}  // namespace yichuang::display
