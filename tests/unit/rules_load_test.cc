// rules.toml and what else a hall sets for its queue: defaults, every mistake at its file and line.
#include <gtest/gtest.h>

#include "catalogue/catalogue.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

constexpr const char* kHall =
    "time_zone = 'Asia/Shanghai'\n"       // 1
    "name = { zh = '大厅', en = 'H' }\n"  // 2
    "hours = { monday = ['09:00-12:00'] }\n"
    "[[departments]]\n"  // 4
    "id = 'tax'\n"
    "zh = '税务局'\n"
    "en = 'Tax office'\n"
    "[[windows]]\n"  // 8
    "number = 1\n"
    "zh = '综合窗口'\n"
    "en = 'General'\n"
    "general = true\n";  // 12
constexpr const char* kServices =
    "[[services]]\n"  // 1
    "id = 'tax'\n"
    "prefix = 'F'\n"
    "zh = '税务'\n"
    "en = 'Tax'\n"
    "icon = 'receipt'\n"
    "visit_minutes = 9\n";  // 7
constexpr const char* kItems =
    "service = 'tax'\n"
    "[[items]]\n"
    "id = 'paid'\n"
    "zh = '完税证明'\n"
    "en = 'Tax certificate'\n"
    "department = 'tax'\n"
    "kind = 'on_the_spot'\n"
    "basis = [{ zh = '征管法', en = 'Tax Law' }]\n";

struct Files {
  std::string rules = {};
  std::string hall = kHall;
  std::string services = kServices;
};

Result<LoadedCatalogue> load(const Files& files, std::string* folder_name = nullptr) {
  TemporaryFolder folder;
  folder.write("hall.toml", files.hall);
  folder.write("services.toml", files.services);
  folder.write("calendar.toml", "published_years = []\n");
  folder.write("items/tax.toml", kItems);
  if (!files.rules.empty()) folder.write("rules.toml", files.rules);
  if (folder_name) *folder_name = folder.path().string() + "/";
  return load_catalogue_with_source(folder.path());
}

std::string mistakes(const Files& files) {
  std::string prefix;
  const auto loaded = load(files, &prefix);
  if (loaded.ok()) return "";
  std::string sentence = loaded.error().sentence;
  for (size_t at; (at = sentence.find(prefix)) != std::string::npos;) {
    sentence.erase(at, prefix.size());
  }
  return sentence;
}

// The one mistake of a rules.toml begins with this.
void expect_mistake(const std::string& rules, const std::string& begin) {
  const std::string told = mistakes({.rules = rules});
  EXPECT_EQ(told.substr(0, begin.size()), begin) << told;
  EXPECT_EQ(told.find('\n'), std::string::npos) << "more than one: " << told;
}

TEST(LoadRules, WithoutAFileTheDefaultsHold) {
  const auto loaded = load({});
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_EQ(loaded->catalogue.rules, Rules{});
  EXPECT_TRUE(loaded->catalogue.offline_series.empty());
}

TEST(LoadRules, ReadsEveryKey) {
  const auto loaded = load({.rules = "policy = 'absolute'\n"
                                     "confirm_seconds = 90\nrecall_seconds = 30\ncalls = 2\n"
                                     "reactivate_behind = 5\nmissed_is_void = true\n"
                                     "slot_early_minutes = 10\nslot_late_minutes = 20\n"
                                     "bookings_per_person = 4\nbooking_days = 30\nagent_cases = 6\n"
                                     "issue_early_minutes = 15\n"
                                     "[rates]\n"
                                     "ordinary = 2\nelderly = 3\ndisabled = 4\npregnant = 5\n"
                                     "soldier = 6\nwith_children = 7\nvoucher = 8\n"
                                     "[alarms]\n"
                                     "wait_minutes = 11\nwaiting = 12\nwaiting_high = 13\n"
                                     "hold_minutes = 14\n"
                                     "[[offline]]\nkiosk = 'kiosk-1'\nletter = 'X'\n"});
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  Rules wanted;
  wanted.policy = Policy::kAbsolute;
  wanted.rates = {2, 2, 3, 4, 5, 6, 7, 8, 1};
  wanted.confirm_seconds = 90;
  wanted.recall_seconds = 30;
  wanted.calls_max = 2;
  wanted.reactivate_behind = 5;
  wanted.missed_is_void = true;
  wanted.slot_early_minutes = 10;
  wanted.slot_late_minutes = 20;
  wanted.bookings_per_person = 4;
  wanted.booking_days = 30;
  wanted.agent_cases = 6;
  wanted.issue_early_minutes = 15;
  wanted.alarm_wait_minutes = 11;
  wanted.alarm_waiting = 12;
  wanted.alarm_waiting_high = 13;
  wanted.alarm_hold_minutes = 14;
  EXPECT_EQ(loaded->catalogue.rules, wanted);
  EXPECT_EQ(rules_of(to_wire(loaded->catalogue, 1).rules()), wanted);
  ASSERT_EQ(loaded->catalogue.offline_series.size(), 1u);
  EXPECT_EQ(loaded->catalogue.offline_series[0].prefix, "X");
}

TEST(LoadRules, EachWrongValueIsNamedWithFileAndLine) {
  expect_mistake("policy = 'lottery'\n", "rules.toml:1: policy: expected \"accumulating\"");
  expect_mistake("\n\ncalls = 0\n", "rules.toml:3: calls: expected");
  for (const char* key : {"confirm_seconds", "recall_seconds", "calls", "reactivate_behind",
                          "slot_early_minutes", "slot_late_minutes", "bookings_per_person",
                          "booking_days", "agent_cases", "issue_early_minutes"}) {
    expect_mistake(std::string(key) + " = 100000\n", std::string("rules.toml:1: ") + key);
    expect_mistake(std::string(key) + " = 'many'\n", std::string("rules.toml:1: ") + key);
  }
  expect_mistake("missed_is_void = 1\n", "rules.toml:1: missed_is_void");
  expect_mistake("[rates]\nelderly = 0\n", "rules.toml:2: rates.elderly: expected");
  expect_mistake("[alarms]\nhold_minutes = 1000\n", "rules.toml:2: alarms.hold_minutes");
}

TEST(LoadRules, AKeyThatNobodyKnowsIsAMistake) {
  expect_mistake("polcy = 'fifo'\n", "rules.toml:1: polcy");
  expect_mistake("[rates]\nemergency = 9\n", "rules.toml:2: rates.emergency");
  expect_mistake("[alarms]\nwaitings = 9\n", "rules.toml:2: alarms.waitings");
}

TEST(LoadRules, TheHighAlarmIsAboveTheOther) {
  expect_mistake("[alarms]\nwaiting = 15\nwaiting_high = 15\n",
                 "rules.toml:3: alarms.waiting_high: expected more than waiting, which is 15");
  const std::string told = mistakes({.rules = "[alarms]\nwaiting = 25\n"});
  EXPECT_NE(told.find("alarms.waiting_high"), std::string::npos)
      << "also when only one of them is written: " << told;
}

TEST(LoadRules, OfflineLettersClashWithNothing) {
  const auto series = [](const char* kiosk, const char* letter) {
    return std::string("[[offline]]\nkiosk = '") + kiosk + "'\nletter = '" + letter + "'\n";
  };
  expect_mistake(series("kiosk-1", "F"), "rules.toml:3: offline.letter: expected a letter that no");
  expect_mistake(series("kiosk-1", "X") + series("kiosk-2", "X"), "rules.toml:6: offline.letter");
  expect_mistake(series("kiosk-1", "X") + series("kiosk-1", "Y"), "rules.toml:5: offline.kiosk");
  expect_mistake(series("kiosk-1", "x"), "rules.toml:3: offline.letter: expected one capital");
  expect_mistake(series("kiosk-1", "XY"), "rules.toml:3: offline.letter: expected one capital");
  expect_mistake("[[offline]]\nkiosk = 'kiosk-1'\n", "rules.toml:1: offline.letter");
}

TEST(LoadRules, SlotsAreLengthAndCapacityTogether) {
  const std::string services = kServices;
  const auto loaded = load({.services = services + "slot_minutes = 20\nslot_capacity = 3\n"});
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_EQ(loaded->catalogue.services[0].slot_minutes, 20u);
  EXPECT_EQ(to_wire(loaded->catalogue, 1).services(0).slot_capacity(), 3u);
  const auto begins = [&](const std::string& more, const std::string& begin) {
    const std::string told = mistakes({.services = services + more});
    EXPECT_EQ(told.substr(0, begin.size()), begin) << told;
  };
  begins("slot_minutes = 20\n", "services.toml:1: services.slot_capacity: expected");
  begins("slot_capacity = 2\n", "services.toml:1: services.slot_minutes: expected");
  begins("slot_minutes = 4\nslot_capacity = 2\n", "services.toml:8: services.slot_minutes");
}

TEST(LoadRules, AGeneralWindowNeedsNoHelp) {
  const std::string hall = kHall;
  const std::string told = mistakes({.hall = hall + "helps = true\n"});
  EXPECT_EQ(told.substr(0, 27), "hall.toml:13: windows.helps") << told;
  const auto loaded = load({.hall = hall + "agent = true\n[[windows]]\nnumber = 2\nzh = '专窗'\n"
                                           "en = 'S'\nservices = ['tax']\nhelps = true\n"});
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_TRUE(loaded->catalogue.windows[0].agent);
  EXPECT_TRUE(loaded->catalogue.windows[1].helps);
  EXPECT_TRUE(to_wire(loaded->catalogue, 1).windows(1).helps());
}

TEST(LoadRules, AnyChangeMakesAnotherDigest) {
  const auto digest = [](const Files& files) { return catalogue_digest(load(files)->catalogue); };
  const auto plain = digest({});
  EXPECT_EQ(digest({.rules = "# nothing but a remark\n"}), plain);
  EXPECT_EQ(digest({.rules = "calls = 3\n"}), plain) << "the default, written out";
  EXPECT_NE(digest({.rules = "calls = 2\n"}), plain);
  EXPECT_NE(digest({.rules = "[rates]\nelderly = 2\n"}), plain);
  EXPECT_NE(digest({.rules = "[[offline]]\nkiosk = 'k'\nletter = 'X'\n"}), plain);
  EXPECT_NE(digest({.hall = std::string(kHall) + "agent = true\n"}), plain);
  EXPECT_NE(digest({.services = std::string(kServices) + "slot_minutes = 5\nslot_capacity = 1\n"}),
            plain);
}

TEST(LoadRules, TheFilesAreKeptAsTheyWereWritten) {
  const auto loaded = load({.rules = "# ours\ncalls = 2\n"});
  ASSERT_TRUE(loaded.ok());
  EXPECT_NE(loaded->source.find("# file: rules.toml\n# ours\ncalls = 2\n"), std::string::npos);
  EXPECT_NE(loaded->source.find("# file: items/tax.toml\n"), std::string::npos);
}

}  // namespace
}  // namespace yichuang
