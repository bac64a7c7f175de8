#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>

#include <array>
#include <cstring>

#include "base/assert.h"
#include "base/log.h"
#include "queue-server/journal/journal.h"

namespace yichuang {
namespace {

constexpr int kApplicationId = 0x59434851;  // "YCHQ"

// Numbered, forward only; the position is the schema number. Never edit one that was released.
constexpr const char* kMigrations[] = {
    // 1
    "CREATE TABLE event("
    "  seq INTEGER PRIMARY KEY,"
    "  at INTEGER NOT NULL,"
    "  command_id BLOB CHECK(length(command_id) = 16),"
    "  body BLOB NOT NULL,"
    "  checksum INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX event_command ON event(command_id) WHERE command_id IS NOT NULL;"
    "CREATE TABLE day(day INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;"
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;",
    // 2
    "ALTER TABLE event ADD COLUMN private BLOB;"
    "CREATE TABLE catalogue(version INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
    "  source TEXT NOT NULL) STRICT;",
};
constexpr int kSchema = static_cast<int>(std::size(kMigrations));

// The log is moved into the database when idle from this size on, and at once at the larger one.
// Its file keeps its size and is written again from the start: a sync of a file that does not grow
// writes no inode, which makes a commit a quarter cheaper.
constexpr int kWalPagesIdle = 250;
constexpr int kWalPagesMax = 1000;

class Statement {
 public:
  Statement() = default;
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  bool prepare(sqlite3* db, const char* sql) {
    return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) ==
           SQLITE_OK;
  }
  void bind(int i, int64_t value) { sqlite3_bind_int64(statement_, i, value); }
  void bind(int i, std::string_view bytes) {
    sqlite3_bind_blob(statement_, i, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  }
  void bind_text(int i, std::string_view text) {
    sqlite3_bind_text(statement_, i, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  int step() { return sqlite3_step(statement_); }
  // A statement that returns no rows, once.
  bool run() {
    const int rc = step();
    reset();
    return rc == SQLITE_DONE;
  }
  void reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
  std::string blob(int column) {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return data ? std::string(data, static_cast<size_t>(sqlite3_column_bytes(statement_, column)))
                : std::string();
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

// Resets a statement when a query is done with it, on every path.
class Query {
 public:
  explicit Query(Statement& statement) : statement_(statement) {}
  ~Query() { statement_.reset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

 private:
  Statement& statement_;
};

int64_t keyed_hash(uint64_t seq, int64_t previous, std::string_view body) {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  std::memcpy(key.data(), &seq, sizeof seq);
  std::memcpy(key.data() + sizeof seq, &previous, sizeof previous);
  int64_t checksum = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&checksum),
                   reinterpret_cast<const unsigned char*>(body.data()), body.size(), key.data());
  return checksum;
}

int64_t checksum_of(uint64_t seq, int64_t previous, std::string_view body,
                    std::string_view private_part) {
  const int64_t of_body = keyed_hash(seq, previous, body);
  return private_part.empty() ? of_body : keyed_hash(seq, of_body, private_part);
}

class SqliteJournal final : public Journal {
 public:
  SqliteJournal(std::filesystem::path path, JournalUse use, JournalDisk& disk)
      : path_(std::move(path)), use_(use), disk_(disk) {}
  ~SqliteJournal() override { close(); }
  SqliteJournal(const SqliteJournal&) = delete;
  SqliteJournal& operator=(const SqliteJournal&) = delete;

  Result<void> open();
  Result<void> append(std::span<const JournalEntry> entries) override;
  Result<std::optional<std::string>> find(const CommandId& command) override;
  Result<std::optional<CommandId>> greatest_command() override;
  Result<void> read(uint64_t first_seq, const OnEntry& on_entry) override;
  Result<std::vector<std::string>> after(uint64_t after_seq, size_t count_max,
                                         size_t bytes_max) override;
  Result<uint64_t> last_day_seq() override;
  Result<std::optional<std::string>> meta(const std::string& key) override;
  Result<void> set_meta(const std::string& key, const std::string& value) override;
  Result<void> keep_catalogue(uint32_t version, Time at, const std::string& source) override;
  void idle() override;
  uint64_t free_bytes() const override { return disk_.free_bytes(path_); }

 private:
  Error failed(std::string_view verb) const;
  Error missing(uint64_t seq) const;
  bool execute(const char* sql);
  bool execute(const std::string& sql) { return execute(sql.c_str()); }
  Result<int64_t> pragma(const char* name);
  Result<void> lock();
  Result<void> migrate();
  Result<void> migrate_from(int schema);
  Result<void> prepare();
  Result<void> load_last_checksum();
  Result<void> check_row_chain(const StoredEvent& event, int64_t stored, int64_t& previous);
  bool insert(const JournalEntry& entry);
  void checkpoint();
  void close();

  const std::filesystem::path path_;
  const JournalUse use_;
  JournalDisk& disk_;
  sqlite3* db_ = nullptr;
  struct Statements {
    Statement begin, commit, insert, insert_day, find, read, after, last_day, meta, set_meta,
        keep_catalogue;
  };
  std::unique_ptr<Statements> sql_;
  uint64_t last_seq_ = 0;
  int64_t last_checksum_ = 0;
  int wal_pages_ = 0;
};

Error SqliteJournal::failed(std::string_view verb) const {
  const int code = db_ ? sqlite3_errcode(db_) : SQLITE_NOMEM;
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{} is in use by another process (a running queue-server?); stop it "
                             "first",
                             path_.string())};
  }
  if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("{} is damaged or not a journal ({}); restore it from backup",
                             path_.string(), sqlite3_errmsg(db_))};
  }
  return Error{ErrorCode::kInternal,
               fmt::format("cannot {} {}: {}", verb, path_.string(), sqlite3_errmsg(db_))};
}

bool SqliteJournal::execute(const char* sql) {
  return sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Result<int64_t> SqliteJournal::pragma(const char* name) {
  Statement statement;
  if (!statement.prepare(db_, fmt::format("PRAGMA {}", name).c_str()) ||
      statement.step() != SQLITE_ROW) {
    return failed("read");
  }
  return statement.integer(0);
}

Result<void> SqliteJournal::open() {
  const int flags = SQLITE_OPEN_READWRITE | (use_ == JournalUse::kServe ? SQLITE_OPEN_CREATE : 0);
  if (use_ == JournalUse::kServe) {
    for (const char* ending : {"", "-wal"}) {
      if (auto done = make_certain(disk_, path_.string() + ending); !done) return done;
    }
  }
  if (sqlite3_open_v2(path_.c_str(), &db_, flags, disk_.vfs()) != SQLITE_OK) return failed("open");
  sqlite3_extended_result_codes(db_, 0);
  if (use_ == JournalUse::kVerify) {
    // Recovery of a crashed server's log happens in memory; closing must not write it back.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  if (auto done = lock(); !done) return done;
  if (use_ == JournalUse::kServe) {
    // The log is there now. SQLite syncs its folder with the first commit, but does not look
    // whether that worked.
    if (auto done = disk_.sync_folder(path_); !done) return done;
  }
  if (auto done = migrate(); !done) return done;
  if (auto done = prepare(); !done) return done;
  return load_last_checksum();
}

// EXCLUSIVE before WAL: the first access takes the lock and keeps it, and no shared memory is used.
Result<void> SqliteJournal::lock() {
  if (!execute("PRAGMA locking_mode=EXCLUSIVE")) return failed("lock");
  if (use_ == JournalUse::kVerify) {
    auto application = pragma("application_id");
    if (!application) return application.error();
    if (*application != kApplicationId) {
      return Error{ErrorCode::kInvalid, path_.string() + " is not a journal"};
    }
    if (!execute("PRAGMA query_only=1")) return failed("open");
    return {};
  }
  if (!execute("PRAGMA journal_mode=WAL") || !execute("PRAGMA synchronous=FULL") ||
      !execute("PRAGMA wal_autocheckpoint=0") || !execute("BEGIN IMMEDIATE") ||
      !execute("COMMIT")) {
    return failed("lock");
  }
  sqlite3_wal_hook(
      db_,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteJournal*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  return {};
}

Result<void> SqliteJournal::migrate() {
  auto application = pragma("application_id");
  auto schema = pragma("user_version");
  auto tables = pragma("schema_version");
  if (!application || !schema || !tables) return failed("read");
  if (*application != kApplicationId && *tables != 0) {
    return Error{ErrorCode::kInvalid, path_.string() + " is another program's database"};
  }
  if (*schema > kSchema) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} has schema {}, this program knows {}: install the newer version",
                             path_.string(), *schema, kSchema)};
  }
  if (*schema == kSchema) return {};
  if (use_ == JournalUse::kVerify) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} has schema {}; start queue-server once to bring it to {}",
                             path_.string(), *schema, kSchema)};
  }
  return migrate_from(static_cast<int>(*schema));
}

Result<void> SqliteJournal::migrate_from(int schema) {
  if (schema > 0) {
    // Whole under its name, or not there at all: an attempt that was cut off leaves a ".new".
    const std::string copy = fmt::format("{}.schema-{}", path_.string(), schema);
    const std::string fresh = copy + ".new";
    std::error_code error;
    std::filesystem::remove(fresh, error);
    Statement vacuum;
    if (!vacuum.prepare(db_, "VACUUM INTO ?")) return failed("copy, before migrating,");
    vacuum.bind_text(1, fresh);
    if (!vacuum.run()) return failed("copy, before migrating,");
    std::filesystem::rename(fresh, copy, error);
    if (error) {
      return Error{ErrorCode::kInternal, fmt::format("cannot keep {}: {}", copy, error.message())};
    }
    log_info("migrating {} from schema {} to {}; the old one is kept as {}", path_.string(), schema,
             kSchema, copy);
  }
  if (!execute("BEGIN IMMEDIATE")) return failed("migrate");
  for (int next = schema; next < kSchema; ++next) {
    if (!execute(kMigrations[next])) return failed("migrate");
  }
  if (!execute(fmt::format("PRAGMA application_id={}", kApplicationId)) ||
      !execute(fmt::format("PRAGMA user_version={}", kSchema)) || !execute("COMMIT")) {
    return failed("migrate");
  }
  return {};
}

Result<void> SqliteJournal::prepare() {
  sql_ = std::make_unique<Statements>();
  const bool done =
      sql_->begin.prepare(db_, "BEGIN IMMEDIATE") && sql_->commit.prepare(db_, "COMMIT") &&
      sql_->insert.prepare(db_, "INSERT INTO event VALUES(?,?,?,?,?,?)") &&
      sql_->insert_day.prepare(db_, "INSERT INTO day VALUES(?,?)") &&
      sql_->find.prepare(db_, "SELECT body FROM event WHERE command_id=?") &&
      sql_->read.prepare(db_,
                         "SELECT seq, body, checksum, private FROM event WHERE seq>=? "
                         "ORDER BY seq") &&
      sql_->after.prepare(db_, "SELECT body FROM event WHERE seq>? ORDER BY seq LIMIT ?") &&
      sql_->last_day.prepare(db_, "SELECT seq FROM day ORDER BY day DESC LIMIT 1") &&
      sql_->meta.prepare(db_, "SELECT value FROM meta WHERE key=?") &&
      sql_->set_meta.prepare(db_, "INSERT INTO meta VALUES(?,?)") &&
      sql_->keep_catalogue.prepare(db_, "INSERT OR REPLACE INTO catalogue VALUES(?,?,?)");
  return done ? Result<void>() : failed("prepare");
}

Result<void> SqliteJournal::load_last_checksum() {
  Statement last;
  if (!last.prepare(db_, "SELECT seq, checksum FROM event ORDER BY seq DESC LIMIT 1")) {
    return failed("read");
  }
  const int rc = last.step();
  if (rc == SQLITE_ROW) {
    last_seq_ = static_cast<uint64_t>(last.integer(0));
    last_checksum_ = last.integer(1);
  } else if (rc != SQLITE_DONE) {
    return failed("read");
  }
  return {};
}

bool SqliteJournal::insert(const JournalEntry& entry) {
  HALL_ASSERT(entry.seq == last_seq_ + 1);
  const int64_t checksum = checksum_of(entry.seq, last_checksum_, entry.body, entry.private_part);
  sql_->insert.bind(1, static_cast<int64_t>(entry.seq));
  sql_->insert.bind(2, entry.at.ms);
  if (entry.command) sql_->insert.bind(3, entry.command->raw());
  sql_->insert.bind(4, entry.body);
  sql_->insert.bind(5, checksum);
  if (!entry.private_part.empty()) sql_->insert.bind(6, entry.private_part);
  if (!sql_->insert.run()) return false;
  last_seq_ = entry.seq;
  last_checksum_ = checksum;
  if (entry.opens_day == 0) return true;
  sql_->insert_day.bind(1, entry.opens_day);
  sql_->insert_day.bind(2, static_cast<int64_t>(entry.seq));
  return sql_->insert_day.run();
}

Result<void> SqliteJournal::append(std::span<const JournalEntry> entries) {
  if (!sql_->begin.run()) return failed("write to");
  for (const JournalEntry& entry : entries) {
    if (!insert(entry)) return failed("write to");
  }
  if (!sql_->commit.run()) return failed("commit to");
  if (wal_pages_ > kWalPagesMax) checkpoint();
  return {};
}

Result<std::optional<std::string>> SqliteJournal::find(const CommandId& command) {
  Query done(sql_->find);
  sql_->find.bind(1, command.raw());
  const int rc = sql_->find.step();
  if (rc == SQLITE_DONE) return std::optional<std::string>();
  if (rc != SQLITE_ROW) return failed("read");
  return std::optional<std::string>(sql_->find.blob(0));
}

Result<std::optional<CommandId>> SqliteJournal::greatest_command() {
  Statement greatest;
  if (!greatest.prepare(db_,
                        "SELECT command_id FROM event WHERE command_id IS NOT NULL "
                        "ORDER BY command_id DESC LIMIT 1")) {
    return failed("read");
  }
  const int rc = greatest.step();
  if (rc == SQLITE_DONE) return std::optional<CommandId>();
  if (rc != SQLITE_ROW) return failed("read");
  return CommandId::parse(greatest.blob(0));
}

Result<void> SqliteJournal::check_row_chain(const StoredEvent& event, int64_t stored,
                                            int64_t& previous) {
  if (checksum_of(event.seq, previous, event.body, event.private_part) != stored) {
    return Error{ErrorCode::kCorrupt, fmt::format("{}: event {} does not match its checksum; "
                                                  "restore the journal from backup",
                                                  path_.string(), event.seq)};
  }
  previous = stored;
  return {};
}

Error SqliteJournal::missing(uint64_t seq) const {
  return Error{ErrorCode::kCorrupt, fmt::format("{}: event {} is missing; restore the journal from "
                                                "backup",
                                                path_.string(), seq)};
}

Result<void> SqliteJournal::read(uint64_t first_seq, const OnEntry& on_entry) {
  int64_t previous = 0;
  if (first_seq > 1) {
    Statement before;
    if (!before.prepare(db_, "SELECT checksum FROM event WHERE seq=?")) return failed("read");
    before.bind(1, static_cast<int64_t>(first_seq) - 1);
    const int rc = before.step();
    if (rc == SQLITE_DONE) return missing(first_seq - 1);
    if (rc != SQLITE_ROW) return failed("read");
    previous = before.integer(0);
  }
  Query done(sql_->read);
  sql_->read.bind(1, static_cast<int64_t>(first_seq));
  uint64_t expected = std::max<uint64_t>(first_seq, 1);
  int rc = 0;
  while ((rc = sql_->read.step()) == SQLITE_ROW) {
    const StoredEvent event{static_cast<uint64_t>(sql_->read.integer(0)), sql_->read.blob(1),
                            sql_->read.blob(3)};
    if (event.seq != expected) return missing(expected);
    if (auto fine = check_row_chain(event, sql_->read.integer(2), previous); !fine) return fine;
    if (auto fine = on_entry(event); !fine) return fine;
    ++expected;
  }
  return rc == SQLITE_DONE ? Result<void>() : failed("read");
}

Result<std::vector<std::string>> SqliteJournal::after(uint64_t after_seq, size_t count_max,
                                                      size_t bytes_max) {
  std::vector<std::string> bodies;
  size_t bytes = 0;
  Query done(sql_->after);
  sql_->after.bind(1, static_cast<int64_t>(after_seq));
  sql_->after.bind(2, static_cast<int64_t>(count_max));
  int rc = 0;
  while ((rc = sql_->after.step()) == SQLITE_ROW) {
    std::string body = sql_->after.blob(0);
    bytes += body.size() + 8;
    if (bytes > bytes_max && !bodies.empty()) return bodies;
    bodies.push_back(std::move(body));
  }
  if (rc != SQLITE_DONE) return failed("read");
  return bodies;
}

Result<uint64_t> SqliteJournal::last_day_seq() {
  Query done(sql_->last_day);
  const int rc = sql_->last_day.step();
  if (rc == SQLITE_DONE) return uint64_t{0};
  if (rc != SQLITE_ROW) return failed("read");
  return static_cast<uint64_t>(sql_->last_day.integer(0));
}

Result<std::optional<std::string>> SqliteJournal::meta(const std::string& key) {
  Query done(sql_->meta);
  sql_->meta.bind_text(1, key);
  const int rc = sql_->meta.step();
  if (rc == SQLITE_DONE) return std::optional<std::string>();
  if (rc != SQLITE_ROW) return failed("read");
  return std::optional<std::string>(sql_->meta.blob(0));
}

Result<void> SqliteJournal::set_meta(const std::string& key, const std::string& value) {
  sql_->set_meta.bind_text(1, key);
  sql_->set_meta.bind(2, value);
  return sql_->set_meta.run() ? Result<void>() : failed("write to");
}

Result<void> SqliteJournal::keep_catalogue(uint32_t version, Time at, const std::string& source) {
  sql_->keep_catalogue.bind(1, version);
  sql_->keep_catalogue.bind(2, at.ms);
  sql_->keep_catalogue.bind_text(3, source);
  return sql_->keep_catalogue.run() ? Result<void>() : failed("write to");
}

void SqliteJournal::idle() {
  if (wal_pages_ >= kWalPagesIdle) checkpoint();
}

void SqliteJournal::checkpoint() {
  // A failed checkpoint loses nothing: the log still holds every event.
  if (sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) !=
      SQLITE_OK) {
    log_error("{}", failed("checkpoint").sentence);
  }
  wal_pages_ = 0;
}

void SqliteJournal::close() {
  sql_.reset();
  sqlite3_close(db_);
  db_ = nullptr;
}

}  // namespace

Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::filesystem::path& path,
                                                     JournalUse use, JournalDisk& disk) {
  if (sodium_init() < 0) return Error{ErrorCode::kInternal, "libsodium does not start"};
  auto journal = std::make_unique<SqliteJournal>(path, use, disk);
  if (auto done = journal->open(); !done) return done.error();
  return std::unique_ptr<Journal>(std::move(journal));
}

}  // namespace yichuang
