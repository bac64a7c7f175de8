#include "screens/golden.h"

#include <fmt/format.h>

#include <cstdlib>

namespace yichuang::ui {

namespace {

uint32_t faded(uint32_t rgb) {
  const uint32_t grey = ((rgb >> 16 & 0xFF) * 3 + (rgb >> 8 & 0xFF) * 6 + (rgb & 0xFF)) / 10;
  const uint32_t light = 160 + grey / 4;
  return 0xFF000000U | light << 16 | light << 8 | light;
}

bool updating() {
  const char* asked = std::getenv("YICHUANG_UPDATE_GOLDEN");
  return asked && std::string_view(asked) == "1";
}

// Where pictures of failures go.
std::filesystem::path failure_file(const std::filesystem::path& golden, std::string_view what) {
  const std::filesystem::path folder = YICHUANG_GOLDEN_FAILURES;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return folder / fmt::format("{}-{}.png", golden.stem().string(), what);
}

std::string write(const Picture& picture, const std::filesystem::path& file) {
  const auto ok = write_png(picture, file);
  return ok ? file.string() : ok.error().sentence;
}

}  // namespace

std::filesystem::path golden_folder() { return YICHUANG_GOLDEN_FOLDER; }

void use_offscreen_video() { setenv("SDL_VIDEODRIVER", "offscreen", 1); }

std::unique_ptr<Window> open_offscreen(Size logical, int width_px, int height_px) {
  use_offscreen_video();
  WindowOptions options;
  options.logical = logical;
  options.width_px = width_px;
  options.height_px = height_px;
  options.handle_signals = false;
  auto window = Window::open(options);
  if (!window) ADD_FAILURE() << window.error().sentence;
  HALL_ASSERT(window.ok());
  return std::move(*window);
}

Picture paint(Screen& screen, Size logical, int width_px, int height_px) {
  const auto window = open_offscreen(logical, width_px, height_px);
  window->show(screen);
  return window->picture();
}

Difference difference(const Picture& golden, const Picture& actual) {
  HALL_ASSERT(golden.width == actual.width && golden.height == actual.height);
  Difference out;
  out.picture.width = golden.width;
  out.picture.height = golden.height;
  out.picture.pixels.reserve(golden.pixels.size());
  for (size_t i = 0; i < golden.pixels.size(); ++i) {
    const bool same = (golden.pixels[i] & 0xFFFFFF) == (actual.pixels[i] & 0xFFFFFF);
    if (!same) ++out.pixels;
    out.picture.pixels.push_back(same ? faded(golden.pixels[i]) : 0xFFE00000U);
  }
  return out;
}

testing::AssertionResult matches_golden(const Picture& actual,
                                        const std::filesystem::path& golden) {
  if (updating()) {
    if (const auto ok = write_png(actual, golden); !ok) {
      return testing::AssertionFailure() << ok.error().sentence;
    }
    return testing::AssertionSuccess();
  }
  const auto expected = read_png(golden);
  if (!expected) {
    return testing::AssertionFailure()
           << expected.error().sentence
           << "; painted: " << write(actual, failure_file(golden, "actual"))
           << "; look at it and run again with YICHUANG_UPDATE_GOLDEN=1";
  }
  if (expected->width != actual.width || expected->height != actual.height) {
    return testing::AssertionFailure()
           << golden.string() << " is " << expected->width << " x " << expected->height
           << ", painted " << actual.width << " x " << actual.height << ": "
           << write(actual, failure_file(golden, "actual"));
  }
  const Difference found = difference(*expected, actual);
  if (found.pixels == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << found.pixels << " pixels differ from " << golden.string() << "; painted "
         << write(actual, failure_file(golden, "actual")) << "; differences "
         << write(found.picture, failure_file(golden, "diff"));
}

}  // namespace yichuang::ui
