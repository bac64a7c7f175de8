// What a printer driver is, and the words in which it speaks: a small table of callbacks registered
// by scheme, a status made of facts, the outcome of a job. A program does not call the table
// itself; it uses PrinterPort (printer_port.h). Nothing here knows USB or ESC/POS.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/device.h"
#include "drivers/raster.h"

namespace yichuang {

// --- Status -------------------------------------------------------------------------------------

// The facts that a printer reports about itself. Away: all false but `away`.
struct PrinterFacts {
  bool away = true;
  bool paper_out = false;
  bool paper_near_end = false;
  bool cover_open = false;
  bool offline = false;        // for one of the other reasons, or its feed button is held
  bool cutter_error = false;   // a jam at the blade; cleared by hand
  bool overheated = false;     // the head cools down by itself
  bool unrecoverable = false;  // power off and on, else repair
  friend bool operator==(const PrinterFacts&, const PrinterFacts&) = default;
};

// The only rule from facts to condition.
DeviceCondition condition_of(const PrinterFacts& facts);

struct PrinterStatus {
  PrinterFacts facts;
  DeviceCondition condition = DeviceCondition::kAway;  // always condition_of(facts)
  friend bool operator==(const PrinterStatus&, const PrinterStatus&) = default;
};

// The names of the facts that hold, but `away`: for reports.
std::vector<const char*> names_of(const PrinterFacts& facts);
// For logs and `hallctl`: "stopped: paper_out offline".
std::string text_of(const PrinterStatus& status);

// --- Jobs ---------------------------------------------------------------------------------------

enum class NativeKind {
  kQr,
  kText,  // one line, centred
};

// What some rows of the picture show, and nothing beside it: a printer whose profile says so draws
// it itself, a code sharper than any picture, a line of text in its own font.
struct NativePart {
  NativeKind kind = NativeKind::kQr;
  int first_row = 0;
  int rows = 0;         // of a code: with the quiet zone above and below
  std::string text;     // UTF-8
  int module_dots = 0;  // of a code: 1..16
  friend bool operator==(const NativePart&, const NativePart&) = default;
};

struct PrintJob {
  Raster raster;                        // as wide as the paper, or narrower (printed at the left)
  bool cut = true;                      // feed to the blade and cut
  std::vector<NativePart> native = {};  // from the top downwards, none over another
};

enum class PrintOutcome {
  kPrinted,  // the printer said so, after the cut, and all is well with it
  kFailed,   // nothing came out; printing again gives one ticket
  kUnknown,  // may have come out, whole or in part: ask the citizen, never print again unasked
};
const char* name_of(PrintOutcome outcome);  // "printed", "failed", "unknown"

enum class PrintReason {
  kNone,  // printed
  kAway,  // not connected
  kPaperOut,
  kCoverOpen,
  kOffline,
  kCutterError,
  kOverheated,
  kUnrecoverable,
  kUnplugged,      // lost while printing
  kNoAnswer,       // takes no bytes, or does not answer, in time
  kTransferError,  // the bus reported an error
  kQueueFull,      // limits::kPrintJobsMax jobs wait
  kBadJob,         // no dots, or wider than the paper
  kClosed,         // the program closed the port
};

// What a job came to. `code` is stable ("printer.paper_out"), for logs; screens have words of their
// own for outcome and reason.
struct PrintResult {
  PrintOutcome outcome = PrintOutcome::kUnknown;
  PrintReason reason = PrintReason::kNone;
  std::string code;
  std::string staff;  // what is wrong and how to mend it
};

const char* code_of(PrintReason reason);
PrintResult make_result(PrintOutcome outcome, PrintReason reason);

// What a printer has done while it was ours, of which a part perhaps (uncertain).
struct PrintCounts {
  uint64_t printed = 0;
  uint64_t uncertain = 0;
  uint64_t cuts = 0;
  uint64_t paper_rows = 0;  // 8 are a millimetre
  friend bool operator==(const PrintCounts&, const PrintCounts&) = default;
};

// --- Drivers ------------------------------------------------------------------------------------

struct PrinterOptions {
  // Profiles of models (quirks/*.conf). Empty: only the built-in default profile.
  std::filesystem::path quirks_folder{};
  // The paper's width where the profile is wrong; 0: as the profile says.
  int width_dots = 0;
  // Every byte to and from the device, one transfer a line (trace.h). Empty: none.
  std::filesystem::path trace_file{};
  // Where its counts are kept (print_counter.h). Empty: nowhere.
  std::filesystem::path counter_file{};
};

// How a driver tells its program. Called on the driver's thread, never under its locks; must
// return soon and call nothing of the driver.
struct PrinterEvents {
  std::function<void(const PrinterStatus&)> status_changed;
  std::function<void(uint64_t job, const PrintResult&)> finished;  // once for each accepted job
};

// One printer that a driver was asked to look after. Made by PrinterDriver::open; the driver's own
// type stands behind it.
class PrinterDevice {
 public:
  virtual ~PrinterDevice() = default;
};

// A driver. `device` is always one that the same driver's `open` made.
struct PrinterDriver {
  const char* scheme;
  // Which devices of this kind are connected now. Any thread; may take 100 ms.
  Result<std::vector<DeviceListing>> (*list)();
  // Begins to look after the device at `address`, which need not be there yet; starts the driver's
  // thread. Fails only on a wrong address or profile.
  Result<std::unique_ptr<PrinterDevice>> (*open)(const DeviceAddress& address,
                                                 const PrinterOptions& options,
                                                 PrinterEvents events);
  // Ends the job in hand (its outcome is told), refuses the waiting ones, stops the thread.
  void (*close)(std::unique_ptr<PrinterDevice> device);
  // The last known status. Any thread; never waits for the device.
  PrinterStatus (*status)(const PrinterDevice& device);
  // The paper's width in dots. Any thread; the default until a device was seen.
  int (*width_dots)(const PrinterDevice& device);
  // What it has printed so far. Any thread.
  PrintCounts (*counts)(const PrinterDevice& device);
  // Queues a job under the caller's number. Any thread; never waits. Refused at
  // limits::kPrintJobsMax waiting jobs.
  Result<void> (*print)(PrinterDevice& device, uint64_t job, PrintJob what);
};

// The driver for a scheme, or nothing. The table is fixed at build time: any thread.
const PrinterDriver* find_printer_driver(std::string_view scheme);
const std::vector<const PrinterDriver*>& printer_drivers();

}  // namespace yichuang
