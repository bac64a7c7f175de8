// A new catalogue in a running hall: what stays, what comes, what goes, and what is said about it.
#include "hall/snapshot.h"
#include "queue-server/adoption.h"
#include "queue-server/catalogue_diff.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

using Catalogue = wire::CatalogueAdopted;

Catalogue without_medical() {
  Catalogue catalogue = small_catalogue();
  catalogue.mutable_services()->DeleteSubrange(1, 1);
  catalogue.mutable_windows(2)->clear_services();
  catalogue.mutable_windows(2)->add_services("social");
  return catalogue;
}

// Medical goes, "passport" comes and gets its letter.
Catalogue passport_instead() {
  Catalogue catalogue = without_medical();
  auto& service = *catalogue.add_services();
  service.set_id("passport");
  service.set_prefix("B");
  service.set_name_zh("护照");
  service.set_name_en("Passport");
  return catalogue;
}

TEST(RetiredService, IsServedByGeneralWindowsAndByItsFormerSpecialWindow) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.staff(3, "1003");
  hall.wait_for("medical");
  hall.wait_for("medical");
  hall.adopt(without_medical());
  EXPECT_EQ(hall.issue("medical"), wire::REFUSAL_UNKNOWN_SERVICE);
  EXPECT_EQ(hall.next(2, "1002"), wire::REFUSAL_NOBODY_WAITING) << "it never served that";
  EXPECT_EQ(hall.begin(3, "1003"), "B001");
  EXPECT_EQ(hall.begin(1, "1001"), "B002");
  ASSERT_EQ(hall.complete(1), kDone);
  hall.wait_for("social");
  EXPECT_EQ(hall.begin(1), "A001");
}

TEST(RetiredService, IsNoTargetOfATransferButMayBeFinished) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(3, "1003");
  hall.wait_for("medical");
  hall.wait_for("social");
  hall.begin(1);
  hall.adopt(without_medical());
  EXPECT_EQ(hall.send([](auto& c) {
    c.mutable_transfer_ticket()->set_window(1);
    c.mutable_transfer_ticket()->set_service("medical");
    c.mutable_transfer_ticket()->set_reason("x");
  }),
            wire::REFUSAL_UNKNOWN_SERVICE);
  EXPECT_EQ(hall.complete(1), kDone);
}

TEST(RetiredService, ComesBackWithItsCountersWhenTheNextCatalogueHasItAgain) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("medical");
  hall.adopt(without_medical());
  hall.adopt(small_catalogue());
  hall.wait_for("medical");
  EXPECT_EQ(hall.state.tickets.back().number, "B002");
  EXPECT_EQ(hall.state.services.size(), 2u);
  EXPECT_EQ(hall.begin(1), "B001");
}

TEST(NewService, UnderTheRetiredOnesLetterNeverRepeatsANumber) {
  SmallHall hall;
  hall.wait_for("medical");
  hall.wait_for("medical");
  hall.adopt(passport_instead());
  hall.wait_for("passport");
  EXPECT_EQ(hall.state.tickets.back().number, "B003");
  auto again = from_snapshot(snapshot(hall.state));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->series.at("B").ordinal, 3u);
}

TEST(NewService, IsServedByGeneralWindowsAtOnce) {
  SmallHall hall;
  hall.staff(1);
  hall.adopt(passport_instead());
  hall.wait_for("passport");
  EXPECT_EQ(hall.begin(1), "B001");
}

TEST(RetiredWindow, FinishesItsVisitTakesNobodyInAndCannotOpenAgain) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.send([](auto& c) {
    c.mutable_transfer_ticket()->set_window(1);
    c.mutable_transfer_ticket()->set_to_window(2);
    c.mutable_transfer_ticket()->set_reason("x");
  }),
            kDone);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  hall.now = hall.now + 1000;
  Catalogue smaller = small_catalogue();
  smaller.mutable_windows()->DeleteSubrange(1, 1);
  hall.adopt(smaller);
  EXPECT_EQ(hall.state.ticket(1)->only_window, 0u) << "who waited for it is free";
  ASSERT_EQ(hall.start(1), kDone);
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.begin(1), "A001");
  EXPECT_EQ(hall.send([](auto& c) {
    c.mutable_transfer_ticket()->set_window(1);
    c.mutable_transfer_ticket()->set_to_window(2);
    c.mutable_transfer_ticket()->set_reason("x");
  }),
            wire::REFUSAL_UNKNOWN_WINDOW);
  ASSERT_EQ(hall.close(2, "1002"), kDone);
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_open_window()->set_window(2); }, "1002"),
            wire::REFUSAL_UNKNOWN_WINDOW);
}

TEST(RetiredWindow, CallsOnlyForServicesThatWentWithIt) {
  SmallHall hall;
  hall.staff(2, "1002");
  hall.staff(3, "1003");
  hall.wait_for("social");
  hall.wait_for("medical");
  Catalogue smaller = small_catalogue();  // without window 2, and without window 3 and medical
  smaller.mutable_services()->DeleteSubrange(1, 1);
  smaller.mutable_windows()->DeleteSubrange(1, 2);
  hall.adopt(smaller);
  EXPECT_EQ(hall.next(2, "1002"), wire::REFUSAL_NOBODY_WAITING) << "social is window 1's now";
  EXPECT_EQ(hall.send(
                [](auto& c) {
                  c.mutable_serve_walk_in()->set_window(2);
                  c.mutable_serve_walk_in()->set_service("social");
                },
                "1002"),
            wire::REFUSAL_UNKNOWN_WINDOW);
  hall.let_time_work();
  EXPECT_TRUE(hall.state.alarms.contains({wire::ALARM_KIND_NOBODY_SERVES, "social"}));
  EXPECT_FALSE(hall.state.alarms.contains({wire::ALARM_KIND_NOBODY_SERVES, "medical"}));
  EXPECT_EQ(hall.begin(3, "1003"), "B001");
}

TEST(LiveWindow, WhatAManagerSetHoldsUntilTheNextCatalogue) {
  SmallHall hall;
  ASSERT_EQ(hall.send_as(manager(),
                         [](auto& c) {
                           c.mutable_set_window_services()->set_window(2);
                           c.mutable_set_window_services()->add_services("medical");
                           c.mutable_set_window_services()->set_helps(true);
                         }),
            kDone);
  EXPECT_TRUE(hall.state.window(2)->helps);
  EXPECT_TRUE(serves(*hall.state.window(2), 1));
  EXPECT_EQ(state_hash(*from_snapshot(snapshot(hall.state))), state_hash(hall.state));
  hall.adopt(small_catalogue());
  EXPECT_FALSE(hall.state.window(2)->helps);
  EXPECT_FALSE(serves(*hall.state.window(2), 1));
}

TEST(Rules, ChangeForThoseWhoWaitAlready) {
  SmallHall hall;
  hall.staff(2);
  hall.wait_for("social");
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  Catalogue fifo = small_catalogue();
  fifo.mutable_rules()->set_policy("fifo");
  hall.adopt(fifo);
  hall.now = hall.now + 600'000;
  EXPECT_EQ(hall.begin(2), "A001");
  EXPECT_EQ(hall.state.rules.policy, Policy::kFifo);
}

TEST(Rules, EveryFieldSurvivesTheWire) {
  Rules rules;
  EXPECT_EQ(rules_of({}), rules) << "nothing set means the defaults";
  EXPECT_EQ(rules_of(to_wire(rules)), rules);
  rules.policy = Policy::kAbsolute;
  rules.rates = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  rules.missed_is_void = true;
  uint32_t next = 10;
  for (uint32_t* field :
       {&rules.confirm_seconds, &rules.recall_seconds, &rules.calls_max, &rules.reactivate_behind,
        &rules.slot_early_minutes, &rules.slot_late_minutes, &rules.bookings_per_person,
        &rules.booking_days, &rules.agent_cases, &rules.issue_early_minutes,
        &rules.alarm_wait_minutes, &rules.alarm_waiting, &rules.alarm_waiting_high,
        &rules.alarm_hold_minutes}) {
    *field = next++;
  }
  EXPECT_EQ(rules_of(to_wire(rules)), rules);
  wire::Rules strange;
  strange.set_policy("by shoe size");
  EXPECT_EQ(rules_of(strange).policy, Policy::kAccumulating);
}

std::vector<std::string> changes(const SmallHall& hall, const Catalogue& catalogue) {
  return catalogue_changes(hall.state, catalogue);
}

using Sentences = std::vector<std::string>;

TEST(Diff, OfTheSameCatalogueIsEmptyAndOfTheFirstToo) {
  SmallHall hall;
  EXPECT_TRUE(changes(hall, small_catalogue()).empty());
  EXPECT_TRUE(catalogue_changes(State{}, small_catalogue()).empty());
}

TEST(Diff, ServicesThatComeGoAndChange) {
  SmallHall hall;
  hall.wait_for("medical");
  hall.wait_for("medical");
  ASSERT_EQ(hall.cancel(2), kDone);
  EXPECT_EQ(changes(hall, passport_instead()),
            (Sentences{"service passport comes, series B",
                       "service medical goes; 1 open tickets stay", "window 3 serves social"}));
  Catalogue changed = small_catalogue();
  changed.mutable_services(0)->set_prefix("K");
  changed.mutable_services(0)->set_name_en("Social");
  changed.mutable_services(1)->set_slot_minutes(20);
  changed.mutable_services(1)->set_slot_capacity(3);
  EXPECT_EQ(changes(hall, changed),
            (Sentences{"service social: series K instead of A",
                       "service social is called social / Social",
                       "service medical: appointments of 20 min, 3 at a time"}));
}

TEST(Diff, WindowsThatComeGoAndChange) {
  SmallHall hall;
  Catalogue changed = small_catalogue();
  changed.mutable_windows()->DeleteSubrange(1, 1);
  changed.mutable_windows(1)->set_helps(true);
  auto& window = *changed.add_windows();
  window.set_window(9);
  window.set_general(true);
  EXPECT_EQ(
      changes(hall, changed),
      (Sentences{"window 3 serves medical", "window 9 comes, serves everything", "window 2 goes"}));
}

TEST(Diff, RulesHoursNoticesAndZone) {
  OpeningHall hall;
  Catalogue changed = hall.catalogue;
  changed.mutable_rules()->set_calls_max(2);
  changed.mutable_hours();
  changed.add_notices()->set_zh("通知");
  changed.set_time_zone("Asia/Urumqi");
  EXPECT_EQ(changes(hall, changed),
            (Sentences{"the rules change", "the hours of today change", "the notices change",
                       "the time zone is Asia/Urumqi"}));
}

// A day on which everything changed twice had more services than a snapshot takes, and boards that
// were started then stayed empty.
TEST(Adoption, OfMoreServicesThanADayHasRoomForWaitsUntilTomorrow) {
  SmallHall hall(sixty_others(0));
  EXPECT_EQ(cannot_adopt_today(hall.state, sixty_others(0)), "");
  Catalogue one_more = sixty_others(0);
  *one_more.add_services() = sixty_others(1).services(0);
  EXPECT_EQ(cannot_adopt_today(hall.state, one_more), "");
  ASSERT_EQ(cannot_adopt_today(hall.state, sixty_others(1)), "");
  hall.adopt(sixty_others(1));
  const Catalogue third = sixty_others(2);
  const std::string wrong = cannot_adopt_today(hall.state, third);
  EXPECT_NE(wrong.find("counters: 180 elements, at most 128"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("until then"), std::string::npos) << wrong;
  hall.catalogue = third;
  hall.now = hall.now + 86'400'000;
  hall.begin_day(20261123);
  EXPECT_EQ(hall.state.services.size(), 60u);
}

}  // namespace
}  // namespace yichuang
