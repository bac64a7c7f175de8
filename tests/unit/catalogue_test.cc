// lib/catalogue: the shipped catalogue is whole, and its digest and wire form tell the truth.
#include "catalogue/catalogue.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "base/id.h"
#include "base/limits.h"
#include "tests/unit/temporary_folder.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

const std::filesystem::path kShipped =
    std::filesystem::path(YICHUANG_SOURCE_DIR) / "assets" / "catalogue";

const Catalogue& shipped() {
  static const Catalogue catalogue = [] {
    auto loaded = load_catalogue(kShipped);
    if (!loaded) std::fprintf(stderr, "%s\n", loaded.error().sentence.c_str());
    HALL_ASSERT(loaded.ok());
    return std::move(loaded).value();
  }();
  return catalogue;
}

std::string digest_of(const Catalogue& catalogue) {
  const CatalogueDigest digest = catalogue_digest(catalogue);
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

TEST(ShippedCatalogue, Loads) {
  const auto loaded = load_catalogue(kShipped);
  EXPECT_TRUE(loaded.ok()) << loaded.error().sentence;
}

TEST(ShippedCatalogue, IsTheHallOfTheScreens) {
  EXPECT_EQ(shipped().hall.zh, "滨江区政务服务中心");
  EXPECT_EQ(shipped().hall.en, "Binjiang Public Service Centre");
  EXPECT_EQ(shipped().time_zone, "Asia/Shanghai");
  const struct {
    const char *prefix, *zh, *en, *icon;
  } cards[] = {
      {"A", "社会保障", "Social insurance", "umbrella"},
      {"B", "医疗保险", "Medical insurance", "heart"},
      {"C", "户籍与身份证", "Household & ID card", "id-card"},
      {"D", "不动产登记", "Property registration", "house"},
      {"E", "住房公积金", "Housing fund", "wallet"},
      {"F", "税务服务", "Tax service", "receipt"},
      {"G", "企业开办", "Start a business", "briefcase"},
      {"H", "综合窗口", "Other services", "grid"},
  };
  ASSERT_EQ(shipped().services.size(), std::size(cards));
  for (size_t i = 0; i < std::size(cards); ++i) {
    const ServiceDefinition& service = shipped().services[i];
    EXPECT_EQ(service.prefix, cards[i].prefix);
    EXPECT_EQ(service.name.zh, cards[i].zh);
    EXPECT_EQ(service.name.en, cards[i].en);
    EXPECT_EQ(service.icon, cards[i].icon);
    EXPECT_GE(items_of(shipped(), service.id).size(), 4u) << service.id;
  }
  ASSERT_GE(shipped().notices.size(), 1u);
  EXPECT_EQ(shipped().notices[0].zh,
            "温馨提示：请携带有效身份证件，听到叫号后请及时到窗口办理，过号请到导办台恢复排队。");
}

TEST(ShippedCatalogue, HasTheItemsOfADistrict) {
  EXPECT_GE(shipped().items.size(), 44u);
  std::set<std::string> deciding;
  size_t on_the_spot = 0, with_fee = 0;
  for (const Item& item : shipped().items) {
    deciding.insert(item.department);
    on_the_spot += item.kind == ItemKind::kOnTheSpot;
    with_fee += item.fee.fen > 0;
    EXPECT_FALSE(item.basis.empty()) << item.id;
    EXPECT_FALSE(item.documents.empty()) << item.id;
    EXPECT_LE(item.promised_working_days, item.statutory_working_days) << item.id;
    EXPECT_EQ(item.kind == ItemKind::kOnTheSpot, item.promised_working_days == 0) << item.id;
    EXPECT_EQ(item.fee.fen > 0 && item.fee.basis.zh.empty(), false) << item.id;
  }
  EXPECT_EQ(deciding.size(), shipped().departments.size());
  EXPECT_GE(on_the_spot, 20u);
  EXPECT_GE(shipped().items.size() - on_the_spot, 20u);
  EXPECT_GE(with_fee, 8u);
  ASSERT_NE(shipped().item("idcard-lost"), nullptr);
  EXPECT_EQ(shipped().item("idcard-lost")->fee.fen, 4000u);
  EXPECT_EQ(shipped().item("idcard-lost")->service, "household");
}

TEST(ShippedCatalogue, ItemsComeInTheOrderOfTheCards) {
  ptrdiff_t last = 0;
  for (const Item& item : shipped().items) {
    const ptrdiff_t index = shipped().service(item.service) - shipped().services.data();
    EXPECT_GE(index, last) << item.id;
    last = index;
  }
}

TEST(ShippedCatalogue, EveryServiceHasAGeneralAndASpecialWindow) {
  ASSERT_EQ(shipped().windows.size(), 12u);
  for (uint32_t number = 1; number <= 12; ++number) {
    ASSERT_NE(shipped().window(number), nullptr);
    EXPECT_EQ(shipped().windows[number - 1].number, number);
  }
  EXPECT_EQ(shipped().window(13), nullptr);
  for (const ServiceDefinition& service : shipped().services) {
    const auto windows = windows_serving(shipped(), service.id);
    EXPECT_GE(windows.size(), service.id == "other" ? 4u : 5u) << service.id;
    for (const WindowDefinition* window : windows) EXPECT_TRUE(serves(*window, service.id));
  }
}

TEST(ShippedCatalogue, KnowsThePublishedHolidays) {
  const Calendar& calendar = shipped().calendar;
  EXPECT_EQ(calendar.published_years, (std::vector<uint32_t>{2025, 2026}));
  const struct {
    uint32_t day;
    bool working;
  } days[] = {
      {20250101, false}, {20250102, true},  {20250126, true},  {20250128, false}, {20250204, false},
      {20250205, true},  {20250208, true},  {20250404, false}, {20250407, true},  {20250427, true},
      {20250505, false}, {20250602, false}, {20250928, true},  {20251008, false}, {20251011, true},
      {20260101, false}, {20260102, false}, {20260104, true},  {20260214, true},  {20260223, false},
      {20260228, true},  {20260406, false}, {20260509, true},  {20260619, false}, {20260920, true},
      {20260925, false}, {20261007, false}, {20261010, true},  {20270101, false}, {20271001, false},
  };
  for (const auto& day : days) EXPECT_EQ(is_working_day(calendar, day.day), day.working) << day.day;
  // 365 days less 104 of weekends and the 13 of the law: the swaps change none of that.
  for (uint32_t year : {2025u, 2026u}) {
    int working = 0;
    for (uint32_t d = year * 10000 + 101; d / 10000 == year; d = add_days(d, 1)) {
      working += is_working_day(calendar, d);
    }
    EXPECT_EQ(working, 248) << year;
  }
}

TEST(ShippedCatalogue, IsClosedAtLunchAndAtWeekends) {
  const auto& tuesday = open_intervals(shipped().hours, shipped().calendar, 20250520);
  ASSERT_EQ(tuesday.size(), 2u);
  EXPECT_EQ(tuesday[0].to_min, 12u * 60);
  EXPECT_EQ(tuesday[1].from_min, 13u * 60 + 30);
  EXPECT_TRUE(open_intervals(shipped().hours, shipped().calendar, 20250524).empty());
  EXPECT_TRUE(open_intervals(shipped().hours, shipped().calendar, 20251001).empty());
  EXPECT_EQ(open_intervals(shipped().hours, shipped().calendar, 20251011).size(), 2u);
}

// ------------------------------------------------------------------------------------------
// look-ups

TEST(Catalogue, LookUpsOfUnknownThingsAreNull) {
  EXPECT_EQ(shipped().service("none"), nullptr);
  EXPECT_EQ(shipped().service(""), nullptr);
  EXPECT_EQ(shipped().department("none"), nullptr);
  EXPECT_EQ(shipped().item("none"), nullptr);
  EXPECT_TRUE(windows_serving(shipped(), "none").empty());  // not even the general ones
  EXPECT_TRUE(items_of(shipped(), "none").empty());
}

TEST(Catalogue, GeneralWindowsServeAllSpecialOnesTheirOwn) {
  Catalogue catalogue;
  catalogue.services = {{"a", "A", {}, "", 0}, {"b", "B", {}, "", 0}};
  catalogue.windows = {{1, {}, true, {}}, {2, {}, false, {"a"}}, {3, {}, false, {"b", "a"}}};
  const auto numbers = [&](std::string_view service) {
    std::vector<uint32_t> out;
    for (const auto* window : windows_serving(catalogue, service)) out.push_back(window->number);
    return out;
  };
  EXPECT_EQ(numbers("a"), (std::vector<uint32_t>{1, 2, 3}));
  EXPECT_EQ(numbers("b"), (std::vector<uint32_t>{1, 3}));
}

// --------------------------------------------------------------------------------------------
// digest

Catalogue small() {
  Catalogue catalogue;
  catalogue.hall = {"厅", "Hall"};
  catalogue.time_zone = "Asia/Shanghai";
  catalogue.hours.weekdays[0] = {{540, 720}};
  catalogue.hours.make_up_day = {{540, 720}};
  catalogue.calendar.holidays = {{{"元旦", "New Year"}, 20250101, 20250101, {20250104}}};
  catalogue.calendar.published_years = {2025};
  catalogue.departments = {{"tax", {"税务局", "Tax office"}}};
  catalogue.services = {{"tax", "F", {"税务", "Tax"}, "receipt", 540}};
  catalogue.items = {{"deed",
                      "tax",
                      "tax",
                      {"契税", "Deed tax"},
                      ItemKind::kPromised,
                      20,
                      5,
                      {100, {"法", "Law"}},
                      {{"契税法", "Deed Tax Law"}},
                      {{{"身份证", "ID card"}, DocumentForm::kCopy, true}}}};
  catalogue.windows = {{1, {"综合", "General"}, true, {}}, {2, {"税", "Tax"}, false, {"tax"}}};
  catalogue.notices = {{"欢迎", "Welcome"}};
  return catalogue;
}

// Servers and clients of different builds compare digests: the same catalogue must give the same.
TEST(Digest, IsTheSameInEveryBuild) {
  EXPECT_EQ(digest_of(small()), "9255f77dd60a226d61ea54aa0dd89416");
  EXPECT_EQ(digest_of(small()), digest_of(small()));
}

TEST(Digest, ChangesWithEveryField) {
  const std::function<void(Catalogue&)> changes[] = {
      [](Catalogue& c) { c.hall.zh = "x"; },
      [](Catalogue& c) { c.hall.en = "x"; },
      [](Catalogue& c) { c.time_zone = "UTC"; },
      [](Catalogue& c) { c.hours.weekdays[0][0].from_min = 541; },
      [](Catalogue& c) { c.hours.weekdays[0][0].to_min = 721; },
      [](Catalogue& c) { std::swap(c.hours.weekdays[0], c.hours.weekdays[1]); },
      [](Catalogue& c) { c.hours.make_up_day.clear(); },
      [](Catalogue& c) { c.calendar.holidays[0].name.zh = "x"; },
      [](Catalogue& c) { c.calendar.holidays[0].name.en = "x"; },
      [](Catalogue& c) { c.calendar.holidays[0].first_day = 20241231; },
      [](Catalogue& c) { c.calendar.holidays[0].last_day = 20250102; },
      [](Catalogue& c) { c.calendar.holidays[0].make_up_days[0] = 20250105; },
      [](Catalogue& c) { c.calendar.published_years[0] = 2026; },
      [](Catalogue& c) { c.departments[0].id = "x"; },
      [](Catalogue& c) { c.departments[0].name.zh = "x"; },
      [](Catalogue& c) { c.departments[0].name.en = "x"; },
      [](Catalogue& c) { c.services[0].id = "x"; },
      [](Catalogue& c) { c.services[0].prefix = "X"; },
      [](Catalogue& c) { c.services[0].name.zh = "x"; },
      [](Catalogue& c) { c.services[0].name.en = "x"; },
      [](Catalogue& c) { c.services[0].icon = "x"; },
      [](Catalogue& c) { c.services[0].service_seconds = 1; },
      [](Catalogue& c) { c.items[0].id = "x"; },
      [](Catalogue& c) { c.items[0].service = "x"; },
      [](Catalogue& c) { c.items[0].department = "x"; },
      [](Catalogue& c) { c.items[0].name.zh = "x"; },
      [](Catalogue& c) { c.items[0].name.en = "x"; },
      [](Catalogue& c) { c.items[0].kind = ItemKind::kOnTheSpot; },
      [](Catalogue& c) { c.items[0].statutory_working_days = 21; },
      [](Catalogue& c) { c.items[0].promised_working_days = 6; },
      [](Catalogue& c) { c.items[0].fee.fen = 101; },
      [](Catalogue& c) { c.items[0].fee.basis.zh = "x"; },
      [](Catalogue& c) { c.items[0].fee.basis.en = "x"; },
      [](Catalogue& c) { c.items[0].basis[0].zh = "x"; },
      [](Catalogue& c) { c.items[0].basis[0].en = "x"; },
      [](Catalogue& c) { c.items[0].documents[0].name.zh = "x"; },
      [](Catalogue& c) { c.items[0].documents[0].name.en = "x"; },
      [](Catalogue& c) { c.items[0].documents[0].form = DocumentForm::kOriginal; },
      [](Catalogue& c) { c.items[0].documents[0].optional = false; },
      [](Catalogue& c) { c.windows[0].number = 3; },
      [](Catalogue& c) { c.windows[0].name.zh = "x"; },
      [](Catalogue& c) { c.windows[0].name.en = "x"; },
      [](Catalogue& c) { c.windows[0].general = false; },
      [](Catalogue& c) { c.windows[1].services[0] = "x"; },
      [](Catalogue& c) { std::swap(c.windows[0], c.windows[1]); },
      [](Catalogue& c) { c.notices[0].zh = "x"; },
      [](Catalogue& c) { c.notices[0].en = "x"; },
      [](Catalogue& c) { c.notices.clear(); },
      // Text must not slip over the border of its field.
      [](Catalogue& c) {
        c.hall = {"厅H", "all"};
      },
      [](Catalogue& c) {
        c.departments[0].name = {"税务局T", "ax office"};
      },
  };
  std::set<std::string> digests = {digest_of(small())};
  size_t index = 0;
  for (const auto& change : changes) {
    Catalogue catalogue = small();
    change(catalogue);
    EXPECT_TRUE(digests.insert(digest_of(catalogue)).second) << "change " << index;
    ++index;
  }
}

TEST(Digest, DoesNotDependOnCommentsAndLayoutOfTheFiles) {
  TemporaryFolder folder;
  std::filesystem::copy(kShipped, folder.path(), std::filesystem::copy_options::recursive);
  const auto hall = folder.path() / "hall.toml";
  std::ofstream(hall, std::ios::app) << "\n# another comment\n";
  std::filesystem::rename(folder.path() / "items" / "a-social.toml",
                          folder.path() / "items" / "z-social.toml");
  const auto loaded = load_catalogue(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_EQ(digest_of(*loaded), digest_of(shipped()));

  std::ofstream(hall, std::ios::app) << "\n[[notices]]\nzh = \"新\"\nen = \"New\"\n";
  const auto changed = load_catalogue(folder.path());
  ASSERT_TRUE(changed.ok()) << changed.error().sentence;
  EXPECT_NE(digest_of(*changed), digest_of(shipped()));
}

// ----------------------------------------------------------------------------------------------
// wire

TEST(ToWire, CarriesWhatAQueueNeeds) {
  const auto wire = to_wire(small(), 7);
  EXPECT_EQ(wire.version(), 7u);
  EXPECT_EQ(wire.hall_zh(), "厅");
  EXPECT_EQ(wire.hall_en(), "Hall");
  EXPECT_EQ(wire.time_zone(), "Asia/Shanghai");
  ASSERT_EQ(wire.services_size(), 1);
  EXPECT_EQ(wire.services(0).id(), "tax");
  EXPECT_EQ(wire.services(0).prefix(), "F");
  EXPECT_EQ(wire.services(0).name_zh(), "税务");
  EXPECT_EQ(wire.services(0).name_en(), "Tax");
  EXPECT_EQ(wire.services(0).icon(), "receipt");
  EXPECT_EQ(wire.services(0).service_seconds(), 540u);
  ASSERT_EQ(wire.windows_size(), 2);
  EXPECT_EQ(wire.windows(0).window(), 1u);
  EXPECT_TRUE(wire.windows(0).general());
  EXPECT_EQ(wire.windows(0).services_size(), 0);
  EXPECT_EQ(wire.windows(1).name_zh(), "税");
  EXPECT_EQ(wire.windows(1).name_en(), "Tax");
  EXPECT_FALSE(wire.windows(1).general());
  ASSERT_EQ(wire.windows(1).services_size(), 1);
  EXPECT_EQ(wire.windows(1).services(0), "tax");
  ASSERT_EQ(wire.notices_size(), 1);
  EXPECT_EQ(wire.notices(0).zh(), "欢迎");
  EXPECT_EQ(wire.notices(0).en(), "Welcome");
  EXPECT_EQ(to_hex(wire.digest()), digest_of(small()));
}

TEST(ToWire, TheVersionIsNotPartOfTheDigest) {
  EXPECT_EQ(to_wire(small(), 1).digest(), to_wire(small(), 2).digest());
}

TEST(ToWire, TheShippedCatalogueFitsTheMessage) {
  const auto wire = to_wire(shipped(), 1);
  EXPECT_TRUE(within_limits(wire).ok());
  const std::string bytes = encode(wire);
  EXPECT_LT(bytes.size(), limits::kCatalogueWireBytesMax);
  wire::CatalogueAdopted received;
  ASSERT_TRUE(decode(bytes, received).ok());
  EXPECT_EQ(encode(received), bytes);
}

}  // namespace
}  // namespace yichuang
