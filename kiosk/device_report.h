// Tells the server the state of one of the kiosk's devices: at every connection and on every
// change, the newest last. Owned by the kiosk; its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/commander.h"
#include "drivers/device.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

struct DeviceState {
  DeviceCondition condition = DeviceCondition::kAway;
  std::vector<std::string_view> facts;  // names that live as long as the program
  friend bool operator==(const DeviceState&, const DeviceState&) = default;
};

// The state of a driver's status, whatever its family.
template <class Status>
DeviceState state_of(const Status& status) {
  const auto names = names_of(status.facts);
  return {status.condition, {names.begin(), names.end()}};
}

// What ReportDevice says of a device by that name ("printer", "scanner", "code_reader",
// "id_reader").
wire::ReportDevice report_of(const std::string& device, const DeviceState& state);

class DeviceReport {
 public:
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;
  // Outlives every outcome that `submit` owes.
  DeviceReport(std::string device, Submit submit)
      : device_(std::move(device)), submit_(std::move(submit)) {}

  // Call when the device or the connection may have changed, and as time passes. `now_ms` never
  // goes back.
  void update(const DeviceState& state, bool connected, int64_t now_ms);
  // What this machine's disk did not take is not tried again sooner.
  static constexpr int64_t kPauseMs = 10'000;

 private:
  void answered(const DeviceState& state, const Outcome& outcome);
  const std::string device_;
  Submit submit_;
  std::optional<DeviceState> told_;  // what the server knows; none: nothing since it is connected
  bool telling_ = false;
  int64_t now_ms_ = 0;
  int64_t not_before_ms_ = 0;
};

}  // namespace yichuang::kiosk
