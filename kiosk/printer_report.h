// Tells the server the printer's state: at every connection and on every change, the newest last.
// Owned by the kiosk; its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "client/commander.h"
#include "drivers/printer.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

// What ReportDevice says of a printer.
wire::ReportDevice report_of(const PrinterStatus& status);

class PrinterReport {
 public:
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;
  // Outlives every outcome that `submit` owes.
  explicit PrinterReport(Submit submit) : submit_(std::move(submit)) {}

  // Call when the printer or the connection may have changed, and as time passes. `now_ms` never
  // goes back.
  void update(const PrinterStatus& status, bool connected, int64_t now_ms);
  // What this machine's disk did not take is not tried again sooner.
  static constexpr int64_t kPauseMs = 10'000;

 private:
  void answered(const PrinterStatus& status, const Outcome& outcome);
  Submit submit_;
  std::optional<PrinterStatus> told_;  // what the server knows; none: nothing since it is connected
  bool telling_ = false;
  int64_t now_ms_ = 0;
  int64_t not_before_ms_ = 0;
};

}  // namespace yichuang::kiosk
