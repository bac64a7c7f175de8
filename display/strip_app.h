// The LED text sign above a window as a running program: the hall on one side, a sign on a serial
// line on the other, no window and no video at all.
//
// One thread does everything but network and line (hall_loop.h). It never waits for the sign but,
// shortly, at its end.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "display/hall_loop.h"
#include "display/strip.h"
#include "display/strip_settings.h"
#include "drivers/led_sign.h"
#include "drivers/trace.h"
#include "net/device_file.h"
#include "ui/i18n.h"

namespace yichuang::display {

struct StripOptions {
  DeviceFile device;
  StripSign sign;
  WindowNumber window = 0;       // above which it hangs, 1 to 99
  std::filesystem::path assets;  // empty: where this program was installed
  std::filesystem::path trace;   // what is said to and by the sign (drivers/trace.h); empty: none
};

class StripApp {
 public:
  // `clock` and `random` outlive it. A sign that is not there is no error: it is looked for.
  // kInvalid or kNotFound if the texts cannot be read; kUnavailable if the trace cannot be written;
  // else what the network library says.
  static Result<std::unique_ptr<StripApp>> open(const StripOptions& options, const Clock& clock,
                                                Random& random);
  StripApp(const StripApp&) = delete;
  StripApp& operator=(const StripApp&) = delete;

  // Until SIGTERM or SIGINT; then the sign's last text, for at most kLastTextMs. `on_alive` is
  // called each second.
  void run(const std::function<void()>& on_alive);

  static constexpr int64_t kLastTextMs = 3000;

 private:
  StripApp(const StripOptions& options, ui::Texts texts, std::unique_ptr<Trace> trace,
           const Clock& clock);
  void update();
  void show_last_text();

  const WindowNumber window_;
  const ui::Texts texts_;
  const StripSign sign_is_;
  const StripWords words_;
  HallLoop loop_;                       // before the thread of the sign
  const std::unique_ptr<Trace> trace_;  // of sign_; may be null
  LedSign sign_;
  std::vector<std::string> shown_;
};

}  // namespace yichuang::display
