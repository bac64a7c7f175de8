// lib/base/config: what a getter gives, and the exact sentence for each mistake.
#include "base/config.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/limits.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

Config parsed(std::string_view text) {
  auto config = Config::parse(text, "sample.toml");
  HALL_ASSERT(config.ok());
  return std::move(config).value();
}

// What finish() says after `read` had its way with the file; "" if all is well.
std::string mistakes(std::string_view text, const std::function<void(const ConfigTable&)>& read) {
  Config config = parsed(text);
  read(config.root());
  auto done = config.finish();
  return done ? "" : done.error().sentence;
}

TEST(Config, AMistakeIsOneLineWhateverTheTextsAre) {
  EXPECT_EQ(mistakes("a = \"two\\nlines\"\n\"b\\nc\" = 1\n",
                     [](const ConfigTable& root) { root.problem("a", root.text("a")); }),
            "sample.toml:1: a: expected two lines\n"
            "sample.toml:2: b c: unknown key; remove it or correct its spelling");
}

// Found by the fuzzer: the library's parser aborted, or was undefined in a release build.
TEST(Config, WhatIsNotTomlIsSaidSoWhateverTheLetters) {
  for (const char* text : {"[+x]\n", "[[+x]]\n", "[+[x]]\n", "[a.+b]\n", "+x = 1\n", "x = 8。\n",
                           "x = é\n", "é = 8\n", "x = [1、2]\n"}) {
    const auto config = Config::parse(text, "sample.toml");
    ASSERT_FALSE(config.ok()) << text;
    EXPECT_TRUE(config.error().sentence.starts_with("sample.toml:1: not TOML: ")) << text;
  }
}

TEST(Config, GivesWhatTheFileSays) {
  Config config = parsed(
      "name = \"大厅\"\nport = 8080\nratio = 0.5\nwhole = 3\nopen = true\nlist = [\"a\", \"b\"]\n"
      "numbers = [3, 1]\n[sub]\nx = 1\n[[row]]\nn = 1\n[[row]]\nn = 2\n");
  const ConfigTable root = config.root();
  EXPECT_EQ(root.text("name"), "大厅");
  EXPECT_EQ(root.integer("port", 1, 65535), 8080);
  EXPECT_EQ(root.number_or("ratio", 0, 0, 1), 0.5);
  EXPECT_EQ(root.number_or("whole", 0, 0, 9), 3.0);
  EXPECT_TRUE(root.boolean_or("open", false));
  EXPECT_EQ(root.texts("list", 5), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root.integers("numbers", 5, 0, 9), (std::vector<int64_t>{3, 1}));
  EXPECT_EQ(root.table("sub").integer("x", 0, 9), 1);
  const auto rows = root.tables("row", 2);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].integer("n", 0, 9), 1);
  EXPECT_EQ(rows[1].integer("n", 0, 9), 2);
  EXPECT_EQ(rows[1].line(), 12);
  EXPECT_TRUE(config.finish().ok());
}

TEST(Config, WhatIsAbsentIsTheFallback) {
  Config config = parsed("");
  const ConfigTable root = config.root();
  EXPECT_EQ(root.text_or("a", "b"), "b");
  EXPECT_EQ(root.integer_or("a", 7, 0, 9), 7);
  EXPECT_EQ(root.number_or("a", 1.5, 0, 9), 1.5);
  EXPECT_TRUE(root.boolean_or("a", true));
  EXPECT_TRUE(root.texts("a", 9).empty());
  EXPECT_TRUE(root.integers("a", 9, 0, 9).empty());
  EXPECT_TRUE(root.tables("a", 9).empty());
  EXPECT_EQ(root.path_or("a", "/x"), "/x");
  EXPECT_FALSE(root.table_or_none("a").has_value());
  EXPECT_FALSE(root.has("a"));
  EXPECT_TRUE(config.finish().ok());
}

struct Mistake {
  const char* name;
  const char* text;
  std::function<void(const ConfigTable&)> read;
  const char* sentence;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class ConfigMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ConfigMistake, IsNamedWithPlaceAndExpectation) {
  EXPECT_EQ(mistakes(GetParam().text, GetParam().read), GetParam().sentence);
}

using Table = const ConfigTable&;

const std::vector<Mistake>& all_mistakes() {
  static const std::vector<Mistake> kAll = {

      Mistake{"TextAbsent", "\n", [](Table t) { t.text("a", 9); },
              "sample.toml:1: a: expected a text of 1 to 9 bytes, found nothing"},
      Mistake{"TextOfAnotherKind", "\na = 5", [](Table t) { t.text("a", 9); },
              "sample.toml:2: a: expected a text of 1 to 9 bytes, found a whole number"},
      Mistake{"TextEmpty", "a = ''", [](Table t) { t.text("a", 9); },
              "sample.toml:1: a: expected a text of 1 to 9 bytes, found 0 bytes"},
      Mistake{"TextTooLong", "a = '厅厅厅厅'", [](Table t) { t.text("a", 11); },
              "sample.toml:1: a: expected a text of 1 to 11 bytes, found 12 bytes"},
      Mistake{"TextTooShort", "a = 'bc'", [](Table t) { t.text("a", 9, 3); },
              "sample.toml:1: a: expected a text of 3 to 9 bytes, found 2 bytes"},
      Mistake{"TextWithControlCharacter", "a = \"b\\u001b\"", [](Table t) { t.text("a", 9); },
              "sample.toml:1: a: expected a text of 1 to 9 bytes without control characters"},
      Mistake{"TextWithDelete", "a = \"b\\u007f\"", [](Table t) { t.text_or("a", "", 9); },
              "sample.toml:1: a: expected a text of 0 to 9 bytes without control characters"},
      Mistake{"IntegerTooSmall", "a = 0", [](Table t) { t.integer("a", 1, 9); },
              "sample.toml:1: a: expected a whole number from 1 to 9, found 0"},
      Mistake{"IntegerTooLarge", "a = 10", [](Table t) { t.integer_or("a", 5, 1, 9); },
              "sample.toml:1: a: expected a whole number from 1 to 9, found 10"},
      Mistake{"IntegerIsReal", "a = 1.0", [](Table t) { t.integer("a", 1, 9); },
              "sample.toml:1: a: expected a whole number from 1 to 9, found a number"},
      Mistake{"NumberTooLarge", "a = 1.5", [](Table t) { t.number_or("a", 0, 0, 1); },
              "sample.toml:1: a: expected a number from 0 to 1, found 1.5"},
      // nan is neither below nor above a limit, and slipped through once.
      Mistake{"NumberIsNan", "a = nan", [](Table t) { t.number_or("a", 0, 0, 1); },
              "sample.toml:1: a: expected a number from 0 to 1, found nan"},
      Mistake{"NumberIsInfinite", "a = -inf", [](Table t) { t.number_or("a", 0, 0, 1); },
              "sample.toml:1: a: expected a number from 0 to 1, found -inf"},
      Mistake{"NumberIsTrue", "a = true", [](Table t) { t.number_or("a", 0, 0, 1); },
              "sample.toml:1: a: expected a number from 0 to 1, found true or false"},
      Mistake{"NumberIsText", "a = '1'", [](Table t) { t.number_or("a", 0, 0, 1); },
              "sample.toml:1: a: expected a number from 0 to 1, found a text"},
      Mistake{"BooleanIsNumber", "a = 1", [](Table t) { t.boolean_or("a", false); },
              "sample.toml:1: a: expected true or false, found a whole number"},
      Mistake{"TextsIsText", "a = 'b'", [](Table t) { t.texts("a", 2); },
              "sample.toml:1: a: expected a list of at most 2 texts"},
      Mistake{"TextsTooMany", "a = ['1', '2', '3']", [](Table t) { t.texts("a", 2); },
              "sample.toml:1: a: expected a list of at most 2 texts"},
      Mistake{"TextsWithNumber", "a = ['1', 2]", [](Table t) { t.texts("a", 2); },
              "sample.toml:1: a: expected a list of texts of 1 to 500 bytes"},
      Mistake{"IntegersOutOfRange", "a = [1, 10]", [](Table t) { t.integers("a", 2, 1, 9); },
              "sample.toml:1: a: expected a list of at most 2 whole numbers from 1 to 9"},
      Mistake{"TableAbsent", "", [](Table t) { t.table("a"); },
              "sample.toml:1: a: expected a table, found nothing"},
      Mistake{"TableIsText", "a = 'b'", [](Table t) { t.table_or_none("a"); },
              "sample.toml:1: a: expected a table, found a text"},
      Mistake{"TablesTooMany", "[[a]]\n[[a]]\n[[a]]\n", [](Table t) { t.tables("a", 2); },
              "sample.toml:1: a: expected at most 2 tables [[a]]"},
      Mistake{"TablesOfTexts", "\na = ['b']", [](Table t) { t.tables("a", 2); },
              "sample.toml:2: a: expected tables [[a]]"},
      Mistake{"KeyInTable", "[a]\n\n[a.b]\nc = 1\n",
              [](Table t) { t.table("a").table("b").text("c"); },
              "sample.toml:4: a.b.c: expected a text of 1 to 200 bytes, found a whole number"},
      Mistake{"AbsentInListedTable", "[[a]]\nb = 1\n[[a]]\n",
              [](Table t) {
                for (Table row : t.tables("a", 9)) row.integer("b", 0, 9);
              },
              "sample.toml:3: a.b: expected a whole number from 0 to 9, found nothing"},
      Mistake{"AbsentInInlineTable", "a = [\n  { b = 1 },\n  { },\n]\n",
              [](Table t) {
                for (Table row : t.tables("a", 9)) row.integer("b", 0, 9);
              },
              "sample.toml:3: a.b: expected a whole number from 0 to 9, found nothing"},
      Mistake{"UnknownKey", "a = 1\nb = 2\n", [](Table t) { t.integer("a", 0, 9); },
              "sample.toml:2: b: unknown key; remove it or correct its spelling"},
      Mistake{"UnknownKeyInTable", "[a]\nb = 2\n", [](Table t) { t.table("a"); },
              "sample.toml:2: a.b: unknown key; remove it or correct its spelling"},
      Mistake{"UnknownKeyInListedTable", "[[a]]\n[[a]]\nb = 2\n", [](Table t) { t.tables("a", 9); },
              "sample.toml:3: a.b: unknown key; remove it or correct its spelling"},
      Mistake{"UnknownTable", "\n[a]\nb = 2\n", [](Table) {},
              "sample.toml:2: a: unknown key; remove it or correct its spelling"},
      Mistake{"CallersProblem", "\na = 1",
              [](Table t) {
                t.integer("a", 0, 9);
                t.problem("a", "something else");
              },
              "sample.toml:2: a: expected something else"}};
  return kAll;
}

std::string name_of(const testing::TestParamInfo<Mistake>& mistake) { return mistake.param.name; }

INSTANTIATE_TEST_SUITE_P(All, ConfigMistake, testing::ValuesIn(all_mistakes()), name_of);

// A misspelt key used to be left out of the list when the file had any other mistake: the very case
// in which it explains the other one.
TEST(Config, AllMistakesComeAtOnceInLineOrderWithUnknownKeys) {
  EXPECT_EQ(mistakes("prot = 1\n\n[a]\nx = 'y'\n",
                     [](Table t) {
                       t.table("a").integer("x", 0, 9);
                       t.integer("port", 1, 9);
                     }),
            "sample.toml:1: port: expected a whole number from 1 to 9, found nothing\n"
            "sample.toml:1: prot: unknown key; remove it or correct its spelling\n"
            "sample.toml:4: a.x: expected a whole number from 0 to 9, found a text");
}

TEST(Config, AMissingTableIsOneMistakeNotOneForEachOfItsKeys) {
  EXPECT_EQ(mistakes("",
                     [](Table t) {
                       const ConfigTable a = t.table("a");
                       EXPECT_EQ(a.text("b"), "");
                       EXPECT_EQ(a.integer("c", 1, 9), 1);
                       EXPECT_EQ(a.table("d").text("e"), "");
                       EXPECT_TRUE(a.tables("f", 9).empty());
                       EXPECT_TRUE(a.names().empty());
                       EXPECT_TRUE(a.is_wrong("b"));
                     }),
            "sample.toml:1: a: expected a table, found nothing");
}

TEST(Config, FinishSaysTheSameEachTime) {
  Config config = parsed("a = 1\n");
  const auto first = config.finish();
  ASSERT_FALSE(first.ok());
  EXPECT_EQ(config.finish().error().sentence, first.error().sentence);
}

TEST(Config, LimitsAreInclusive) {
  EXPECT_EQ(mistakes("a = 'bcd'\nn = 1\nm = 9\n",
                     [](Table t) {
                       EXPECT_EQ(t.text("a", 3, 3), "bcd");
                       EXPECT_EQ(t.integer("n", 1, 9), 1);
                       EXPECT_EQ(t.integer("m", 1, 9), 9);
                     }),
            "");
}

TEST(Config, ATextMayHaveNewlines) {
  EXPECT_EQ(mistakes("a = \"\"\"b\nc\"\"\"", [](Table t) { EXPECT_EQ(t.text("a"), "b\nc"); }), "");
}

TEST(Config, NamesComeInTheOrderOfTheFile) {
  Config config = parsed("[d.tax]\nx = 1\n[d.hrss]\n[d.apple]\n");
  EXPECT_EQ(config.root().table("d").names(), (std::vector<std::string>{"tax", "hrss", "apple"}));
}

TEST(Config, KnowsWhichKeysAreWrong) {
  Config config = parsed("a = 1\nb = 1\n[[c]]\na = 'x'\n");
  const ConfigTable root = config.root();
  root.text("a");
  root.integer("b", 0, 9);
  EXPECT_TRUE(root.is_wrong("a"));
  EXPECT_FALSE(root.is_wrong("b"));
  EXPECT_FALSE(root.tables("c", 9).at(0).is_wrong("a"));
}

TEST(Config, ASyntaxErrorNamesItsLine) {
  const auto config = Config::parse("a = 1\nb = \n", "sample.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(config.error().sentence.rfind("sample.toml:2: not TOML: ", 0), 0u)
      << config.error().sentence;
}

TEST(Config, InvalidUtf8IsRefused) {
  EXPECT_FALSE(Config::parse("a = \"\xC3\x28\"", "sample.toml").ok());
  EXPECT_FALSE(Config::parse("a = \"\xED\xA0\x80\"", "sample.toml").ok());  // half a surrogate pair
}

TEST(Config, TheSameKeyTwiceIsRefused) {
  EXPECT_FALSE(Config::parse("a = 1\na = 2\n", "sample.toml").ok());
}

TEST(Config, DeepNestingIsRefusedNotACrash) {
  EXPECT_FALSE(Config::parse("a = " + std::string(100'000, '['), "sample.toml").ok());
}

TEST(ConfigFile, PathsAreRelativeToTheFile) {
  TemporaryFolder folder;
  const auto path = folder.write("sub/x.toml", "near = 'key.toml'\nfar = '/etc/key.toml'\n");
  auto config = Config::load(path);
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(config->root().path("near"), folder.path() / "sub" / "key.toml");
  EXPECT_EQ(config->root().path("far"), "/etc/key.toml");
  EXPECT_EQ(config->root().path_or("none", "/var"), "/var");
  EXPECT_EQ(config->folder(), folder.path() / "sub");
  EXPECT_TRUE(config->finish().ok());
}

TEST(ConfigFile, WhatIsNotThereIsNotFound) {
  TemporaryFolder folder;
  const auto config = Config::load(folder.path() / "none.toml");
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(config.error().sentence, "cannot open " + (folder.path() / "none.toml").string() +
                                         ": No such file or directory");
}

TEST(ConfigFile, AFileOverTheLimitIsRefused) {
  TemporaryFolder folder;
  const auto path = folder.write("big.toml", std::string(limits::kConfigFileBytesMax + 1, '#'));
  const auto config = Config::load(path);
  ASSERT_FALSE(config.ok());
  EXPECT_EQ(config.error().code, ErrorCode::kExhausted);
}

TEST(ConfigFile, ATableOutlivesItsConfig) {
  auto table = [] { return parsed("a = 'b'").root(); }();
  EXPECT_EQ(table.text("a"), "b");
}

}  // namespace
}  // namespace yichuang
