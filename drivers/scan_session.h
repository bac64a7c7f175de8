// ScanSession: what is said to one helper process after another, and what is made of its answers,
// silence and end: the whole behaviour of the SANE driver. It knows no process, no clock and no
// thread: whoever owns it brings messages and the time, and does what the host is asked. One
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/scan_wire.h"
#include "drivers/scanner.h"

namespace yichuang {

// What a session has done in the world.
class ScanHost {
 public:
  virtual ~ScanHost() = default;
  // Starts a helper. False if that cannot be done now.
  virtual bool start_worker() = 0;
  virtual bool send(std::span<const uint8_t> message) = 0;
  virtual void end_worker() = 0;
  virtual void facts_changed(const ScannerFacts& facts) = 0;
  virtual void capabilities_changed(const ScannerCapabilities& able) = 0;
  virtual void progress(uint64_t job, int pages, int permille) = 0;
  virtual void finished(uint64_t job, const ScanResult& result) = 0;
};

class ScanSession {
 public:
  // `host` outlives the session.
  ScanSession(std::string sane_name, const ScanPatience& patience, ScanHost& host);

  // Time passes: call when due_ms() has come, and at the start.
  void tick(int64_t now_ms);
  int64_t due_ms() const;

  void on_message(std::span<const uint8_t> message, int64_t now_ms);
  void on_worker_ended(int64_t now_ms);
  // Something came to the USB bus, or left it: perhaps this scanner.
  void on_bus_changed(bool arrived, int64_t now_ms);

  // Not while busy().
  void begin_job(uint64_t job, const ScanJob& what, std::shared_ptr<ScanSink> sink, int64_t now_ms);
  bool busy() const { return job_.has_value(); }
  void cancel_job(int64_t now_ms);
  // The program ends: what is in hand is told, the helper ended.
  void close();

  const ScannerFacts& facts() const { return facts_; }

 private:
  enum class State { kAway, kOpening, kIdle, kChecking, kScanning, kCancelling };
  static const char* name_of(State state);
  struct Job {
    uint64_t number = 0;
    ScanJob what;
    std::shared_ptr<ScanSink> sink;
    int pages = 0;
    bool in_page = false;
    ScanPageHead head;
    uint64_t page_bytes = 0;
    int told_permille = -1;
    std::optional<ScanReason> why;  // settled while the helper still has to come to its end
  };

  void set_state(State state, int64_t due_ms);
  void start(int64_t now_ms);
  void lose(int64_t now_ms, ScanReason reason);
  void send(std::span<const uint8_t> message, int64_t now_ms);
  void send_job(int64_t now_ms);
  void settle(ScanReason reason);
  void stop_early(ScanReason why, int64_t now_ms);
  void on_opened(const scan_wire::Opened& opened, int64_t now_ms);
  void on_page(const scan_wire::Page& page, int64_t now_ms);
  void on_rows(std::span<const uint8_t> rows, int64_t now_ms);
  void on_page_end(int64_t now_ms);
  void on_end(const scan_wire::End& end, int64_t now_ms);
  void rest(int64_t now_ms);
  void misbehaved(int64_t now_ms);
  void set_facts(const ScannerFacts& facts);

  const std::string sane_name_;
  const ScanPatience patience_;
  ScanHost& host_;
  State state_ = State::kAway;
  int64_t due_ms_ = 0;
  int retry_ms_;
  bool tells_ = false;
  bool reopen_wanted_ = false;  // once the job is over
  ScannerFacts facts_;
  ScannerCapabilities able_;
  std::optional<Job> job_;
};

}  // namespace yichuang
