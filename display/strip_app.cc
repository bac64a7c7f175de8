#include "display/strip_app.h"

#include <chrono>
#include <utility>

#include "base/log.h"
#include "display/board.h"
#include "ui/theme.h"

namespace yichuang::display {

Result<std::unique_ptr<StripApp>> StripApp::open(const StripOptions& options, const Clock& clock,
                                                 Random& random) {
  const auto assets = options.assets.empty() ? ui::assets_folder() : options.assets;
  auto texts = ui::Texts::load(assets / "i18n");
  if (!texts) return texts.error();
  std::unique_ptr<Trace> trace;
  if (!options.trace.empty()) {
    auto created = Trace::create(options.trace);
    if (!created) return created.error();
    trace = std::move(*created);
  }
  std::unique_ptr<StripApp> app(new StripApp(options, std::move(*texts), std::move(trace), clock));
  auto hall = HallWatch::open(
      options.device, [loop = &app->loop_] { loop->wake(); }, clock, random);
  if (!hall) return hall.error();
  app->hall_ = std::move(*hall);
  app->update();
  return app;
}

StripApp::StripApp(const StripOptions& options, ui::Texts texts, std::unique_ptr<Trace> trace,
                   const Clock& clock)
    : clock_(clock),
      window_(options.window),
      texts_(std::move(texts)),
      sign_is_(options.sign),
      words_{.texts = texts_, .languages = sign_is_.languages, .sign = sign_is_.profile},
      signals_(loop_),
      trace_(std::move(trace)),
      sign_({.path = sign_is_.line, .profile = sign_is_.profile, .trace = trace_.get()},
            [this] { loop_.wake(); }) {}

void StripApp::update() {
  (void)hall_->take_calls();  // else they would pile up
  std::vector<std::string> pages = strip_pages(words_, hall_->input(kRecentRows), window_);
  if (pages == shown_) return;
  sign_.show(pages);
  shown_ = std::move(pages);
}

// A sign with few cells says little: the log has to say more.
void StripApp::tell_freshness() {
  const bool fresh = hall_->fresh();
  if (std::exchange(fresh_, fresh) == fresh) return;
  if (fresh) {
    log_info("strip: in step with the queue server");
  } else {
    log_warning("strip: cut off from the queue server; the sign says so");
  }
}

void StripApp::run(const std::function<void()>& on_alive) {
  int64_t alive_ms = clock_.steady_ms();
  while (!signals_.take_stop()) {
    loop_.sleep(-1, std::chrono::milliseconds(hall_->wait_ms()));
    loop_.run_due();
    if (hall_->poll([](uint64_t) {})) {
      update();
      tell_freshness();
    }
    if (clock_.steady_ms() - alive_ms < HallWatch::kUpdateEveryMs) continue;
    alive_ms = clock_.steady_ms();
    on_alive();
  }
  show_last_text();
}

// No call glows on when nobody looks after it. A sign that is away may be back within the time.
void StripApp::show_last_text() {
  sign_.show(strip_last_page(words_));
  const int64_t until_ms = clock_.steady_ms() + kLastTextMs;
  while (!sign_.settled()) {
    const int64_t left_ms = until_ms - clock_.steady_ms();
    if (left_ms <= 0) break;
    loop_.sleep(-1, std::chrono::milliseconds(left_ms));
    loop_.run_due();
  }
}

}  // namespace yichuang::display
