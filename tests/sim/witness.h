// The witness of one simulated hall: it stands at every door of the server (journal, replies, feed,
// restarts) and of every mirror, remembers what was promised, and throws a Violation the moment a
// promise of DESIGN section 13 is broken. It takes no part in the hall and draws no randomness.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/zone.h"
#include "hall/state.h"
#include "queue-server/journal/journal.h"
#include "tests/sim/hall_model.h"
#include "tests/sim/person_record.h"
#include "tests/sim/secrets.h"
#include "tests/sim/seeded_random.h"

namespace yichuang::sim {

class Witness {
 public:
  explicit Witness(Zone zone) : model_(std::move(zone)) {}

  // ---- The journal's door. ----
  void before_append(std::span<const JournalEntry> entries) const;
  void after_append(std::span<const JournalEntry> entries);
  // The append failed: the entries may or may not be there after the next start, all or none.
  void after_failed_append(std::span<const JournalEntry> entries);
  // A server that started: what its journal holds is compared with every promise.
  void after_start(Journal& journal, const State& state, const PrivateState& kept);
  // What the journal holds when nothing runs; also the chain of its checksums.
  void read_back(Journal& journal);

  // ---- The network's doors. ----
  void submitted(const wire::Command& command, Role role);
  // The client was told that the command did not and cannot happen: its patience, and with it the
  // deadline, was over.
  void given_up(const std::string& command_id) { given_up_.insert(command_id); }
  void reply_leaves(const std::string& body);
  void feed_leaves(const std::string& body);

  // ---- What is written down. ----
  // Bytes that nobody may see but the journal.
  void keep_secret(const std::string& bytes) { secrets_.add_bytes(bytes); }
  // All that the hall's programs wrote to their log.
  void look_at_log(std::string_view log) const { check_private("the log", log); }

  // ---- State. ----
  // After each tick; `everything` compares the whole state with the fold of the journal.
  void look_at(const State& server, const PrivateState& kept, bool everything);
  // Nothing happens any more, for longer than what time alone does can take.
  void look_at_calm(int64_t now_ms) const;
  // After each message a mirror takes in: `before` is its seq until now.
  void look_at_mirror(std::string_view name, uint64_t before, const State& mirror) const;
  // Faults are over and the mirror had time: it must be the fold of the journal.
  void mirror_is_whole(std::string_view name, const State& mirror) const;

  uint64_t events() const { return committed_.size(); }
  uint64_t tickets() const { return model_.issued_ever(); }
  // Of everything that left the server and everything that was committed.
  uint64_t hash() const { return hash_; }

 private:
  struct Kept {
    std::string body;
    std::string command;  // 16 bytes, or empty
  };
  void commit(const std::string& body, const std::string& command);
  void check_command_reply(const wire::Reply& reply, const std::string& body);
  void check_refusal(const wire::Reply& reply, const std::string& body);
  void check_query_reply(const wire::Reply& reply) const;
  void check_result(const wire::Reply& reply, const wire::Event& event) const;
  void check_private(std::string_view where, std::string_view bytes) const;

  HallModel model_;
  PersonRecord persons_;
  State fold_;
  std::vector<Kept> committed_;              // [seq - 1]
  std::vector<Kept> uncertain_;              // of the append that failed last
  std::map<std::string, uint64_t> seq_of_;   // by command
  std::map<std::string, std::string> told_;  // the reply to each command that was done
  std::map<std::string, Asked> asked_;       // by command
  std::set<std::string> given_up_;
  // The refusal of each command that this server will not do, "busy" apart: that says try again.
  std::map<std::string, std::string> told_no_;
  Secrets secrets_;
  uint64_t hash_ = kHashStart;
};

// The real journal with the witness at its door.
class WitnessedJournal final : public Journal {
 public:
  WitnessedJournal(Journal& real, Witness& witness) : real_(real), witness_(witness) {}

  Result<void> append(std::span<const JournalEntry> entries) override;
  Result<std::optional<std::string>> find(const CommandId& command) override {
    return real_.find(command);
  }
  Result<std::optional<CommandId>> greatest_command() override { return real_.greatest_command(); }
  Result<void> read(uint64_t first_seq, const OnEntry& on_entry) override {
    return real_.read(first_seq, on_entry);
  }
  Result<std::vector<std::string>> after(uint64_t after_seq, size_t count_max,
                                         size_t bytes_max) override {
    return real_.after(after_seq, count_max, bytes_max);
  }
  Result<uint64_t> last_day_seq() override { return real_.last_day_seq(); }
  Result<std::optional<std::string>> meta(const std::string& key) override {
    return real_.meta(key);
  }
  Result<void> set_meta(const std::string& key, const std::string& value) override {
    if (key == "token_key") witness_.keep_secret(value);
    return real_.set_meta(key, value);
  }
  Result<void> keep_catalogue(uint32_t version, Time at, const std::string& source) override {
    return real_.keep_catalogue(version, at, source);
  }
  void idle() override { real_.idle(); }
  uint64_t free_bytes() const override { return real_.free_bytes(); }

 private:
  Journal& real_;
  Witness& witness_;
};

}  // namespace yichuang::sim
