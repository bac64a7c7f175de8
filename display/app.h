// The board as a running program: the hall's mirror on one side, window and voice on the other.
//
// One thread, the window's, does everything but network and speech. It sleeps until an event of the
// feed, the next change of the picture, or a second has passed. What is shown is the mirror's fold
// and nothing else.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "client/hall_client.h"
#include "display/announcer.h"
#include "display/call_watch.h"
#include "display/config.h"
#include "display/trace.h"
#include "display/views/emergency_view.h"
#include "display/views/view.h"
#include "net/device_file.h"
#include "ui/i18n.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace yichuang::display {

struct AppOptions {
  DisplayConfig config;
  DeviceFile device;
  std::filesystem::path screenshots;  // empty: none
  std::filesystem::path trace;        // empty: none
};

class App {
 public:
  static Result<std::unique_ptr<App>> open(const AppOptions& options, const Clock& clock,
                                           Random& random);
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  // Until SIGTERM, SIGINT or the window's closing. `on_first_frame` and then, at least each second,
  // `on_alive` are called.
  void run(const std::function<void()>& on_first_frame, const std::function<void()>& on_alive);

 private:
  App(ui::Theme theme, ui::Texts texts, const Clock& clock);
  Result<void> start(const AppOptions& options, Random& random);
  std::unique_ptr<View> make_view(ViewKind kind);
  void step();
  void update();
  void show_view_or_emergency();
  void speak();
  void note_changes(const Board& before, const Board& after);
  void after_frame();
  Time stale_since();
  void keep_ticker_moving();
  std::chrono::microseconds wait() const;
  int64_t steady_us() const;

  const ui::Theme theme_;
  const ui::Texts texts_;
  const Clock& clock_;
  Time started_;
  std::unique_ptr<ui::Window> window_;
  std::unique_ptr<View> view_;
  EmergencyView emergency_view_;
  bool emergency_shown_ = false;
  std::unique_ptr<Announcer> announcer_;  // null: this view does not speak
  std::unique_ptr<PresentTrace> trace_;
  std::unique_ptr<HallClient> hall_;  // last: its thread wakes the window
  CallWatch calls_;
  std::optional<Zone> zone_;
  Board board_;
  uint64_t seq_ = 0;                         // of the last event folded
  uint64_t frames_ = 0;                      // presented, when last looked at
  std::optional<int64_t> unfresh_since_ms_;  // steady; while there is a state that is not fresh
  int64_t updated_ms_ = 0;                   // steady; of the last update()
  ui::TimerId ticker_timer_ = 0;
  std::vector<std::string> screenshots_due_;
};

}  // namespace yichuang::display
