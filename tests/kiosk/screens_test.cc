// The kiosk's screens as they were looked at and approved, and what must hold of every one of them.
#include <gmock/gmock.h>

#include "catalogue/catalogue.h"
#include "tests/kiosk/screens_support.h"

namespace yichuang::kiosk {
namespace {

void more_services(Kiosk& k) {
  const std::vector<Service> all = k.hall.services;
  for (size_t i = 0; i < 3; ++i) {
    k.hall.services.push_back(all[i]);
    k.hall.services.back().id += "-2";
  }
  k.driven.send(HallChanged{true, 11});
}

// As long as the wire takes one.
void long_emergency(Kiosk& k) {
  to(k, Screen::kEmergency);
  Emergency& message = k.hall.emergency;
  message.zh.clear();
  message.en.clear();
  while (message.zh.size() + 39 <= 400) message.zh += "请从最近的出口离开大厅，";
  while (message.en.size() + 34 <= 400) message.en += "Please leave by the nearest exit. ";
}

const std::vector<Shown>& every_look() {
  static const std::vector<Shown> looks = {
      {"services-zh", [](Kiosk&) {}},
      {"services-en", [](Kiosk& k) { english(k); }},
      {"services-pages-no-paper",
       [](Kiosk& k) {
         more_services(k);
         k.printer_is({.away = false, .paper_out = true});
       }},
      {"services-few",
       [](Kiosk& k) {
         k.hall.services.resize(3);
         k.driven.send(HallChanged{true, 3});
       }},
      {"services-code-reader",
       [](Kiosk& k) {
         k.view.reads_codes = true;
         k.printer_is({.away = false, .paper_out = true});
       }},
      {"services-offline",
       [](Kiosk& k) {
         k.driven.send(HallChanged{false, 8, true});
       }},
      {"done-offline", [](Kiosk& k) { to_own_ticket(k, true); }},
      {"paperless-offline",
       [](Kiosk& k) {
         to_own_ticket(k, false);
         k.driven.send(PaperlessChosen{});
       }},
      {"choice-offline-en",
       [](Kiosk& k) {
         to_own_ticket(k, false);
         english(k);
       }},
      {"identify", [](Kiosk& k) { to(k, Screen::kIdentify); }},
      {"identify-moved-en",
       [](Kiosk& k) {
         to(k, Screen::kIdentify);
         english(k);
         k.driven.send(CardSeen{CardOutcome::kMoved, "", false});
       }},
      {"staff-pin",
       [](Kiosk& k) {
         to(k, Screen::kStaffPin);
         k.driven.send(DigitChosen{'1'}).send(DigitChosen{'2'});
       }},
      {"staff-pin-shut-en",
       [](Kiosk& k) {
         to(k, Screen::kStaffPin);
         for (int i = 0; i < 3; ++i) k.driven.send(PinAnswered{false});
         english(k);
       }},
      {"staff", [](Kiosk& k) { to(k, Screen::kStaff); }},
      {"staff-cut-off-en",
       [](Kiosk& k) {
         to(k, Screen::kStaff);
         english(k);
         k.staff.connected = false;
         k.staff.own_waiting = 3;
         k.staff.test_print = PrintOutcome::kUnknown;
       }},
      {"looking", [](Kiosk& k) { to(k, Screen::kLooking); }},
      {"services-search", [](Kiosk& k) { k.driven.send(ItemsChanged{84}); }},
      {"services-search-en",
       [](Kiosk& k) {
         k.driven.send(ItemsChanged{84});
         english(k);
       }},
      {"emergency", [](Kiosk& k) { to(k, Screen::kEmergency); }},
      {"emergency-long-en",
       [](Kiosk& k) {
         long_emergency(k);
         english(k);
       }},
      {"emergency-cut-off",
       [](Kiosk& k) {
         to(k, Screen::kEmergency);
         k.driven.send(HallChanged{false, 8, true});
       }},
      {"printing-emergency",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         emergency(k);
       }},
      {"services-en-warning",
       [](Kiosk& k) {
         english(k);
         k.driven.pass(32'500);
       }},
      {"done-scans-warning",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ScannerChanged{Scanning::kReady}).send(Touched{});
         k.driven.pass(17'500);
       }},
      {"done-strict",
       [](Kiosk& k) {
         k.hall.rules.missed_is_void = true;
         to(k, Screen::kDone);
       }},
      {"done-code-reader-en",
       [](Kiosk& k) {
         k.view.reads_codes = true;
         to(k, Screen::kDone);
         english(k);
       }},
      {"search", [](Kiosk& k) { to(k, Screen::kSearch); }},
      {"search-typed-en",
       [](Kiosk& k) {
         to(k, Screen::kSearch);
         english(k);
         k.found_count = 2;
         for (const char letter : {'s', 'h', 'b', 'z'}) k.driven.send(LetterTyped{letter});
       }},
      {"search-nothing",
       [](Kiosk& k) {
         to(k, Screen::kSearch);
         k.found_count = 0;
         k.driven.send(LetterTyped{'z'});
       }},
      {"done-scans",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ScannerChanged{Scanning::kReady});
       }},
      {"done-scanner-away",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ScannerChanged{Scanning::kScannerAway});
       }},
      {"mine-held-no-room-en",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_HELD);
         k.driven.send(ScannerChanged{Scanning::kNoRoom});
         english(k);
       }},
      {"mine-held-scans",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_HELD);
         k.driven.send(ScannerChanged{Scanning::kReady});
       }},
      {"mine-waiting-papers",
       [](Kiosk& k) { to_ticket_with_papers(k, wire::TICKET_PHASE_WAITING); }},
      {"mine-called-papers-en",
       [](Kiosk& k) {
         to_ticket_with_papers(k, wire::TICKET_PHASE_CALLED);
         english(k);
       }},
      {"papers-earlier-en",
       [](Kiosk& k) {
         to_ticket_with_papers(k, wire::TICKET_PHASE_WAITING);
         english(k);
         k.driven.send(PapersChosen{"social-card", 4});
       }},
      {"pages-replaces",
       [](Kiosk& k) {
         to_ticket_with_papers(k, wire::TICKET_PHASE_WAITING);
         k.driven.send(PapersChosen{"social-card", 4}).send(PaperChosen{1});
       }},
      {"papers", [](Kiosk& k) { to_papers(k); }},
      {"papers-free-en",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ScannerChanged{Scanning::kReady}).send(PapersChosen{});
         english(k);
       }},
      {"papers-next-page-en-warning",
       [](Kiosk& k) {
         for (int i = 0; i < 4; ++i) *k.item.add_documents() = k.item.documents(1);
         to(k, Screen::kDone);
         k.driven.send(ScannerChanged{Scanning::kReady}).send(PapersChosen{"social-card", 8});
         k.driven.send(PageChosen{1});
         english(k);
         k.driven.pass(62'500);
       }},
      {"pages-none", [](Kiosk& k) { to(k, Screen::kPages); }},
      {"pages-jammed-en",
       [](Kiosk& k) {
         to(k, Screen::kScanning);
         english(k);
         k.driven.send(ScanFinished{k.driven.flow.papers.job, ScanReason::kJammed});
       }},
      {"pages", [](Kiosk& k) { to_pages(k, 7); }},
      {"pages-full-en",
       [](Kiosk& k) {
         to_pages(k, kPagesPerPaperMax);
         english(k);
       }},
      {"pages-sure-en",
       [](Kiosk& k) {
         to_pages(k, 2);
         english(k);
         k.driven.send(HomeChosen{});
       }},
      {"scanning",
       [](Kiosk& k) {
         to(k, Screen::kScanning);
         k.driven.send(ScanProgressed{k.driven.flow.papers.job, 420});
       }},
      {"page", [](Kiosk& k) { to(k, Screen::kPage); }},
      {"page-blurred-en",
       [](Kiosk& k) {
         to_pages(k, 2);
         english(k);
         k.driven.send(ScanChosen{});
         scan_page(k.driven, 9, scan::Verdict::kBlurred);
       }},
      {"mine-waiting", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_WAITING); }},
      {"mine-waiting-en-sure",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         english(k);
         k.driven.send(WithdrawChosen{});
       }},
      {"mine-called", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_CALLED); }},
      {"mine-missed", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_MISSED); }},
      {"mine-missed-en-warning",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_MISSED);
         english(k);
         k.driven.pass(32'500);
       }},
      {"mine-held-en",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_HELD);
         english(k);
       }},
      {"trouble-unknown-code", [](Kiosk& k) { k.driven.send(CodeRead{}); }},
      {"trouble-too-early",
       [](Kiosk& k) {
         to(k, Screen::kLooking);
         k.driven.send(
             TicketAnswered{k.driven.flow.request, refused(wire::REFUSAL_UNKNOWN_TICKET)});
         Outcome early = refused(wire::REFUSAL_NOT_YET);
         early.reply.set_not_before_ms(kSampleTime.ms + 3'600'000);
         k.driven.send(IssueAnswered{k.driven.flow.request, early});
       }},
      {"issuing", [](Kiosk& k) { to(k, Screen::kIssuing); }},
      {"printing", [](Kiosk& k) { to(k, Screen::kPrinting); }},
      {"choice-unplugged", [](Kiosk& k) { to(k, Screen::kChoice); }},
      {"choice-maybe-printed-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         k.printer_is({});
         english(k);
         k.driven.pass(32'500);
       }},
      {"choice-no-paper-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         k.driven.send(
             PrintFinished{k.driven.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
         k.printer_is({.away = false, .paper_out = true});
         english(k);
         k.driven.pass(32'500);
       }},
      {"done", [](Kiosk& k) { to(k, Screen::kDone); }},
      {"paperless",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         k.driven.send(PaperlessChosen{});
       }},
      {"paperless-en",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         k.driven.send(PaperlessChosen{});
         english(k);
       }},
      {"trouble-series-full", [](Kiosk& k) { to(k, Screen::kTrouble); }},
      {"trouble-closed-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kIssuing);
         k.driven.send(IssueAnswered{k.driven.flow.request, refused(wire::REFUSAL_SERVICE_CLOSED)});
         english(k);
         k.driven.pass(35'000);
       }},
      {"trouble-needs-staff",
       [](Kiosk& k) {
         to(k, Screen::kIssuing);
         k.driven.send(IssueAnswered{k.driven.flow.request, refused(wire::REFUSAL_DISK_FULL)});
       }},
      {"trouble-has-ticket",
       [](Kiosk& k) {
         to(k, Screen::kIssuing);
         k.driven.send(IssueAnswered{k.driven.flow.request, refused(wire::REFUSAL_LIMIT_REACHED)});
       }},
      {"trouble-not-confirmed",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ConfirmAnswered{kTicket, {Outcome::Kind::kUnavailable, {}}});
       }},
      {"welcome", [](Kiosk& k) { to(k, Screen::kWelcome); }},
      {"welcome-en",
       [](Kiosk& k) {
         to(k, Screen::kWelcome);
         k.driven.flow.language = k.driven.flow.default_language = Language::kEnglish;
       }},
      {"away", [](Kiosk& k) { to(k, Screen::kAway); }},
      {"away-en",
       [](Kiosk& k) {
         to(k, Screen::kAway);
         english(k);
       }},
  };
  return looks;
}

TEST_P(Look, IsAsApproved) {
  const auto screen = kiosk_.screen();
  EXPECT_GOLDEN(
      ui::paint(*screen, kiosk_.size(), static_cast<int>(kiosk_.size().w),
                static_cast<int>(kiosk_.size().h)),
      std::filesystem::path(YICHUANG_KIOSK_GOLDEN) / (std::string(GetParam().name) + ".png"));
}

TEST_P(Look, EveryTargetIsLabelledLargeEnoughAndApart) {
  const auto nodes = kiosk_.screen()->nodes();
  const ui::Rect whole{0, 0, kiosk_.size().w, kiosk_.size().h};
  std::set<int> ids;
  std::set<int> order;
  for (const ui::Node& node : nodes) {
    SCOPED_TRACE(node.label);
    EXPECT_FALSE(node.label.empty());
    EXPECT_GE(node.rect.w, 96);
    EXPECT_GE(node.rect.h, 96);
    EXPECT_EQ(ui::intersection(node.rect, whole), node.rect);
    EXPECT_TRUE(ids.insert(node.id).second);
    EXPECT_TRUE(order.insert(node.focus_order).second);
    for (const ui::Node& other : nodes) {
      EXPECT_TRUE(other.id == node.id || ui::intersection(node.rect, other.rect).empty())
          << "lies over " << other.label;
    }
  }
}

TEST_P(Look, EveryTargetSendsOneEvent) {
  const auto screen = kiosk_.screen();
  for (const ui::Node& node : screen->nodes()) {
    kiosk_.sent.clear();
    node.action();
    EXPECT_EQ(kiosk_.sent.size(), 1u) << node.label;
  }
}

// The design's measures: type from 28 units, 52 for who reads badly, and their contrasts.
TEST_P(Look, EveryLineCanBeRead) {
  ui::Readable rules{.size_min = 28};
  if (kiosk_.driven.flow.contrast) rules.body = rules.numerals = 10;
  if (kiosk_.driven.flow.elder) rules = {.size_min = 52, .body = 10, .numerals = 10};
  const ui::Size size = kiosk_.size();
  const auto screen = kiosk_.screen();
  EXPECT_THAT(ui::unreadable(ui::paint_watched(*screen, size), size, rules), testing::IsEmpty());
}

// Names are the halls' own: the longest of the sample catalogue, in both languages.
TEST(Names, TheLongestCanBeReadWhereverTheyStand) {
  const auto catalogue = load_catalogue(ui::assets_folder() / "catalogue");
  ASSERT_TRUE(catalogue.ok());
  std::vector<wire::ItemRecord> items = item_records(*catalogue);
  const auto longest = [](const wire::ItemRecord& item) {
    size_t most = item.name().zh().size() + item.name().en().size();
    for (const auto& document : item.documents())
      most = std::max(most, document.name().zh().size() + document.name().en().size());
    return most;
  };
  std::ranges::sort(items, std::ranges::greater{}, longest);
  for (size_t i = 0; i < 12; ++i) {
    for (const Screen screen : {Screen::kSearch, Screen::kPapers, Screen::kPages}) {
      for (const bool in_english : {false, true}) {
        Kiosk kiosk;
        kiosk.item = items[i];
        kiosk.item.set_id("social-card");  // that the flow is about
        to(kiosk, screen);
        if (in_english) english(kiosk);
        SCOPED_TRACE(fmt::format("{} on {}", items[i].name().en(), name_of(screen)));
        const ui::Painted painted = ui::paint_watched(*kiosk.screen(), kiosk.size());
        EXPECT_THAT(ui::unreadable(painted, kiosk.size(), {.size_min = 28}), testing::IsEmpty());
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kiosk, Look, testing::ValuesIn(every_look()), test_name);
TEST(Services, ATouchPicksTheServiceUnderTheFinger) {
  Kiosk kiosk;
  const auto screen = kiosk.screen();
  const auto node = ui::node_at(screen->nodes(), {800, 600}, 96);
  ASSERT_TRUE(node);
  node->action();
  ASSERT_EQ(kiosk.sent.size(), 1u);
  EXPECT_EQ(std::get<ServiceChosen>(kiosk.sent[0]).service, "medical");
}

TEST(Services, RetiredOnesAreNotOffered) {
  Kiosk kiosk;
  kiosk.hall.services[1].retired = true;
  const auto node = ui::node_at(kiosk.screen()->nodes(), {800, 600}, 96);
  ASSERT_TRUE(node);
  node->action();
  EXPECT_EQ(std::get<ServiceChosen>(kiosk.sent[0]).service, "household");
}

TEST(Texts, BothLanguagesHaveTheSameKeys) {
  const ui::Texts texts = std::move(ui::Texts::load(ui::assets_folder() / "i18n")).value();
  const auto kiosk_keys = [&](std::string_view language) {
    std::vector<std::string> keys = texts.keys(language);
    std::erase_if(keys, [](const std::string& key) { return !key.starts_with("kiosk."); });
    return keys;
  };
  EXPECT_EQ(kiosk_keys("zh-CN"), kiosk_keys("en"));
  EXPECT_GT(kiosk_keys("en").size(), 60u);
}

}  // namespace
}  // namespace yichuang::kiosk
