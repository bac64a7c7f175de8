// The journal: the hall's only memory. Events as bytes, in order, each tick's together in one
// durable commit, stored as encoded and never changed. Owned by one thread.
//
// Format (SQLite, application_id "YCHQ", user_version = schema number):
//   event(seq, at, command_id, body, checksum, private)  one row an event; command_id only on the
//       first event of a command; checksum = SipHash-2-4 of body, keyed with seq and the checksum
//       before, and of `private`, if there is one, keyed with seq and the body's. `private` is an
//       encoded wire::PrivatePart: what never leaves this machine
//   day(day, seq)      where each business day's DayOpened stands
//   meta(key, value)   the hall's id, the token key
//   catalogue(version, at, source)  every catalogue that was ever adopted, as staff wrote it
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "queue-server/journal/journal_disk.h"

namespace yichuang {

struct JournalEntry {
  uint64_t seq = 0;
  Time at;
  std::optional<CommandId> command;  // on the first event of a command
  uint32_t opens_day = 0;            // of a DayOpened: its day
  std::string body;                  // an encoded wire::Event
  std::string private_part = {};     // an encoded wire::PrivatePart; mostly empty
};

struct StoredEvent {
  uint64_t seq = 0;
  std::string body;
  std::string private_part;
};

class Journal {
 public:
  using OnEntry = std::function<Result<void>(const StoredEvent& event)>;

  virtual ~Journal() = default;

  // All of the entries, or none, durably, when it returns ok. After an error the journal's state is
  // unknown and the process must end (fail-stop): never append again.
  virtual Result<void> append(std::span<const JournalEntry> entries) = 0;
  // The first event of a command, if it ever was accepted.
  virtual Result<std::optional<std::string>> find(const CommandId& command) = 0;
  // The greatest id of any accepted command: a greater one was never accepted.
  virtual Result<std::optional<CommandId>> greatest_command() = 0;
  // Every event from `first_seq` on, in order, checksums checked; stops at the first error.
  virtual Result<void> read(uint64_t first_seq, const OnEntry& on_entry) = 0;
  // The bodies after `after_seq`: at most `count_max`, and `bytes_max` in all but at least one.
  virtual Result<std::vector<std::string>> after(uint64_t after_seq, size_t count_max,
                                                 size_t bytes_max) = 0;
  // Where the last business day begins; 0 if the journal is empty.
  virtual Result<uint64_t> last_day_seq() = 0;
  virtual Result<std::optional<std::string>> meta(const std::string& key) = 0;
  virtual Result<void> set_meta(const std::string& key, const std::string& value) = 0;
  // Keeps what staff wrote as catalogue `version`, for the record; durable when it returns ok.
  virtual Result<void> keep_catalogue(uint32_t version, Time at, const std::string& source) = 0;
  // To be called when there is nothing else to do: moves the write-ahead log into the database.
  virtual void idle() = 0;
  // What is left on the journal's disk.
  virtual uint64_t free_bytes() const = 0;
};

enum class JournalUse {
  kServe,   // create if missing, migrate, lock against every other process
  kVerify,  // change nothing on disk, read also what a crashed server left in the write-ahead log
};

// Refuses a file that is not a journal, one of a newer schema, and one that another process uses.
// `disk` must outlive the journal.
Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::filesystem::path& path,
                                                     JournalUse use,
                                                     JournalDisk& disk = system_disk());

}  // namespace yichuang
