#include "kiosk/device_report.h"

#include <utility>

#include "base/log.h"

namespace yichuang::kiosk {
namespace {

wire::DeviceState wire_of(DeviceCondition condition) {
  switch (condition) {
    case DeviceCondition::kReady:
      return wire::DEVICE_STATE_READY;
    case DeviceCondition::kAttention:
      return wire::DEVICE_STATE_ATTENTION;
    case DeviceCondition::kStopped:
      return wire::DEVICE_STATE_STOPPED;
    case DeviceCondition::kAway:
      return wire::DEVICE_STATE_AWAY;
  }
  return wire::DEVICE_STATE_UNSPECIFIED;
}

}  // namespace

wire::ReportDevice report_of(const std::string& device, const DeviceState& state) {
  wire::ReportDevice report;
  report.set_device(device);
  report.set_state(wire_of(state.condition));
  for (const std::string_view fact : state.facts) report.add_facts(std::string(fact));
  return report;
}

void DeviceReport::update(const DeviceState& state, bool connected, int64_t now_ms) {
  now_ms_ = now_ms;
  if (!connected) {
    told_.reset();
    return;
  }
  if (telling_ || told_ == state || now_ms < not_before_ms_) return;
  telling_ = true;
  wire::Command command;
  *command.mutable_report_device() = report_of(device_, state);
  submit_(std::move(command), [this, state](const Outcome& outcome) { answered(state, outcome); });
}

void DeviceReport::answered(const DeviceState& state, const Outcome& outcome) {
  telling_ = false;
  if (outcome.kind == Outcome::Kind::kDone) told_ = state;
  if (outcome.kind == Outcome::Kind::kUnavailable) not_before_ms_ = now_ms_ + kPauseMs;
  if (outcome.kind == Outcome::Kind::kRefused) {
    told_ = state;  // asking again would be refused again
    log_warning("the server does not take the {}'s state: {}", device_, outcome.reply.sentence());
  }
}

}  // namespace yichuang::kiosk
