// LedSign: one LED text sign on a serial line, looked after by a thread of its own that opens the
// line, shows the last text, notices that the line has gone, tries to open it again each second and
// whenever there is a new text, and shows the text again. Nobody ever waits for the sign.
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

struct LedSignOptions {
  std::string path;  // of the line, "/dev/ttyUSB0"; need not be there yet
  LedProfile profile;
  Trace* trace = nullptr;  // may be null; outlives the sign
  int retry_ms = 1000;     // until a line that is away is tried again
};

class LedSign {
 public:
  // Called on the sign's thread when condition() or settled() may have changed; must only wake the
  // program's loop.
  using Wake = std::function<void()>;

  // Starts the thread. Nothing is sent before the first show().
  LedSign(LedSignOptions options, Wake wake);
  // The sign keeps what it shows. May wait for a line that is being opened (serial_link.h).
  ~LedSign();
  LedSign(const LedSign&) = delete;
  LedSign& operator=(const LedSign&) = delete;

  // Shows these pages in turn from now on, whatever was shown before; no page: a blank sign. Each
  // has to be one as led_pages() makes them. Any thread; never waits.
  void show(const std::vector<std::string>& pages);

  // kAway: the line is not there, or the sign has yet to answer on it for the first time; kStopped:
  // the sign does not answer; kReady else. Any thread.
  DeviceCondition condition() const;
  // The first page of the last text is on the sign, as far as the line and the sign tell. Any
  // thread.
  bool settled() const;

 private:
  void run();
  int64_t look_after(int64_t now_ms);
  void connect(int64_t now_ms);
  void tell();
  void rest(int64_t until_ms);
  void ring();

  const LedSignOptions options_;
  const Wake wake_;
  const SystemClock clock_;

  // The thread's own.
  LedSession session_;
  std::unique_ptr<SerialLink> link_;
  int64_t connect_at_ms_ = 0;
  std::string told_;  // the last complaint, so that the log has it once

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable bell_;
  bool rung_ = false;
  bool stopping_ = false;
  std::optional<LedSession::Frames> wanted_;  // what the thread has not taken yet: the last alone
  DeviceCondition condition_ = DeviceCondition::kAway;
  bool settled_ = false;

  std::thread thread_;
};

}  // namespace yichuang
