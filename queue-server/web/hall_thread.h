// The one thread that owns queue-web's connection to its hall. Others hand it commands and are
// called back on it; it hands out the console's state as JSON whenever that changes, and a beat
// each second.
//
// Threads: submit() on any; the hooks and every outcome run on the hall thread and must not block.
// The lock guards the queue of commands alone.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "client/hall_client.h"
#include "client/item_list.h"
#include "queue-server/web/paper_door.h"
#include "queue-server/web/staff.h"

namespace yichuang {

class HallThread {
 public:
  // The outcome of a command, and the hall's state when it came.
  using OnOutcome = std::function<void(const Outcome&, const State&)>;
  struct Hooks {
    std::function<void(const std::string& state_json, Time hall_now)> on_state;
    std::function<void(Time hall_now)> on_beat;
    std::function<void(const std::string& items_json)> on_items;  // of another catalogue
  };

  static Result<std::unique_ptr<HallThread>> start(const DeviceFile& device,
                                                   const std::filesystem::path& outbox,
                                                   const Staff& staff, PaperDoor* papers,
                                                   const Clock& clock, Random& random, Hooks hooks);
  // Ends the thread; what has no outcome yet hears kUnanswered.
  ~HallThread();
  HallThread(const HallThread&) = delete;
  HallThread& operator=(const HallThread&) = delete;

  // False if web_limits::kHallQueueMax commands have no outcome yet: `on_outcome` is not called.
  // After `patience_ms` without a reply the outcome is kUnanswered.
  bool submit(wire::Command command, int64_t patience_ms, OnOutcome on_outcome);

  // An item of the hall's catalogue; null if there is none of that id, or it is not known yet. On
  // the hall thread: in an outcome or a hook.
  const wire::ItemRecord* item(std::string_view id) const { return items_.item(id); }

 private:
  struct Job {
    wire::Command command;
    int64_t patience_ms = 0;
    OnOutcome on_outcome;
  };
  HallThread(const Staff& staff, PaperDoor* papers, const Clock& clock, Hooks hooks);
  void run();
  void tell_papers(const wire::Command& command, const Outcome& outcome);
  void submit_all(std::deque<Job> jobs);
  void publish_state(int64_t steady_ms);
  void beat(int64_t steady_ms);
  void wait(int64_t wait_ms);

  const Staff& staff_;
  PaperDoor* const papers_;
  const Clock& clock_;
  const Hooks hooks_;
  ItemList items_;  // outlives the client, which owes it answers
  std::unique_ptr<HallClient> client_;
  // Of the hall thread.
  std::string published_;
  bool changed_ = true;
  int64_t next_publish_at_ = INT64_MIN;
  int64_t next_beat_at_ = INT64_MIN;
  std::map<uint64_t, OnOutcome> unanswered_;
  uint64_t next_job_ = 1;
  // Under lock_.
  std::mutex lock_;
  std::condition_variable woken_;
  std::deque<Job> jobs_;
  size_t without_outcome_ = 0;
  bool wake_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yichuang
