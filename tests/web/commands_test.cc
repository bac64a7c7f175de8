// From an API call to a command of the hall, and from its outcome to an HTTP answer.
#include "queue-server/web/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yichuang {
namespace {

using testing::HasSubstr;

Result<wire::Command> command(std::string_view action, std::string_view body) {
  auto object = JsonObject::parse(body);
  if (!object) return object.error();
  return command_of(action, *object, "1001", StaffRole::kClerk);
}

TEST(Command, EachActionIsItsOwnCommandForThatWindow) {
  using Body = wire::Command::BodyCase;
  const std::pair<const char*, Body> actions[] = {
      {"sign-in", Body::kSignIn},       {"sign-out", Body::kSignOut},
      {"open", Body::kOpenWindow},      {"close", Body::kCloseWindow},
      {"next", Body::kCallNext},        {"recall", Body::kRecallTicket},
      {"missed", Body::kMarkMissed},    {"serve", Body::kStartService},
      {"done", Body::kCompleteService},
  };
  for (const auto& [action, body] : actions) {
    const auto made = command(std::string("window/") + action, R"({"window":7})");
    ASSERT_TRUE(made.ok()) << action;
    EXPECT_EQ(made->body_case(), body) << action;
    EXPECT_EQ(made->clerk(), "1001");
    EXPECT_THAT(made->DebugString(), HasSubstr("window: 7")) << action;
  }
}

TEST(Command, PauseCarriesItsReasonAndHowLong) {
  const auto made = command("window/pause", R"({"window":3,"reason":"用餐"})");
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->pause_window().window(), 3u);
  EXPECT_EQ(made->pause_window().reason(), "用餐");
  EXPECT_EQ(made->pause_window().minutes(), 0u);
  const auto timed = command("window/pause", R"({"window":3,"reason":"用餐","minutes":30})");
  ASSERT_TRUE(timed.ok());
  EXPECT_EQ(timed->pause_window().minutes(), 30u);
}

TEST(Command, DoneSaysWhatCameOfIt) {
  EXPECT_EQ(command("window/done", R"({"window":3})")->complete_service().outcome(),
            wire::VISIT_OUTCOME_UNSPECIFIED);
  EXPECT_EQ(
      command("window/done", R"({"window":3,"outcome":"ACCEPTED"})")->complete_service().outcome(),
      wire::VISIT_OUTCOME_ACCEPTED);
}

TEST(Command, WhatElseMayBecomeOfAVisit) {
  EXPECT_FALSE(command("window/hold", R"({"window":3})")->hold_ticket().pool());
  EXPECT_TRUE(command("window/hold", R"({"window":3,"pool":true})")->hold_ticket().pool());
  const auto transfer =
      command("window/transfer",
              R"({"window":3,"service":"medical","to_window":5,"reason":"专窗","front":true})");
  ASSERT_TRUE(transfer.ok());
  EXPECT_EQ(transfer->transfer_ticket().window(), 3u);
  EXPECT_EQ(transfer->transfer_ticket().service(), "medical");
  EXPECT_EQ(transfer->transfer_ticket().to_window(), 5u);
  EXPECT_EQ(transfer->transfer_ticket().reason(), "专窗");
  EXPECT_TRUE(transfer->transfer_ticket().front());
  const auto one_more = command("window/add-service", R"({"window":3,"service":"medical"})");
  EXPECT_EQ(one_more->add_service().service(), "medical");
  const auto walk_in = command("window/walk-in", R"({"window":3,"service":"social"})");
  EXPECT_EQ(walk_in->serve_walk_in().window(), 3u);
  EXPECT_EQ(walk_in->serve_walk_in().service(), "social");
}

TEST(Command, OfTheGuideDesk) {
  const auto issue =
      command("desk/issue", R"({"service":"social","priority":"ELDERLY","cases":4})");
  ASSERT_TRUE(issue.ok());
  EXPECT_EQ(issue->issue_ticket().service(), "social");
  EXPECT_EQ(issue->issue_ticket().priority(), wire::PRIORITY_CLASS_ELDERLY);
  EXPECT_EQ(issue->issue_ticket().cases(), 4u);
  const auto taken = command("ticket/confirm", R"({"ticket":7,"paperless":true})");
  EXPECT_EQ(taken->confirm_ticket().delivery(), wire::DELIVERY_PAPERLESS);
  const auto priority =
      command("ticket/priority", R"({"ticket":7,"priority":"DISABLED","reason":"行动不便"})");
  ASSERT_TRUE(priority.ok());
  EXPECT_EQ(priority->grant_priority().ticket(), 7u);
  EXPECT_EQ(priority->grant_priority().priority(), wire::PRIORITY_CLASS_DISABLED);
  EXPECT_EQ(priority->grant_priority().reason(), "行动不便");
}

TEST(Command, TicketsGoByTheirKey) {
  EXPECT_EQ(command("ticket/confirm", R"({"ticket":39})")->confirm_ticket().ticket(), 39u);
  EXPECT_EQ(command("ticket/resume", R"({"ticket":40})")->resume_ticket().ticket(), 40u);
  EXPECT_EQ(command("ticket/reactivate", R"({"ticket":41})")->reactivate_ticket().ticket(), 41u);
  EXPECT_EQ(command("ticket/cancel", R"({"ticket":42})")->cancel_ticket().ticket(), 42u);
}

TEST(Command, AWrongBodyIsRefusedWithTheReason) {
  const auto wrong = [](std::string_view action, std::string_view body) {
    const auto made = command(action, body);
    return made ? "accepted" : made.error().sentence;
  };
  EXPECT_THAT(wrong("window/next", R"({})"), HasSubstr("window must be a number"));
  EXPECT_THAT(wrong("window/next", R"({"window":0})"), HasSubstr("window must be a number"));
  EXPECT_THAT(wrong("window/next", R"({"window":"3"})"), HasSubstr("window must be a number"));
  EXPECT_THAT(wrong("window/next", R"({"window":100})"), HasSubstr("1 to 99"));
  EXPECT_THAT(wrong("window/next", R"({"window":3,"clerk":"9001"})"), HasSubstr("clerk is not"));
  EXPECT_THAT(wrong("window/next", R"({"window":3,"reason":"x"})"), HasSubstr("reason is not"));
  EXPECT_THAT(wrong("window/pause", R"({"window":3})"), HasSubstr("reason must be"));
  EXPECT_THAT(wrong("window/pause", R"({"window":3,"reason":""})"), HasSubstr("reason must be"));
  const std::string long_reason(121, 'x');
  EXPECT_THAT(wrong("window/pause", R"({"window":3,"reason":")" + long_reason + "\"}"),
              HasSubstr("reason must be"));
  EXPECT_THAT(wrong("window/open", R"({"window":3,"minutes":30})"), HasSubstr("minutes is not"));
  EXPECT_THAT(wrong("window/next", R"({"window":3,"outcome":"ACCEPTED"})"),
              HasSubstr("outcome is not"));
  for (const char* minutes : {"\"30\"", "-5", "true", "4294967326"}) {
    const std::string body = fmt::format(R"({{"window":3,"reason":"x","minutes":{}}})", minutes);
    EXPECT_THAT(wrong("window/pause", body), HasSubstr("minutes must be a whole number"))
        << minutes;
  }
  EXPECT_THAT(wrong("window/done", R"({"window":3,"outcome":5})"), HasSubstr("must be a text"));
  EXPECT_THAT(wrong("window/hold", R"({"window":3,"pool":1})"), HasSubstr("must be true or false"));
  EXPECT_THAT(wrong("window/done", R"({"window":3,"outcome":"LOST"})"),
              HasSubstr("outcome must be"));
  EXPECT_THAT(wrong("window/done", R"({"window":3,"outcome":"UNSPECIFIED"})"),
              HasSubstr("outcome must be"));
  EXPECT_THAT(wrong("ticket/cancel", R"({"window":3})"), HasSubstr("window is not"));
  EXPECT_THAT(wrong("window/transfer", R"({"window":3,"service":"a"})"), HasSubstr("reason must"));
  EXPECT_THAT(wrong("window/transfer", R"({"window":3,"reason":"x","to_window":100})"),
              HasSubstr("1 to 99"));
  EXPECT_THAT(wrong("desk/issue", R"({"service":"a","window":3})"), HasSubstr("window is not"));
  EXPECT_THAT(wrong("desk/issue", R"({"service":"a","priority":"KING"})"), HasSubstr("a class"));
  EXPECT_THAT(wrong("ticket/priority", R"({"ticket":1,"reason":"x"})"), HasSubstr("a class"));
  EXPECT_THAT(wrong("window/walk-in", R"({"window":3})"), HasSubstr("service must be"));
  EXPECT_THAT(
      wrong("window/add-service", R"({"window":3,"service":")" + std::string(33, 's') + "\"}"),
      HasSubstr("service must be"));
  EXPECT_THAT(wrong("window/hold", R"({"window":3,"front":true})"), HasSubstr("front is not"));
}

TEST(Permission, ByRole) {
  EXPECT_EQ(permission("window/next", StaffRole::kClerk), Permission::kAllowed);
  EXPECT_EQ(permission("window/next", StaffRole::kManager), Permission::kAllowed);
  EXPECT_EQ(permission("window/next", StaffRole::kGuide), Permission::kDenied);
  EXPECT_EQ(permission("ticket/reactivate", StaffRole::kGuide), Permission::kAllowed);
  EXPECT_EQ(permission("ticket/confirm", StaffRole::kClerk), Permission::kDenied);
  EXPECT_EQ(permission("ticket/confirm", StaffRole::kGuide), Permission::kAllowed);
  EXPECT_EQ(permission("ticket/cancel", StaffRole::kClerk), Permission::kDenied);
  EXPECT_EQ(permission("ticket/cancel", StaffRole::kGuide), Permission::kAllowed);
  EXPECT_EQ(permission("window/explode", StaffRole::kAdmin), Permission::kNoSuchAction);
  EXPECT_EQ(permission("", StaffRole::kAdmin), Permission::kNoSuchAction);
}

Outcome refused(wire::Refusal refusal) {
  Outcome outcome{Outcome::Kind::kRefused, {}};
  outcome.reply.set_refusal(refusal);
  outcome.reply.set_sentence("because");
  return outcome;
}

TEST(Outcome, ARefusalIsNamedAndHasAStatusThatFits) {
  const auto response = response_of(refused(wire::REFUSAL_NOBODY_WAITING));
  EXPECT_EQ(response.status, 409u);
  EXPECT_EQ(*response.body, R"({"ok":false,"error":"NOBODY_WAITING","sentence":"because"})");
  EXPECT_EQ(response_of(refused(wire::REFUSAL_TOO_SOON)).status, 409u);
  EXPECT_EQ(response_of(refused(wire::REFUSAL_WRONG_PHASE)).status, 409u);
  EXPECT_EQ(response_of(refused(wire::REFUSAL_WINDOW_TAKEN)).status, 409u);
  EXPECT_EQ(response_of(refused(wire::REFUSAL_NOT_ALLOWED)).status, 403u);
  EXPECT_EQ(response_of(refused(wire::REFUSAL_UNKNOWN_TICKET)).status, 404u);
  EXPECT_EQ(response_of(refused(wire::REFUSAL_INVALID_VALUE)).status, 422u);
  EXPECT_EQ(response_of(refused(wire::REFUSAL_DISK_FULL)).status, 503u);
  // A server of tomorrow may refuse for a reason that this program does not know.
  EXPECT_EQ(response_of(refused(static_cast<wire::Refusal>(250))).status, 409u);
}

TEST(Outcome, SilenceIsNotRefusal) {
  EXPECT_EQ(response_of({Outcome::Kind::kUnanswered, {}}).status, 504u);
  EXPECT_EQ(response_of({Outcome::Kind::kUnavailable, {}}).status, 503u);
}

TEST(Outcome, ACallSaysWho) {
  Outcome outcome{Outcome::Kind::kDone, {}};
  outcome.reply.set_seq(12);
  outcome.reply.mutable_ticket()->set_ticket(5);
  outcome.reply.mutable_ticket()->set_number("A005");
  outcome.reply.mutable_ticket()->set_service("social");
  outcome.reply.mutable_ticket()->set_window(3);
  const auto response = response_of(outcome);
  EXPECT_EQ(response.status, 200u);
  EXPECT_EQ(*response.body, R"({"ok":true,"seq":12,"ticket":{"ticket":5,"number":"A005",)"
                            R"("service":"social","window":3}})");
}

}  // namespace
}  // namespace yichuang
