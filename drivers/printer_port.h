// PrinterPort: one ticket printer, as a program with a screen uses it. Nothing here waits for the
// device: print() returns at once, the driver's own thread does the work, and what it has to say is
// queued until the program's thread calls drain(), which runs the callbacks there. The printer need
// not be connected: it is picked up when it comes, and again after it was unplugged.
//
//   auto port = PrinterPort::open("escpos:usb", {.quirks_folder = …}, [] { SDL_PushEvent(…); });
//   port->on_status([&](const PrinterStatus& s) { show(s); });
//   port->print(std::move(raster), [&](const PrintResult& r) { … });      // in the event loop:
//   port->drain();
//
// All functions on one thread (the one that opened it), except that `wake` is called on the
// driver's thread: it must only post something to the program's loop. Never reprints by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "drivers/printer.h"

namespace yichuang {

class PrinterPort {
 public:
  using Wake = std::function<void()>;
  using Done = std::function<void(const PrintResult&)>;
  using StatusChanged = std::function<void(const PrinterStatus&)>;

  // Fails only on a wrong address, an unknown scheme or an unreadable profile.
  static Result<std::unique_ptr<PrinterPort>> open(std::string_view address,
                                                   const PrinterOptions& options, Wake wake);
  // Ends the job in hand; no callback runs any more.
  ~PrinterPort();
  PrinterPort(const PrinterPort&) = delete;
  PrinterPort& operator=(const PrinterPort&) = delete;

  // Prints and cuts. `done` runs once, inside drain(), also when the job is refused (queue full,
  // wrong size). A job is told printed, failed or unknown within seconds (see escpos_printer.h).
  void print(PrintJob what, Done done);
  void print(Raster raster, Done done) { print(PrintJob{std::move(raster)}, std::move(done)); }

  // Runs inside drain(), on each change; the last change is never lost, older ones may be.
  void on_status(StatusChanged changed);

  // Runs the callbacks of what has happened since. True if there was anything.
  bool drain();
  // Waits until there is something to drain, at most `timeout_ms`. For programs without a loop.
  bool wait(int timeout_ms);

  PrinterStatus status() const;  // the last known; never waits
  int width_dots() const;        // how wide a raster may be
  PrintCounts counts() const;    // for whoever services it

 private:
  struct Told;  // shared with the driver's thread
  PrinterPort(const PrinterDriver& driver, std::shared_ptr<Told> told);

  const PrinterDriver& driver_;
  std::shared_ptr<Told> told_;
  std::unique_ptr<PrinterDevice> device_;
  std::map<uint64_t, Done> waiting_;
  StatusChanged status_changed_;
  uint64_t last_job_ = 0;
};

}  // namespace yichuang
