#include "display/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "display/views/hall_layout.h"
#include "display/views/hall_view.h"
#include "display/views/wall_view.h"

namespace yichuang::display {
namespace {

using std::chrono::microseconds;

constexpr microseconds kFrame{16'667};  // 60 a second, while the ticker moves
// The wall clock may step, and a cut may have to be noticed: look at least so often.
constexpr int64_t kUpdateEveryMs = 1000;
// A state that never became fresh (a feed that is not reachable): as soon as a lost one would.
constexpr int64_t kNeverFreshMs = Mirror::kFreshMs;

}  // namespace

Result<std::unique_ptr<App>> App::open(const AppOptions& options, const Clock& clock,
                                       Random& random) {
  const auto assets = options.config.assets.empty() ? ui::assets_folder() : options.config.assets;
  auto theme = ui::Theme::load(assets / "theme" / "theme.toml");
  if (!theme) return theme.error();
  auto texts = ui::Texts::load(assets / "i18n");
  if (!texts) return texts.error();
  std::unique_ptr<App> app(new App(std::move(*theme), std::move(*texts), clock));
  if (auto ok = app->start(options, random); !ok) return ok.error();
  return app;
}

App::App(ui::Theme theme, ui::Texts texts, const Clock& clock)
    : theme_(std::move(theme)),
      texts_(std::move(texts)),
      clock_(clock),
      started_(clock.now()),
      emergency_view_({theme_, texts_}) {}

Result<void> App::start(const AppOptions& options, Random& random) {
  ui::WindowOptions window;
  window.title = "一窗 · " + options.device.name;
  window.logical = layout::kBoard;
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
  view_ = make_view(options.config.view);
  window_->show(*view_);
  window_->on_wake([this] { step(); });
  if (!options.trace.empty()) {
    auto trace = PresentTrace::open(options.trace);
    if (!trace) return trace.error();
    trace_ = std::move(*trace);
  }
  if (view_->speaks()) announcer_ = std::make_unique<Announcer>(options.config.voice, clock_);
  HallClient::Options client;
  client.wake = [this] { window_->wake(); };
  auto hall = HallClient::open(options.device, std::move(client), clock_, random);
  if (!hall) return hall.error();
  hall_ = std::move(*hall);
  update();
  return {};
}

std::unique_ptr<View> App::make_view(ViewKind kind) {
  const Look look{theme_, texts_};
  const View::Invalidate invalidate = [this](const ui::Rect& area) { window_->invalidate(area); };
  switch (kind) {
    case ViewKind::kHall:
      return std::make_unique<HallView>(look, invalidate);
    case ViewKind::kWall:
      break;
  }
  return std::make_unique<WallView>(look, invalidate);
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
    if (clock_.steady_ms() - alive_ms >= kUpdateEveryMs) {
      alive_ms = clock_.steady_ms();
      on_alive();
    }
  }
}

microseconds App::wait() const {
  int64_t wait_us = std::min(hall_->wait_ms(), kUpdateEveryMs) * 1000;
  const int64_t now_us = steady_us();
  const int64_t next_us = view_->next_tick_us(now_us);
  if (next_us != INT64_MAX) wait_us = std::min(wait_us, std::max<int64_t>(0, next_us - now_us));
  return microseconds(wait_us);
}

void App::step() {
  const bool changed = hall_->poll([this](const wire::Event& event) {
    calls_.on_event(event, hall_->state());
    seq_ = event.seq();
    if (trace_) trace_->folded(event.seq());
  });
  if (changed && hall_->state().seq != seq_) {  // a snapshot jumped over the events between
    seq_ = hall_->state().seq;
    if (trace_) trace_->folded(seq_);
  }
  if (changed || clock_.steady_ms() - updated_ms_ >= kUpdateEveryMs) update();
  view_->tick(steady_us());
}

void App::update() {
  updated_ms_ = clock_.steady_ms();
  const State& state = hall_->state();
  if (!state.time_zone.empty() && (!zone_ || zone_->name() != state.time_zone)) {
    auto zone = Zone::open(state.time_zone);
    if (zone) {
      zone_ = std::move(*zone);
    } else if (!zone_) {
      log_warning("{}; the board shows no times", zone.error().sentence);
    }
  }
  const BoardInput input{
      .state = state,
      .estimate = [this](std::string_view service) { return hall_->estimate(service); },
      .fresh = hall_->fresh(),
      .stale_since = stale_since(),
      .zone = zone_ ? &*zone_ : nullptr,
      .now = hall_->hall_now(),
      .started = started_ + (hall_->hall_now() - clock_.now()),
  };
  Board board = make_board(input);
  speak();
  show_view_or_emergency();
  view_->update(input, board, window_->canvas(), steady_us());
  note_changes(board_, board);
  board_ = std::move(board);
  keep_ticker_moving();
}

// The manager's message takes over from the next frame on, and gives the screen back.
void App::show_view_or_emergency() {
  const Emergency& emergency = hall_->state().emergency;
  const bool other = emergency_view_.update(emergency);
  if (emergency.running() != emergency_shown_) {
    emergency_shown_ = emergency.running();
    if (emergency_shown_) {
      window_->show(emergency_view_);
    } else {
      window_->show(*view_);
    }
  } else if (emergency_shown_ && other) {
    window_->invalidate();
  }
}

void App::speak() {
  const State& state = hall_->state();
  for (const CallToSpeak& call : calls_.take(state, hall_->hall_now())) {
    if (announcer_) announcer_->announce(call);
  }
  if (announcer_)
    announcer_->keep_only([&](const CallToSpeak& call) { return is_still_called(state, call); });
}

// What the board shows is true up to the last pulse, which came kFreshMs before it was missed.
Time App::stale_since() {
  if (hall_->fresh() || hall_->state().seq == 0) {
    unfresh_since_ms_.reset();
    return {};
  }
  const int64_t offset_ms = hall_->hall_now() - clock_.now();
  if (hall_->stale_since().is_set()) {
    return hall_->stale_since() + offset_ms - Mirror::kFreshMs;
  }
  if (!unfresh_since_ms_) unfresh_since_ms_ = clock_.steady_ms();
  const bool long_enough = clock_.steady_ms() - *unfresh_since_ms_ >= kNeverFreshMs;
  return long_enough ? hall_->state().at : Time{};
}

void App::keep_ticker_moving() {
  const bool moves = view_->moves();
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
