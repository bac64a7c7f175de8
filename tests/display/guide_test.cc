// What the guide desk's screen lists, out of told days.
#include "display/guide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

Guide guide_of(const HallStory& story) {
  const BoardInput input = story.input();
  return make_guide(input, make_board(input));
}

auto number(const std::string& text) { return Field(&GuideTicket::number, text); }

TEST(Guide, OfAFreshDayIsEmpty) {
  const Guide guide = guide_of(HallStory());
  EXPECT_THAT(guide.missed, IsEmpty());
  EXPECT_THAT(guide.held, IsEmpty());
  EXPECT_THAT(guide.help, IsEmpty());
  EXPECT_EQ(guide.people, 0u);
  EXPECT_EQ(guide.waiting.size(), 8u);
}

TEST(Guide, ListsTheMissedNewestFirstUntilTheyComeBack) {
  HallStory story;
  story.open(3);
  const TicketKey first = story.take("social");
  const TicketKey second = story.take("tax");
  story.call(first, 3);
  story.miss(first);
  story.go_to(10, 5);
  story.call(second, 3);
  story.miss(second);
  story.go_to(10, 12);
  Guide guide = guide_of(story);
  ASSERT_THAT(guide.missed, ElementsAre(number("F001"), number("A001")));
  EXPECT_EQ(guide.missed[0].window, 3u);
  EXPECT_EQ(guide.missed[0].time, "10:05");
  EXPECT_EQ(guide.missed[0].minutes, 7u);
  story.reactivate(first);
  guide = guide_of(story);
  EXPECT_THAT(guide.missed, ElementsAre(number("F001")));
  EXPECT_EQ(guide.people, 1u) << "who came back waits";
}

TEST(Guide, ListsTheHeldLongestFirstAndMarksTheLate) {
  HallStory story;
  story.open(3);
  story.open(4);
  const TicketKey first = story.take("social");
  const TicketKey second = story.take("social");
  story.call(first, 3);
  story.start(first);
  story.hold(first);
  story.go_to(10, 10);
  story.call(second, 4);
  story.start(second);
  story.hold(second, true);
  story.go_to(10, 16);
  const Guide guide = guide_of(story);
  ASSERT_THAT(guide.held, ElementsAre(number("A001"), number("A002")));
  EXPECT_EQ(guide.held[0].window, 3u);
  EXPECT_TRUE(guide.held[0].late);
  EXPECT_EQ(guide.held[1].window, 0u) << "any window";
  EXPECT_FALSE(guide.held[1].late);
}

TEST(Guide, TellsVouchersThatWaitAndThoseNobodyHasUsed) {
  HallStory story;
  story.grant_voucher(900'000'001, "social");
  story.grant_voucher(900'000'002, "tax");
  story.take("social", wire::PRIORITY_CLASS_VOUCHER, 900'000'001);
  const Guide guide = guide_of(story);
  EXPECT_THAT(guide.vouchers, ElementsAre(number("A001")));
  EXPECT_EQ(guide.vouchers_unused, 1u);
}

TEST(Guide, ShowsWhoNeedsSomebodyUntilTheyAreHelped) {
  HallStory story;
  story.open(3);
  story.report("kiosk-1", "help", wire::DEVICE_STATE_ATTENTION, {"help_wanted"});
  story.report("kiosk-1", "printer", wire::DEVICE_STATE_ATTENTION, {"paper_near_end"});
  const TicketKey urgent = story.take("medical", wire::PRIORITY_CLASS_EMERGENCY);
  story.go_to(10, 2);
  Guide guide = guide_of(story);
  ASSERT_EQ(guide.help.size(), 2u) << "paper is not the guide's errand";
  EXPECT_EQ(guide.help[0].kind, HelpKind::kHelpWanted);
  EXPECT_EQ(guide.help[0].subject, "kiosk-1");
  EXPECT_EQ(guide.help[0].minutes, 2u);
  EXPECT_EQ(guide.help[1].kind, HelpKind::kEmergencyWaits);
  EXPECT_EQ(guide.help[1].subject, "B001");
  story.call(urgent, 3);
  guide = guide_of(story);
  ASSERT_EQ(guide.help.size(), 2u);
  EXPECT_EQ(guide.help[1].kind, HelpKind::kEmergencyCalled);
  EXPECT_EQ(guide.help[1].window, 3u);
  story.start(urgent);
  story.report("kiosk-1", "help", wire::DEVICE_STATE_READY);
  EXPECT_THAT(guide_of(story).help, IsEmpty());
}

}  // namespace
}  // namespace yichuang::display
