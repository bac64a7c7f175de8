// The kiosk in large type, as it was looked at and approved.
#include "tests/kiosk/screens_support.h"

namespace yichuang::kiosk {
namespace {

// The same in large type.
const std::vector<Shown>& elder_looks() {
  static const std::vector<Shown> looks = {
      {"elder-services", [](Kiosk& k) { elder(k); }},
      {"elder-services-en-help",
       [](Kiosk& k) {
         elder(k);
         english(k);
         k.driven.send(HelpChosen{});
       }},
      {"elder-services-few",
       [](Kiosk& k) {
         k.hall.services.resize(5);
         k.driven.send(HallChanged{true, 5});
         elder(k);
       }},
      {"elder-identify",
       [](Kiosk& k) {
         to(k, Screen::kIdentify);
         elder(k);
       }},
      {"elder-looking",
       [](Kiosk& k) {
         to(k, Screen::kLooking);
         elder(k);
       }},
      {"elder-mine-waiting",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         elder(k);
       }},
      {"elder-mine-missed-en",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_MISSED);
         elder(k);
         english(k);
       }},
      {"elder-mine-sure",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         elder(k);
         k.driven.send(WithdrawChosen{});
       }},
      {"elder-printing",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         elder(k);
       }},
      {"elder-choice-maybe",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         elder(k);
       }},
      {"elder-choice-en-warning",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         k.driven.send(
             PrintFinished{k.driven.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
         k.printer_is({.away = false, .paper_out = true});
         elder(k);
         english(k);
         k.driven.pass(32'500);
       }},
      {"elder-done",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         elder(k);
       }},
      {"elder-paperless",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         elder(k);
         k.driven.send(PaperlessChosen{});
       }},
      {"elder-search",
       [](Kiosk& k) {
         to(k, Screen::kSearch);
         elder(k);
       }},
      {"elder-item-en",
       [](Kiosk& k) {
         to(k, Screen::kItem);
         elder(k);
         english(k);
       }},
      {"elder-done-scans",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         k.driven.send(ScannerChanged{Scanning::kReady});
         elder(k);
       }},
      {"elder-papers",
       [](Kiosk& k) {
         to_papers(k);
         elder(k);
       }},
      {"elder-pages-none-en",
       [](Kiosk& k) {
         to(k, Screen::kPages);
         elder(k);
         english(k);
       }},
      {"elder-pages",
       [](Kiosk& k) {
         to_pages(k, 2);
         elder(k);
       }},
      {"elder-scanning",
       [](Kiosk& k) {
         to(k, Screen::kScanning);
         elder(k);
       }},
      {"elder-page-blurred",
       [](Kiosk& k) {
         to_pages(k, 2);
         k.driven.send(PageOpened{1});
         k.driven.flow.papers.pages[1].verdict = scan::Verdict::kBlurred;
         elder(k);
       }},
      {"elder-page-en",
       [](Kiosk& k) {
         to(k, Screen::kPage);
         elder(k);
         english(k);
       }},
      {"elder-trouble-en",
       [](Kiosk& k) {
         to(k, Screen::kTrouble);
         elder(k);
         english(k);
       }},
      {"elder-away",
       [](Kiosk& k) {
         to(k, Screen::kAway);
         elder(k);
       }},
  };
  return looks;
}

INSTANTIATE_TEST_SUITE_P(Elder, Look, testing::ValuesIn(elder_looks()), test_name);

TEST(Elder, TargetsAreLarge) {
  for (const Shown& look : elder_looks()) {
    SCOPED_TRACE(look.name);
    Kiosk kiosk;
    look.arrange(kiosk);
    for (const ui::Node& node : kiosk.screen()->nodes()) {
      EXPECT_GE(node.rect.w, 152) << node.label;
      EXPECT_GE(node.rect.h, 152) << node.label;
    }
  }
}

// Large type is one touch away on every screen, and so is the way back; so is help.
TEST(Elder, IsOneTouchAwayOnEveryScreenAndSoIsHelp) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kStaffPin || screen == Screen::kStaff) continue;
    if (screen == Screen::kEmergency) continue;  // large for everybody
    SCOPED_TRACE(name_of(screen));
    for (const bool large : {false, true}) {
      Kiosk kiosk;
      to(kiosk, screen);
      if (large) elder(kiosk);
      size_t switches = 0;
      size_t calls = 0;
      for (const ui::Node& node : kiosk.screen()->nodes()) {
        kiosk.sent.clear();
        node.action();
        ASSERT_EQ(kiosk.sent.size(), 1u);
        const auto* chosen = std::get_if<ElderChosen>(&kiosk.sent[0]);
        switches += chosen != nullptr && chosen->on != large;
        calls += std::holds_alternative<HelpChosen>(kiosk.sent[0]);
      }
      EXPECT_EQ(switches, 1u);
      EXPECT_EQ(calls, 1u);
    }
  }
}

}  // namespace
}  // namespace yichuang::kiosk
