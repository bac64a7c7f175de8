// What a scanner driver is, and the words in which it speaks: a small table of callbacks registered
// by scheme, a status made of facts, the outcome of a job. A program does not call the table
// itself; it uses ScannerPort (scanner_port.h). Nothing here knows SANE.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/device.h"

namespace yichuang {

// --- Status -------------------------------------------------------------------------------------

// What is known of a scanner. A scanner that cannot tell its jam or its cover between jobs is taken
// at its last word: the next job tells anew.
struct ScannerFacts {
  bool away = true;           // not connected, not answering, or held by another program
  bool failing = false;       // its backend crashed or hung; it is started again
  bool cover_open = false;    // the feeder's, on scanners with a plate
  bool jammed = false;        // paper stuck in the feeder
  bool stopped = false;       // says of itself that it does nothing (eSCL "Stopped")
  bool paper_loaded = false;  // in the feeder; only scanners that can tell say so
  friend bool operator==(const ScannerFacts&, const ScannerFacts&) = default;
};

// The only rule from facts to condition. A jam or an open cover is no stop: the plate may work, and
// most scanners tell that they were mended only when they are asked to scan.
DeviceCondition condition_of(const ScannerFacts& facts);

struct ScannerStatus {
  ScannerFacts facts;
  DeviceCondition condition = DeviceCondition::kAway;  // always condition_of(facts)
  friend bool operator==(const ScannerStatus&, const ScannerStatus&) = default;
};

// The names of the facts that hold, but `away`: for reports.
std::vector<const char*> names_of(const ScannerFacts& facts);
// For logs and `hallctl`: "attention: jammed".
std::string text_of(const ScannerStatus& status);

// --- What it can do -----------------------------------------------------------------------------

// Where the paper lies. A document camera's table counts as a flatbed.
enum class ScanSource : uint8_t { kFlatbed, kFeeder, kFeederDuplex };
inline constexpr ScanSource kScanSources[] = {ScanSource::kFlatbed, ScanSource::kFeeder,
                                              ScanSource::kFeederDuplex};
const char* name_of(ScanSource source);  // "flatbed", "feeder", "feeder duplex"

struct ScannerCapabilities {
  std::vector<ScanSource> sources;
  bool grey = false;
  bool colour = false;
  // Either the resolutions that there are, ascending, or every one between the two; both empty: the
  // scanner has one, which it does not tell (document cameras).
  std::vector<int> dpi;
  int dpi_min = 0;
  int dpi_max = 0;
  int width_mm = 0;  // of the plate or the feeder; 0: it does not tell
  int height_mm = 0;

  bool has(ScanSource source) const;
};

// The resolution to ask for: the least that is not below the wish, else the greatest; 0: any.
int pick_dpi(const ScannerCapabilities& able, int wished);

// --- Jobs ---------------------------------------------------------------------------------------

struct ScanJob {
  ScanSource source = ScanSource::kFlatbed;
  bool colour = true;
  int dpi = 300;     // the nearest that the scanner has is taken (pick_dpi)
  int width_mm = 0;  // of the area, from its first corner; 0: all
  int height_mm = 0;
  bool preview = false;  // quick and coarse, where the scanner has a mode for it
  int pages_max = 1;     // from a feeder; a flatbed gives one
};

// A page before its first row: rows of `bytes_per_line`, `width_px` pixels of 8-bit grey or RGB.
struct ScanPageHead {
  bool colour = true;
  int width_px = 0;
  int lines = -1;  // −1: known at the end (hand-fed scanners)
  int bytes_per_line = 0;
  int dpi = 0;  // 0: the scanner does not tell
};

enum class ScanOutcome { kScanned, kCancelled, kFailed };
const char* name_of(ScanOutcome outcome);  // "scanned", "cancelled", "failed"

// Stands on the wire to the helper process: numbers are its own.
enum class ScanReason : uint8_t {
  kNone,  // scanned
  kCancelled,
  kAway,  // not connected, or it did not open
  kNoPaper,
  kJammed,
  kCoverOpen,
  kBusy,           // another program or a person at its panel uses it
  kUnplugged,      // lost while scanning
  kTransferError,  // it is there, but the transfer failed
  kTruncated,      // said that the page was over before its last row
  kBadJob,         // it has no such source, colour or format
  kTooLarge,       // a page, or the backend's memory, over the limit
  kCrashed,        // the backend ended its process
  kHung,           // the backend said nothing for too long; it was ended
  kNotTaken,       // whoever was to take the page did not
  kQueueFull,      // a job is under way
  kClosed,         // the program closed the port
};
inline constexpr ScanReason kScanReasonLast = ScanReason::kClosed;

// What a job came to. Pages that were told whole before a failure are good.
struct ScanResult {
  ScanOutcome outcome = ScanOutcome::kFailed;
  ScanReason reason = ScanReason::kNone;
  int pages = 0;      // whole ones
  std::string code;   // stable ("scanner.jammed"), for logs
  std::string staff;  // what is wrong and how to mend it
};

const char* code_of(ScanReason reason);
ScanResult make_scan_result(ScanReason reason, int pages);

// Who takes the pages of a job. Called on the driver's thread, never under its locks; may take its
// time: the scanner waits. What is false, or a page that is dropped, ends the job with kNotTaken.
class ScanSink {
 public:
  virtual ~ScanSink() = default;
  virtual bool page_begins(const ScanPageHead& head) = 0;
  virtual bool rows(std::span<const uint8_t> bytes) = 0;  // of any number; not kept
  virtual bool page_ends() = 0;                           // every announced row has come
  virtual void page_dropped() = 0;                        // it will not become whole
};

// --- Drivers ------------------------------------------------------------------------------------

// How long a backend may be silent, in milliseconds, before its process is ended and started anew.
struct ScanPatience {
  int open_ms = 30'000;   // scanners home their carriage
  int start_ms = 60'000;  // the lamp warms up; over a network the whole page may come first
  int read_ms = 20'000;   // between rows
  int cancel_ms = 3'000;
  int check_ms = 10'000;
  int retry_first_ms = 1'000;  // until a scanner that is away is looked for again; doubles
  int retry_longest_ms = 30'000;
  int ask_every_ms = 2'000;  // a scanner that can tell its state is asked
};

struct ScannerOptions {
  // The helper program; empty: scan-worker beside this program.
  std::filesystem::path worker{};
  // Searched before the installation's and the system's: a hall's own *.conf of SANE backends.
  std::filesystem::path config_folder{};
  int worker_memory_mib = 1024;  // of address space; 0: no limit
  ScanPatience patience{};
  // What is said to and by the helper (trace.h); of rows only how many. Empty: none.
  std::filesystem::path trace_file{};
};

// How a driver tells its program. Called on the driver's thread, never under its locks; must
// return soon and call nothing of the driver.
struct ScannerEvents {
  std::function<void(const ScannerStatus&)> status_changed;
  std::function<void(uint64_t job, int pages, int permille)> progress;  // −1: not known how far
  std::function<void(uint64_t job, const ScanResult&)> finished;  // once for each accepted job
};

// One scanner that a driver was asked to look after. Made by ScannerDriver::open.
class ScannerDevice {
 public:
  virtual ~ScannerDevice() = default;
};

// A driver. `device` is always one that the same driver's `open` made.
struct ScannerDriver {
  const char* scheme;
  // Which devices of this kind can be found now. Any thread; may take half a minute (networks).
  Result<std::vector<DeviceListing>> (*list)(const ScannerOptions& options);
  // Begins to look after the device at `address`, which need not be there yet; starts the driver's
  // thread. Fails only on a wrong address or a helper program that is missing.
  Result<std::unique_ptr<ScannerDevice>> (*open)(const DeviceAddress& address,
                                                 const ScannerOptions& options,
                                                 ScannerEvents events);
  // Cancels the job in hand (its outcome is told) and stops the thread.
  void (*close)(std::unique_ptr<ScannerDevice> device);
  // The last known. Any thread; never waits for the device.
  ScannerStatus (*status)(const ScannerDevice& device);
  ScannerCapabilities (*capabilities)(const ScannerDevice& device);  // empty until it was seen
  // Begins a job under the caller's number. Any thread; never waits. Refused while one is under
  // way: there is one place for paper.
  Result<void> (*scan)(ScannerDevice& device, uint64_t job, ScanJob what,
                       std::shared_ptr<ScanSink> sink);
  // The job in hand ends soon, with kCancelled unless it was over. Any thread, any time.
  void (*cancel)(ScannerDevice& device);
};

// The driver for a scheme, or nothing. The table is fixed at build time: any thread.
const ScannerDriver* find_scanner_driver(std::string_view scheme);
const std::vector<const ScannerDriver*>& scanner_drivers();

}  // namespace yichuang
