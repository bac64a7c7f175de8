// The window and its loop, driven through SDL's own event queue.
#include <SDL.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "screens/golden.h"

namespace yichuang::ui {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class Buttons final : public Screen {
 public:
  std::string_view name() const override { return "buttons"; }
  void draw(Canvas& canvas) override {
    ++draws;
    painted_whole = canvas.visible({0, 0, 10, 10}) && canvas.visible({990, 490, 10, 10});
    canvas.fill({0, 0, 1000, 500}, Color::hex(0xFFFFFF));
    for (const Node& node : nodes()) {
      canvas.round(node.rect, 20, Color::hex(is_pressed(node.id) ? 0x0000FF : 0x00FF00));
    }
  }
  std::vector<Node> nodes() const override {
    std::vector<Node> out;
    for (int id : {1, 2}) {
      out.push_back({.id = id,
                     .rect = {static_cast<float>(id) * 300, 100, 200, 200},
                     .label = "button",
                     .focus_order = id,
                     .action = [this, id] { actions.push_back(id); }});
    }
    return out;
  }
  bool on_touch(const Touch& touch) override {
    touches.push_back(touch.phase);
    last = touch.at;
    return take_touches;
  }
  void on_focus(const Node& node) override { spoken.push_back(node.id); }
  void on_text(std::string_view characters) override { typed += characters; }

  int draws = 0;
  bool painted_whole = false;
  bool take_touches = false;
  mutable std::vector<int> actions;
  std::vector<TouchPhase> touches;
  Point last;
  std::vector<int> spoken;
  std::string typed;
};

class WindowTest : public testing::Test {
 protected:
  WindowTest() : window_(open_offscreen({1000, 500}, 500, 250)) {
    window_->show(screen_);
    turn();
  }
  // Turns until what was pushed is handled and painted.
  void turn() {
    for (int i = 0; i < 4; ++i) window_->turn(0us);
  }
  void finger(uint32_t type, Point at, int64_t id = 5) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = id;
    event.tfinger.x = at.x / 1000;
    event.tfinger.y = at.y / 500;
    SDL_PushEvent(&event);
    turn();
  }
  void mouse(uint32_t type, Point at, uint32_t which = 0) {
    SDL_Event event{};
    event.type = type;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.which = which;
    event.button.x = static_cast<int>(at.x / 2);
    event.button.y = static_cast<int>(at.y / 2);
    SDL_PushEvent(&event);
    turn();
  }
  void key(SDL_Keycode code, uint16_t modifiers = 0) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = code;
    event.key.keysym.mod = modifiers;
    SDL_PushEvent(&event);
    turn();
  }
  uint32_t pixel(int x, int y) {
    const Picture picture = window_->picture();
    return picture.pixels[static_cast<size_t>(y * picture.width + x)] & 0xFFFFFF;
  }

  Buttons screen_;
  std::unique_ptr<Window> window_;
};

TEST_F(WindowTest, AFingerPressesAndItsReleaseActs) {
  finger(SDL_FINGERDOWN, {400, 200});
  EXPECT_TRUE(screen_.is_pressed(1));
  EXPECT_EQ(pixel(200, 100), 0x0000FFU);
  EXPECT_TRUE(screen_.actions.empty());
  finger(SDL_FINGERUP, {410, 210});
  EXPECT_THAT(screen_.actions, ElementsAre(1));
  EXPECT_EQ(pixel(200, 100), 0x00FF00U);
}

TEST_F(WindowTest, SlidingAwayTakesThePressBack) {
  finger(SDL_FINGERDOWN, {400, 200});
  finger(SDL_FINGERMOTION, {700, 200});
  EXPECT_FALSE(screen_.is_pressed(1));
  EXPECT_FALSE(screen_.is_pressed(2));
  finger(SDL_FINGERUP, {700, 200});
  EXPECT_TRUE(screen_.actions.empty());
}

TEST_F(WindowTest, ASecondFingerPressesNothing) {
  finger(SDL_FINGERDOWN, {400, 200}, 5);
  finger(SDL_FINGERDOWN, {700, 200}, 6);
  finger(SDL_FINGERUP, {700, 200}, 6);
  EXPECT_TRUE(screen_.actions.empty());
  finger(SDL_FINGERUP, {400, 200}, 5);
  EXPECT_THAT(screen_.actions, ElementsAre(1));
}

TEST_F(WindowTest, AMouseClickActsLikeAFinger) {
  mouse(SDL_MOUSEBUTTONDOWN, {700, 200});
  mouse(SDL_MOUSEBUTTONUP, {700, 200});
  EXPECT_THAT(screen_.actions, ElementsAre(2));
  EXPECT_NEAR(screen_.last.x, 700, 2);
}

// An X server without touch masks sends the same tap twice: as a finger and as a click.
TEST_F(WindowTest, ATapThatComesAsFingerAndAsMouseActsOnce) {
  finger(SDL_FINGERDOWN, {400, 200});
  mouse(SDL_MOUSEBUTTONDOWN, {400, 200}, SDL_TOUCH_MOUSEID);
  mouse(SDL_MOUSEBUTTONDOWN, {400, 200}, 0);
  finger(SDL_FINGERUP, {400, 200});
  mouse(SDL_MOUSEBUTTONUP, {400, 200}, SDL_TOUCH_MOUSEID);
  mouse(SDL_MOUSEBUTTONUP, {400, 200}, 0);
  EXPECT_THAT(screen_.actions, ElementsAre(1));
  EXPECT_THAT(screen_.touches, ElementsAre(TouchPhase::kDown, TouchPhase::kUp));
}

TEST_F(WindowTest, AScreenMayTakeTheTouchesForItself) {
  screen_.take_touches = true;
  finger(SDL_FINGERDOWN, {400, 200});
  finger(SDL_FINGERUP, {400, 200});
  EXPECT_TRUE(screen_.actions.empty());
}

TEST_F(WindowTest, TheKeypadMovesTheFocusAndActs) {
  key(SDLK_TAB);
  key(SDLK_DOWN);
  EXPECT_TRUE(screen_.is_focused(2));
  key(SDLK_TAB, KMOD_LSHIFT);
  EXPECT_THAT(screen_.spoken, ElementsAre(1, 2, 1));
  key(SDLK_RETURN);
  EXPECT_THAT(screen_.actions, ElementsAre(1));
  finger(SDL_FINGERDOWN, {10, 490});
  EXPECT_FALSE(screen_.is_focused(1));
}

TEST_F(WindowTest, OnlyWhatWasInvalidatedIsPainted) {
  const int before = screen_.draws;
  turn();
  EXPECT_EQ(screen_.draws, before);
  window_->invalidate({100, 100, 50, 50});
  turn();
  EXPECT_EQ(screen_.draws, before + 1);
  EXPECT_FALSE(screen_.painted_whole);
  window_->invalidate();
  turn();
  EXPECT_TRUE(screen_.painted_whole);
}

TEST_F(WindowTest, PartialPaintingGivesTheSamePixelsAsWhole) {
  const Picture whole = window_->picture();
  for (const Rect area : {Rect{290, 90, 33, 47}, {505, 333, 1, 1}, {0, 0, 999, 3}}) {
    window_->invalidate(area);
    turn();
  }
  EXPECT_EQ(difference(whole, window_->picture()).pixels, 0);
}

TEST_F(WindowTest, ATouchMayShowAnotherScreen) {
  class Once final : public Screen {
   public:
    std::string_view name() const override { return "once"; }
    void draw(Canvas& canvas) override { canvas.fill({0, 0, 1000, 500}, Color::hex(0x808080)); }
    std::vector<Node> nodes() const override {
      return {{.id = 1, .rect = {0, 0, 1000, 500}, .label = "go", .action = go}};
    }
    std::function<void()> go;
  };
  Once once;
  once.go = [&] { window_->show(screen_); };
  window_->show(once);
  turn();
  finger(SDL_FINGERDOWN, {400, 200});
  finger(SDL_FINGERUP, {400, 200});
  EXPECT_TRUE(screen_.actions.empty());
  EXPECT_EQ(pixel(1, 1), 0xFFFFFFU);
}

// A program keeps its screen in one unique_ptr: making the next one destroys the one that acts.
TEST_F(WindowTest, AnActionMayReplaceItsOwnScreen) {
  class Step final : public Screen {
   public:
    Step(uint32_t rgb, std::function<void()> go) : rgb_(rgb), go_(std::move(go)) {}
    std::string_view name() const override { return "step"; }
    void draw(Canvas& canvas) override { canvas.fill({0, 0, 1000, 500}, Color::hex(rgb_)); }
    std::vector<Node> nodes() const override {
      return {{.id = 1, .rect = {0, 0, 1000, 500}, .label = "go", .action = go_}};
    }

   private:
    uint32_t rgb_;
    std::function<void()> go_;
  };
  std::unique_ptr<Screen> shown;
  const auto next = [&] {
    shown = std::make_unique<Step>(0x00FFFF, [] {});
    window_->show(*shown);
  };
  shown = std::make_unique<Step>(0xFF00FF, next);
  window_->show(*shown);
  turn();
  finger(SDL_FINGERDOWN, {400, 200});
  finger(SDL_FINGERUP, {400, 200});
  EXPECT_EQ(pixel(1, 1), 0x00FFFFU);
  window_->show(screen_);
}

TEST_F(WindowTest, WakeAndPostComeFromAnyThread) {
  int woken = 0;
  int posted = 0;
  window_->on_wake([&] { ++woken; });
  std::thread other([&] {
    window_->wake();
    window_->post([&] { ++posted; });
  });
  while (posted == 0 || woken == 0) ASSERT_TRUE(window_->turn(10s));
  other.join();
  EXPECT_EQ(posted, 1);
}

TEST_F(WindowTest, PostedWorkIsBounded) {
  int ran = 0;
  int accepted = 0;
  while (window_->post([&] { ++ran; })) ++accepted;
  EXPECT_EQ(accepted, 1024);
  turn();
  EXPECT_EQ(ran, accepted);
}

TEST_F(WindowTest, TimersRunWhenDueAndNotAfterCancel) {
  int once = 0;
  int often = 0;
  int never = 0;
  window_->after(1ms, [&] { ++once; });
  const TimerId repeating = window_->every(1ms, [&] { ++often; });
  const TimerId cancelled = window_->after(0ms, [&] { ++never; });
  window_->cancel(cancelled);
  while (often < 5) ASSERT_TRUE(window_->turn(10s));
  window_->cancel(repeating);
  const int then = often;
  turn();
  EXPECT_EQ(often, then);
  EXPECT_EQ(once, 1);
  EXPECT_EQ(never, 0);
}

TEST_F(WindowTest, StopEndsTheLoopFromAnotherThread) {
  std::thread other([&] { window_->stop(); });
  window_->run();
  other.join();
  EXPECT_FALSE(window_->turn(0us));
}

TEST(WindowPictures, AreTakenWhenAScreenIsFirstPaintedAndOnSignal) {
  use_offscreen_video();
  const auto folder = std::filesystem::path(testing::TempDir()) / "yichuang-shots";
  std::filesystem::remove_all(folder);
  WindowOptions options;
  options.logical = {1000, 500};
  options.width_px = 100;
  options.height_px = 50;
  options.screenshots = folder;
  auto window = Window::open(options);
  ASSERT_TRUE(window) << window.error().sentence;
  Buttons screen;
  (*window)->show(screen);
  (*window)->turn(0us);
  EXPECT_TRUE(std::filesystem::exists(folder / "001-buttons.png"));
  std::raise(SIGUSR1);
  (*window)->turn(10s);
  EXPECT_TRUE(std::filesystem::exists(folder / "002-buttons.png"));
  std::raise(SIGTERM);
  EXPECT_FALSE((*window)->turn(10s));
  std::filesystem::remove_all(folder);
}

TEST(WindowShape, AnotherProportionLeavesBlackBars) {
  Buttons screen;
  const Picture picture = paint(screen, {1000, 500}, 300, 300);
  const auto at = [&](int x, int y) {
    return picture.pixels[static_cast<size_t>(y * picture.width + x)] & 0xFFFFFF;
  };
  EXPECT_EQ(at(150, 10), 0U);
  EXPECT_EQ(at(150, 290), 0U);
  EXPECT_EQ(at(2, 150), 0xFFFFFFU);
}

// A monitor was turned: what is painted next is already for the other shape.
TEST(WindowShape, ATurnedWindowHasTheOtherDesignBeforeItIsPainted) {
  use_offscreen_video();
  WindowOptions options;
  options.logical = {1000, 500};
  options.logical_upright = {500, 1000};
  options.width_px = 500;
  options.height_px = 250;
  options.handle_signals = false;
  const auto window = Window::open(options);
  ASSERT_TRUE(window) << window.error().sentence;
  Buttons wide;
  Buttons upright;
  int told = 0;
  (*window)->show(wide);
  (*window)->on_design([&] {
    ++told;
    (*window)->show(upright);
  });
  (*window)->turn(0us);
  EXPECT_EQ((*window)->logical(), (Size{1000, 500}));
  const auto resize = [](int w, int h) {
    for (uint32_t id = 1; id < 100; ++id) {
      if (SDL_Window* found = SDL_GetWindowFromID(id)) SDL_SetWindowSize(found, w, h);
    }
  };
  const int drawn_wide = wide.draws;
  resize(250, 500);
  (*window)->turn(0us);
  EXPECT_EQ((*window)->logical(), (Size{500, 1000}));
  EXPECT_EQ(told, 1);
  EXPECT_EQ(wide.draws, drawn_wide);
  EXPECT_EQ(upright.draws, 1);
  EXPECT_EQ((*window)->picture().height, 500);
  resize(500, 1000);  // another resolution is the same design
  (*window)->turn(0us);
  EXPECT_EQ(told, 1);
  EXPECT_EQ((*window)->picture().height, 1000);
  resize(300, 200);
  (*window)->turn(0us);
  EXPECT_EQ((*window)->logical(), (Size{1000, 500}));
  EXPECT_EQ(told, 2);
}

TEST(WindowMemory, ForgetDropsEveryPicture) {
  Buttons screen;
  const auto window = open_offscreen({1000, 500}, 500, 250);
  window->show(screen);
  window->turn(0us);
  EXPECT_GT(window->canvas().stats().pictures, 0U);
  const Picture before = window->picture();
  window->canvas().forget();
  EXPECT_EQ(window->canvas().stats().picture_bytes, 0U);
  window->invalidate();
  EXPECT_EQ(difference(before, window->picture()).pixels, 0);
}

}  // namespace
}  // namespace yichuang::ui
