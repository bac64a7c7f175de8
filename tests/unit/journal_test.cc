#include "queue-server/journal/journal.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "base/file.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

JournalEntry entry(uint64_t seq, std::string body, std::optional<CommandId> id = {}) {
  return {seq, Time{1000}, id, 0, std::move(body)};
}

class JournalTest : public testing::Test {
 protected:
  std::unique_ptr<Journal> open(JournalUse use = JournalUse::kServe) {
    auto journal = open_sqlite_journal(path_, use);
    EXPECT_TRUE(journal.ok()) << (journal.ok() ? "" : journal.error().sentence);
    return journal.ok() ? std::move(*journal) : nullptr;
  }
  std::string refusal(JournalUse use = JournalUse::kServe) {
    auto journal = open_sqlite_journal(path_, use);
    return journal.ok() ? "" : journal.error().sentence;
  }
  void execute(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "journal.db";
};

TEST_F(JournalTest, KeepsBytesAndFindsThemByCommand) {
  SystemRandom random;
  const CommandId id = CommandId::make(Time{5}, random);
  {
    auto journal = open();
    const JournalEntry entries[] = {entry(1, "first", id), entry(2, std::string("\0x", 2))};
    ASSERT_TRUE(journal->append(entries).ok());
  }
  auto journal = open();
  EXPECT_EQ((*journal->find(id)).value(), "first");
  EXPECT_FALSE((*journal->find(CommandId::make(Time{5}, random))).has_value());
  EXPECT_EQ(*journal->after(1, 10, 1000), std::vector<std::string>{std::string("\0x", 2)});
}

// What a journal asks of its disk, in order; one of these may fail.
class CountingDisk final : public JournalDisk {
 public:
  const char* vfs() const override { return nullptr; }
  Result<void> sync(const std::filesystem::path& file) override { return ask("sync", file); }
  Result<void> sync_folder(const std::filesystem::path& file) override {
    return ask("sync folder", file);
  }
  void drop_cache(const std::filesystem::path& file) override { (void)ask("drop", file); }
  uint64_t free_bytes(const std::filesystem::path&) const override { return 7; }

  std::vector<std::string> asked;
  std::string fails;

 private:
  Result<void> ask(const std::string& what, const std::filesystem::path& file) {
    asked.push_back(what + " " + file.filename().string());
    if (asked.back() == fails) return Error{ErrorCode::kInternal, "the disk is gone"};
    return {};
  }
};

// Found by the simulator: after a failed sync the next server refolded events that were only in the
// system's memory, built on them, and lost all at the next power cut. So did one that followed a
// server which was killed between a write and its sync.
TEST_F(JournalTest, AServerReadsOnlyWhatTheDiskHolds) {
  CountingDisk disk;
  auto journal = open_sqlite_journal(path_, JournalUse::kServe, disk);
  ASSERT_TRUE(journal.ok());
  EXPECT_EQ(disk.asked,
            (std::vector<std::string>{"sync journal.db", "drop journal.db", "sync journal.db-wal",
                                      "drop journal.db-wal", "sync folder journal.db"}));
  EXPECT_EQ((*journal)->free_bytes(), 7u);
  journal->reset();
  disk.asked.clear();
  EXPECT_TRUE(open_sqlite_journal(path_, JournalUse::kVerify, disk).ok());
  EXPECT_TRUE(disk.asked.empty()) << "verifying asks nothing of the disk";
}

TEST_F(JournalTest, AServerWhoseDiskCannotSyncDoesNotStart) {
  for (const char* what : {"sync journal.db", "sync journal.db-wal", "sync folder journal.db"}) {
    CountingDisk disk;
    disk.fails = what;
    EXPECT_FALSE(open_sqlite_journal(path_, JournalUse::kServe, disk).ok()) << what;
  }
  CountingDisk disk;
  disk.fails = "sync journal.db-wal";
  (void)open_sqlite_journal(path_, JournalUse::kServe, disk);
  EXPECT_EQ(disk.asked.back(), "drop journal.db-wal") << "the next start reads what the disk has";
}

TEST_F(JournalTest, TheSystemsDiskSyncsWhatIsThereAndItsFolder) {
  EXPECT_TRUE(system_disk().sync(path_).ok()) << "nothing to sync is no error";
  ASSERT_TRUE(write_file_atomic(path_, "x", 0600).ok());
  EXPECT_TRUE(system_disk().sync(path_).ok());
  EXPECT_TRUE(system_disk().sync_folder(path_).ok());
  EXPECT_FALSE(system_disk().sync_folder(path_ / "below a file").ok());
}

TEST_F(JournalTest, KnowsTheGreatestCommand) {
  auto journal = open();
  EXPECT_FALSE(journal->greatest_command()->has_value());
  SystemRandom random;
  const CommandId small = CommandId::make(Time{5}, random);
  const CommandId great = CommandId::make(Time{6}, random);
  const JournalEntry entries[] = {entry(1, "day"), entry(2, "b", great), entry(3, "a", small)};
  ASSERT_TRUE(journal->append(entries).ok());
  EXPECT_EQ(**journal->greatest_command(), great);
}

TEST_F(JournalTest, ASecondProcessIsRefusedWithASentence) {
  auto first = open();
  EXPECT_NE(refusal().find("is in use by another process"), std::string::npos) << refusal();
  EXPECT_NE(refusal(JournalUse::kVerify).find("in use"), std::string::npos);
}

TEST_F(JournalTest, AnotherProgramsDatabaseIsRefused) {
  execute("CREATE TABLE t(x)");
  EXPECT_NE(refusal().find("another program's database"), std::string::npos) << refusal();
}

TEST_F(JournalTest, AFileThatIsNoDatabaseIsRefused) {
  ASSERT_TRUE(write_file_atomic(path_, std::string(5000, 'x'), 0600).ok());
  EXPECT_NE(refusal().find("damaged or not a journal"), std::string::npos) << refusal();
}

TEST_F(JournalTest, ANewerSchemaIsRefused) {
  open();
  execute("PRAGMA user_version=99");
  EXPECT_NE(refusal().find("schema 99"), std::string::npos) << refusal();
}

TEST_F(JournalTest, AChangedByteIsFoundAndNamed) {
  {
    auto journal = open();
    const JournalEntry entries[] = {entry(1, "one"), entry(2, "two"), entry(3, "three")};
    ASSERT_TRUE(journal->append(entries).ok());
  }
  execute("UPDATE event SET body=CAST('twö' AS BLOB) WHERE seq=2");
  auto journal = open();
  std::vector<uint64_t> read;
  auto done = journal->read(1, [&](const StoredEvent& event) -> Result<void> {
    read.push_back(event.seq);
    return {};
  });
  ASSERT_FALSE(done.ok());
  EXPECT_NE(done.error().sentence.find("event 2 does not match its checksum"), std::string::npos);
  EXPECT_EQ(read, std::vector<uint64_t>{1});
}

TEST_F(JournalTest, AMissingEventIsFoundAndNamed) {
  {
    auto journal = open();
    const JournalEntry entries[] = {entry(1, "one"), entry(2, "two"), entry(3, "three")};
    ASSERT_TRUE(journal->append(entries).ok());
  }
  execute("DELETE FROM event WHERE seq=2");
  auto journal = open();
  auto done = journal->read(1, [](const StoredEvent&) { return Result<void>(); });
  ASSERT_FALSE(done.ok());
  EXPECT_NE(done.error().sentence.find("event 2 is missing"), std::string::npos);
}

TEST_F(JournalTest, VerifyingChangesNoByteOnDisk) {
  {
    auto journal = open();
    const JournalEntry entries[] = {entry(1, "one")};
    ASSERT_TRUE(journal->append(entries).ok());
  }
  const std::string before = *read_file(path_, 1 << 20);
  { open(JournalUse::kVerify); }
  EXPECT_EQ(*read_file(path_, 1 << 20), before);
}

TEST_F(JournalTest, AfterIsBoundedInCountAndBytesButNeverEmpty) {
  auto journal = open();
  std::vector<JournalEntry> entries;
  for (uint64_t seq = 1; seq <= 10; ++seq) entries.push_back(entry(seq, std::string(100, 'x')));
  ASSERT_TRUE(journal->append(entries).ok());
  EXPECT_EQ(journal->after(0, 3, 100'000)->size(), 3u);
  EXPECT_EQ(journal->after(0, 10, 250)->size(), 2u);
  EXPECT_EQ(journal->after(0, 10, 1)->size(), 1u);
  EXPECT_EQ(journal->after(10, 10, 1000)->size(), 0u);
}

}  // namespace
}  // namespace yichuang
