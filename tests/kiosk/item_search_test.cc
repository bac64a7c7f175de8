// Items are found by what people type.
#include <gtest/gtest.h>

#include "kiosk/item_search.h"

namespace yichuang::kiosk {
namespace {

std::vector<wire::ItemRecord> items() {
  std::vector<wire::ItemRecord> all;
  const auto add = [&](const char* id, const char* zh, const char* en, const char* office) {
    wire::ItemRecord& item = all.emplace_back();
    item.set_id(id);
    item.mutable_name()->set_zh(zh);
    item.mutable_name()->set_en(en);
    item.mutable_department()->set_zh(office);
    item.mutable_department()->set_en("Office");
  };
  add("card", "社会保障卡首次申领", "Social security card, first issue", "人力资源和社会保障局");
  add("lost", "社会保障卡补领", "Lost social security card", "人力资源和社会保障局");
  add("id", "居民身份证申领", "Resident identity card", "公安局");
  add("tax", "税务登记", "Tax registration", "税务局");
  return all;
}

class Search : public testing::Test {
 protected:
  Search() { search_.use(items_); }
  std::string found(std::string_view query) const {
    std::string ids;
    for (const wire::ItemRecord* item : search_.find(query)) ids += item->id() + " ";
    return ids;
  }
  const std::vector<wire::ItemRecord> items_ = items();
  ItemSearch search_;
};

TEST_F(Search, NothingTypedShowsAllInTheCataloguesOrder) {
  EXPECT_EQ(found(""), "card lost id tax ");
}

TEST_F(Search, NothingTypedShowsFirstWhatIsAskedForMost) {
  State hall;
  const auto ask = [&](const char* item, wire::TicketPhase phase = wire::TICKET_PHASE_WAITING) {
    Ticket& ticket = hall.tickets.emplace_back();
    ticket.item = item;
    ticket.phase = phase;
  };
  for (const char* item : {"id", "tax", "tax", ""}) ask(item);
  for (int i = 0; i < 3; ++i) ask("lost", wire::TICKET_PHASE_VOIDED);  // nobody had these
  const Asked asked = asked_today(hall);
  std::string ids;
  for (const wire::ItemRecord* item : search_.find("", "", asked)) ids += item->id() + " ";
  EXPECT_EQ(ids, "tax id card lost ");
  ids.clear();
  for (const wire::ItemRecord* item : search_.find("s", "", asked)) ids += item->id() + " ";
  EXPECT_EQ(ids, found("s")) << "what is typed decides";
}

TEST_F(Search, OfOneOfficeOnly) {
  std::string ids;
  for (const wire::ItemRecord* item : search_.find("s", "公安局")) ids += item->id() + " ";
  EXPECT_EQ(ids, "id ");
}

TEST_F(Search, OfficesComeInTheCataloguesOrderEachOnce) {
  const std::vector<Office> offices = search_.offices();
  ASSERT_EQ(offices.size(), 3u);
  EXPECT_EQ(offices[0].zh, "人力资源和社会保障局");
  EXPECT_EQ(offices[0].items, 2u);
  EXPECT_EQ(offices[1].zh, "公安局");
}

TEST_F(Search, FirstLettersOfThePinyinFind) {
  EXPECT_EQ(found("shbzkb"), "lost ");
  EXPECT_EQ(found("jmsfz"), "id ");
}

// The screen's own example found nothing: the catalogue says 社会保障卡, people say 社保卡.
TEST_F(Search, TheShortFormOfANameFinds) {
  EXPECT_EQ(found("sbk"), "card lost ");
  EXPECT_EQ(found("sfzsl"), "id ") << "letters that follow each other come first";
  EXPECT_EQ(found("skb"), "lost ") << "in their order";
  EXPECT_EQ(found("bkl"), "") << "from the first letter on";
  EXPECT_EQ(found("sk"), "") << "two letters stand in too many names";
}

TEST_F(Search, WholePinyinFinds) { EXPECT_EQ(found("shuiwu"), "tax "); }

TEST_F(Search, LettersInTheMiddleFindToo) { EXPECT_EQ(found("sfz"), "id "); }

TEST_F(Search, EnglishWordsFind) {
  EXPECT_EQ(found("lost"), "lost ");
  EXPECT_EQ(found("resident"), "id ");
}

TEST_F(Search, TheOfficeFindsWhatItDoesAfterWhatIsCalledSo) {
  EXPECT_EQ(found("gaj"), "id ");
  EXPECT_EQ(found("rlzy"), "card lost ");
}

TEST_F(Search, WhatIsNotThereIsNotFound) { EXPECT_EQ(found("zzz"), ""); }

}  // namespace
}  // namespace yichuang::kiosk
