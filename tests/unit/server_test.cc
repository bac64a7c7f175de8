// The tick through its own doors.
#include <fmt/format.h>

#include "base/limits.h"
#include "queue-server/journal/refold.h"
#include "tests/unit/server_fixture.h"

namespace yichuang {
namespace {

TEST_F(ServerTest, TheSameCommandIdGivesTheSameBytesAndOneTicket) {
  const wire::Command c = issue();
  ask(c);
  const std::string first = transport_.replies[0].second;
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_EQ(server_->state().tickets.size(), 1u);
}

TEST_F(ServerTest, TheSameCommandIdTwiceInOneTickIsOneTicket) {
  const std::string body = encode(issue());
  send_bytes(body);
  send_bytes(body);
  server_->tick();
  ASSERT_EQ(transport_.replies.size(), 2u);
  EXPECT_EQ(transport_.replies[0].second, transport_.replies[1].second);
  EXPECT_EQ(server_->state().tickets.size(), 1u);
}

TEST_F(ServerTest, TheSameCommandIdAfterARestartGivesTheSameBytes) {
  const wire::Command c = issue();
  ask(c);
  const std::string first = transport_.replies[0].second;
  start();
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_EQ(server_->state().tickets.size(), 1u);
}

TEST_F(ServerTest, TheSameCommandIdOnAnotherDayStillGivesTheSameBytes) {
  const wire::Command c = issue();
  ask(c);
  const std::string first = transport_.replies[0].second;
  clock_.pass(2 * 86'400'000);
  start();
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_TRUE(server_->state().tickets.empty());
}

TEST_F(ServerTest, AnIdAboveAllThatWereAcceptedNeedsNoLookUp) {
  ask(issue());
  start();
  clock_.pass(1);
  for (int i = 0; i < 3; ++i) ask(issue());
  EXPECT_EQ(journal_->finds, 0);
  EXPECT_EQ(server_->state().tickets.size(), 4u);
}

TEST_F(ServerTest, AClientWhoseClockIsWrongIsStillAnsweredOnce) {
  for (const int64_t off_ms : {-86'400'000, 0, 86'400'000}) {
    wire::Command c = issue();
    c.set_command_id(std::string(CommandId::make(clock_.wall + off_ms, random_).raw()));
    ask(c);
    const std::string first = transport_.replies[0].second;
    start();
    ask(c);
    EXPECT_EQ(transport_.replies[0].second, first) << off_ms;
  }
  EXPECT_EQ(server_->state().tickets.size(), 3u);
}

TEST_F(ServerTest, ACommandThatMemoryForgotIsFoundInTheJournal) {
  const wire::Command c = issue();
  ask(c);
  const std::string first = transport_.replies[0].second;
  for (size_t i = 0; i < limits::kRepliesRememberedMax; ++i) {
    wire::Command other = issue("nothing");  // refusals are remembered, and push it out
    send_bytes(encode(other));
    if (i % 256 == 255) server_->tick();
  }
  server_->tick();
  const int finds = journal_->finds;
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_EQ(journal_->finds, finds + 1);
}

TEST_F(ServerTest, ARefusalIsRememberedToo) {
  wire::Command c = issue("nothing");
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_UNKNOWN_SERVICE);
  c.mutable_issue_ticket()->set_service("social");  // the same id with another content
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_UNKNOWN_SERVICE);
}

// "Try again" was remembered: who tried again with the same id was told so for ever.
TEST_F(ServerTest, ARefusalThatSaysTryAgainIsNotRemembered) {
  const auto report = [&](int number, size_t facts_bytes) {
    wire::Command c = command();
    c.mutable_report_device()->set_device(fmt::format("printer-{}", number));
    c.mutable_report_device()->set_state(wire::DEVICE_STATE_READY);
    for (int i = 0; i < 12; ++i) {
      c.mutable_report_device()->add_facts(std::string(facts_bytes / 12, 'x'));
    }
    return c;
  };
  int known = 0;
  wire::Command one_more = report(known, 480);
  while (ask(one_more).refusal() == wire::REFUSAL_UNSPECIFIED) one_more = report(++known, 480);
  ASSERT_EQ(ask(one_more).refusal(), wire::REFUSAL_BUSY);
  for (int i = 0; i < known; ++i) {
    ASSERT_EQ(ask(report(i, 12)).refusal(), wire::REFUSAL_UNSPECIFIED);
  }
  EXPECT_EQ(ask(one_more).refusal(), wire::REFUSAL_UNSPECIFIED) << "there is room now";
}

// Found by the simulator: a copy of the command came after there was room again, and took effect
// though its client had been told no.
TEST_F(ServerTest, ACommandThatFoundTheDiskFullIsRefusedForGoodAndANewOneIsDone) {
  const wire::Command c = issue();
  journal_->free = 1;
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_DISK_FULL);
  const std::string first = transport_.replies[0].second;
  journal_->free = UINT64_MAX;
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_TRUE(server_->state().tickets.empty());
  EXPECT_EQ(ask(issue()).ticket().number(), "A001");
}

TEST_F(ServerTest, ACommandThatWasTooLateStaysSoWhenTheClockIsSetBack) {
  wire::Command c = issue();
  c.set_deadline_ms(clock_.wall.ms + 1000);
  clock_.pass(1001);
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_DEADLINE_PASSED);
  const std::string first = transport_.replies[0].second;
  clock_.pass(-1001);
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_TRUE(server_->state().tickets.empty());
}

// Found by the simulator: a pulse was sent while the clock was ahead, and overtaken by an event of
// after the clock was set back. Mirrors took the pulse for newer, and went back to an older
// snapshot.
TEST_F(ServerTest, NoEventIsOlderThanThePulseBeforeIt) {
  clock_.pass(20'000);
  server_->tick();
  ASSERT_TRUE(transport_.published.back().has_pulse());
  const int64_t pulsed_ms = transport_.published.back().pulse().at_ms();
  clock_.wall = clock_.wall - 20'000;
  ask(issue());
  EXPECT_GE(server_->state().at.ms, pulsed_ms);
}

TEST_F(ServerTest, ARefusedCommandThatIsAskedAgainAfterARestartIsBoundByItsDeadline) {
  wire::Command c = issue();
  c.set_deadline_ms(clock_.wall.ms + 10'000);
  journal_->free = 1;
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_DISK_FULL);
  clock_.pass(10'001);
  start();
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_DEADLINE_PASSED);
  EXPECT_TRUE(server_->state().tickets.empty());
}

TEST_F(ServerTest, RestartGivesTheSameState) {
  for (int i = 0; i < 50; ++i) ask(issue(i % 2 ? "social" : "medical"));
  const uint64_t seq = server_->state().seq;
  const std::string last = server_->state().tickets.back().number;
  start();
  EXPECT_EQ(server_->state().seq, seq);
  EXPECT_EQ(server_->state().tickets.back().number, last);
}

TEST_F(ServerTest, NothingLeavesWhenTheCommitFails) {
  transport_.replies.clear();
  journal_->broken = true;
  send_bytes(encode(issue()));
  EXPECT_THROW(server_->tick(), FailStop);
  EXPECT_TRUE(transport_.replies.empty());
  EXPECT_TRUE(transport_.published.empty());
}

TEST_F(ServerTest, ANearlyFullDiskRefusesCommandsAndStillAnswersQueries) {
  journal_->free = 1;
  EXPECT_EQ(ask(issue()).refusal(), wire::REFUSAL_DISK_FULL);
  wire::Command ping = command();
  ping.mutable_ping();
  EXPECT_TRUE(ask(ping).has_pong());
  journal_->free = UINT64_MAX;
  EXPECT_EQ(ask(issue()).refusal(), wire::REFUSAL_UNSPECIFIED);
}

TEST_F(ServerTest, ManyCommandsOfOneTickAreOneCommit) {
  for (int i = 0; i < 64; ++i) send_bytes(encode(issue()));
  const uint64_t commits = server_->counters().commits;
  server_->tick();
  EXPECT_EQ(server_->counters().commits, commits + 1);
  EXPECT_EQ(transport_.replies.size(), 64u);
}

TEST_F(ServerTest, EnvelopesAreCheckedBeforeAnythingElse) {
  EXPECT_EQ(ask_bytes("rubbish").refusal(), wire::REFUSAL_MALFORMED);
  EXPECT_EQ(ask_bytes("").refusal(), wire::REFUSAL_MALFORMED);
  wire::Command c = issue();
  c.set_version(99);
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_WRONG_VERSION);
  c = issue();
  c.set_hall("elsewhere");
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_WRONG_HALL);
  c = issue();
  c.set_command_id("short");
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_MALFORMED);
  c = issue();
  c.mutable_issue_ticket()->set_service(std::string(500, 'x'));
  const wire::Reply refused = ask(c);
  EXPECT_EQ(refused.refusal(), wire::REFUSAL_MALFORMED);
  EXPECT_EQ(refused.command_id(), c.command_id()) << "the sender must know which one";
  EXPECT_EQ(ask(command()).refusal(), wire::REFUSAL_MALFORMED) << "no body";
  c = issue();
  c.set_deadline_ms(clock_.wall.ms - 1);
  EXPECT_EQ(ask(c).refusal(), wire::REFUSAL_DEADLINE_PASSED);
  EXPECT_EQ(ask(issue(), Role::kDisplay).refusal(), wire::REFUSAL_NOT_ALLOWED);
  EXPECT_TRUE(server_->state().tickets.empty());
  EXPECT_GE(server_->counters().refusals[wire::REFUSAL_MALFORMED], 3u);
}

TEST_F(ServerTest, ADeviceThatIsNoLongerEnrolledIsRefusedAndToldWhichCommand) {
  const wire::Command c = issue();
  for (const std::string& body : {encode(c), std::string("rubbish"), std::string()}) {
    transport_.replies.clear();
    transport_.in.push_back({"p", nullptr, body});
    server_->tick();
    wire::Reply reply;
    ASSERT_TRUE(decode(transport_.replies.at(0).second, reply).ok());
    EXPECT_EQ(reply.refusal(), wire::REFUSAL_NOT_ALLOWED);
    EXPECT_EQ(reply.command_id(), body == encode(c) ? c.command_id() : "");
  }
  EXPECT_TRUE(server_->state().tickets.empty());
}

TEST_F(ServerTest, PublishesEachEventInOrderAndAPulseEachSecond) {
  for (int i = 0; i < 3; ++i) ask(issue());
  clock_.pass(1000);
  server_->tick();
  std::vector<uint64_t> seqs;
  int pulses = 0;
  for (const wire::Feed& feed : transport_.published) {
    if (feed.has_event()) {
      EXPECT_EQ(feed.event().prev_seq(), feed.event().seq() - 1);
      seqs.push_back(feed.event().seq());
    } else {
      ++pulses;
      EXPECT_EQ(feed.pulse().last_seq(), server_->state().seq);
    }
  }
  EXPECT_EQ(seqs, (std::vector<uint64_t>{2, 3, 4}));
  EXPECT_EQ(pulses, 1);
}

// The clerk of window 1, who does what is asked, as an admin may.
void at_window_one(wire::Command& c, std::string_view what) {
  c.set_clerk("1001");
  if (what == "sign in") c.mutable_sign_in()->set_window(1);
  if (what == "open") c.mutable_open_window()->set_window(1);
  if (what == "call") c.mutable_call_next()->set_window(1);
  if (what == "start") c.mutable_start_service()->set_window(1);
  if (what == "complete") c.mutable_complete_service()->set_window(1);
}

TEST_F(ServerTest, TellsWaitsLearnsFromThemAndSaysHowGoodTheyWere) {
  const auto clerk = [&](std::string_view what) {
    wire::Command c = command();
    at_window_one(c, what);
    EXPECT_EQ(ask(c, Role::kAdmin).refusal(), wire::REFUSAL_UNSPECIFIED) << what;
  };
  clerk("sign in");
  clerk("open");
  std::vector<wire::TicketResult> told;
  for (int i = 0; i < 30; ++i) {
    told.push_back(ask(issue()).ticket());
    wire::Command confirm = command();
    confirm.mutable_confirm_ticket()->set_ticket(told.back().ticket());
    confirm.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PAPERLESS);
    ask(confirm);
    clock_.pass(200);  // an estimate is at most 100 ms older than what happened
  }
  EXPECT_EQ(told[0].wait_min_p90(), 0u);
  for (size_t i = 2; i < told.size(); ++i) {
    EXPECT_GE(told[i].wait_min_p50(), told[i - 1].wait_min_p50()) << i;
  }
  EXPECT_GT(told[29].wait_min_p50(), 100u);
  wire::Command query = command();
  query.mutable_get_ticket()->set_token(told[10].token());
  const wire::TicketView view = ask(query, Role::kWeb).ticket_view();
  EXPECT_NEAR(view.wait_min_p50(), told[10].wait_min_p50(), 2);
  for (int i = 0; i < 25; ++i) {
    clerk("call");
    clerk("start");
    clock_.pass(300'000);
    clerk("complete");
  }
  clock_.pass(1000);
  transport_.published.clear();
  server_->tick();
  ASSERT_EQ(transport_.published.size(), 1u);
  const wire::Accuracy accuracy = transport_.published[0].pulse().accuracy();
  EXPECT_EQ(accuracy.waits(), 24u);
  EXPECT_GE(accuracy.within_percent(), 90u);
  EXPECT_LT(accuracy.error_seconds(), 600u);
  const uint32_t came = server_->state().learned.services[0].came;
  start();
  EXPECT_EQ(server_->state().learned.services[0].came, came) << "a restart forgets nothing";
  clock_.pass(86'400'000);
  server_->tick();
  EXPECT_EQ(server_->state().learned.services[0].came, came * 3 / 4) << "a night only a quarter";
  EXPECT_EQ(server_->state().learned.told.count, 24u);
}

TEST_F(ServerTest, TheDayIsTheHallsNotTheMachines) {
  // 2026-11-22 15:59:59 UTC is 23:59:59 in Shanghai.
  clock_.wall = Time{1'795'363'199'000};
  server_->tick();
  EXPECT_EQ(server_->state().day, 20261122u);
  ask(issue());
  clock_.pass(1000);
  server_->tick();
  EXPECT_EQ(server_->state().day, 20261123u);
  EXPECT_EQ(ask(issue()).ticket().number(), "A001");
}

TEST_F(ServerTest, AClockThatGoesBackOpensNoOldDayAndTimeStandsStill) {
  clock_.wall = Time{1'795'363'199'000};
  server_->tick();
  ask(issue());
  const Time before = server_->state().at;
  clock_.wall = clock_.wall - 3 * 86'400'000;
  ask(issue());
  EXPECT_EQ(server_->state().day, 20261122u);
  EXPECT_EQ(server_->state().at, before);
  EXPECT_EQ(server_->state().tickets.size(), 2u);
}

TEST_F(ServerTest, SnapshotPagesAndGoneOnes) {
  for (int i = 0; i < 5; ++i) ask(issue());
  wire::Command query = command();
  query.mutable_get_snapshot();
  const wire::Reply page = ask(query, Role::kDisplay);
  ASSERT_TRUE(page.has_snapshot());
  EXPECT_EQ(page.snapshot().pages(), 2u);
  query.mutable_get_snapshot()->set_seq(page.snapshot().seq());
  query.mutable_get_snapshot()->set_page(1);
  EXPECT_EQ(ask(query, Role::kDisplay).snapshot().tickets_size(), 5);
  query.mutable_get_snapshot()->set_page(2);
  EXPECT_EQ(ask(query, Role::kDisplay).refusal(), wire::REFUSAL_SNAPSHOT_GONE);
  query.mutable_get_snapshot()->set_seq(999);
  EXPECT_EQ(ask(query, Role::kDisplay).refusal(), wire::REFUSAL_SNAPSHOT_GONE);
}

TEST_F(ServerTest, EventsSinceAreTheCommittedOnes) {
  for (int i = 0; i < 5; ++i) ask(issue());
  wire::Command query = command();
  query.mutable_get_events()->set_after_seq(2);
  query.mutable_get_events()->set_count(2);
  const wire::Reply batch = ask(query, Role::kDisplay);
  ASSERT_EQ(batch.events().events_size(), 2);
  EXPECT_EQ(batch.events().events(0).seq(), 3u);
  EXPECT_EQ(batch.events().last_seq(), 6u);
  query.mutable_get_events()->set_after_seq(1000);
  EXPECT_EQ(ask(query, Role::kDisplay).refusal(), wire::REFUSAL_NO_SUCH_HISTORY);
}

TEST_F(ServerTest, ATokenOpensItsTicketAndNoOther) {
  const std::string token = ask(issue()).ticket().token();
  wire::Command query = command();
  query.mutable_get_ticket()->set_token(token);
  EXPECT_EQ(ask(query, Role::kWeb).ticket_view().number(), "A001");
  std::string forged = token;
  forged[2] = forged[2] == 'A' ? 'B' : 'A';
  query.mutable_get_ticket()->set_token(forged);
  EXPECT_EQ(ask(query, Role::kWeb).refusal(), wire::REFUSAL_UNKNOWN_TICKET);
  EXPECT_EQ(ask(query, Role::kDisplay).refusal(), wire::REFUSAL_NOT_ALLOWED);
}

TEST_F(ServerTest, ANewCatalogueIsAdoptedAtStart) {
  ask(issue());
  server_.reset();
  wire::CatalogueAdopted changed = small_catalogue();
  changed.set_digest("fedcba9876543210");
  changed.mutable_services(0)->set_name_zh("新名");
  auto server =
      Server::open({"test", {changed}, 0, nullptr}, *journal_, transport_, clock_, random_);
  ASSERT_TRUE(server.ok());
  (*server)->tick();
  EXPECT_EQ((*server)->state().services[0].name_zh, "新名");
  EXPECT_EQ((*server)->state().catalogue_version, 2u);
  EXPECT_EQ((*server)->state().tickets.size(), 1u);
}

TEST_F(ServerTest, AnotherHallsJournalIsRefused) {
  server_.reset();
  auto server = Server::open({"other", {small_catalogue()}, 0, nullptr}, *journal_, transport_,
                             clock_, random_);
  ASSERT_FALSE(server.ok());
  EXPECT_EQ(server.error().sentence,
            "the journal belongs to hall \"test\", the configuration says \"other\"");
}

TEST_F(ServerTest, VerifyAcceptsTheJournalAndNamesADamagedEvent) {
  for (int i = 0; i < 20; ++i) ask(issue());
  server_.reset();
  auto report = verify_journal(*real_);
  ASSERT_TRUE(report.ok()) << report.error().sentence;
  EXPECT_EQ(report->events, 21u);
  EXPECT_EQ(report->tickets, 20u);
}

}  // namespace
}  // namespace yichuang
