#include "display/strip_app.h"

#include <utility>

#include "display/board.h"
#include "ui/theme.h"

namespace yichuang::display {
namespace {

// A sign with few cells says little.
constexpr HallLoop::Words kWords = {.topic = "strip", .cut_off = "the sign says so"};

}  // namespace

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
  if (auto done = app->loop_.follow(options.device, random); !done) return done.error();
  app->update();
  return app;
}

StripApp::StripApp(const StripOptions& options, ui::Texts texts, std::unique_ptr<Trace> trace,
                   const Clock& clock)
    : window_(options.window),
      texts_(std::move(texts)),
      sign_is_(options.sign),
      words_{.texts = texts_, .languages = sign_is_.languages, .sign = sign_is_.profile},
      loop_(kWords, clock),
      trace_(std::move(trace)),
      sign_({.path = sign_is_.line, .profile = sign_is_.profile, .trace = trace_.get()},
            [this] { loop_.wake(); }) {}

void StripApp::update() {
  (void)loop_.hall().take_calls();  // else they would pile up
  std::vector<std::string> pages = strip_pages(words_, loop_.hall().input(kRecentRows), window_);
  if (pages == shown_) return;
  sign_.show(pages);
  shown_ = std::move(pages);
}

void StripApp::run(const std::function<void()>& on_alive) {
  loop_.run([this] { update(); }, on_alive);
  show_last_text();
}

// No call glows on when nobody looks after it. A sign that is away may be back within the time.
void StripApp::show_last_text() {
  sign_.show(strip_last_page(words_));
  loop_.wait_for([this] { return sign_.settled(); }, kLastTextMs);
}

}  // namespace yichuang::display
