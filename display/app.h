// A display with a window as a running program: the hall on one side, view and voice on the other.
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
#include "display/config.h"
#include "display/hall_watch.h"
#include "display/layout_file.h"
#include "display/trace.h"
#include "display/views/emergency_view.h"
#include "display/views/view.h"
#include "display/voice.h"
#include "net/device_file.h"
#include "ui/i18n.h"
#include "ui/theme.h"
#include "ui/window.h"

namespace yichuang::display {

struct AppOptions {
  std::filesystem::path config_file;  // `config` was read from it
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
  App(ui::Theme theme, ui::Texts texts, const AppOptions& options, const Clock& clock);
  Result<void> start(const AppOptions& options, Random& random);
  Look look() const;
  std::unique_ptr<View> make_view();
  void step();
  void update();
  std::optional<CallToSpeak> speaking() const;
  void look_around();
  void remake_views();
  void tell_unknown_services();
  std::unique_ptr<EmergencyView> make_emergency_view() const;
  void show_view_or_emergency(const Board& board);
  void note_changes(const Board& before, const Board& after);
  void after_frame();
  void keep_ticker_moving();
  std::chrono::microseconds wait() const;
  int64_t steady_us() const;

  const ui::Theme theme_;
  const ui::Texts texts_;
  const Clock& clock_;
  const ViewKind kind_;
  const WindowNumber window_number_;
  const std::filesystem::path config_file_;
  LayoutFile layout_file_;
  Layout layout_;
  uint64_t layout_version_ = 0;
  std::optional<std::string> services_told_for_;  // the catalogue; nothing: not for this layout
  int64_t looked_ms_ = 0;                         // steady
  std::unique_ptr<ui::Window> window_;
  std::unique_ptr<View> view_;
  std::unique_ptr<EmergencyView> emergency_view_;
  bool emergency_shown_ = false;
  std::unique_ptr<Voice> voice_;  // null: this view does not speak; its thread wakes the window
  std::optional<CallToSpeak> spoken_;  // by it, at the last update
  std::unique_ptr<PresentTrace> trace_;
  std::unique_ptr<HallWatch> hall_;  // last: its thread wakes the window
  Board board_;
  uint64_t frames_ = 0;  // presented, when last looked at
  ui::TimerId ticker_timer_ = 0;
  std::vector<std::string> screenshots_due_;
};

}  // namespace yichuang::display
