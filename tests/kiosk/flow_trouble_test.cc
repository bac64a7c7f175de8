// What the server and the machine refuse, and what the citizen is told.
#include <gtest/gtest.h>

#include <map>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

TEST(Refusals, EachHasItsOwnTrouble) {
  const std::map<wire::Refusal, Trouble> troubles = {
      {wire::REFUSAL_SERIES_FULL, Trouble::kSeriesFull},
      {wire::REFUSAL_SERVICE_CLOSED, Trouble::kOutOfHours},
      {wire::REFUSAL_LIMIT_REACHED, Trouble::kHasTicket},
      {wire::REFUSAL_UNKNOWN_SERVICE, Trouble::kServiceClosed},
      {wire::REFUSAL_BUSY, Trouble::kBusy},
      {wire::REFUSAL_DISK_FULL, Trouble::kNeedsStaff},
      {wire::REFUSAL_DEADLINE_PASSED, Trouble::kNoAnswer},
      {wire::REFUSAL_NOT_YET, Trouble::kTooEarly},
      {wire::REFUSAL_SLOT_FULL, Trouble::kRefused},
      {wire::REFUSAL_UNKNOWN_APPOINTMENT, Trouble::kUnknownCode},
      {wire::REFUSAL_NOT_ALLOWED, Trouble::kRefused},
      {wire::REFUSAL_WRONG_VERSION, Trouble::kRefused}};
  for (const auto& [refusal, trouble] : troubles) {
    SCOPED_TRACE(wire::Refusal_Name(refusal));
    Driven d = driven_to(Screen::kIssuing);
    d.send(IssueAnswered{d.flow.request, refused(refusal)});
    EXPECT_EQ(d.flow.screen, Screen::kTrouble);
    EXPECT_EQ(d.flow.trouble, trouble);
    EXPECT_TRUE(d.effects.empty());
  }
}

TEST(Refusals, NothingSentAndNothingHeardAreTold) {
  for (const auto& [kind, trouble] :
       std::map<Outcome::Kind, Trouble>{{Outcome::Kind::kUnanswered, Trouble::kNoAnswer},
                                        {Outcome::Kind::kUnavailable, Trouble::kNotSent}}) {
    Driven d = driven_to(Screen::kIssuing);
    d.send(IssueAnswered{d.flow.request, {kind, {}}});
    EXPECT_EQ(d.flow.trouble, trouble);
  }
}

TEST(Refusals, AConfirmThatIsRefusedIsNotHidden) {
  Driven d = driven_to(Screen::kDone);
  d.send(ConfirmAnswered{kTicket, refused(wire::REFUSAL_WRONG_PHASE)});
  EXPECT_EQ(d.flow.screen, Screen::kTrouble);
  EXPECT_EQ(d.flow.trouble, Trouble::kTicketLost);
}

TEST(Refusals, AConfirmThatCannotBeSentIsNotHidden) {
  Driven d = driven_to(Screen::kDone);
  d.send(ConfirmAnswered{kTicket, {Outcome::Kind::kUnavailable, {}}});
  EXPECT_EQ(d.flow.screen, Screen::kTrouble);
  EXPECT_EQ(d.flow.trouble, Trouble::kNotConfirmed);
  EXPECT_TRUE(d.effects.empty());  // the number stays the citizen's
}

TEST(Refusals, AConfirmOfTheCitizenBeforeDisturbsNobody) {
  Driven d = driven_to(Screen::kDone);
  d.send(ConfirmAnswered{kTicket - 1, refused(wire::REFUSAL_WRONG_PHASE)});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
}

}  // namespace
}  // namespace yichuang::kiosk
