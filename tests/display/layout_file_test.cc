// What a display notices of its configuration file and its logo while it runs.
#include "display/layout_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "display/config.h"

namespace yichuang::display {
namespace {

namespace fs = std::filesystem;

class LayoutOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("layout-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // In place of what was there, as editors do.
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / "fresh", std::ios::binary) << bytes;
    fs::rename(folder_ / "fresh", folder_ / name);
  }
  void write(const std::string& tables) const { put("display.toml", "device = \"x\"\n" + tables); }
  void draw(const std::string& name, int side, uint32_t color = 0xFFC0282DU) const {
    ui::Picture picture{side, side, {}};
    picture.pixels.assign(static_cast<size_t>(side) * static_cast<size_t>(side), color);
    ASSERT_TRUE(ui::write_png(picture, folder_ / name).ok());
  }
  fs::path file() const { return folder_ / "display.toml"; }
  LayoutSettings settings() const {
    auto config = load_display_config(file());
    EXPECT_TRUE(config.ok());
    return config->layout;
  }
  LayoutFile opened() const { return {file(), settings()}; }

  fs::path folder_;
};

TEST_F(LayoutOnDisk, NothingNewIsNothing) {
  write("[hall]\nrows = 6\n");
  LayoutFile layout = opened();
  EXPECT_EQ(layout.first().settings.rows, 6);
  EXPECT_FALSE(layout.changed());
  EXPECT_FALSE(layout.changed());
}

TEST_F(LayoutOnDisk, AnEditIsTakenOnce) {
  write("[hall]\nrows = 6\n");
  LayoutFile layout = opened();
  layout.first();
  write("[hall]\nrows = 7\n");
  const auto changed = layout.changed();
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->settings.rows, 7);
  EXPECT_FALSE(layout.changed());
}

// It used to be missed for ever: the file was looked at only after it had been read.
TEST_F(LayoutOnDisk, AnEditBetweenReadingAndStartingIsTaken) {
  write("[hall]\nrows = 6\n");
  const LayoutSettings read = settings();
  write("[hall]\nrows = 7\n");
  LayoutFile layout(file(), read);
  EXPECT_EQ(layout.first().settings.rows, 6);
  const auto changed = layout.changed();
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->settings.rows, 7);
}

TEST_F(LayoutOnDisk, AnEditOfSomethingElseIsNoOtherLayout) {
  write("[hall]\nrows = 6\n");
  LayoutFile layout = opened();
  layout.first();
  write("# a word\n[voice]\nchime = false\n[hall]\nrows = 6\n");
  EXPECT_FALSE(layout.changed());
}

TEST_F(LayoutOnDisk, AMistakeChangesNothingUntilItIsMended) {
  write("[hall]\nrows = 6\n");
  LayoutFile layout = opened();
  layout.first();
  write("[hall]\nrows = 700\n");
  EXPECT_FALSE(layout.changed());
  fs::remove(file());
  EXPECT_FALSE(layout.changed());
  write("[hall]\nrows = 7\n");
  EXPECT_TRUE(layout.changed());
}

TEST_F(LayoutOnDisk, ALogoThatIsReplacedIsShown) {
  draw("logo.png", 8);
  write("[hall]\nlogo = \"logo.png\"\n");
  LayoutFile layout = opened();
  ASSERT_TRUE(layout.first().logo);
  EXPECT_FALSE(layout.changed());
  draw("logo.png", 8, 0xFF00FF00U);
  const auto changed = layout.changed();
  ASSERT_TRUE(changed && changed->logo);
  EXPECT_EQ(changed->logo->pixels[0], 0xFF00FF00U);
  EXPECT_FALSE(layout.changed());
}

TEST_F(LayoutOnDisk, ALogoThatIsThereAtLastIsShown) {
  write("[hall]\nlogo = \"logo.png\"\n");
  LayoutFile layout = opened();
  EXPECT_FALSE(layout.first().logo);
  EXPECT_FALSE(layout.changed());
  put("logo.png", "half of a pict");
  EXPECT_FALSE(layout.changed());
  draw("logo.png", 8);
  const auto changed = layout.changed();
  ASSERT_TRUE(changed);
  EXPECT_TRUE(changed->logo);
  fs::remove(folder_ / "logo.png");
  EXPECT_FALSE(layout.changed()) << "the one that was there stays";
}

// A side of 16,384 would be a gigabyte once it is decoded: it is refused by what it declares.
TEST_F(LayoutOnDisk, ALogoIsMeasuredBeforeItIsDecoded) {
  std::string png("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x40\0\0\0\x40\0\x08\x02\0\0\0", 29);
  png += std::string("\x26\xAA\x87\xD3\0\0\0\0", 8) + "IDAT\x35\xAF\x06\x1E";  // no pixels
  put("logo.png", png);
  const auto refused = ui::read_png(folder_ / "logo.png", LayoutFile::kLogoSideMax);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().sentence.find("at most 2048 pixels a side, not 16384 x 16384"),
            std::string::npos)
      << refused.error().sentence;
}

}  // namespace
}  // namespace yichuang::display
