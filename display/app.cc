#include "display/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "display/choose_services.h"
#include "display/views/guide_view.h"
#include "display/views/hall_view.h"
#include "display/views/wall_view.h"
#include "display/views/window_view.h"
#include "hall/snapshot.h"

namespace yichuang::display {
namespace {

using std::chrono::microseconds;

constexpr microseconds kFrame{16'667};   // 60 a second, while the ticker moves
constexpr int64_t kLookAroundMs = 1000;  // at the configuration, the logo, the monitor

}  // namespace

Result<std::unique_ptr<App>> App::open(const AppOptions& options, const Clock& clock,
                                       Random& random) {
  const auto assets = options.config.assets.empty() ? ui::assets_folder() : options.config.assets;
  auto theme = ui::Theme::load(assets / "theme" / "theme.toml");
  if (!theme) return theme.error();
  auto texts = ui::Texts::load(assets / "i18n");
  if (!texts) return texts.error();
  std::unique_ptr<App> app(new App(std::move(*theme), std::move(*texts), options, clock));
  if (auto ok = app->start(options, random); !ok) return ok.error();
  return app;
}

App::App(ui::Theme theme, ui::Texts texts, const AppOptions& options, const Clock& clock)
    : theme_(std::move(theme)),
      texts_(std::move(texts)),
      clock_(clock),
      kind_(options.config.view),
      window_number_(options.config.window),
      config_file_(options.config_file),
      layout_file_(options.config_file, options.config.layout),
      layout_(layout_file_.first()) {}

Result<void> App::start(const AppOptions& options, Random& random) {
  ui::WindowOptions window;
  window.title = "一窗 · " + options.device.name;
  window.logical = kWide;
  window.logical_upright = kUpright;
  window.width_px = options.config.width_px;
  window.height_px = options.config.height_px;
  window.display = options.config.monitor;
  window.hide_cursor = options.config.width_px == 0;
  window.screenshots = options.screenshots;
  window.assets = options.config.assets;
  // The window first: it routes the signals, and threads started later inherit that.
  auto opened = ui::Window::open(window);
  if (!opened) return opened.error();
  window_ = std::move(*opened);
  view_ = make_view();
  emergency_view_ = make_emergency_view();
  window_->show(*view_);
  window_->on_wake([this] { step(); });
  window_->on_design([this] { remake_views(); });
  if (!options.trace.empty()) {
    auto trace = PresentTrace::open(options.trace);
    if (!trace) return trace.error();
    trace_ = std::move(*trace);
  }
  if (kind_ == ViewKind::kHall) {
    voice_ = std::make_unique<Voice>(options.config.voice, clock_, [this] { window_->wake(); });
  }
  auto hall = HallWatch::open(
      options.device, [this] { window_->wake(); }, clock_, random);
  if (!hall) return hall.error();
  hall_ = std::move(*hall);
  update();
  return {};
}

Look App::look() const {
  return {.theme = theme_,
          .texts = texts_,
          .bright = layout_.settings.bright,
          .languages = layout_.settings.languages,
          .logo = layout_.logo ? &*layout_.logo : nullptr,
          .logo_version = layout_version_};
}

std::unique_ptr<View> App::make_view() {
  const View::Invalidate invalidate = [this](const ui::Rect& area) { window_->invalidate(area); };
  const ui::Size screen = window_->logical();
  switch (kind_) {
    case ViewKind::kHall:
      return std::make_unique<HallView>(look(), hall_layout(screen, layout_.settings),
                                        layout_.settings.services, invalidate);
    case ViewKind::kWall:
      return std::make_unique<WallView>(look(), wall_layout(screen, layout_.settings.wall),
                                        layout_.settings.wall.services, invalidate);
    case ViewKind::kWindow:
      return std::make_unique<WindowView>(look(), window_layout(screen, layout_.settings.window),
                                          window_number_, invalidate);
    case ViewKind::kGuide:
      return std::make_unique<GuideView>(look(), guide_layout(screen, layout_.settings.guide),
                                         invalidate);
    case ViewKind::kAnnouncer:
    case ViewKind::kStrip:
      break;
  }
  HALL_ASSERT(false && "this view has no window");
  return nullptr;
}

int64_t App::steady_us() const {
  return std::chrono::duration_cast<microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void App::run(const std::function<void()>& on_first_frame, const std::function<void()>& on_alive) {
  bool first = true;
  int64_t alive_ms = clock_.steady_ms();
  while (window_->turn(wait())) {
    after_frame();
    if (window_->stats().frames > 0 && std::exchange(first, false)) on_first_frame();
    step();
    if (clock_.steady_ms() - alive_ms >= HallWatch::kUpdateEveryMs) {
      alive_ms = clock_.steady_ms();
      on_alive();
    }
  }
  if (trace_) trace_->ended(hall_->state().seq, state_hash(hall_->state()));
}

microseconds App::wait() const {
  int64_t wait_us = hall_->wait_ms() * 1000;
  const int64_t now_us = steady_us();
  const int64_t next_us = view_->next_tick_us(now_us);
  if (next_us != INT64_MAX) wait_us = std::min(wait_us, std::max<int64_t>(0, next_us - now_us));
  return microseconds(wait_us);
}

void App::step() {
  const bool changed = hall_->poll([this](uint64_t seq) {
    if (trace_) trace_->folded(seq);
  });
  if (changed || speaking() != spoken_) update();
  look_around();
  view_->tick(steady_us());
}

std::optional<CallToSpeak> App::speaking() const {
  return voice_ ? voice_->speaking() : std::nullopt;
}

void App::update() {
  const size_t recent_rows =
      static_cast<size_t>(layout_.settings.columns) * static_cast<size_t>(layout_.settings.rows);
  BoardInput input = hall_->input(recent_rows);
  spoken_ = input.spoken = speaking();
  Board board = make_board(input);
  if (voice_) {
    voice_->update(*hall_);
  } else {
    (void)hall_->take_calls();  // else they would pile up
  }
  show_view_or_emergency(board);
  view_->update(input, board, window_->canvas(), steady_us());
  note_changes(board_, board);
  board_ = std::move(board);
  keep_ticker_moving();
  tell_unknown_services();
}

void App::look_around() {
  if (clock_.steady_ms() - looked_ms_ < kLookAroundMs) return;
  looked_ms_ = clock_.steady_ms();
  window_->follow_monitor();
  auto layout = layout_file_.changed();
  if (!layout) return;
  layout_ = std::move(*layout);
  ++layout_version_;
  services_told_for_.reset();
  remake_views();
}

// A view is made for its layout and the screen's shape: others are another view.
void App::remake_views() {
  if (ticker_timer_ != 0) window_->cancel(std::exchange(ticker_timer_, 0));
  auto view = make_view();
  window_->show(*view);  // before what it showed goes
  view_ = std::move(view);
  emergency_view_ = make_emergency_view();
  emergency_shown_ = false;
  update();
}

// Once for each layout and catalogue: nobody sees what is not there.
void App::tell_unknown_services() {
  const State& state = hall_->state();
  if (state.seq == 0 || services_told_for_ == state.catalogue_digest) return;
  services_told_for_ = state.catalogue_digest;
  const LayoutSettings& settings = layout_.settings;
  std::string told;
  if (kind_ == ViewKind::kHall) told = unknown_services(state, settings.services, "hall.services");
  if (kind_ == ViewKind::kWall)
    told = unknown_services(state, settings.wall.services, "wall.services");
  if (!told.empty()) log_warning("{}: {}", config_file_.string(), told);
}

std::unique_ptr<EmergencyView> App::make_emergency_view() const {
  Look words = look();
  words.logo = nullptr;  // it shows none, and may outlive it
  return std::make_unique<EmergencyView>(words, Frame{window_->logical()});
}

// The manager's message takes over from the next frame on, and gives the screen back.
void App::show_view_or_emergency(const Board& board) {
  const Emergency& emergency = hall_->state().emergency;
  const bool other = emergency_view_->update(emergency, board);
  if (emergency.running() != emergency_shown_) {
    emergency_shown_ = emergency.running();
    if (emergency_shown_) {
      window_->show(*emergency_view_);
    } else {
      window_->show(*view_);
    }
  } else if (emergency_shown_ && other) {
    window_->invalidate();
  }
}

void App::keep_ticker_moving() {
  const bool moves = !emergency_shown_ && view_->moves();
  if (moves == (ticker_timer_ != 0)) return;
  if (moves) {
    ticker_timer_ = window_->every(kFrame, [this] { view_->move(steady_us()); });
  } else {
    window_->cancel(std::exchange(ticker_timer_, 0));
  }
}

void App::note_changes(const Board& before, const Board& after) {
  if (before.phase != after.phase && after.phase == BoardPhase::kShowing) {
    screenshots_due_.emplace_back(view_->name());
  }
  if (before.stale_since.empty() != after.stale_since.empty()) {
    const bool cut_off = !after.stale_since.empty();
    screenshots_due_.push_back(cut_off ? "banner-on" : "banner-off");
    if (trace_) trace_->freshness_changed(cut_off);
  }
  if (after.current && after.current->status == CallStatus::kCalled &&
      !(before.current && before.current->same_call(*after.current))) {
    std::string number = after.current->number;  // part of a file's name: letters and digits only
    std::erase_if(number, [](char c) {
      return !((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
    });
    screenshots_due_.push_back(fmt::format("call-{}-window-{}", number, after.current->window));
  }
}

void App::after_frame() {
  const uint64_t frames = window_->stats().frames;
  const bool presented = std::exchange(frames_, frames) != frames;
  if (trace_) {
    if (presented) {
      trace_->presented();
    } else {
      trace_->nothing_to_show();
    }
  }
  for (const std::string& name : std::exchange(screenshots_due_, {})) {
    window_->take_screenshot(name);
  }
}

}  // namespace yichuang::display
