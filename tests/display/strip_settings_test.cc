// The [strip] table and the sign that it names; each mistake with what was expected.
#include "display/strip_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/temporary_folder.h"

namespace yichuang::display {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<StripSettings> settings_of(const std::string& text) {
  auto file = Config::parse("[strip]\n" + text, "it.toml");
  if (!file) return file.error();
  StripSettings settings = read_strip(file->root().table("strip"));
  if (auto ok = file->finish(); !ok) return ok.error();
  return settings;
}

constexpr WindowNumber kThree = 3;

std::string mistake(const std::string& text, WindowNumber window = kThree) {
  const auto settings = settings_of(text);
  if (!settings) return settings.error().sentence;
  const auto line = find_strip_line(*settings, window, "it.toml");
  return line ? "none" : line.error().sentence;
}

constexpr char kOut[] = "out = \"/dev/ttyS1\"\n";

TEST(StripSettings, NameAShippedProfileAndMayGiveAnAddress) {
  const auto settings =
      settings_of(std::string(kOut) + "profile = \"framed\"\naddress = 9\nlanguages = [\"en\"]\n");
  ASSERT_TRUE(settings) << settings.error().sentence;
  const auto line = find_strip_line(*settings, kThree, "it.toml");
  ASSERT_TRUE(line) << line.error().sentence;
  EXPECT_EQ(line->path, "/dev/ttyS1");
  ASSERT_EQ(line->signs.size(), 1u);
  EXPECT_EQ(line->signs[0].window, kThree);
  EXPECT_EQ(line->signs[0].profile.name, "framed");
  EXPECT_EQ(line->signs[0].profile.address, 9);
  EXPECT_THAT(line->languages, ElementsAre("en"));
}

constexpr char kTwo[] =
    "profile = \"framed\"\n"
    "[[strip.sign]]\nwindow = 4\naddress = 2\n[[strip.sign]]\nwindow = 7\naddress = 1\n";

TEST(StripSettings, NameSeveralSignsOnALineByWindowAndAddress) {
  const auto settings = settings_of(std::string(kOut) + kTwo);
  ASSERT_TRUE(settings) << settings.error().sentence;
  const auto line = find_strip_line(*settings, 0, "it.toml");
  ASSERT_TRUE(line) << line.error().sentence;
  ASSERT_EQ(line->signs.size(), 2u);
  EXPECT_EQ(line->signs[0].window, 4);
  EXPECT_EQ(line->signs[0].profile.address, 2);
  EXPECT_EQ(line->signs[1].window, 7);
  EXPECT_EQ(line->signs[1].profile.address, 1);
  EXPECT_THAT(mistake(std::string(kOut) + kTwo, kThree),
              HasSubstr("it.toml: window: expected none beside [[strip.sign]]"));
  EXPECT_THAT(mistake(std::string(kOut) + "address = 5\n" + kTwo, 0),
              HasSubstr("it.toml:3: strip.address: expected none beside [[strip.sign]]"));
  EXPECT_THAT(mistake(std::string(kOut) + kTwo + "[[strip.sign]]\nwindow = 8\naddress = 1\n", 0),
              HasSubstr("address: expected another one"));
  EXPECT_THAT(mistake(std::string(kOut) + "[[strip.sign]]\nwindow = 8\naddress = 1\n", 0),
              HasSubstr("strip.sign: expected none, for the profile \"plain\" has no address"));
}

// Whoever takes the "# " away has a sign that starts.
TEST(StripSettings, ThoseOfTheExampleAreRight) {
  std::ifstream example("display/display.example.toml");
  std::string line;
  while (line != "# [strip]" && std::getline(example, line)) continue;
  std::string text;
  while (std::getline(example, line) && line.starts_with("# ")) text += line.substr(2) + "\n";
  EXPECT_THAT(text, HasSubstr("out = \"/dev/ttyUSB0\""));
  EXPECT_EQ(mistake(text), "none");
}

TEST(StripSettings, ASignWithoutChineseSaysEnglishAlone) {
  const auto settings = settings_of(std::string(kOut) + "profile = \"plain-ascii\"\n");
  const auto line = find_strip_line(*settings, kThree, "it.toml");
  ASSERT_TRUE(line) << line.error().sentence;
  EXPECT_THAT(line->languages, ElementsAre("en"));
}

TEST(StripSettings, EachMistakeIsToldWithItsKey) {
  EXPECT_THAT(mistake(kOut, 0), HasSubstr("it.toml: window: expected the number of the window"));
  EXPECT_THAT(mistake(""), HasSubstr("it.toml: strip.out: expected the sign's serial line"));
  EXPECT_THAT(mistake(std::string(kOut) + "profile = \"no\"\n"),
              HasSubstr("strip.profile: expected one of framed, plain, plain-ascii, found \"no\""));
  EXPECT_THAT(mistake(std::string(kOut) + "address = 1\n"),
              HasSubstr("strip.address: expected none, for the profile \"plain\" has no address"));
  EXPECT_THAT(mistake(std::string(kOut) + "address = 256\n"),
              HasSubstr("it.toml:3: strip.address"));
  EXPECT_THAT(mistake(std::string(kOut) + "languages = [\"de\"]\n"),
              HasSubstr("it.toml:3: strip.languages"));
  EXPECT_THAT(mistake(std::string(kOut) + "profile = \"plain-ascii\"\nlanguages = [\"zh-CN\"]\n"),
              HasSubstr("strip.languages: expected \"en\" among them"));
  EXPECT_THAT(mistake(std::string(kOut) + "baud = 9600\n"), HasSubstr("it.toml:3: strip.baud"));
  EXPECT_THAT(mistake(std::string(kOut) + "profiles = \"no/such\"\n"), HasSubstr("no/such"));
}

TEST(StripSettings, AHallsOwnProfilesAreCheckedToo) {
  const TemporaryFolder folder;
  folder.write("own.conf", "[[sign]]\nname = \"own\"\nframe = [\"text\"]\nbaud = 31250\n");
  const std::string own =
      std::string(kOut) + "profile = \"own\"\nprofiles = \"" + folder.path().string() + "\"\n";
  EXPECT_THAT(mistake(own), HasSubstr("own.conf:4: sign.baud: expected 1200, 2400"));
  folder.write("own.conf", "[[sign]]\nname = \"own\"\nframe = [\"text\"]\n");
  EXPECT_EQ(mistake(own), "none");
  folder.write("twice.conf", "[[sign]]\nname = \"own\"\nframe = [\"text\"]\n");
  EXPECT_THAT(mistake(own), HasSubstr("twice.conf: sign.name: expected another name"));
}

}  // namespace
}  // namespace yichuang::display
