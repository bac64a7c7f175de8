#include "display/announcement_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yichuang::display {
namespace {

CallToSpeak call_of(TicketKey ticket, WindowNumber window = 1, uint32_t call = 1) {
  return {ticket, call, "A" + std::to_string(ticket), window};
}

TEST(AnnouncementQueue, SpeaksInOrderOfCalls) {
  AnnouncementQueue queue;
  EXPECT_EQ(queue.pop(), std::nullopt);
  queue.push(call_of(1));
  queue.push(call_of(2));
  EXPECT_EQ(queue.pop(), call_of(1));
  queue.push(call_of(3));
  EXPECT_EQ(queue.pop(), call_of(2));
  EXPECT_EQ(queue.pop(), call_of(3));
}

TEST(Recall, SameCallIsSpokenTwiceNotQueuedTwice) {
  AnnouncementQueue queue;
  queue.push(call_of(1));
  queue.push(call_of(2));
  queue.push(call_of(1, 1, 2));
  EXPECT_EQ(queue.size(), 2u);
  EXPECT_EQ(queue.pop(), call_of(1)) << "still the first time that it is heard";
}

TEST(AnnouncementQueue, ACallToAnotherWindowReplacesTheOneThatWaits) {
  AnnouncementQueue queue;
  queue.push(call_of(1, 3));
  queue.push(call_of(2, 4));
  queue.push(call_of(1, 5));
  EXPECT_EQ(queue.pop(), call_of(1, 5));
  EXPECT_EQ(queue.size(), 1u);
}

TEST(AnnouncementQueue, DropsThoseWhoHaveComeBeforeTheirTurn) {
  AnnouncementQueue queue;
  for (TicketKey ticket = 1; ticket <= 4; ++ticket) queue.push(call_of(ticket));
  const auto dropped =
      queue.keep_only([](const CallToSpeak& call) { return call.ticket % 2 == 0; });
  EXPECT_THAT(dropped, testing::ElementsAre(call_of(1), call_of(3)));
  EXPECT_EQ(queue.pop(), call_of(2));
  EXPECT_EQ(queue.pop(), call_of(4));
}

TEST(AnnouncementQueue, WhatWasBrokenOffComesFirstAgainAndOnce) {
  AnnouncementQueue queue;
  for (TicketKey ticket = 1; ticket <= 3; ++ticket) queue.push(call_of(ticket));
  const auto broken_off = queue.pop();
  queue.push(call_of(1, 5, 2));  // a recall has come meanwhile, to another window
  queue.put_back(*broken_off);
  EXPECT_EQ(queue.size(), 3u);
  EXPECT_EQ(queue.pop(), call_of(1, 5, 2));
  EXPECT_EQ(queue.pop(), call_of(2));
}

TEST(AnnouncementQueue, AtTheLimitTheOldestGives) {
  AnnouncementQueue queue;
  for (TicketKey ticket = 1; ticket <= AnnouncementQueue::kWaitingMax; ++ticket) {
    EXPECT_EQ(queue.push(call_of(ticket)), std::nullopt);
  }
  EXPECT_EQ(queue.push(call_of(1000)), call_of(1));
  EXPECT_EQ(queue.size(), AnnouncementQueue::kWaitingMax);
  EXPECT_EQ(queue.pop(), call_of(2));
}

}  // namespace
}  // namespace yichuang::display
