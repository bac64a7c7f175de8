// The tick: drain commands, decide and apply each, one durable commit, then replies, then the feed.
// Nothing leaves before the commit; a failed commit ends the process.
//
// Owns the state. One thread; everything outside comes in through interfaces, so that tests and the
// simulator run whole halls in one process.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/zone.h"
#include "catalogue/calendar.h"
#include "hall/state.h"
#include "papers/keys.h"
#include "queue-server/decide.h"
#include "queue-server/journal/journal.h"
#include "queue-server/replies.h"
#include "queue-server/transport.h"
#include "wire/hall.pb.h"

namespace yichuang {

// A catalogue as the server uses it.
struct HallCatalogue {
  wire::CatalogueAdopted queue;  // its version and today's hours are set at adoption
  // When the hall is open; without them it keeps no hours and takes no appointments.
  std::optional<WorkingHours> hours = {};
  Calendar calendar = {};
  std::string source = {};                   // the files, for the record
  std::vector<wire::ItemRecord> items = {};  // what kiosks show
};

class Server {
 public:
  struct Options {
    std::string hall;         // id
    HallCatalogue catalogue;  // as loaded; version and adoption are the server's business
    uint64_t disk_reserve_bytes = 0;
    // Called when a commit failed: must not return.
    std::function<void(const Error&)> fail_stop;
    // Of an estimate (forward.h). Simulated days take few: they ask for thousands.
    size_t estimate_runs_max = kRunsMax;
    PaperKeyPair upload_keys = {};  // sign what may be uploaded
  };

  // Refolds the journal. Then tick() until the program ends.
  static Result<std::unique_ptr<Server>> open(Options options, Journal& journal,
                                              Transport& transport, const Clock& clock,
                                              Random& random);

  // One round. Does not wait.
  void tick();
  // From the next tick on this catalogue holds: tickets and windows stay, a service that it has no
  // more keeps its open tickets. Refused if the time zone is unknown (kInvalid), or if it and what
  // left the catalogue today do not fit into a snapshot (kExhausted).
  Result<void> change_catalogue(HallCatalogue catalogue);
  // At most so long may pass until the next tick if no request comes.
  int64_t wait_ms() const;

  const State& state() const { return state_; }
  const PrivateState& kept() const { return kept_; }
  struct Counters {
    uint64_t commands = 0;
    uint64_t queries = 0;
    uint64_t events = 0;
    uint64_t commits = 0;
    std::array<uint64_t, wire::Refusal_ARRAYSIZE> refusals{};  // by code
  };
  const Counters& counters() const { return counters_; }

 private:
  Server(Options options, Journal& journal, Transport& transport, const Clock& clock);
  Result<void> load_token_key(Random& random);
  void begin_run(Random& random);

  struct Answer {
    std::string peer;
    std::string body;
  };
  struct Query {
    std::string peer;
    wire::Command command;
  };

  void keep_day_and_catalogue();
  wire::CatalogueAdopted catalogue_for(uint32_t day);
  // A catalogue that today has no room for (adoption.h); said in the log once.
  bool waits_for_tomorrow();
  void do_what_is_due();
  void handle(const Transport::Request& request);
  std::optional<Refused> check_envelope(const Transport::Request& request, wire::Command& command);
  void handle_command(const Transport::Request& request, const wire::Command& command);
  bool answer_from_memory(const std::string& peer, const CommandId& id);
  // Decides, applies and gathers; the encoded reply.
  wire::Reply execute(const wire::Command& command, const CommandId& id, const Actor& actor);
  // decide(), unless the command is too late or the disk too full.
  Result<Events, Refused> decide_now(const wire::Command& command, const Actor& actor);
  // `command` and `id`: null and none for events of no command.
  void stamp_and_apply(Events& events, const wire::Command* command,
                       const std::optional<CommandId>& id);
  void refuse(const std::string& peer, std::string_view command_id, const Refused& refused);
  void commit();
  void publish_batch();
  void answer_query(const Query& query);
  wire::Reply reply_to_query(const wire::Command& command);
  wire::Reply snapshot_page(const wire::GetSnapshot& query);
  wire::Reply event_batch(const wire::GetEvents& query);
  wire::Reply ticket_view(const wire::GetTicket& query);
  wire::Reply slot_list(const wire::GetSlots& query);
  wire::Reply item_page(const wire::GetItems& query) const;
  wire::Reply upload_grant(const wire::GrantUpload& query) const;
  void pulse_if_due();
  // Not older than 100 ms if anything happened since, else than a second.
  const HallEstimate& estimate();
  Moment moment(const Estimates* waits) const;
  void log_told_waits() const;
  // Never before the last event, nor before the last pulse: within a run the hall's time does not
  // go back.
  Time now() const;

  Options options_;
  Journal& journal_;
  Transport& transport_;
  const Clock& clock_;
  std::optional<Zone> zone_;        // set by open() and change_catalogue()
  std::optional<Opening> opening_;  // none if the hall keeps no hours
  std::string postponed_digest_;    // of the catalogue that waits for tomorrow
  TokenKey token_key_{};
  uint64_t run_ = 0;         // wire::Feed.run
  std::string feed_of_run_;  // a Feed of the run alone, encoded
  State state_;
  PrivateState kept_;
  ReplyMemory memory_;

  // Of the running tick.
  Time tick_now_;
  std::vector<JournalEntry> batch_;
  std::vector<Answer> answers_;
  std::vector<Query> queries_;
  bool disk_full_ = false;

  struct KeptSnapshot {
    int64_t made_steady_ms = 0;
    std::vector<wire::SnapshotPage> pages;
  };
  std::deque<KeptSnapshot> snapshots_;
  HallEstimate estimate_;
  int64_t estimate_steady_ms_ = INT64_MIN / 2;
  int64_t estimate_took_ms_ = 0;
  uint64_t estimate_seq_ = 0;  // of the state it was made from
  int64_t pulse_steady_ms_ = INT64_MIN / 2;
  Time pulsed_at_;
  int64_t due_steady_ms_ = INT64_MIN / 2;
  Counters counters_;
};

}  // namespace yichuang
