// load_catalogue: every mistake that staff can make is named with file, line, key and what was
// expected, and all of them come at once.
#include <gtest/gtest.h>

#include <map>

#include "base/limits.h"
#include "catalogue/catalogue.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

using Files = std::map<std::string, std::string>;

// The smallest hall in which every kind of line stands once.
const Files kGood = {
    {"hall.toml",
     "time_zone = 'Asia/Shanghai'\n"              // 1
     "[name]\n"                                   // 2
     "zh = '大厅'\n"                              // 3
     "en = 'Hall'\n"                              // 4
     "[hours]\n"                                  // 5
     "monday = ['09:00-12:00', '13:30-17:00']\n"  // 6
     "[[departments]]\n"                          // 7
     "id = 'tax'\n"                               // 8
     "zh = '税务局'\n"                            // 9
     "en = 'Tax office'\n"                        // 10
     "[[windows]]\n"                              // 11
     "number = 1\n"                               // 12
     "zh = '综合窗口'\n"                          // 13
     "en = 'General'\n"                           // 14
     "general = true\n"                           // 15
     "[[windows]]\n"                              // 16
     "number = 2\n"                               // 17
     "zh = '税务专窗'\n"                          // 18
     "en = 'Tax'\n"                               // 19
     "services = ['tax']\n"                       // 20
     "[[notices]]\n"                              // 21
     "zh = '欢迎'\n"                              // 22
     "en = 'Welcome'\n"},                         // 23
    {"services.toml",
     "[[services]]\n"          // 1
     "id = 'tax'\n"            // 2
     "prefix = 'F'\n"          // 3
     "zh = '税务'\n"           // 4
     "en = 'Tax'\n"            // 5
     "icon = 'receipt'\n"      // 6
     "visit_minutes = 9\n"     // 7
     "[[services]]\n"          // 8
     "id = 'other'\n"          // 9
     "prefix = 'H'\n"          // 10
     "zh = '其他'\n"           // 11
     "en = 'Other'\n"          // 12
     "icon = 'grid'\n"         // 13
     "visit_minutes = 12\n"},  // 14
    {"calendar.toml",
     "published_years = [2025]\n"                     // 1
     "[[holidays]]\n"                                 // 2
     "zh = '国庆节'\n"                                // 3
     "en = 'National Day'\n"                          // 4
     "from = '2025-10-01'\n"                          // 5
     "to = '2025-10-08'\n"                            // 6
     "make_up_days = ['2025-09-28', '2025-10-11']\n"  // 7
     "[[holidays]]\n"                                 // 8
     "zh = '元旦'\n"                                  // 9
     "en = \"New Year's Day\"\n"                      // 10
     "from = '2025-01-01'\n"},                        // 11
    {"items/tax.toml",
     "service = 'tax'\n"                                                      // 1
     "[[items]]\n"                                                            // 2
     "id = 'deed'\n"                                                          // 3
     "zh = '契税申报'\n"                                                      // 4
     "en = 'Deed tax'\n"                                                      // 5
     "department = 'tax'\n"                                                   // 6
     "kind = 'promised'\n"                                                    // 7
     "statutory_working_days = 20\n"                                          // 8
     "promised_working_days = 5\n"                                            // 9
     "fee_fen = 2000\n"                                                       // 10
     "fee_basis = { zh = '规定', en = 'Rule' }\n"                             // 11
     "basis = [{ zh = '契税法', en = 'Deed Tax Law' }]\n"                     // 12
     "documents = [\n"                                                        // 13
     "  { zh = '身份证', en = 'ID card', form = 'original' },\n"              // 14
     "  { zh = '合同', en = 'Contract', form = 'copy', optional = true },\n"  // 15
     "]\n"                                                                    // 16
     "[[items]]\n"                                                            // 17
     "id = 'paid'\n"                                                          // 18
     "zh = '完税证明'\n"                                                      // 19
     "en = 'Tax certificate'\n"                                               // 20
     "department = 'tax'\n"                                                   // 21
     "kind = 'on_the_spot'\n"                                                 // 22
     "basis = [{ zh = '征管法', en = 'Tax Law' }]\n"},                        // 23
};

// What load_catalogue() says of these files, with names relative to the folder; "" if all is well.
std::string mistakes(const Files& files) {
  TemporaryFolder folder;
  for (const auto& [name, text] : files) folder.write(name, text);
  const auto loaded = load_catalogue(folder.path());
  if (loaded) return "";
  EXPECT_EQ(loaded.error().code, ErrorCode::kInvalid);
  std::string sentence = loaded.error().sentence;
  const std::string prefix = folder.path().string() + "/";
  for (size_t at; (at = sentence.find(prefix)) != std::string::npos;) {
    sentence.erase(at, prefix.size());
  }
  return sentence;
}

Files with(const std::string& file, const std::string& old_text, const std::string& new_text) {
  Files files = kGood;
  std::string& text = files.at(file);
  const size_t at = text.find(old_text);
  HALL_ASSERT(at != std::string::npos);
  text.replace(at, old_text.size(), new_text);
  return files;
}

TEST(LoadCatalogue, ReadsEveryFieldOfTheSmallestHall) {
  TemporaryFolder folder;
  for (const auto& [name, text] : kGood) folder.write(name, text);
  const auto loaded = load_catalogue(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  const Catalogue& c = *loaded;
  EXPECT_EQ(c.hall.zh, "大厅");
  EXPECT_EQ(c.hall.en, "Hall");
  EXPECT_EQ(c.hours.weekdays[0].size(), 2u);
  EXPECT_EQ(c.hours.weekdays[0][1].from_min, 810u);
  EXPECT_EQ(c.hours.weekdays[0][1].to_min, 1020u);
  EXPECT_TRUE(c.hours.weekdays[1].empty());
  EXPECT_EQ(c.hours.make_up_day.size(), 2u);  // like Monday if nothing else is said
  ASSERT_EQ(c.calendar.holidays.size(), 2u);
  EXPECT_EQ(c.calendar.holidays[0].first_day, 20250101u);  // by date, whatever the file's order
  EXPECT_EQ(c.calendar.holidays[0].last_day, 20250101u);
  EXPECT_EQ(c.calendar.holidays[1].make_up_days, (std::vector<uint32_t>{20250928, 20251011}));
  ASSERT_EQ(c.services.size(), 2u);
  EXPECT_EQ(c.services[0].service_seconds, 540u);
  ASSERT_EQ(c.items.size(), 2u);
  const Item& deed = c.items[0];
  EXPECT_EQ(deed.service, "tax");
  EXPECT_EQ(deed.department, "tax");
  EXPECT_EQ(deed.kind, ItemKind::kPromised);
  EXPECT_EQ(deed.statutory_working_days, 20u);
  EXPECT_EQ(deed.promised_working_days, 5u);
  EXPECT_EQ(deed.fee.fen, 2000u);
  EXPECT_EQ(deed.fee.basis.en, "Rule");
  EXPECT_EQ(deed.basis[0].zh, "契税法");
  ASSERT_EQ(deed.documents.size(), 2u);
  EXPECT_EQ(deed.documents[0].form, DocumentForm::kOriginal);
  EXPECT_FALSE(deed.documents[0].optional);
  EXPECT_EQ(deed.documents[1].form, DocumentForm::kCopy);
  EXPECT_TRUE(deed.documents[1].optional);
  EXPECT_EQ(c.items[1].kind, ItemKind::kOnTheSpot);
  EXPECT_EQ(c.items[1].promised_working_days, 0u);
  EXPECT_EQ(c.items[1].fee.fen, 0u);
}

struct Mistake {
  const char* name;
  const char* file;
  const char* old_text;
  const char* new_text;
  const char* sentence;
};

const std::vector<Mistake>& all_mistakes() {
  static const std::vector<Mistake> kAll = {
      // ------------------------------------------------------------------------------- hall.toml
      {"HallWithoutEnglish", "hall.toml", "en = 'Hall'\n", "",
       "hall.toml:2: name.en: expected a text of 1 to 120 bytes, found nothing"},
      {"HallNameMissing", "hall.toml", "[name]\nzh = '大厅'\nen = 'Hall'\n", "",
       "hall.toml:1: name: expected a table, found nothing"},
      {"ZoneUnknown", "hall.toml", "Asia/Shanghai", "Asia/Binjiang",
       "hall.toml:1: time_zone: expected an IANA name such as Asia/Shanghai, found "
       "\"Asia/Binjiang\""},
      {"HoursBackwards", "hall.toml", "13:30-17:00", "17:00-13:30",
       "hall.toml:6: hours.monday: expected times such as \"09:00-12:00\", the first before the "
       "second, found \"17:00-13:30\""},
      {"HoursOfNoLength", "hall.toml", "13:30-17:00", "13:30-13:30",
       "hall.toml:6: hours.monday: expected times such as \"09:00-12:00\", the first before the "
       "second, found \"13:30-13:30\""},
      {"HoursNoTime", "hall.toml", "13:30-17:00", "13:60-17:00",
       "hall.toml:6: hours.monday: expected times such as \"09:00-12:00\", the first before the "
       "second, found \"13:60-17:00\""},
      {"HoursAfterMidnight", "hall.toml", "13:30-17:00", "13:30-24:01",
       "hall.toml:6: hours.monday: expected times such as \"09:00-12:00\", the first before the "
       "second, found \"13:30-24:01\""},
      {"HoursNotPadded", "hall.toml", "09:00-12:00", "9:00-12:00",
       "hall.toml:6: hours.monday: expected times such as \"09:00-12:00\", the first before the "
       "second, found \"9:00-12:00\""},
      {"HoursOverlap", "hall.toml", "13:30-17:00", "11:59-17:00",
       "hall.toml:6: hours.monday: expected times in order that do not overlap, found "
       "\"11:59-17:00\" after one that ends later"},
      {"HoursOutOfOrder", "hall.toml", "13:30-17:00", "08:00-08:30",
       "hall.toml:6: hours.monday: expected times in order that do not overlap, found "
       "\"08:00-08:30\" after one that ends later"},
      {"HoursNoDay", "hall.toml", "monday = ['09:00-12:00', '13:30-17:00']\n", "",
       "hall.toml:5: hours.monday: expected the times of at least one day of the week"},
      {"HoursUnknownDay", "hall.toml", "[[departments]]", "funday = []\n[[departments]]",
       "hall.toml:7: hours.funday: unknown key; remove it or correct its spelling"},
      {"DepartmentTwice", "hall.toml", "[[windows]]",
       "[[departments]]\nid = 'tax'\nzh = '税'\nen = 'Tax'\n[[windows]]",
       "hall.toml:12: departments.id: expected an id that is used once, found \"tax\" again"},
      {"DepartmentIdWithCapital", "hall.toml", "[[windows]]",
       "[[departments]]\nid = 'Health'\nzh = '卫健局'\nen = 'Health'\n[[windows]]",
       "hall.toml:12: departments.id: expected small letters a-z, digits and \"-\", found "
       "\"Health\""},
      {"WindowZero", "hall.toml", "number = 2", "number = 0",
       "hall.toml:17: windows.number: expected a whole number from 1 to 99, found 0"},
      {"WindowHundred", "hall.toml", "number = 2", "number = 100",
       "hall.toml:17: windows.number: expected a whole number from 1 to 99, found 100"},
      {"WindowTwice", "hall.toml", "number = 2", "number = 1",
       "hall.toml:17: windows.number: expected a number that no other window has, found 1 twice"},
      {"WindowUnknownService", "hall.toml", "['tax']", "['tax', 'marriage']",
       "hall.toml:20: windows.services: expected ids of services of services.toml, found "
       "\"marriage\""},
      {"WindowServiceTwice", "hall.toml", "['tax']", "['tax', 'tax']",
       "hall.toml:20: windows.services: expected each service once, found \"tax\" twice"},
      {"WindowServesNothing", "hall.toml", "services = ['tax']\n", "",
       "hall.toml:16: windows.services: expected the ids of the services of this window, or "
       "general = true"},
      {"WindowGeneralWithList", "hall.toml", "services = ['tax']",
       "general = true\nservices = ['tax']",
       "hall.toml:21: windows.services: expected no such line: a general window serves every "
       "service"},
      {"WindowNameTooLong", "hall.toml", "税务专窗", "税务专窗税务专窗税务专窗税务专窗税务专窗税",
       "hall.toml:18: windows.zh: expected a text of 1 to 60 bytes, found 63 bytes"},
      {"ServiceWithoutWindow", "hall.toml", "general = true", "services = ['tax']",
       "services.toml:9: services.id: expected a window in hall.toml that serves it, found none "
       "for \"other\""},
      {"NoticeBlank", "hall.toml", "'Welcome'", "'  '",
       "hall.toml:23: notices.en: expected a text that is not blank"},
      {"NoticeOnTwoLines", "hall.toml", "'Welcome'", "\"Wel\\ncome\"",
       "hall.toml:23: notices.en: expected a text on one line"},
      // --------------------------------------------------------------------------- services.toml
      {"ServiceTwice", "services.toml", "id = 'other'", "id = 'tax'",
       "services.toml:9: services.id: expected an id that is used once, found \"tax\" again"},
      {"PrefixTwice", "services.toml", "'H'", "'F'",
       "services.toml:10: services.prefix: expected a letter that no other service has, found "
       "\"F\" again"},
      {"PrefixSmall", "services.toml", "'H'", "'h'",
       "services.toml:10: services.prefix: expected one capital letter, A to Z, found \"h\""},
      {"PrefixTwoLetters", "services.toml", "'H'", "'HA'",
       "services.toml:10: services.prefix: expected one capital letter, A to Z, found \"HA\""},
      {"PrefixOfAnotherScript", "services.toml", "'H'", "'Н'",  // Cyrillic En, as it looks
       "services.toml:10: services.prefix: expected one capital letter, A to Z, found \"Н\""},
      {"ServiceNameTooLong", "services.toml", "'Other'",
       "'Other services of a name that is sixty-one bytes in all, alas'",
       "services.toml:12: services.en: expected a text of 1 to 60 bytes, found 61 bytes"},
      {"ServiceWithoutIcon", "services.toml", "icon = 'grid'\n", "",
       "services.toml:8: services.icon: expected a text of 1 to 32 bytes, found nothing"},
      {"VisitTooShort", "services.toml", "visit_minutes = 12", "visit_minutes = 0",
       "services.toml:14: services.visit_minutes: expected a whole number from 1 to 240, found 0"},
      // --------------------------------------------------------------------------- calendar.toml
      {"DateThatIsNone", "calendar.toml", "'2025-01-01'", "'2025-02-29'",
       "calendar.toml:11: holidays.from: expected a date such as \"2025-10-01\", found "
       "\"2025-02-29\""},
      {"DateWrittenOtherwise", "calendar.toml", "'2025-01-01'", "'1.1.2025'",
       "calendar.toml:11: holidays.from: expected a date such as \"2025-10-01\", found "
       "\"1.1.2025\""},
      {"HolidayBackwards", "calendar.toml", "to = '2025-10-08'", "to = '2025-09-30'",
       "calendar.toml:6: holidays.to: expected a date not before \"from\""},
      {"HolidayTooLong", "calendar.toml", "to = '2025-10-08'", "to = '2025-11-01'",
       "calendar.toml:6: holidays.to: expected a holiday of at most 31 days"},
      {"HolidaysOverlap", "calendar.toml", "'2025-01-01'", "'2025-10-08'",
       "calendar.toml:11: holidays.from: expected days that no other holiday has, found 20251008"},
      {"MakeUpDayInTheWeek", "calendar.toml", "'2025-10-11'", "'2025-10-10'",
       "calendar.toml:7: holidays.make_up_days: expected Saturdays and Sundays, found "
       "\"2025-10-10\""},
      {"MakeUpDayIsHoliday", "calendar.toml", "'2025-10-11'", "'2025-10-04'",
       "calendar.toml:7: holidays.make_up_days: expected days that are not a holiday, found "
       "20251004"},
      {"MakeUpDayTwice", "calendar.toml", "'2025-10-11'", "'2025-09-28'",
       "calendar.toml:7: holidays.make_up_days: expected each day once, found 20250928 again"},
      {"MakeUpDayNoDate", "calendar.toml", "'2025-10-11'", "'Saturday'",
       "calendar.toml:7: holidays.make_up_days: expected dates such as \"2025-10-11\", found "
       "\"Saturday\""},
      {"YearOutOfRange", "calendar.toml", "[2025]", "[25]",
       "calendar.toml:1: published_years: expected a list of at most 100 whole numbers from 2000 "
       "to 2099"},
      // -------------------------------------------------------------------------- items/tax.toml
      {"ItemOfUnknownService", "items/tax.toml", "service = 'tax'", "service = 'toll'",
       "items/tax.toml:1: service: expected the id of a service of services.toml, found \"toll\""},
      {"ItemTwice", "items/tax.toml", "id = 'paid'", "id = 'deed'",
       "items/tax.toml:18: items.id: expected an id that is used once, found \"deed\" again"},
      {"ItemIdWithSpace", "items/tax.toml", "id = 'paid'", "id = 'tax paid'",
       "items/tax.toml:18: items.id: expected small letters a-z, digits and \"-\", found "
       "\"tax paid\""},
      {"ItemWithoutChinese", "items/tax.toml", "zh = '契税申报'\n", "",
       "items/tax.toml:2: items.zh: expected a text of 1 to 200 bytes, found nothing"},
      {"ItemWithoutEnglish", "items/tax.toml", "en = 'Deed tax'\n", "",
       "items/tax.toml:2: items.en: expected a text of 1 to 200 bytes, found nothing"},
      {"ItemOfUnknownDepartment", "items/tax.toml", "department = 'tax'\nkind = 'on",
       "department = 'taxes'\nkind = 'on",
       "items/tax.toml:21: items.department: expected the id of a department of hall.toml, found "
       "\"taxes\""},
      {"KindUnknown", "items/tax.toml", "'on_the_spot'", "'即办件'",
       "items/tax.toml:22: items.kind: expected \"on_the_spot\" or \"promised\", found "
       "\"即办件\""},
      {"PromisedOverStatutory", "items/tax.toml", "promised_working_days = 5",
       "promised_working_days = 21",
       "items/tax.toml:9: items.promised_working_days: expected at most the statutory 20, found "
       "21"},
      {"PromisedWithoutLimit", "items/tax.toml", "promised_working_days = 5\n", "",
       "items/tax.toml:2: items.promised_working_days: expected a whole number from 1 to 365, "
       "found nothing"},
      {"OnTheSpotWithLimit", "items/tax.toml", "kind = 'on_the_spot'",
       "kind = 'on_the_spot'\nstatutory_working_days = 1",
       "items/tax.toml:23: items.statutory_working_days: expected 0, or no such line, for an item "
       "that is done on the spot"},
      {"FeeWithoutBasis", "items/tax.toml", "fee_basis = { zh = '规定', en = 'Rule' }\n", "",
       "items/tax.toml:10: items.fee_fen: expected a fee_basis with it (the rule that sets the "
       "fee, zh and en) or 0, found 2000 without one"},
      {"FeeBasisInOneLanguage", "items/tax.toml", "{ zh = '规定', en = 'Rule' }", "{ zh = '规定' }",
       "items/tax.toml:11: items.fee_basis.en: expected a text of 1 to 300 bytes, found nothing"},
      {"FeeBasisBlank", "items/tax.toml", "'Rule'", "' '",
       "items/tax.toml:11: items.fee_basis.en: expected a text that is not blank"},
      {"FeeNegative", "items/tax.toml", "fee_fen = 2000", "fee_fen = -1",
       "items/tax.toml:10: items.fee_fen: expected a whole number from 0 to 100000000, found -1"},
      {"FeeInYuan", "items/tax.toml", "fee_fen = 2000", "fee_fen = 20.5",
       "items/tax.toml:10: items.fee_fen: expected a whole number from 0 to 100000000, found a "
       "number"},
      {"ItemWithoutBasis", "items/tax.toml", "basis = [{ zh = '征管法', en = 'Tax Law' }]\n", "",
       "items/tax.toml:17: items.basis: expected at least one law or regulation (zh and en)"},
      {"ItemWithEmptyBasis", "items/tax.toml", "[{ zh = '征管法', en = 'Tax Law' }]", "[]",
       "items/tax.toml:23: items.basis: expected at least one law or regulation (zh and en)"},
      {"DocumentFormUnknown", "items/tax.toml", "form = 'copy'", "form = 'photo'",
       "items/tax.toml:15: items.documents.form: expected \"original\", \"copy\" or "
       "\"original_and_copy\", found \"photo\""},
      {"DocumentWithoutForm", "items/tax.toml", ", form = 'original'", "",
       "items/tax.toml:14: items.documents.form: expected a text of 1 to 60 bytes, found nothing"},
      {"DocumentUnknownKey", "items/tax.toml", "optional = true", "optionl = true",
       "items/tax.toml:15: items.documents.optionl: unknown key; remove it or correct its "
       "spelling"},
  };
  return kAll;
}

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class LoadMistake : public testing::TestWithParam<Mistake> {};

TEST_P(LoadMistake, IsNamedWithFileLineKeyAndExpectation) {
  const Mistake& mistake = GetParam();
  EXPECT_EQ(mistakes(with(mistake.file, mistake.old_text, mistake.new_text)), mistake.sentence);
}

std::string name_of(const testing::TestParamInfo<Mistake>& mistake) { return mistake.param.name; }

INSTANTIATE_TEST_SUITE_P(All, LoadMistake, testing::ValuesIn(all_mistakes()), name_of);

TEST(LoadCatalogue, MistakesOfAllFilesComeAtOnce) {
  Files files = with("hall.toml", "en = 'Hall'\n", "");
  files["services.toml"] = with("services.toml", "'H'", "'F'").at("services.toml");
  files["calendar.toml"] = with("calendar.toml", "'2025-01-01'", "'x'").at("calendar.toml");
  files["items/tax.toml"] =
      with("items/tax.toml", "promised_working_days = 5", "promised_working_days = 50")
          .at("items/tax.toml");
  EXPECT_EQ(mistakes(files),
            "services.toml:10: services.prefix: expected a letter that no other service has, "
            "found \"F\" again\n"
            "hall.toml:2: name.en: expected a text of 1 to 120 bytes, found nothing\n"
            "calendar.toml:11: holidays.from: expected a date such as \"2025-10-01\", found "
            "\"x\"\n"
            "items/tax.toml:9: items.promised_working_days: expected at most the statutory 20, "
            "found 50");
}

TEST(LoadCatalogue, EmptyListsAreNotEnough) {
  Files files = {{"hall.toml",
                  "time_zone = 'UTC'\nname = { zh = '厅', en = 'Hall' }\n"
                  "hours = { monday = [] }\ndepartments = []\n"},
                 {"services.toml", "services = []\n"},
                 {"calendar.toml", ""},
                 {"items/none.toml", "service = 'none'\n"}};
  EXPECT_EQ(mistakes(files),
            "services.toml:1: services: expected at least one [[services]]\n"
            "hall.toml:1: windows: expected at least one [[windows]]\n"
            "hall.toml:4: departments: expected at least one [[departments]]\n"
            "items/none.toml:1: service: expected the id of a service of services.toml, found "
            "\"none\"");
}

// One broken file must not make every reference into it look wrong.
TEST(LoadCatalogue, ABrokenFileIsOneMistake) {
  const auto first_line = [](const std::string& all) { return all.substr(0, all.find('\n')); };
  for (const char* file : {"hall.toml", "services.toml", "calendar.toml", "items/tax.toml"}) {
    Files files = kGood;
    files[file] += "[broken\n";
    const std::string all = mistakes(files);
    EXPECT_EQ(all, first_line(all)) << file;
    EXPECT_EQ(all.rfind(std::string(file) + ":", 0), 0u) << all;
    EXPECT_NE(all.find(": not TOML: "), std::string::npos) << all;
  }
}

TEST(LoadCatalogue, AMissingFileIsOneMistake) {
  for (const char* file : {"hall.toml", "services.toml", "calendar.toml"}) {
    Files files = kGood;
    files.erase(file);
    EXPECT_EQ(mistakes(files), std::string("cannot open ") + file + ": No such file or directory");
  }
  Files files = kGood;
  files.erase("items/tax.toml");
  EXPECT_EQ(mistakes(files), "cannot read the folder items: No such file or directory");
  files["items/tax.toml~"] = "an editor's copy";
  EXPECT_EQ(mistakes(files), "items: expected 1 to 64 files *.toml, found 0");
}

TEST(LoadCatalogue, AFolderThatIsNotThereIsRefused) {
  const auto loaded = load_catalogue("/nonexistent/catalogue");
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().sentence.find("/nonexistent/catalogue/hall.toml"), std::string::npos);
}

// --------------------------------------------------------------------------------------- the
// limits

std::string repeated(size_t count, const std::function<std::string(size_t)>& one) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += one(i);
  return out;
}

TEST(LoadCatalogueLimits, Notices) {
  const auto notices = [](size_t count) {
    Files files = kGood;
    files["hall.toml"] += repeated(
        count - 1, [](size_t) { return std::string("[[notices]]\nzh = '好'\nen = 'x'\n"); });
    return files;
  };
  EXPECT_EQ(mistakes(notices(limits::kNoticesMax)), "");
  EXPECT_EQ(mistakes(notices(limits::kNoticesMax + 1)),
            "hall.toml:21: notices: expected at most 20 tables [[notices]]");
}

TEST(LoadCatalogueLimits, Documents) {
  const auto documents = [](size_t count) {
    return with("items/tax.toml", "documents = [\n",
                "documents = [\n" + repeated(count - 2, [](size_t) {
                  return std::string("  { zh = '证', en = 'Paper', form = 'copy' },\n");
                }));
  };
  EXPECT_EQ(mistakes(documents(limits::kDocumentsPerItemMax)), "");
  EXPECT_EQ(mistakes(documents(limits::kDocumentsPerItemMax + 1)),
            "items/tax.toml:13: items.documents: expected at most 30 tables [[items.documents]]");
}

std::string many_items(const std::string& service, const std::string& start, size_t count) {
  return "service = '" + service + "'\n" + repeated(count, [&start](size_t i) {
           return "[[items]]\nid = '" + start + std::to_string(i) +
                  "'\nzh = '事'\nen = 'x'\ndepartment = 'tax'\nkind = 'on_the_spot'\n"
                  "basis = [{ zh = '法', en = 'Law' }]\n";
         });
}

TEST(LoadCatalogueLimits, ItemsOfAllFilesTogether) {
  Files files = kGood;
  files["items/tax.toml"] = many_items("tax", "t", limits::kItemsMax - 5);
  files["items/other.toml"] = many_items("other", "o", 5);
  EXPECT_EQ(mistakes(files), "");
  files["items/other.toml"] = many_items("other", "o", 6);
  EXPECT_EQ(mistakes(files), "items/tax.toml:2: items: expected at most 2000 items in all files");
}

TEST(LoadCatalogueLimits, ItemFiles) {
  Files files = kGood;
  for (size_t i = 1; i < limits::kCatalogueItemFilesMax; ++i) {
    files["items/x" + std::to_string(i) + ".toml"] = "service = 'other'\n";
  }
  EXPECT_EQ(mistakes(files), "");
  files["items/one-more.toml"] = "service = 'other'\n";
  EXPECT_EQ(mistakes(files), "items: expected 1 to 64 files *.toml, found 65");
}

// The longest names that are allowed, many times over, would not fit into the day's first event.
TEST(LoadCatalogueLimits, WhatTheQueueMustCarry) {
  Files files = kGood;
  std::string list;
  for (size_t i = 0; i < 20; ++i) {
    const std::string id = "a-service-with-a-rather-long-i-" + std::string(1, char('a' + i));
    files["services.toml"] += "[[services]]\nid = '" + id + "'\nprefix = '" +
                              std::string(1, "ABCDEGIJKLMNOPQRSTUVW"[i]) +
                              "'\nzh = '务'\nen = 'x'\nicon = 'grid'\nvisit_minutes = 5\n";
    list += (i ? ", '" : "'") + id + "'";
  }
  EXPECT_EQ(mistakes(files), "");
  files["hall.toml"] += repeated(97, [&list](size_t i) {
    return "[[windows]]\nnumber = " + std::to_string(i + 3) +
           "\nzh = '专窗'\nen = 'Special'\nservices = [" + list + "]\n";
  });
  const std::string all = mistakes(files);
  EXPECT_TRUE(
      all.starts_with("hall.toml:11: windows: expected services, windows and notices of "
                      "at most 20480 bytes in all, found "))
      << all;
}

}  // namespace
}  // namespace yichuang
