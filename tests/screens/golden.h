// Golden pictures: what a screen painted must be, pixel for pixel, the PNG that was looked at and
// committed. Painted offscreen by the software renderer, so any machine gives the same pixels.
//
//   Picture picture = paint(screen, {1080, 1920}, 1080, 1920);
//   EXPECT_GOLDEN(picture, folder / "home.png");
//
// YICHUANG_UPDATE_GOLDEN=1 writes the pictures instead: look at them before they are committed. On
// a mismatch `build/…/golden/NAME-actual.png` and `NAME-diff.png` (differences in red on grey) are
// written.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "ui/geometry.h"
#include "ui/node.h"
#include "ui/png.h"
#include "ui/window.h"

namespace yichuang::ui {

// The golden pictures of this folder's tests.
std::filesystem::path golden_folder();

// Must be called before the first window of a test program: no display, no acceleration.
void use_offscreen_video();

// A window of `width_px` × `height_px` without a display, or a failed assertion.
std::unique_ptr<Window> open_offscreen(Size logical, int width_px, int height_px);

Picture paint(Screen& screen, Size logical, int width_px, int height_px);

testing::AssertionResult matches_golden(const Picture& actual, const std::filesystem::path& golden);

// The picture that shows where two pictures differ; also how many pixels do.
struct Difference {
  int64_t pixels = 0;
  Picture picture;
};
Difference difference(const Picture& golden, const Picture& actual);

}  // namespace yichuang::ui

#define EXPECT_GOLDEN(picture, file) EXPECT_TRUE(::yichuang::ui::matches_golden(picture, file))
