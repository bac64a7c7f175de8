// PaperDoor: what queue-web does with scanned papers: takes them in from kiosks (PUT /documents/ID,
// in pieces), and opens one for the clerk whom the hall allows to. Disk and cryptography happen on
// a thread of its own, so that the HTTP thread waits for neither.
//
// Any thread; answers come on the door's thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "papers/keys.h"
#include "queue-server/web/http_types.h"
#include "queue-server/web/paper_store.h"

namespace yichuang {

class PaperDoor {
 public:
  struct Keys {
    PaperKey upload_public_key{};
    PaperKeyPair document;
  };

  PaperDoor(std::unique_ptr<PaperStore> store, const Keys& keys, std::string hall);
  // Answers what is under way.
  ~PaperDoor();
  PaperDoor(const PaperDoor&) = delete;
  PaperDoor& operator=(const PaperDoor&) = delete;

  // The hall's time, by which leaves and retention are judged; at least each second.
  void tell_time(Time hall_now);
  // What happened in the hall, and its state then: papers of a visit that was taken in are kept.
  void tell_event(const wire::Event& event, const State& state);
  struct Visit {
    TicketKey ticket = 0;
    PaperStore::TakenIn how;
  };
  // Likewise, of one visit. Told twice is told once.
  void take_in(Visit visit);
  std::shared_ptr<const PaperStore::Index> index() const { return store_->index(); }
  // Who took the paper in; empty: nobody did, or there is no such paper.
  std::string taken_in_by(TicketKey ticket, std::string_view document) const;

  // PUT and GET (or HEAD) of /documents/…
  void handle(HttpRequest request, const HttpAnswer& answer);
  // The paper as PDF; the hall has allowed it, and it is on record. It is wiped once it is sent.
  void open(TicketKey ticket, std::string document, const HttpAnswer& answer);

 private:
  bool queue(std::function<void()> job);
  void run();
  void keep_taken_in();
  void put(const HttpRequest& request, const HttpAnswer& answer);

  const std::unique_ptr<PaperStore> store_;
  const Keys keys_;
  const std::string hall_;
  std::atomic<int64_t> now_ms_ = 0;
  int64_t next_purge_ms_ = 0;  // of the door's thread
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::deque<Visit> taken_in_;  // not on the disk yet
  bool stopping_ = false;
  std::thread thread_;
};

// "bytes 0-262143/600000" (RFC 9110 section 14.4): where a piece begins, and how long the whole is.
struct PieceRange {
  uint64_t from = 0;
  uint64_t to = 0;  // of its last byte
  uint64_t total = 0;
};
std::optional<PieceRange> parse_content_range(std::string_view text);

// The 16 bytes that 32 hexadecimal digits name; empty if they are none.
std::string document_id_of(std::string_view hex);

}  // namespace yichuang
