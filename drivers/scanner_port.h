// ScannerPort: one scanner, as a program with a screen uses it. Nothing here waits for the device:
// the driver's own thread does the work, and what it has to say is queued until the program's
// thread calls drain(), which runs the callbacks there. Pages go to the sink on the driver's
// thread. The scanner need not be connected: it is picked up when it comes, and again after it was
// lost.
//
// All functions on one thread (the one that opened it); `wake` is called on the driver's thread and
// must only post something to the program's loop.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "drivers/scanner.h"

namespace yichuang {

class ScannerPort {
 public:
  using Wake = std::function<void()>;
  using StatusChanged = std::function<void(const ScannerStatus&)>;
  // Whole pages so far, and how far the next is (thousandths; −1: not known).
  using Progress = std::function<void(int pages, int permille)>;
  using Done = std::function<void(const ScanResult&)>;

  // Fails only on a wrong address, an unknown scheme or a missing helper program.
  static Result<std::unique_ptr<ScannerPort>> open(std::string_view address,
                                                   const ScannerOptions& options, Wake wake);
  // Cancels the job in hand; no callback runs any more.
  ~ScannerPort();
  ScannerPort(const ScannerPort&) = delete;
  ScannerPort& operator=(const ScannerPort&) = delete;

  // `done` runs once, inside drain(), also when the job is refused (one is under way, wrong
  // format).
  void scan(const ScanJob& what, std::shared_ptr<ScanSink> sink, Progress progress, Done done);
  // The job in hand ends within ScanPatience::cancel_ms; nothing if there is none.
  void cancel();
  bool busy() const { return done_ != nullptr; }

  // Runs inside drain(), on each change; the last change is never lost, older ones may be.
  void on_status(StatusChanged changed);
  // Runs the callbacks of what has happened since. True if there was anything.
  bool drain();
  // Waits until there is something to drain, at most `timeout_ms`. For programs without a loop.
  bool wait(int timeout_ms);

  ScannerStatus status() const;  // the last known; never waits
  ScannerCapabilities capabilities() const;

 private:
  struct Told;  // shared with the driver's thread
  ScannerPort(const ScannerDriver& driver, std::shared_ptr<Told> told);

  const ScannerDriver& driver_;
  std::shared_ptr<Told> told_;
  std::unique_ptr<ScannerDevice> device_;
  StatusChanged status_changed_;
  Progress progress_;
  Done done_;
  uint64_t last_job_ = 0;
};

}  // namespace yichuang
