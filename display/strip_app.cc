#include "display/strip_app.h"

#include <utility>

#include "display/board.h"
#include "ui/theme.h"

namespace yichuang::display {
namespace {

// A sign with few cells says little.
constexpr HallLoop::Words kWords = {.topic = "strip", .cut_off = "the sign says so"};

std::vector<LedProfile> profiles_of(const StripLine& line) {
  std::vector<LedProfile> profiles;
  for (const StripLine::Sign& sign : line.signs) profiles.push_back(sign.profile);
  return profiles;
}

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
    : texts_(std::move(texts)),
      line_is_(options.line),
      words_{
          .texts = texts_, .languages = line_is_.languages, .sign = line_is_.signs.front().profile},
      loop_(kWords, clock),
      trace_(std::move(trace)),
      line_({.path = line_is_.path, .signs = profiles_of(line_is_), .trace = trace_.get()},
            [this] { loop_.wake(); }),
      shown_(line_is_.signs.size()) {}

void StripApp::update() {
  (void)loop_.hall().take_calls();  // else they would pile up
  const BoardInput input = loop_.hall().input(kRecentRows);
  for (size_t sign = 0; sign < shown_.size(); ++sign) {
    std::vector<std::string> pages = strip_pages(words_, input, line_is_.signs[sign].window);
    if (pages == shown_[sign]) continue;
    line_.show(sign, pages);
    shown_[sign] = std::move(pages);
  }
}

void StripApp::run(const std::function<void()>& on_alive) {
  loop_.run([this] { update(); }, on_alive);
  show_last_text();
}

// No call glows on when nobody looks after it. A sign that is away may be back within the time.
void StripApp::show_last_text() {
  for (size_t sign = 0; sign < shown_.size(); ++sign) line_.show(sign, strip_last_page(words_));
  loop_.wait_for([this] { return line_.settled(); }, kLastTextMs);
}

}  // namespace yichuang::display
