// LedLine: the LED text signs on one serial line, looked after by a thread of its own that opens
// the line, shows the last text of each, notices that the line has gone, tries to open it again
// each second and whenever there is a new text, and shows the texts again. Nobody ever waits for a
// sign.
//
// Most lines have one sign. Several (RS-485) have addresses, share a rate and speak in turn, for
// the line carries one frame at a time and an answer has no sender: a text that is new goes first,
// then who has waited longest. So a new text waits for one frame of another sign and its answer; if
// that sign is dead, for all its tries ((1 + retries) x ack_ms of its profile), each
// LedSession::kSilentAgainMs.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "drivers/device.h"
#include "drivers/led_profile.h"
#include "drivers/led_session.h"
#include "drivers/serial_link.h"
#include "drivers/trace.h"

namespace yichuang {

struct LedLineOptions {
  std::string path;               // "/dev/ttyUSB0"; need not be there yet
  std::vector<LedProfile> signs;  // at least one; of several the rates are equal
  Trace* trace = nullptr;         // may be null; outlives the line
  int retry_ms = 1000;            // until a line that is away is tried again
};

class LedLine {
 public:
  // Called on the line's thread when a condition() or settled() may have changed; must only wake
  // the program's loop.
  using Wake = std::function<void()>;

  // Starts the thread. Nothing is sent before the first show().
  LedLine(LedLineOptions options, Wake wake);
  // The signs keep what they show. May wait for a line that is being opened (serial_link.h).
  ~LedLine();
  LedLine(const LedLine&) = delete;
  LedLine& operator=(const LedLine&) = delete;

  // Shows these pages in turn from now on, whatever was shown before; no page: a blank sign. Each
  // has to be one as led_pages() makes them. `sign`: its place in the options. Any thread; never
  // waits.
  void show(size_t sign, const std::vector<std::string>& pages);

  // kAway: the line is not there, or the sign has yet to answer on it for the first time; kStopped:
  // the sign does not answer; kReady else. Any thread.
  DeviceCondition condition(size_t sign) const;
  // The first page of the last text is on each sign, as far as the line and the signs tell. Any
  // thread.
  bool settled() const;

 private:
  struct Sign {
    explicit Sign(const LedProfile& profile) : session(profile) {}
    LedSession session;  // the thread's own
    // Guarded by mutex_:
    std::optional<LedSession::Frames> wanted;  // not yet taken by the thread: the last alone
    DeviceCondition condition = DeviceCondition::kAway;
    bool settled = false;
  };
  void run();
  int64_t look_after(int64_t now_ms);
  bool take_wanted();
  void connect(int64_t now_ms);
  int64_t speak();
  LedSession& whose_turn();
  void tell();
  void tell(size_t sign);
  DeviceCondition condition_of(const LedSession& session) const;
  void rest(int64_t until_ms);
  void ring();

  const LedLineOptions options_;
  const Wake wake_;
  const SystemClock clock_;
  std::vector<Sign> signs_;

  // The thread's own.
  std::unique_ptr<SerialLink> link_;
  const LedSession* last_ = nullptr;  // who had the line last
  int64_t connect_at_ms_ = 0;
  std::string told_;  // the last complaint, so that the log has it once

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable bell_;
  bool rung_ = false;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace yichuang
