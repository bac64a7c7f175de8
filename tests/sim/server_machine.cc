#include "tests/sim/server_machine.h"

#include <algorithm>
#include <utility>

#include "queue-server/journal/refold.h"
#include "tests/sim/checksum_chain.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {
namespace {

constexpr char kJournalPath[] = "journal.db";
constexpr uint64_t kReserveBytes = 64 << 20;
constexpr uint64_t kTicksBetweenFullLooks = 200;
constexpr int64_t kTickDelayMsMax = 4;
constexpr int64_t kDownMsMin = 300;
constexpr int64_t kDownMsMax = 4000;

}  // namespace

ServerMachine::ServerMachine(Timeline& timeline, Network& network, Witness& witness,
                             SeededRandom random, HallCatalogue catalogue)
    : timeline_(timeline),
      network_(network),
      witness_(witness),
      random_(random),
      clock_(timeline),
      disk_(SeededRandom(random_.next(), "disk")),
      catalogue_(std::move(catalogue)) {
  network_.on_request = [this] { tick_after(random_.between(0, kTickDelayMsMax)); };
  network_.before_send = [this] { count_message(); };
  start();
}

ServerMachine::~ServerMachine() {
  disk_.end_process();
  server_.reset();
  journal_.reset();
  real_journal_.reset();
}

void ServerMachine::start() {
  if (server_) return;
  if (!disk_.powered()) disk_.cycle_power();
  disk_.start_process();
  ++starts_;
  const auto give_up = [this](const Error& error) {
    if (disk_.errors() == 0) violate(invariant::kStartsAgain, "{}", error.sentence);
    die();
  };
  auto opened = open_sqlite_journal(kJournalPath, JournalUse::kServe, disk_);
  if (!opened) return give_up(opened.error());
  real_journal_ = std::move(*opened);
  journal_ = std::make_unique<WitnessedJournal>(*real_journal_, witness_);
  Server::Options options{"sim", catalogue_, kReserveBytes,
                          [this](const Error& error) { fail_stop(error); }, kRunsMin};
  auto server = Server::open(std::move(options), *journal_, network_, clock_, random_);
  if (!server) return give_up(server.error());
  if (!disk_.powered() || !disk_.process_alive()) return die();
  server_ = std::move(*server);
  witness_.after_start(*real_journal_, server_->state(), server_->kept());
  network_.set_server_up(true);
  tick_after(0);
}

void ServerMachine::fail_stop(const Error& error) {
  if (disk_.errors() == 0) violate(invariant::kStopForCause, "{}", error.sentence);
  throw Died();
}

void ServerMachine::count_message() {
  // A machine without power sends nothing, whatever its process still believes.
  if (!disk_.powered() || !disk_.process_alive()) throw Died();
  if (messages_left_ > 0 && --messages_left_ == 0) throw Died();
}

// The earliest wish counts; a tick that was overtaken is dropped when its time comes.
void ServerMachine::tick_after(int64_t delay_ms) {
  const int64_t at_ms = std::max(timeline_.steady_ms() + delay_ms, stalls_until_ms_);
  if (!server_ || at_ms >= tick_at_ms_) return;
  tick_at_ms_ = at_ms;
  timeline_.after(at_ms - timeline_.steady_ms(), [this, at_ms] {
    if (tick_at_ms_ == at_ms) tick();
  });
}

void ServerMachine::tick() {
  tick_at_ms_ = INT64_MAX;
  if (!server_) return;
  try {
    server_->tick();
  } catch (const Died&) {
    return die();
  }
  if (!disk_.powered() || !disk_.process_alive()) return die();
  witness_.look_at(server_->state(), server_->kept(), ++ticks_ % kTicksBetweenFullLooks == 0);
  tick_after(server_->wait_ms());
}

// The process is gone without a word; the service manager starts it again.
void ServerMachine::die() {
  disk_.end_process();
  network_.set_server_up(false);
  server_.reset();
  journal_.reset();
  real_journal_.reset();
  tick_at_ms_ = INT64_MAX;
  messages_left_ = 0;
  timeline_.after(random_.between(kDownMsMin, kDownMsMax), [this] { start(); });
}

void ServerMachine::stop_cleanly() {
  if (!server_) return;
  network_.set_server_up(false);
  server_.reset();
  journal_.reset();
  real_journal_.reset();  // closes: the log is moved into the database
  die();
}

void ServerMachine::change_catalogue_live(HallCatalogue catalogue) {
  catalogue_ = std::move(catalogue);
  if (!server_) return;
  if (auto done = server_->change_catalogue(catalogue_); !done) {
    violate(invariant::kHallsDay, "a catalogue is refused: {}", done.error().sentence);
  }
}

void ServerMachine::heal() {
  disk_.heal();
  messages_left_ = 0;
  stalls_until_ms_ = 0;
  if (!disk_.powered() && !server_) disk_.cycle_power();
}

void ServerMachine::verify_at_rest() {
  disk_.end_process();
  server_.reset();
  journal_.reset();
  real_journal_.reset();
  disk_.start_process();
  auto journal = open_sqlite_journal(kJournalPath, JournalUse::kVerify, disk_);
  if (!journal) violate(invariant::kStartsAgain, "{}", journal.error().sentence);
  witness_.read_back(**journal);
  auto report = verify_journal(**journal);
  if (!report) violate(invariant::kOneFold, "hallctl verify: {}", report.error().sentence);
  if (report->events != witness_.events()) {
    violate(invariant::kOneFold, "hallctl verify counts {} events of {}", report->events,
            witness_.events());
  }
  journal->reset();
  check_checksums(kJournalPath);
}

}  // namespace yichuang::sim
