// Texts per language: forms, fallback, dates; and that our languages have the same keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "ui/i18n.h"
#include "ui/theme.h"

namespace yichuang::ui {
namespace {

using testing::HasSubstr;

class Catalogues : public testing::Test {
 protected:
  Catalogues()
      : folder_(std::filesystem::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    write("zh-CN", "[date]\nshort = \"M月d日 EEE\"\nlong = \"M月d日 EEEE\"\n", "common");
    write("en", "[date]\nshort = \"EEE d MMM\"\nlong = \"EEEE d MMMM\"\n", "common");
  }
  ~Catalogues() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& language, const std::string& toml, const std::string& area) {
    std::filesystem::create_directories(folder_ / language);
    std::ofstream(folder_ / language / (area + ".toml")) << toml;
  }
  Texts load() {
    auto texts = Texts::load(folder_);
    EXPECT_TRUE(texts.ok()) << (texts ? "" : texts.error().sentence);
    return *texts;
  }
  std::filesystem::path folder_;
};

TEST_F(Catalogues, TheFileIsTheFirstPartOfTheKey) {
  write("en", "title = \"Welcome\"\n[home]\nhint = \"Touch a service\"\n", "kiosk");
  const Texts texts = load();
  EXPECT_EQ(texts.get("en", "kiosk.title"), "Welcome");
  EXPECT_EQ(texts.get("en", "kiosk.home.hint"), "Touch a service");
}

TEST_F(Catalogues, NamesAreFilledIn) {
  write("zh-CN", "call = \"请{number}到{window}号窗口\"\n", "kiosk");
  EXPECT_EQ(load().get("zh-CN", "kiosk.call", {{"number", "A012"}, {"window", 3}}),
            "请A012到3号窗口");
}

TEST_F(Catalogues, AValueIsNotReadAsAPattern) {
  write("en", "hello = \"{name}{other}\"\n", "kiosk");
  EXPECT_EQ(load().get("en", "kiosk.hello", {{"name", "{other}{name}"}, {"other", "!"}}),
            "{other}{name}!");
}

TEST_F(Catalogues, AnUnknownNameAndALoneBraceDoNoHarm) {
  write("en", "a = \"x{nobody}y\"\nb = \"open { brace\"\n", "kiosk");
  const Texts texts = load();
  EXPECT_EQ(texts.get("en", "kiosk.a"), "xy");
  EXPECT_EQ(texts.get("en", "kiosk.b"), "open { brace");
}

TEST_F(Catalogues, PluralFormsFollowTheLanguage) {
  write("en", "ahead = { one = \"{count} person\", other = \"{count} people\" }\n", "kiosk");
  write("zh-CN", "ahead = \"{count} 位\"\n", "kiosk");
  const Texts texts = load();
  EXPECT_EQ(texts.get("en", "kiosk.ahead", {{"count", 1}}), "1 person");
  EXPECT_EQ(texts.get("en", "kiosk.ahead", {{"count", 0}}), "0 people");
  EXPECT_EQ(texts.get("en", "kiosk.ahead", {{"count", 2}}), "2 people");
  EXPECT_EQ(texts.get("zh-CN", "kiosk.ahead", {{"count", 1}}), "1 位");
}

TEST_F(Catalogues, AMissingKeyIsTakenFromAnotherLanguageAndNeverShown) {
  write("zh-CN", "title = \"欢迎\"\n", "kiosk");
  const Texts texts = load();
  EXPECT_EQ(texts.get("en", "kiosk.title"), "欢迎");
  EXPECT_EQ(texts.get("ug", "kiosk.title"), "欢迎");
  EXPECT_EQ(texts.get("en", "kiosk.nowhere"), "");
  EXPECT_FALSE(texts.has("en", "kiosk.title"));
}

TEST_F(Catalogues, EveryMistakeIsReportedWithItsPlace) {
  write("en", "a = 3\n[b]\nc = 4\n", "kiosk");
  write("zh-CN", "x = \n", "display");
  const auto texts = Texts::load(folder_);
  ASSERT_FALSE(texts);
  EXPECT_THAT(texts.error().sentence, HasSubstr("kiosk.toml:1: kiosk.a: expected a text"));
  EXPECT_THAT(texts.error().sentence, HasSubstr("kiosk.toml:3: kiosk.b.c: expected a text"));
  EXPECT_THAT(texts.error().sentence, HasSubstr("display.toml:1"));
}

TEST_F(Catalogues, ALanguageMoreIsAFolderMore) {
  write("ug", "title = \"خۇش كەپسىز\"\n", "kiosk");
  const Texts texts = load();
  EXPECT_THAT(texts.languages(), testing::ElementsAre("zh-CN", "en", "ug"));
  EXPECT_EQ(texts.get("ug", "kiosk.title"), "خۇش كەپسىز");
  EXPECT_TRUE(Texts::right_to_left("ug"));
  EXPECT_FALSE(Texts::right_to_left("zh-CN"));
}

TEST_F(Catalogues, DatesAreWrittenAsTheLanguageDoes) {
  const Texts texts = load();
  const LocalTime at{2025, 5, 20, 2, 10, 24, 0};
  EXPECT_EQ(texts.date("zh-CN", at), "5月20日 周二");
  EXPECT_EQ(texts.date("zh-CN", at, DateStyle::kLong), "5月20日 星期二");
  EXPECT_EQ(texts.date("en", at), "Tue 20 May");
  EXPECT_EQ(texts.date("en", at, DateStyle::kLong), "Tuesday 20 May");
}

TEST(OurTexts, ChineseAndEnglishHaveTheSameKeys) {
  const auto texts = Texts::load(assets_folder() / "i18n");
  ASSERT_TRUE(texts) << texts.error().sentence;
  EXPECT_EQ(texts->keys("zh-CN"), texts->keys("en"));
}

}  // namespace
}  // namespace yichuang::ui
