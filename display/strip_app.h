// The LED text sign above a window as a running program, or those above several windows: the hall
// on one side, the signs on a serial line on the other, no window and no video at all.
//
// One thread does everything but network and line (hall_loop.h). It never waits for a sign but,
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
#include "drivers/led_line.h"
#include "drivers/trace.h"
#include "net/device_file.h"
#include "ui/i18n.h"

namespace yichuang::display {

struct StripOptions {
  DeviceFile device;
  StripLine line;
  std::filesystem::path assets;  // empty: where this program was installed
  std::filesystem::path trace;   // what is said on the line (drivers/trace.h); empty: none
};

class StripApp {
 public:
  // `clock` and `random` outlive it. A line that is not there is no error: it is looked for.
  // kInvalid or kNotFound if the texts cannot be read; kUnavailable if the trace cannot be written;
  // else what the network library says.
  static Result<std::unique_ptr<StripApp>> open(const StripOptions& options, const Clock& clock,
                                                Random& random);
  StripApp(const StripApp&) = delete;
  StripApp& operator=(const StripApp&) = delete;

  // Until SIGTERM or SIGINT; then the signs' last text, for at most kLastTextMs. `on_alive` is
  // called each second.
  void run(const std::function<void()>& on_alive);

  static constexpr int64_t kLastTextMs = 3000;

 private:
  StripApp(const StripOptions& options, ui::Texts texts, std::unique_ptr<Trace> trace,
           const Clock& clock);
  void update();
  void show_last_text();

  const ui::Texts texts_;
  const StripLine line_is_;
  const StripWords words_;              // of the first sign: the others are of its kind
  HallLoop loop_;                       // before the thread of the line
  const std::unique_ptr<Trace> trace_;  // of line_; may be null
  LedLine line_;
  std::vector<std::vector<std::string>> shown_;  // by sign
};

}  // namespace yichuang::display
