// The way to the staff panel, and what can be done there.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

void type(Driven& d, std::string_view pin) {
  for (const char digit : pin) d.send(DigitChosen{digit});
}

TEST(Staff, FiveTouchesOfTheCornerWithinFourSecondsAskForThePin) {
  Driven d = driven_to(Screen::kServices);
  d.flow.has_staff_panel = true;
  for (int i = 0; i < 4; ++i) d.send(CornerTouched{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  d.now_ms += StaffGate::kCornerMs + 1;
  d.send(CornerTouched{});
  EXPECT_EQ(d.flow.screen, Screen::kServices) << "too slow: it counts from here";
  for (int i = 0; i < 4; ++i) d.send(CornerTouched{});
  EXPECT_EQ(d.flow.screen, Screen::kStaffPin);
}

TEST(Staff, AKioskWithoutAPinHasNoPanel) {
  Driven d = driven_to(Screen::kServices);
  for (int i = 0; i < 20; ++i) d.send(CornerTouched{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Staff, NobodysTicketIsDisturbed) {
  for (const Screen screen : {Screen::kIssuing, Screen::kPrinting, Screen::kChoice, Screen::kDone,
                              Screen::kMyTicket, Screen::kLooking}) {
    Driven d = driven_to(screen);
    d.flow.has_staff_panel = true;
    for (int i = 0; i < 20; ++i) d.send(CornerTouched{});
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(screen)));
  }
}

TEST(Staff, TheSixthDigitAsksAndNothingOfItStays) {
  Driven d = driven_to(Screen::kStaffPin);
  type(d, "98");
  d.send(DigitErased{});
  type(d, "7654");
  EXPECT_TRUE(d.effects.empty());
  type(d, "3");
  ASSERT_TRUE(d.only<AskPin>());
  EXPECT_EQ(d.only<AskPin>()->pin.view(), "976543");
  EXPECT_EQ(d.flow.gate.typed(), 0u);
  d.send(PinAnswered{true});
  EXPECT_EQ(d.flow.screen, Screen::kStaff);
}

TEST(Staff, ThreeWrongPinsShutItTheLongerTheMore) {
  Driven d = driven_to(Screen::kStaffPin);
  for (const int64_t shut_ms : {60'000, 120'000, 240'000}) {
    for (int i = 0; i < 3; ++i) {
      type(d, "000000");
      ASSERT_TRUE(d.only<AskPin>());
      d.send(PinAnswered{false});
    }
    EXPECT_EQ(d.flow.gate.shut_seconds(d.now_ms), shut_ms / 1'000);
    type(d, "000000");
    EXPECT_TRUE(d.effects.empty()) << "it is shut";
    EXPECT_EQ(d.flow.gate.typed(), 0u);
    d.now_ms += shut_ms;
    d.send(Touched{});
  }
}

TEST(Staff, LeavingDoesNotOpenWhatIsShut) {
  Driven d = driven_to(Screen::kStaffPin);
  for (int i = 0; i < 3; ++i) d.send(PinAnswered{false});
  d.send(HomeChosen{});
  for (int i = 0; i < StaffGate::kCornerTouches; ++i) d.send(CornerTouched{});
  EXPECT_EQ(d.flow.screen, Screen::kStaffPin);
  type(d, "123456");
  EXPECT_TRUE(d.effects.empty());
}

TEST(Staff, ThePanelActsAndEndsByItself) {
  Driven d = driven_to(Screen::kStaff);
  d.send(StaffActChosen{StaffAct::kTestPrint});
  ASSERT_TRUE(d.only<AskStaff>());
  EXPECT_EQ(d.only<AskStaff>()->act, StaffAct::kTestPrint);
  d.pass(119'999);
  EXPECT_EQ(d.flow.screen, Screen::kStaff);
  d.pass(1);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  d.send(StaffActChosen{StaffAct::kRestart});
  EXPECT_TRUE(d.effects.empty());
}

}  // namespace
}  // namespace yichuang::kiosk
