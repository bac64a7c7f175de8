// Papers are scanned for a ticket: page by page, kept or again, filed, and gone when nobody is
// there.
#include <gtest/gtest.h>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

template <class Effect>
const Effect* find(const Driven& d) {
  for (const FlowEffect& effect : d.effects)
    if (const auto* found = std::get_if<Effect>(&effect)) return found;
  return nullptr;
}

TEST(Papers, AreOfferedOnlyWithAScannerAndATicketOfTheServers) {
  Driven d = driven_to(Screen::kDone);
  EXPECT_FALSE(can_scan(d.flow));
  d.send(PapersChosen{"social-card", 4});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  d.send(ScannerChanged{Scanning::kReady});
  EXPECT_TRUE(can_scan(d.flow));
  d.flow.ticket.offline = true;
  EXPECT_FALSE(can_scan(d.flow)) << "the server does not know the ticket yet";
}

TEST(Papers, AScannerThatFailsIsAReasonToTell) {
  Driven d = driven_to(Screen::kDone);
  EXPECT_FALSE(would_scan(d.flow)) << "there never was one";
  d.send(ScannerChanged{Scanning::kScannerAway});
  EXPECT_FALSE(can_scan(d.flow));
  EXPECT_TRUE(would_scan(d.flow));
  d.send(ScannerChanged{Scanning::kNoRoom});
  EXPECT_TRUE(would_scan(d.flow));
  d.send(ScannerChanged{Scanning::kReady});
  EXPECT_FALSE(would_scan(d.flow));
}

TEST(Papers, CanBeScannedLaterWithTheTicketsCode) {
  Driven d = driven_to(Screen::kLooking);
  d.send(ScannerChanged{Scanning::kReady});
  d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_WAITING)});
  d.send(PapersChosen{"social-card", 4});
  EXPECT_EQ(d.flow.screen, Screen::kPapers);
  EXPECT_EQ(d.flow.papers.ticket, 12u);
  EXPECT_EQ(d.flow.papers.number, "A007");
}

TEST(Papers, OfATicketThatIsOverAreNotScanned) {
  Driven d = driven_to(Screen::kLooking);
  d.send(ScannerChanged{Scanning::kReady});
  d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_SERVED)});
  EXPECT_FALSE(can_scan(d.flow));
}

TEST(Papers, ASinglePageIsLookedAtAtOnceAndKept) {
  Driven d = driven_to(Screen::kScanning);
  scan_page(d, 7);
  EXPECT_EQ(d.flow.screen, Screen::kPage);
  d.send(PageKept{});
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  ASSERT_EQ(d.flow.papers.pages.size(), 1u);
  EXPECT_EQ(d.flow.papers.pages[0].id, 7u);
}

TEST(Papers, AStackFromTheFeederIsLookedAtOnTheTable) {
  Driven d = driven_to(Screen::kScanning);
  for (uint64_t id = 1; id <= 3; ++id)
    d.send(PageScanned{d.flow.papers.job, {id, scan::Verdict::kGood}});
  d.send(ScanFinished{d.flow.papers.job, ScanReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  EXPECT_EQ(d.flow.papers.pages.size(), 3u);
}

TEST(Papers, AgainReplacesThePageAtItsPlace) {
  Driven d = driven_to(Screen::kPage);
  d.send(PageKept{}).send(ScanChosen{});
  scan_page(d, 2).send(PageKept{}).send(PageOpened{0}).send(ScanChosen{});
  EXPECT_EQ(find<AskScan>(d)->pages_max, 1u);
  d.send(PageScanned{d.flow.papers.job, {3, scan::Verdict::kGood}});
  ASSERT_TRUE(find<AskDropPage>(d));
  EXPECT_EQ(find<AskDropPage>(d)->page, 1u);
  d.send(ScanFinished{d.flow.papers.job, ScanReason::kNone});
  ASSERT_EQ(d.flow.papers.pages.size(), 2u);
  EXPECT_EQ(d.flow.papers.pages[0].id, 3u);
  EXPECT_EQ(d.flow.papers.pages[1].id, 2u);
}

TEST(Papers, AFailedAgainLeavesThePageThatWasThere) {
  Driven d = driven_to(Screen::kPage);
  d.send(ScanChosen{});
  d.send(ScanFinished{d.flow.papers.job, ScanReason::kJammed});
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  EXPECT_TRUE(d.flow.papers.ended_badly);
  ASSERT_EQ(d.flow.papers.pages.size(), 1u);
  EXPECT_EQ(d.flow.papers.pages[0].id, 1u);
}

TEST(Papers, PagesAreMovedAndDeleted) {
  Driven d = driven_to(Screen::kPage);
  for (uint64_t id = 2; id <= 3; ++id) {
    d.send(PageKept{}).send(ScanChosen{});
    scan_page(d, id);
  }
  d.send(PageMoved{false});
  EXPECT_EQ(d.flow.papers.pages[1].id, 3u);
  d.send(PageMoved{false}).send(PageMoved{false});
  EXPECT_EQ(d.flow.papers.pages[0].id, 3u) << "the first goes no further";
  d.send(PageDropped{});
  EXPECT_EQ(find<AskDropPage>(d)->page, 3u);
  EXPECT_EQ(d.flow.papers.pages.size(), 2u);
}

TEST(Papers, AFiledPaperGoesInTheOrderOfItsPagesAndIsMarked) {
  Driven d = driven_to(Screen::kPage);
  d.send(PageKept{}).send(ScanChosen{});
  scan_page(d, 2).send(PageMoved{false}).send(PageKept{}).send(PaperDone{});
  ASSERT_TRUE(find<AskFile>(d));
  EXPECT_EQ(find<AskFile>(d)->ticket, kTicket);
  EXPECT_EQ(find<AskFile>(d)->ordinal, 1u);
  EXPECT_EQ(find<AskFile>(d)->pages, (std::vector<uint64_t>{2, 1}));
  EXPECT_EQ(d.flow.screen, Screen::kPapers);
  const std::string document(16, 'd');
  d.send(PaperFiled{1, document});
  EXPECT_FALSE(d.flow.papers.filed_of(1)->sent);
  d.send(PaperSent{document});
  EXPECT_TRUE(d.flow.papers.filed_of(1)->sent);
}

TEST(Papers, WhatCouldNotBeKeptIsSaid) {
  Driven d = driven_to(Screen::kPage);
  d.send(PageKept{}).send(PaperDone{}).send(PaperFiled{1, ""});
  EXPECT_TRUE(d.flow.papers.filed_of(1)->failed);
  d.send(PaperSent{""});
  EXPECT_FALSE(d.flow.papers.filed_of(1)->sent);
}

TEST(Papers, GoingBackWithPagesAsksOnceAndThenForgetsThem) {
  Driven d = driven_to(Screen::kPage);
  d.send(PageKept{}).send(HomeChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  EXPECT_TRUE(d.flow.asked_sure);
  d.send(KeepChosen{});
  EXPECT_FALSE(d.flow.asked_sure);
  d.send(HomeChosen{}).send(HomeChosen{});
  EXPECT_TRUE(find<AskForgetPages>(d));
  EXPECT_EQ(d.flow.screen, Screen::kPapers);
  EXPECT_TRUE(d.flow.papers.pages.empty());
}

TEST(Papers, NobodyThereForgetsEveryPage) {
  for (const Screen screen : {Screen::kPage, Screen::kPages, Screen::kPapers}) {
    Driven d = driven_to(Screen::kPage);
    if (screen != Screen::kPage) d.send(PageKept{});
    if (screen == Screen::kPapers) d.send(PaperDone{});
    d.pass(d.flow.times.papers_ms - 1);
    EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
    d.pass(1);
    EXPECT_TRUE(warning_shown(d.flow, d.now_ms));
    d.pass(d.flow.times.warning_ms);
    EXPECT_EQ(d.flow.screen, Screen::kServices);
    EXPECT_EQ(find<AskForgetPages>(d) != nullptr, screen != Screen::kPapers);
    EXPECT_TRUE(d.flow.papers.pages.empty());
    EXPECT_EQ(d.flow.papers.ticket, 0u);
  }
}

TEST(Papers, ALatePageOfAnOldScanIsDropped) {
  Driven d = driven_to(Screen::kScanning);
  const uint64_t job = d.flow.papers.job;
  d.send(TicketLost{kTicket});
  EXPECT_EQ(d.flow.screen, Screen::kTrouble);
  d.send(PageScanned{job, {5, scan::Verdict::kGood}});
  ASSERT_TRUE(d.only<AskDropPage>());
  EXPECT_EQ(d.only<AskDropPage>()->page, 5u);
}

TEST(Papers, AScannerThatSaysNothingIsGivenUp) {
  Driven d = driven_to(Screen::kScanning);
  d.pass(d.flow.times.scanning_ms_max);
  EXPECT_TRUE(find<AskStopScan>(d));
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  EXPECT_TRUE(d.flow.papers.ended_badly);
}

// --- Handed in before, here or at another kiosk --------------------------------------------------

constexpr uint32_t kMine = 12;  // found()

Driven at_my_ticket() {
  Driven d = driven_to(Screen::kLooking);
  d.send(ScannerChanged{Scanning::kReady});
  return d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_WAITING)});
}

TEST(Earlier, PapersAreAskedForAsSoonAsTheTicketIsKnown) {
  const Driven d = at_my_ticket();
  ASSERT_TRUE(d.only<AskPapersOf>());
  EXPECT_EQ(d.only<AskPapersOf>()->ticket, kMine);
  EXPECT_EQ(d.only<AskPapersOf>()->token, kToken);
}

TEST(Earlier, WhatWasScannedAtAnotherKioskIsThereAndMayBeReplaced) {
  Driven d = at_my_ticket();
  d.send(PapersFound{kMine, {{1, 3, "", false, true}}, true});
  d.send(PapersChosen{"social-card", 4});
  ASSERT_TRUE(d.flow.papers.filed_of(1));
  EXPECT_EQ(d.flow.papers.filed_of(1)->pages, 3u);
  EXPECT_TRUE(d.flow.papers.filed_of(1)->sent);
  EXPECT_FALSE(d.flow.papers.filed_of(2));
  d.send(PaperChosen{1}).send(ScanChosen{});
  scan_page(d, 1).send(PageKept{}).send(PaperDone{});
  EXPECT_EQ(find<AskFile>(d)->ordinal, 1u);
  EXPECT_EQ(d.flow.papers.filed_of(1)->pages, 1u) << "the new one is what counts";
  EXPECT_FALSE(d.flow.papers.filed_of(1)->sent);
}

TEST(Earlier, AnAnswerThatComesLateIsTakenOnEveryScreenOfTheTicketsPapers) {
  Driven d = at_my_ticket();
  d.send(PapersChosen{"social-card", 4}).send(PaperChosen{2});
  d.send(PapersFound{kMine, {{1, 3, "", false, true}}, true});
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  EXPECT_TRUE(d.flow.papers.handed_in(1));
}

TEST(Earlier, PapersOfAnotherTicketAreNobodysHere) {
  Driven d = at_my_ticket();
  d.send(PapersFound{kMine + 1, {{1, 3, "", false, true}}, true});
  EXPECT_FALSE(d.flow.papers.hall_told);
  d.send(PapersFound{kMine, {{1, 3, "", false, true}}, true}).send(HomeChosen{});
  EXPECT_TRUE(d.flow.papers.earlier.empty()) << "the next citizen sees nothing of them";
  d.send(PapersFound{kMine, {{1, 3, "", false, true}}, true});
  EXPECT_TRUE(d.flow.papers.earlier.empty()) << "nor when the answer is late";
}

TEST(Earlier, APaperThatFailedNowIsStillInTheHallFromBefore) {
  Driven d = at_my_ticket();
  d.send(PapersFound{kMine, {{1, 3, "", false, true}}, true});
  d.send(PapersChosen{"social-card", 4}).send(PaperChosen{1}).send(ScanChosen{});
  scan_page(d, 1).send(PageKept{}).send(PaperDone{}).send(PaperFiled{1, ""});
  EXPECT_TRUE(d.flow.papers.filed_of(1)->failed) << "that is said";
  EXPECT_TRUE(d.flow.papers.handed_in(1));
}

// It left this kiosk between queue-web's answer and the time the answer was read.
TEST(Earlier, APaperThatHasJustLeftIsNotForgottenByAnOlderAnswer) {
  Driven d = at_my_ticket();
  const std::string document(16, 'd');
  d.send(PapersFound{kMine, {{1, 3, document, false, false}}, false});
  EXPECT_FALSE(d.flow.papers.hall_told);
  d.send(PaperSent{document}).send(PapersFound{kMine, {{2, 1, "", false, true}}, true});
  EXPECT_TRUE(d.flow.papers.handed_in(1));
  EXPECT_TRUE(d.flow.papers.filed_of(1)->sent);
  EXPECT_TRUE(d.flow.papers.handed_in(2));
}

TEST(Papers, NoMoreThanAPapersPages) {
  Driven d = driven_to(Screen::kPages);
  for (size_t i = 0; i < kPagesPerPaperMax; ++i) {
    d.send(ScanChosen{});
    scan_page(d, i + 1).send(PageKept{});
  }
  d.send(ScanChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kPages);
  EXPECT_TRUE(d.effects.empty());
}

TEST(Papers, ATicketThatTheServerDidNotTakeIsSaidOnTheirScreensToo) {
  Driven d = driven_to(Screen::kPapers);
  d.send(ConfirmAnswered{kTicket, refused(wire::REFUSAL_UNKNOWN_TICKET)});
  EXPECT_EQ(d.flow.screen, Screen::kTrouble);
}

}  // namespace
}  // namespace yichuang::kiosk
