// ui_measure: what painting costs on this machine. Prints a line a measure: full redraw of a board
// with everything cached and with nothing cached, a ticker frame, a clock, and the CPU that an idle
// window and a 60 Hz ticker use. Runs on whatever SDL_VIDEODRIVER says.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "ui/theme.h"
#include "ui/window.h"

namespace yichuang::ui {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::string_view kNotice =
    "温馨提示：请携带有效身份证件，听到叫号后请及时到窗口办理，过号请到服务台重新取号。    Please "
    "have your ID ready and go to the counter when your number is called.";
constexpr Rect kTicker{208, 1008, 1664, 72};

class Board final : public Screen {
 public:
  explicit Board(const Theme& look) : look_(look) {}
  std::string_view name() const override { return "board"; }
  void draw(Canvas& canvas) override {
    const BoardPalette& c = look_.dark;
    canvas.gradient({0, 0, 1920, 1080}, 0, c.ground950, c.ground900);
    canvas.text("滨江区政务服务中心", 132, 28, {.size = 38, .color = c.text, .face = Face::kBold});
    canvas.clock(
        "10:24", 1872, 30,
        {.size = 56, .color = c.text, .face = Face::kNumeralLight, .align = Align::kRight});
    const Rect hero{48, 124, 1216, 372};
    canvas.shadow(hero, 32, {.sigma = 16, .dy = 0, .color = c.glow.percent(47)});
    canvas.gradient(hero, 32, c.hero_top, c.hero_bottom);
    canvas.arcs(hero, {198, 536}, 160, 64, 8, 2, c.text.percent(8));
    canvas.text("A012", 90, 212, {.size = 208, .color = c.gold, .face = Face::kNumeral});
    draw_rows(canvas);
    canvas.fill({0, 1008, 1920, 72}, c.ticker);
    const auto inside = canvas.clip(kTicker);
    canvas.text(kNotice, 240 - offset, 1027, {.size = 32, .color = c.text});
    canvas.fade({208, 1008, 48, 72}, c.ticker, true);
    canvas.fade({1776, 1008, 96, 72}, c.ticker, false);
  }
  float offset = 0;

 private:
  void draw_rows(Canvas& canvas) const {
    const BoardPalette& c = look_.dark;
    canvas.round({48, 520, 1216, 464}, 32, c.ground850);
    canvas.round({1296, 124, 576, 860}, 32, c.ground850);
    for (int i = 0; i < 8; ++i) {
      const float y = 266 + static_cast<float>(i) * 88;
      canvas.text("不动产登记", 1332, y + 10, {.size = 32, .color = c.text, .face = Face::kBold});
      canvas.text("Property registration", 1332, y + 48, {.size = 20, .color = c.text2});
      canvas.text(std::to_string(10 + i), 1634, y + 11,
                  {.size = 52, .color = c.text, .face = Face::kNumeral, .align = Align::kRight});
      canvas.text(std::to_string(20 + i), 1776, y + 11,
                  {.size = 52, .color = c.ok, .face = Face::kNumeral, .align = Align::kRight});
      canvas.round({1332, y + 82, 504, 4}, 2, c.ground800);
      if (i % 2 != 0) continue;
      const float row = 596 + static_cast<float>(i / 2) * 98;
      canvas.text("B10" + std::to_string(i), 92, row,
                  {.size = 68, .color = c.text, .face = Face::kNumeral});
      canvas.text("医疗保险", 688, row, {.size = 38, .color = c.text, .face = Face::kBold});
    }
  }
  const Theme& look_;
};

int64_t median(std::vector<int64_t> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

int64_t cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

void repeat(Window& window, std::string_view what, const std::function<void()>& before) {
  std::vector<int64_t> paints;
  std::vector<int64_t> presents;
  for (int i = 0; i < 41; ++i) {
    before();
    window.turn(0us);
    paints.push_back(window.stats().paint_us_last);
    presents.push_back(window.stats().present_us_last);
  }
  fmt::print("{:<34} paint {:>7} us   present {:>6} us\n", what, median(paints), median(presents));
}

double cpu_percent(Window& window, std::chrono::seconds length) {
  const int64_t cpu = cpu_us();
  const auto begin = steady_clock::now();
  window.after(length, [&] { window.stop(); });
  window.run();
  const auto passed =
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
  return 100.0 * static_cast<double>(cpu_us() - cpu) / static_cast<double>(passed.count());
}

int measure(int width, int height) {
  const auto look = Theme::load(assets_folder() / "theme" / "theme.toml");
  WindowOptions options;
  options.width_px = width;
  options.height_px = height;
  const auto begin = steady_clock::now();
  auto opened = Window::open(options);
  if (!look || !opened) {
    fmt::print(stderr, "{}\n", look ? opened.error().sentence : look.error().sentence);
    return 1;
  }
  Window& window = **opened;
  Board board(*look);
  window.show(board);
  window.turn(0us);
  fmt::print(
      "{} x {}\n{:<34} {} ms\n", width, height, "open and first frame",
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count());
  repeat(window, "full redraw, nothing cached", [&] {
    window.canvas().forget();
    window.invalidate();
  });
  repeat(window, "full redraw, all cached", [&] { window.invalidate(); });
  repeat(window, "ticker frame", [&] {
    board.offset += 2;
    window.invalidate(kTicker);
  });
  repeat(window, "clock", [&] { window.invalidate({1700, 30, 172, 56}); });
  const CanvasStats stats = window.canvas().stats();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{:<34} {} KiB in {} pictures; peak RSS {} MiB\n", "kept pictures",
             stats.picture_bytes / 1024, stats.pictures, usage.ru_maxrss / 1024);
  const TimerId frames = window.every(16'667us, [&] {
    board.offset += 2;
    window.invalidate(kTicker);
  });
  fmt::print("{:<34} {:.2f} % CPU\n", "ticker at 60 Hz", cpu_percent(window, 5s));
  window.cancel(frames);
  return 0;
}

int measure_idle() {
  auto opened = Window::open({});
  if (!opened) return 1;
  const auto look = Theme::load(assets_folder() / "theme" / "theme.toml");
  if (!look) return 1;
  Board board(*look);
  (*opened)->show(board);
  (*opened)->turn(0us);
  (*opened)->turn(0us);
  fmt::print("{:<34} {:.3f} % CPU\n", "idle", cpu_percent(**opened, 5s));
  return 0;
}

}  // namespace
}  // namespace yichuang::ui

int main() {
  if (const int code = yichuang::ui::measure(1920, 1080)) return code;
  if (const int code = yichuang::ui::measure(3840, 2160)) return code;
  return yichuang::ui::measure_idle();
}
