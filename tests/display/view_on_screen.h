// A view in an offscreen window, and the regions that it invalidated since they were last taken:
// how the tests of the views see them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "display/views/frame.h"
#include "display/views/look.h"
#include "display/views/view.h"
#include "screens/golden.h"
#include "tests/display/hall_story.h"

namespace yichuang::display {

inline constexpr int64_t kStartUs = 1'000'000'000;

// A screen and what the names of its goldens end in.
struct GoldenSize {
  int width_px;
  int height_px;
  const char* suffix;
};
inline constexpr GoldenSize kFullHd{1920, 1080, ""};
inline constexpr GoldenSize kFullHdUpright{1080, 1920, "-upright"};
inline constexpr GoldenSize k4k{3840, 2160, "-4k"};
inline constexpr GoldenSize kSizes[] = {{1280, 720, "-720"}, kFullHd,
                                        {3840, 2160, "-4k"}, {720, 1280, "-720-upright"},
                                        kFullHdUpright,      {2160, 3840, "-4k-upright"}};
inline std::string size_name(const testing::TestParamInfo<GoldenSize>& chosen) {
  return "w" + std::to_string(chosen.param.width_px);
}

inline std::filesystem::path golden_file(const std::string& name, const GoldenSize& size) {
  return std::filesystem::path(YICHUANG_DISPLAY_GOLDEN) / (name + size.suffix + ".png");
}

inline ui::Theme load_theme() {
  auto theme = ui::Theme::load(ui::assets_folder() / "theme" / "theme.toml");
  if (!theme) ADD_FAILURE() << theme.error().sentence;
  HALL_ASSERT(theme.ok());
  return *theme;
}

inline ui::Texts load_texts() {
  auto texts = ui::Texts::load(ui::assets_folder() / "i18n");
  if (!texts) ADD_FAILURE() << texts.error().sentence;
  HALL_ASSERT(texts.ok());
  return *texts;
}

class OnScreen {
 public:
  explicit OnScreen(const GoldenSize& size)
      : window_(ui::open_offscreen(size.width_px < size.height_px ? kUpright : kWide, size.width_px,
                                   size.height_px)) {}

  ui::Picture picture() { return window_->picture(); }
  // Painted in one go: what all the small repaints must add up to.
  ui::Picture repainted() {
    window_->invalidate();
    return window_->picture();
  }
  std::vector<ui::Rect> take_damage() { return std::exchange(damage_, {}); }
  ui::Canvas& canvas() { return window_->canvas(); }
  ui::Size screen() const { return window_->logical(); }
  ui::Window& window() { return *window_; }

  Look look() const { return {.theme = theme_, .texts = texts_}; }
  View::Invalidate invalidate() {
    return [this](const ui::Rect& area) {
      damage_.push_back(area);
      window_->invalidate(area);
    };
  }

 private:
  std::unique_ptr<ui::Window> window_;
  ui::Theme theme_ = load_theme();
  ui::Texts texts_ = load_texts();
  std::vector<ui::Rect> damage_;
};

// A view that shows a story. `make` gets this screen, and may change the look.
template <class Shown>
class ViewOnScreen : public OnScreen {
 public:
  template <class Make>
  ViewOnScreen(const GoldenSize& size, Make make) : OnScreen(size), view_(make(*this)) {
    window().show(*view_);
  }
  void show(const HallStory& story, Time stale_since = {}, int64_t at_ms = 0) {
    BoardInput input = story.input(stale_since);
    input.recent_rows = 30;
    view_->update(input, make_board(input), canvas(), kStartUs + at_ms * 1000);
  }
  void tick(int64_t at_ms) { view_->tick(kStartUs + at_ms * 1000); }
  Shown& view() { return *view_; }

 private:
  std::unique_ptr<Shown> view_;
};

}  // namespace yichuang::display
