#include "kiosk/settings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace yichuang::kiosk {
namespace {

class SettingsFile : public testing::Test {
 protected:
  ~SettingsFile() override { std::filesystem::remove(file_); }

  Result<Settings> load(const std::string& text) {
    std::ofstream(file_) << text;
    return load_settings(file_);
  }
  // The sentence of the error that this file causes.
  std::string refused(const std::string& text) {
    auto settings = load(text);
    EXPECT_FALSE(settings.ok());
    return settings.ok() ? "" : settings.error().sentence;
  }

  const std::filesystem::path file_ =
      std::filesystem::path(testing::TempDir()) / ("kiosk-" + std::to_string(getpid()) + ".toml");
};

constexpr char kLeast[] = "device = 'd.toml'\noutbox = 'o.db'\nweb = 'http://hall:8080'\n";

TEST_F(SettingsFile, ThreeKeysAreEnough) {
  const auto settings = load(kLeast);
  ASSERT_TRUE(settings.ok()) << settings.error().sentence;
  EXPECT_EQ(settings->device, file_.parent_path() / "d.toml");
  EXPECT_FALSE(settings->has_printer());
  EXPECT_TRUE(settings->fullscreen);
  EXPECT_EQ(settings->language, Language::kChinese);
  EXPECT_TRUE(std::filesystem::exists(settings->assets / "theme" / "theme.toml"));
}

TEST_F(SettingsFile, EveryMistakeIsNamedWithLineAndKey) {
  const std::string sentence = refused(
      "device = 'd.toml'\noutbox = 'o.db'\nweb = 'hall:8080'\nprinter = 'laser'\n"
      "language = 'fr'\nwidth = 7\n");
  for (const char* part : {":3: web", ":4: printer", ":5: language", ":6: width"})
    EXPECT_NE(sentence.find(part), std::string::npos) << part << " in: " << sentence;
}

TEST_F(SettingsFile, AMisspelledKeyIsNotADefault) {
  EXPECT_NE(refused(std::string(kLeast) + "fulscreen = false\n").find(":4: fulscreen"),
            std::string::npos);
}

TEST_F(SettingsFile, WhatIsMissingIsSaid) {
  const std::string sentence = refused("language = 'en'\n");
  for (const char* key : {"device", "outbox", "web"})
    EXPECT_NE(sentence.find(key), std::string::npos) << sentence;
}

TEST_F(SettingsFile, APinStandsThereAsItsHash) {
  EXPECT_NE(refused(std::string(kLeast) + "staff_pin = '123456'\n").find(":4: staff_pin"),
            std::string::npos);
  EXPECT_EQ(load(std::string(kLeast) + "staff_pin = '$argon2id$v=19$x'\n")->staff_pin,
            "$argon2id$v=19$x");
}

TEST_F(SettingsFile, AReaderThatTypesHasItsPrefix) {
  const auto settings = load(std::string(kLeast) + "code_reader = 'wedge:~'\n");
  ASSERT_TRUE(settings.ok()) << settings.error().sentence;
  EXPECT_EQ(settings->wedge_prefix(), "~");
  EXPECT_EQ(load(kLeast)->wedge_prefix(), "");
  for (const char* reader :
       {"wedge", "wedge:", "wedge:a", "wedge:~1", "wedge:~~~~~~~~~", "wedge: "})
    EXPECT_NE(
        refused(std::string(kLeast) + "code_reader = '" + reader + "'\n").find(":4: code_reader"),
        std::string::npos)
        << reader;
}

TEST_F(SettingsFile, KeysAreNamedAsSdlNamesThem) {
  const auto usual = load(kLeast);
  ASSERT_TRUE(usual.ok());
  EXPECT_EQ(usual->keypad.key_of(*ui::key_named("Right")), KeypadKey::kNext);
  EXPECT_EQ(usual->keypad.key_of(*ui::key_named("A")), std::nullopt);
  const auto settings = load(std::string(kLeast) +
                             "[keypad]\nnext = 'Keypad 6'\nprevious = 'keypad 4'\nback = 'none'\n"
                             "repeat = 'Right'\n");
  ASSERT_TRUE(settings.ok()) << settings.error().sentence;
  EXPECT_EQ(settings->keypad.key_of(*ui::key_named("Keypad 6")), KeypadKey::kNext);
  EXPECT_EQ(settings->keypad.key_of(*ui::key_named("Keypad 4")), KeypadKey::kPrevious);
  EXPECT_EQ(settings->keypad.key_of(*ui::key_named("Right")), KeypadKey::kRepeat);
  EXPECT_EQ(settings->keypad.key_of(*ui::key_named("Escape")), std::nullopt);
  EXPECT_EQ(settings->keypad.key_of(*ui::key_named("Return")), KeypadKey::kEnter);
  EXPECT_EQ(settings->keypad.key_of(0), std::nullopt) << "no key is not a key";
}

TEST_F(SettingsFile, AMistakeInTheKeypadIsNamedWithWhatWasExpected) {
  const std::string sentence =
      refused(std::string(kLeast) +
              "[keypad]\nnext = 'Rigth'\nprevious = 7\nhelp = 'Return'\nstop = 'F9'\n");
  for (const char* part :
       {":5: keypad.next: expected a key as SDL names it", ":6: keypad.previous",
        ":7: keypad.help: expected a key that does nothing else", ":8: keypad.stop"})
    EXPECT_NE(sentence.find(part), std::string::npos) << part << " in: " << sentence;
}

TEST_F(SettingsFile, TheVoiceHasItsLimits) {
  const std::string sentence =
      refused(std::string(kLeast) +
              "[speech]\nenabled = 'yes'\nvolume_percent = 101\nwords_a_minute = 79\n");
  for (const char* part :
       {":5: speech.enabled", ":6: speech.volume_percent", ":7: speech.words_a_minute"})
    EXPECT_NE(sentence.find(part), std::string::npos) << part << " in: " << sentence;
  const auto settings = load(std::string(kLeast) + "[speech]\nenabled = false\nlog = 'spoken'\n");
  ASSERT_TRUE(settings.ok());
  EXPECT_FALSE(settings->speech.enabled);
  EXPECT_EQ(settings->speech.log, file_.parent_path() / "spoken");
  EXPECT_TRUE(load(kLeast)->speech.enabled);
  EXPECT_TRUE(load(kLeast)->speech.log.empty());
}

TEST_F(SettingsFile, TheExampleIsRight) {
  const auto settings = load_settings(YICHUANG_KIOSK_EXAMPLE);
  ASSERT_TRUE(settings.ok()) << settings.error().sentence;
  EXPECT_EQ(settings->printer, "escpos:usb");
  const auto least = load(kLeast);
  ASSERT_TRUE(least.ok());
  EXPECT_EQ(settings->keypad.symbols, least->keypad.symbols) << "the example shows the defaults";
  EXPECT_EQ(settings->speech.words_a_minute, least->speech.words_a_minute);
}

}  // namespace
}  // namespace yichuang::kiosk
