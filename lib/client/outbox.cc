#include "client/outbox.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <map>

#include "base/limits.h"

namespace yichuang {
namespace {

Error disk_error(sqlite3* db, std::string_view verb) {
  return Error{ErrorCode::kUnavailable, fmt::format("cannot {} the outbox: {}; check the disk of "
                                                    "this device",
                                                    verb, sqlite3_errmsg(db))};
}

// Adding waits for the disk (FULL). Forgetting need not (NORMAL): a forgotten deletion is only
// sent again, and answered by the server's memory. secure_delete overwrites what is deleted in the
// database, but the write-ahead log keeps each page as it was: it is cut when it is cleaned.
class SqliteOutbox final : public Outbox {
 public:
  explicit SqliteOutbox(sqlite3* db) : db_(db) {}
  ~SqliteOutbox() override {
    sqlite3_finalize(insert_);
    sqlite3_finalize(erase_);
    sqlite3_close(db_);
  }
  SqliteOutbox(const SqliteOutbox&) = delete;
  SqliteOutbox& operator=(const SqliteOutbox&) = delete;

  Result<void> prepare() {
    constexpr char kSetUp[] =
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA secure_delete=ON;"
        "CREATE TABLE IF NOT EXISTS outbox(id BLOB PRIMARY KEY, frame BLOB NOT NULL) STRICT;";
    if (sqlite3_exec(db_, kSetUp, nullptr, nullptr, nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(db_, "INSERT OR REPLACE INTO outbox VALUES(?,?)", -1, &insert_,
                           nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(db_, "DELETE FROM outbox WHERE id=?", -1, &erase_, nullptr) !=
            SQLITE_OK) {
      return disk_error(db_, "open");
    }
    auto kept = all();
    if (!kept) return kept.error();
    count_ = kept->size();
    forgotten_ = true;  // perhaps by the run before this one
    (void)clean();      // a full disk is no reason not to start: it is tried again
    return {};
  }

  Result<void> keep(const CommandId& id, const std::string& frame) override {
    if (count_ >= limits::kOutboxMax) {  // as far as is known: one that was replaced counts twice
      const auto kept = all();
      if (kept) count_ = kept->size();
    }
    if (count_ >= limits::kOutboxMax) {
      return Error{ErrorCode::kExhausted,
                   "the outbox is full: the server has not answered for long"};
    }
    set_synchronous("FULL");
    sqlite3_bind_blob(insert_, 1, id.bytes.data(), static_cast<int>(id.bytes.size()),
                      SQLITE_STATIC);
    sqlite3_bind_blob(insert_, 2, frame.data(), static_cast<int>(frame.size()), SQLITE_STATIC);
    if (!run(insert_)) return disk_error(db_, "write to");
    ++count_;
    return {};
  }

  Result<void> forget(const CommandId& id) override {
    set_synchronous("NORMAL");
    sqlite3_bind_blob(erase_, 1, id.bytes.data(), static_cast<int>(id.bytes.size()), SQLITE_STATIC);
    if (!run(erase_)) return disk_error(db_, "write to");
    if (count_ > 0) --count_;
    forgotten_ = true;
    return {};
  }

  Result<void> clean() override {
    if (!forgotten_ || count_ > 0) return {};
    // The log's old pages go with it once the database has their successors
    // (sqlite.org/pragma.html, wal_checkpoint). Nobody else reads this database, so nothing holds
    // it back.
    if (!overwrite_scratch() || sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                                          nullptr, nullptr) != SQLITE_OK)
      return disk_error(db_, "clean");
    forgotten_ = false;
    return {};
  }

  Result<std::vector<std::pair<CommandId, std::string>>> all() override {
    std::vector<std::pair<CommandId, std::string>> entries;
    sqlite3_stmt* rows = nullptr;
    if (sqlite3_prepare_v2(db_, "SELECT id, frame FROM outbox ORDER BY id", -1, &rows, nullptr) !=
        SQLITE_OK) {
      return disk_error(db_, "read");
    }
    int step = 0;
    while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
      const auto column = [&](int i) {
        return std::string(static_cast<const char*>(sqlite3_column_blob(rows, i)),
                           static_cast<size_t>(sqlite3_column_bytes(rows, i)));
      };
      if (auto id = CommandId::parse(column(0))) entries.emplace_back(*id, column(1));
    }
    sqlite3_finalize(rows);
    if (step != SQLITE_DONE) return disk_error(db_, "read");
    return entries;
  }

 private:
  void set_synchronous(const char* level) {
    if (level_ == level) return;
    sqlite3_exec(db_, fmt::format("PRAGMA synchronous={}", level).c_str(), nullptr, nullptr,
                 nullptr);
    level_ = level;
  }
  // SQLite makes a row in memory of its own that lasts as long as the database is open, and holds
  // the last row until the next one: a row of a whole page that is never committed.
  bool overwrite_scratch() {
    constexpr int kNearlyAPage = 3'900;  // of 4096: what is longer lies on other pages
    static const std::array<char, kNearlyAPage> kZeros{};
    if (sqlite3_exec(db_, "BEGIN", nullptr, nullptr, nullptr) != SQLITE_OK) return false;
    sqlite3_bind_blob(insert_, 1, kZeros.data(), 16, SQLITE_STATIC);
    sqlite3_bind_blob(insert_, 2, kZeros.data(), kNearlyAPage, SQLITE_STATIC);
    const bool done = run(insert_);
    return sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK && done;
  }
  bool run(sqlite3_stmt* statement) {
    const int step = sqlite3_step(statement);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return step == SQLITE_DONE;
  }
  sqlite3* db_;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* erase_ = nullptr;
  size_t count_ = 0;
  bool forgotten_ = false;  // something since the disk was cleaned
  std::string level_ = "FULL";
};

class MemoryOutbox final : public Outbox {
 public:
  Result<void> keep(const CommandId& id, const std::string& frame) override {
    if (entries_.size() >= limits::kOutboxMax) {
      return Error{ErrorCode::kExhausted,
                   "the outbox is full: the server has not answered for long"};
    }
    entries_[id] = frame;
    return {};
  }
  Result<void> forget(const CommandId& id) override {
    entries_.erase(id);
    return {};
  }
  Result<std::vector<std::pair<CommandId, std::string>>> all() override {
    return std::vector<std::pair<CommandId, std::string>>(entries_.begin(), entries_.end());
  }

 private:
  std::map<CommandId, std::string> entries_;
};

}  // namespace

Result<std::unique_ptr<Outbox>> open_outbox(const std::filesystem::path& path) {
  sqlite3* db = nullptr;
  const int rc =
      sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  auto outbox = std::make_unique<SqliteOutbox>(db);
  if (rc != SQLITE_OK) return disk_error(db, "open");
  if (auto done = outbox->prepare(); !done) {
    return Error{done.error().code, path.string() + ": " + done.error().sentence};
  }
  return std::unique_ptr<Outbox>(std::move(outbox));
}

std::unique_ptr<Outbox> memory_outbox() { return std::make_unique<MemoryOutbox>(); }

}  // namespace yichuang
