// What only the server may know: beside the events in the journal, never in them, and there again
// after a restart. And what a journal of an older server says today.
#include <sqlite3.h>

#include <fstream>

#include "hall/snapshot.h"
#include "queue-server/journal/refold.h"
#include "tests/unit/server_fixture.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

HallCatalogue bookable_catalogue() {
  return {OpeningHall::catalogue_with_slots(), OpeningHall::hours(), {}, "# file: hall.toml\n"};
}

class PrivateTest : public ServerTest {
 protected:
  PrivateTest() : ServerTest(bookable_catalogue()) {
    clock_.wall = at(20261119, 10);  // after the clock that the fixture starts with
    server_->tick();
    transport_.published.clear();
  }
  static Time at(uint32_t day, uint32_t hour) {
    return Zone::open("Asia/Shanghai")->at(day, hour * 60);
  }
  wire::Command issue_for(const std::string& person, const std::string& service = "social") {
    wire::Command c = issue(service);
    c.mutable_issue_ticket()->set_person(person);
    return c;
  }
  wire::Command book_for(const std::string& person, Time slot) {
    wire::Command c = command();
    c.mutable_book_appointment()->set_service("social");
    c.mutable_book_appointment()->set_slot_ms(slot.ms);
    c.mutable_book_appointment()->set_person(person);
    return c;
  }
  void execute(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "journal.db").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  void stop() {
    server_.reset();
    journal_.reset();
    real_.reset();
  }
  const std::string person_ = "\x01\x02 secret hash!!";
  const std::string other_ = "\x01\x02 another one!!";
};

TEST_F(PrivateTest, IsNeitherInTheBodiesNorOnTheFeedNorInASnapshot) {
  ASSERT_EQ(person_.size(), kPersonBytes);
  ASSERT_EQ(ask(issue_for(person_)).refusal(), kDone);
  ASSERT_EQ(ask(book_for(person_, at(20261120, 9))).refusal(), kDone);
  clock_.wall = at(20261120, 8);
  server_->tick();
  for (const wire::Feed& feed : transport_.published) {
    EXPECT_EQ(encode(feed).find(person_), std::string::npos);
  }
  for (const auto& page : snapshot(server_->state())) {
    EXPECT_EQ(encode(page).find(person_), std::string::npos);
  }
  int beside = 0;
  ASSERT_TRUE(real_
                  ->read(1,
                         [&](const StoredEvent& event) -> Result<void> {
                           EXPECT_EQ(event.body.find(person_), std::string::npos);
                           beside += event.private_part.find(person_) != std::string::npos;
                           return {};
                         })
                  .ok());
  EXPECT_EQ(beside, 3) << "the ticket, the booking, and the booking carried over the day";
}

TEST_F(PrivateTest, LimitsAreTheSameAfterARestart) {
  ASSERT_EQ(ask(issue_for(person_)).refusal(), kDone);
  ASSERT_EQ(ask(book_for(person_, at(20261120, 9))).refusal(), kDone);
  ASSERT_EQ(ask(book_for(person_, at(20261120, 10))).refusal(), kDone);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ask(issue_for(person_)).refusal(), wire::REFUSAL_LIMIT_REACHED);
    EXPECT_EQ(ask(issue_for(other_)).refusal(), i == 0 ? kDone : wire::REFUSAL_LIMIT_REACHED);
    EXPECT_EQ(ask(book_for(person_, at(20261120, 11))).refusal(), wire::REFUSAL_LIMIT_REACHED);
    start();
  }
  clock_.wall = at(20261120, 9);  // another day: tickets are forgotten, bookings are not
  start();
  EXPECT_EQ(ask(issue_for(person_)).refusal(), kDone);
  EXPECT_EQ(ask(book_for(person_, at(20261120, 11))).refusal(), wire::REFUSAL_LIMIT_REACHED);
  start();
  EXPECT_EQ(ask(book_for(person_, at(20261120, 11))).refusal(), wire::REFUSAL_LIMIT_REACHED);
}

TEST_F(PrivateTest, AChangedByteOfItIsFound) {
  ASSERT_EQ(ask(issue_for(person_)).refusal(), kDone);
  ASSERT_TRUE(verify_journal(*real_).ok());
  stop();
  execute(
      "UPDATE event SET private=CAST(replace(private, 'secret', 'sacred') AS BLOB) "
      "WHERE private IS NOT NULL");
  auto journal = open_sqlite_journal(folder_.path() / "journal.db", JournalUse::kVerify);
  ASSERT_TRUE(journal.ok());
  const auto report = verify_journal(**journal);
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.error().sentence.find("does not match its checksum"), std::string::npos);
}

TEST_F(PrivateTest, ARemovedOneIsFound) {
  ASSERT_EQ(ask(issue_for(person_)).refusal(), kDone);
  stop();
  execute("UPDATE event SET private=NULL");
  auto journal = open_sqlite_journal(folder_.path() / "journal.db", JournalUse::kVerify);
  ASSERT_TRUE(journal.ok());
  EXPECT_FALSE(verify_journal(**journal).ok());
}

// ---- A journal of schema 1: without the private column, catalogues, rules, hours. ----

constexpr const char* kSchema1 =
    "CREATE TABLE event("
    "  seq INTEGER PRIMARY KEY,"
    "  at INTEGER NOT NULL,"
    "  command_id BLOB CHECK(length(command_id) = 16),"
    "  body BLOB NOT NULL,"
    "  checksum INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX event_command ON event(command_id) WHERE command_id IS NOT NULL;"
    "CREATE TABLE day(day INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;"
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;"
    "PRAGMA application_id=1497581649;"  // "YCHQ"
    "PRAGMA user_version=1;";

class OldJournal : public PrivateTest {
 protected:
  // Takes the events of a young journal whose catalogue knows no rules, into an old file.
  OldJournal() {
    catalogue_ = {small_catalogue()};
    stop();
    std::filesystem::remove(path_);
    start();
    for (int i = 0; i < 3; ++i) {
      wire::Command c = issue();
      commands_.push_back(c);
      replies_.push_back(encode(ask(c)));
    }
    stop();
    std::filesystem::rename(path_, folder_.path() / "young.db");
    execute(kSchema1);
    execute(("ATTACH '" + (folder_.path() / "young.db").string() +
             "' AS young;"
             "INSERT INTO event SELECT seq, at, command_id, body, checksum FROM young.event;"
             "INSERT INTO day SELECT * FROM young.day; INSERT INTO meta SELECT * FROM young.meta;")
                .c_str());
  }
  const std::filesystem::path path_ = folder_.path() / "journal.db";
  std::vector<wire::Command> commands_;
  std::vector<std::string> replies_;
};

TEST_F(OldJournal, IsBroughtToTheNewSchemaAndFoldsAsBefore) {
  start();
  ASSERT_NE(server_, nullptr);
  EXPECT_EQ(server_->state().tickets.size(), 3u);
  EXPECT_FALSE(server_->state().keeps_hours);
  EXPECT_EQ(server_->state().rules, Rules{});
  EXPECT_EQ(encode(ask(commands_[1])), replies_[1]) << "the same id, the same reply";
  EXPECT_EQ(ask(issue_for(person_)).ticket().number(), "A004");
  EXPECT_EQ(ask(issue_for(person_)).refusal(), wire::REFUSAL_LIMIT_REACHED);
  EXPECT_TRUE(verify_journal(*real_).ok());
}

TEST_F(OldJournal, IsKeptAsACopyBeside) {
  start();
  stop();
  sqlite3* db = nullptr;
  const std::string copy = path_.string() + ".schema-1";
  ASSERT_TRUE(std::filesystem::exists(copy));
  ASSERT_EQ(sqlite3_open(copy.c_str(), &db), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(db, "SELECT private FROM event", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, "SELECT body FROM event", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
}

TEST_F(OldJournal, AMigrationThatWasCutOffIsDoneAgain) {
  // The power went after the copy was made and before the migration was committed.
  std::ofstream(path_.string() + ".schema-1") << "a whole copy";
  std::ofstream(path_.string() + ".schema-1.new") << "half a co";
  start();
  ASSERT_NE(server_, nullptr);
  EXPECT_EQ(server_->state().tickets.size(), 3u);
  EXPECT_FALSE(std::filesystem::exists(path_.string() + ".schema-1.new"));
}

TEST_F(OldJournal, VerifyDoesNotMigrateAndSaysWhatTo) {
  const auto journal = open_sqlite_journal(path_, JournalUse::kVerify);
  ASSERT_FALSE(journal.ok());
  EXPECT_NE(journal.error().sentence.find("start queue-server once"), std::string::npos);
}

}  // namespace
}  // namespace yichuang
