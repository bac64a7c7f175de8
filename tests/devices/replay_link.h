// ReplayLink: a link that plays a trace (drivers/trace.h): it says what the printer said, when it
// has been sent what the printer was sent, and fails where the printer failed. Whatever differs
// from the trace is noted, and from then on the link is lost. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "drivers/device_link.h"

namespace yichuang {

struct TraceLine {
  char sign = '#';
  std::vector<uint8_t> bytes;  // of > and <
  std::string note;            // of #
};

// Every line of a trace file; nothing if it cannot be read.
std::deque<TraceLine> read_trace(const std::filesystem::path& path);

class ReplayLink final : public DeviceLink {
 public:
  // `lines` outlives the link; what has been played is taken off its front.
  explicit ReplayLink(std::deque<TraceLine>& lines) : lines_(lines) {}

  const std::string& difference() const { return difference_; }

  bool lost() const override { return lost_; }
  void mark_lost() override { lost_ = true; }
  std::vector<uint8_t> take_input() override;
  std::optional<int> input_pause_ms() const override { return {}; }
  void begin_write(std::span<const uint8_t> bytes, int timeout_ms) override;
  std::optional<LinkEnd> take_write_end() override;
  void cancel_write() override { (void)take_note("write cancelled"); }
  std::optional<uint8_t> port_status(int timeout_ms) override;
  bool soft_reset(int timeout_ms) override;
  bool clear_out_halt() override { return true; }
  void reset_device() override;

 private:
  bool take_note(std::string_view note);
  void differ(std::string what);
  std::deque<TraceLine>& lines_;
  std::string difference_;  // the first
  bool lost_ = false;
  bool writing_ = false;
};

}  // namespace yichuang
