// Scanned papers as the queue sees them: what may be uploaded, who may open; and the message of a
// manager to everybody.
#include "papers/seal.h"
#include "queue-server/upload_leave.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

wire::Refusal open_paper(SmallHall& hall, TicketKey ticket, const std::string& clerk = "1001",
                         WindowNumber window = 1) {
  return hall.send_as({"web-1", Role::kWeb, clerk}, [&](auto& c) {
    c.mutable_open_document()->set_window(window);
    c.mutable_open_document()->set_ticket(ticket);
    c.mutable_open_document()->set_document(std::string(16, 'd'));
  });
}

TEST(OpenDocument, OnlyWhileTheTicketIsAtTheClerksWindow) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  const TicketKey ticket = hall.wait_for("social");
  const TicketKey other = hall.wait_for("social");
  EXPECT_NE(open_paper(hall, ticket), kDone) << "not called yet";
  hall.begin(1);
  ASSERT_EQ(open_paper(hall, ticket), kDone) << hall.sentence;
  EXPECT_EQ(hall.last().document_opened().clerk(), "1001");
  EXPECT_EQ(hall.last().document_opened().ticket(), ticket);
  EXPECT_NE(open_paper(hall, other), kDone) << "another's";
  EXPECT_NE(open_paper(hall, ticket, "1002"), kDone) << "another clerk";
  EXPECT_NE(open_paper(hall, ticket, "1002", 2), kDone) << "another window";
}

// With no window: what was taken in; queue-web asks for who took it in and the back office alone.
TEST(OpenDocument, AfterTheVisitWithAClerkWhoIsOnRecord) {
  SmallHall hall;
  hall.staff(1, "1001");
  const TicketKey ticket = hall.wait_for("social");
  EXPECT_NE(open_paper(hall, ticket, "1001", 0), kDone) << "it waits";
  hall.begin(1);
  EXPECT_NE(open_paper(hall, ticket, "1001", 0), kDone) << "it is at a window";
  ASSERT_EQ(hall.send_as({"web-1", Role::kWeb, "1001"},
                         [](auto& c) { c.mutable_complete_service()->set_window(1); }),
            kDone)
      << hall.sentence;
  ASSERT_EQ(open_paper(hall, ticket, "2001", 0), kDone) << hall.sentence;
  EXPECT_EQ(hall.last().document_opened().clerk(), "2001");
  EXPECT_EQ(hall.last().document_opened().window(), 0u);
  EXPECT_NE(open_paper(hall, ticket, "", 0), kDone) << "nobody";
  EXPECT_NE(open_paper(hall, ticket + 1, "2001", 0), kDone) << "no such ticket";
  EXPECT_NE(open_paper(hall, 0, "2001", 0), kDone) << "no ticket";
  hall.begin_day(hall.state.day + 1);
  EXPECT_EQ(open_paper(hall, ticket, "1001", 0), kDone) << "its day is over, its case is not";
}

wire::GrantUpload ask(TicketKey ticket) {
  wire::GrantUpload ask;
  ask.set_ticket(ticket);
  ask.set_document(std::string(16, 'd'));
  ask.set_hash(std::string(32, 'h'));
  ask.set_size(1'000);
  ask.set_ordinal(1);
  ask.set_pages(2);
  return ask;
}

class UploadLeave : public testing::Test {
 protected:
  wire::Refusal asked(const wire::GrantUpload& what) {
    const auto leave = upload_leave(hall_.state, what, hall_.moment());
    return leave ? kDone : leave.error().code;
  }
  SmallHall hall_;
};

TEST_F(UploadLeave, IsForThisTicketThisPaperAndAWhile) {
  const TicketKey ticket = hall_.wait_for("social");
  const auto leave = upload_leave(hall_.state, ask(ticket), hall_.moment());
  ASSERT_TRUE(leave);
  EXPECT_EQ(leave->ticket(), ticket);
  EXPECT_EQ(leave->size(), 1'000u);
  EXPECT_EQ(leave->expires_ms(), hall_.moment().now.ms + kUploadLeaveMs);
  wire::GrantUpload by_token = ask(0);
  by_token.set_token(hall_.token_of(ticket));
  EXPECT_EQ(asked(by_token), kDone);
}

TEST_F(UploadLeave, IsNotForATicketThatIsOverOrUnknown) {
  const TicketKey ticket = hall_.wait_for("social");
  EXPECT_EQ(asked(ask(ticket + 1)), wire::REFUSAL_UNKNOWN_TICKET);
  ASSERT_EQ(hall_.send_as(kiosk(), [&](auto& c) { c.mutable_cancel_ticket()->set_ticket(ticket); }),
            kDone);
  EXPECT_EQ(asked(ask(ticket)), wire::REFUSAL_WRONG_PHASE);
}

TEST_F(UploadLeave, IsNotForWhatIsNoDocument) {
  const TicketKey ticket = hall_.wait_for("social");
  const auto with = [&](auto change) {
    wire::GrantUpload what = ask(ticket);
    change(what);
    return asked(what);
  };
  EXPECT_EQ(with([](auto& a) { a.set_document("short"); }), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(with([](auto& a) { a.set_hash("short"); }), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(with([](auto& a) { a.set_size(0); }), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(with([](auto& a) { a.set_size(kSealedBytesMax + 1); }), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(with([](auto& a) { a.set_pages(0); }), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(with([](auto& a) { a.set_ordinal(31); }), wire::REFUSAL_INVALID_VALUE);
}

TEST(Item, IsKeptWithTheTicketAndIsAnId) {
  SmallHall hall;
  const auto issue = [&](const std::string& item) {
    return hall.send_as(kiosk(), [&](auto& c) {
      c.mutable_issue_ticket()->set_service("social");
      c.mutable_issue_ticket()->set_item(item);
    });
  };
  ASSERT_EQ(issue("social-card"), kDone) << hall.sentence;
  EXPECT_EQ(hall.state.tickets.back().item, "social-card");
  EXPECT_EQ(issue("Social card"), wire::REFUSAL_INVALID_VALUE);
}

wire::Refusal say(SmallHall& hall, const Actor& who, const std::string& zh) {
  return hall.send_as(who, [&](auto& c) { c.mutable_set_emergency()->mutable_text()->set_zh(zh); });
}

TEST(Emergency, IsAManagersToSetAndToEnd) {
  SmallHall hall;
  EXPECT_EQ(say(hall, guide(), "火警"), wire::REFUSAL_NOT_ALLOWED);
  ASSERT_EQ(say(hall, manager(), "请离开大厅"), kDone);
  EXPECT_TRUE(hall.state.emergency.running());
  EXPECT_EQ(say(hall, manager(), "两\n行"), wire::REFUSAL_INVALID_VALUE);
  ASSERT_EQ(say(hall, manager(), ""), kDone);
  EXPECT_FALSE(hall.state.emergency.running());
}

TEST(Emergency, EndsWithTheDay) {
  SmallHall hall;
  ASSERT_EQ(say(hall, manager(), "请离开大厅"), kDone);
  hall.begin_day(20261123);
  EXPECT_FALSE(hall.state.emergency.running());
}

}  // namespace
}  // namespace yichuang
