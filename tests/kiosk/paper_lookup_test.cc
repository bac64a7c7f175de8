// Which papers of a ticket are in the hall: as queue-web tells it, and as the kiosk still holds it.
#include "kiosk/paper_lookup.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "kiosk/paper_mail.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang::kiosk {
namespace {

TEST(PaperLookup, TakesThePapersOutOfAllThatAPhoneIsTold) {
  const auto papers = papers_of_answer(
      R"({"ok":true,"number":"A001","window":null,"item":{"documents":[{"zh":"居民身份证"}]},)"
      R"("scans":true,"papers":[{"ordinal":1,"pages":3,"received":1747700000000},)"
      R"({"ordinal":0,"pages":1,"received":1747700000001}]})");
  ASSERT_TRUE(papers);
  ASSERT_EQ(papers->size(), 2u);
  EXPECT_EQ(papers->at(0).ordinal, 1u);
  EXPECT_EQ(papers->at(0).pages, 3u);
  EXPECT_TRUE(papers->at(0).sent);
  EXPECT_FALSE(papers->at(0).failed);
  EXPECT_EQ(papers->at(1).ordinal, 0u);
}

TEST(PaperLookup, AHallThatTakesNoPapersInHasNone) {
  const auto papers = papers_of_answer(R"({"ok":true,"number":"A001"})");
  ASSERT_TRUE(papers);
  EXPECT_TRUE(papers->empty());
}

TEST(PaperLookup, WhatIsNoAnswerSaysNothing) {
  for (const char* text : {"", "[]", "<html>", R"({"papers":7})", R"({"papers":[{"ordinal":-1}]})",
                           R"({"papers":[{"pages":"many"}]})"})
    EXPECT_FALSE(papers_of_answer(text)) << text;
  std::string many = R"({"papers":[)";
  for (int i = 0; i < 256; ++i) many += "{},";
  EXPECT_TRUE(papers_of_answer(many.substr(0, many.size() - 1) + "]}"));
  EXPECT_FALSE(papers_of_answer(many + "{}]}")) << "more than a ticket can have";
}

TEST(PaperMail, TellsWhichPapersOfATicketStillWaitHere) {
  const TemporaryFolder folder;
  const auto mail = PaperMail::open(
      folder.path() / "papers", "http://hall", [](auto, auto) {}, [](auto) {}, [] {});
  ASSERT_TRUE(mail);
  const Time now = SystemClock().now();
  for (const char document : {'b', 'a'}) {
    wire::GrantUpload ask;
    ask.set_ticket(document == 'b' ? 7 : 8);
    ask.set_document(std::string(16, document));
    ask.set_ordinal(2);
    ask.set_pages(3);
    ASSERT_TRUE((*mail)->post(ask, "sealed", now));
  }
  const std::vector<FiledPaper> waiting = (*mail)->waiting_of(7);
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].ordinal, 2u);
  EXPECT_EQ(waiting[0].pages, 3u);
  EXPECT_EQ(waiting[0].document, std::string(16, 'b'));
  EXPECT_FALSE(waiting[0].sent);
  EXPECT_TRUE((*mail)->waiting_of(9).empty());
}

}  // namespace
}  // namespace yichuang::kiosk
