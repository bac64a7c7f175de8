// What devices say of themselves.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "queue-server/decide_parts.h"

namespace yichuang {
namespace {

// What all device records but `except` take in a message, about.
size_t device_bytes(const State& state, const std::string& except) {
  size_t bytes = 0;
  for (const auto& [key, device] : state.devices) {
    if (key == except) continue;
    bytes += key.size() + 24;
    for (const std::string& fact : device.facts) bytes += fact.size() + 2;
  }
  return bytes;
}

Decision report_device(const State& state, const wire::ReportDevice& command, const Actor& actor,
                       Time now) {
  if (command.device().empty() || command.device().find('/') != std::string::npos ||
      command.state() == wire::DEVICE_STATE_UNSPECIFIED ||
      !wire::DeviceState_IsValid(command.state())) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "a device report needs a device name and a state");
  }
  const std::string key = actor.device + "/" + command.device();
  const auto known = state.devices.find(key);
  if ((known == state.devices.end() && state.devices.size() >= limits::kDevicesMax) ||
      device_bytes(state, key) + command.ByteSizeLong() + 24 > limits::kDeviceBytesMax) {
    return refuse(wire::REFUSAL_BUSY, "the hall has as many devices as it can keep ({})",
                  state.devices.size());
  }
  if (known != state.devices.end() && known->second.state == command.state() &&
      std::equal(command.facts().begin(), command.facts().end(), known->second.facts.begin(),
                 known->second.facts.end())) {
    return Events{};
  }
  wire::Event event;
  auto& record = *event.mutable_device_reported()->mutable_record();
  record.set_owner(actor.device);
  record.set_device(command.device());
  record.set_state(command.state());
  *record.mutable_facts() = command.facts();
  record.set_since_ms(now.ms);
  return one(std::move(event));
}

}  // namespace

Decision decide_device(const State& state, const wire::Command& command, const Actor& actor,
                       const Moment& moment) {
  HALL_ASSERT(command.has_report_device());
  return report_device(state, command.report_device(), actor, moment.now);
}

}  // namespace yichuang
