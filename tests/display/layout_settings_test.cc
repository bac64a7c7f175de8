// How the tables of layouts are read, and what is said of mistakes in them.
#include "display/layout_settings.h"

#include <gtest/gtest.h>

namespace yichuang::display {
namespace {

using enum GuidePanel;

LayoutSettings read(const std::string& text) {
  auto file = Config::parse(text, "display.toml");
  EXPECT_TRUE(file.ok());
  LayoutSettings layout = read_layout(file->root());
  const auto ok = file->finish();
  EXPECT_TRUE(ok.ok()) << ok.error().sentence;
  return layout;
}

std::string mistake(const std::string& text) {
  auto file = Config::parse(text, "display.toml");
  EXPECT_TRUE(file.ok());
  (void)read_layout(file->root());
  const auto ok = file->finish();
  return ok.ok() ? "" : ok.error().sentence;
}

TEST(Layouts, AreTheUsualOnesWhereNothingIsSaid) {
  EXPECT_EQ(read(""), LayoutSettings());
  EXPECT_EQ(read("[hall]\n[window_screen]\n[guide]\n[wall]\n"), LayoutSettings());
}

TEST(Layouts, AreReadFromTheirTables) {
  const LayoutSettings layout = read(
      "[hall]\nrows = 6\n"
      "[window_screen]\nservices = false\nbadge = false\nnext = false\n"
      "[guide]\nlists = [\"waiting\", \"help\"]\n"
      "[wall]\npanels = [\"alarms\", \"hours\"]\nservices = [\"tax\"]\n");
  EXPECT_EQ(layout.rows, 6);
  EXPECT_EQ(layout.window, (WindowSettings{.services = false, .badge = false, .next = false}));
  EXPECT_EQ(layout.guide.lists, (std::vector{kWaiting, kHelp}));
  EXPECT_EQ(layout.wall.services, ServiceIds{"tax"});
  EXPECT_TRUE(layout.wall.shows(WallPanel::kAlarms));
  EXPECT_FALSE(layout.wall.shows(WallPanel::kChart));
}

TEST(Layouts, SayWhichWayTheWindowsAre) {
  const LayoutSettings layout =
      read("[hall.directions]\nleft = [1, 2]\nahead = [3]\nupstairs = [21]\n");
  EXPECT_EQ(layout.directions, (Directions{{1, Direction::kLeft},
                                           {2, Direction::kLeft},
                                           {3, Direction::kAhead},
                                           {21, Direction::kUpstairs}}));
  EXPECT_EQ(mistake("[hall.directions]\nleft = [1]\nright = [2, 1]\n"),
            "display.toml:3: hall.directions.right: expected each window once; 1 is there twice");
  EXPECT_TRUE(mistake("[hall.directions]\nbehind = [1]\n")
                  .starts_with("display.toml:2: hall.directions.behind"));
}

TEST(Layouts, TellAMistakeWithItsLineKeyAndWhatIsExpected) {
  EXPECT_EQ(mistake("[guide]\nlists = [\"help\", \"lost\"]\n"),
            "display.toml:2: guide.lists: expected \"help\", \"missed\", \"held\", \"vouchers\", "
            "\"waiting\", one of them or more, each once");
  for (const char* wrong : {"[\"help\", \"help\"]", "[]", "\"help\"", "[1]"}) {
    const std::string told = mistake(std::string("[guide]\n\nlists = ") + wrong + "\n");
    EXPECT_TRUE(told.starts_with("display.toml:3: guide.lists: expected ")) << wrong << told;
    EXPECT_EQ(told.find('\n'), std::string::npos) << "it is told once: " << told;
  }
  EXPECT_NE(mistake("[wall]\npanels = [\"clock\"]\n").find("2: wall.panels: expected \"figures\""),
            std::string::npos);
  EXPECT_NE(mistake("[wall]\nservices = []\n").find("2: wall.services: expected one id or more"),
            std::string::npos);
  EXPECT_NE(mistake("[window_screen]\nbadge = 1\n").find("2: window_screen.badge: expected"),
            std::string::npos);
  EXPECT_NE(mistake("[window_screen]\nphoto = true\n").find("2: window_screen.photo"),
            std::string::npos);
}

}  // namespace
}  // namespace yichuang::display
