#include "kiosk/printer_report.h"

#include <utility>

#include "base/log.h"

namespace yichuang::kiosk {

wire::ReportDevice report_of(const PrinterStatus& status) {
  wire::ReportDevice report;
  report.set_device("printer");
  switch (status.condition) {
    case DeviceCondition::kReady:
      report.set_state(wire::DEVICE_STATE_READY);
      break;
    case DeviceCondition::kAttention:
      report.set_state(wire::DEVICE_STATE_ATTENTION);
      break;
    case DeviceCondition::kStopped:
      report.set_state(wire::DEVICE_STATE_STOPPED);
      break;
    case DeviceCondition::kAway:
      report.set_state(wire::DEVICE_STATE_AWAY);
      return report;  // what it said before is not known to hold
  }
  const PrinterFacts& facts = status.facts;
  const std::pair<bool, const char*> named[] = {
      {facts.paper_out, "paper_out"},        {facts.paper_near_end, "paper_near_end"},
      {facts.cover_open, "cover_open"},      {facts.offline, "offline"},
      {facts.cutter_error, "cutter_error"},  {facts.overheated, "overheated"},
      {facts.unrecoverable, "unrecoverable"}};
  for (const auto& [holds, name] : named)
    if (holds) report.add_facts(name);
  return report;
}

void PrinterReport::update(const PrinterStatus& status, bool connected, int64_t now_ms) {
  now_ms_ = now_ms;
  if (!connected) {
    told_.reset();
    return;
  }
  if (telling_ || told_ == status || now_ms < not_before_ms_) return;
  telling_ = true;
  wire::Command command;
  *command.mutable_report_device() = report_of(status);
  submit_(std::move(command),
          [this, status](const Outcome& outcome) { answered(status, outcome); });
}

void PrinterReport::answered(const PrinterStatus& status, const Outcome& outcome) {
  telling_ = false;
  if (outcome.kind == Outcome::Kind::kDone) told_ = status;
  if (outcome.kind == Outcome::Kind::kUnavailable) not_before_ms_ = now_ms_ + kPauseMs;
  if (outcome.kind == Outcome::Kind::kRefused) {
    told_ = status;  // asking again would be refused again
    log_warning("the server does not take the printer's state: {}", outcome.reply.sentence());
  }
}

}  // namespace yichuang::kiosk
