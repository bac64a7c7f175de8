// Sealed papers on the kiosk's disk: there after a restart, whole or not at all, bounded.
#include "kiosk/paper_spool.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/temporary_folder.h"

namespace yichuang::kiosk {
namespace {

constexpr Time kNow{1'764'200'000'000};

wire::GrantUpload paper(char name, uint32_t ticket = 7) {
  wire::GrantUpload ask;
  ask.set_ticket(ticket);
  ask.set_document(std::string(16, name));
  ask.set_ordinal(1);
  ask.set_pages(2);
  return ask;
}

class Spool : public testing::Test {
 protected:
  PaperSpool open(PaperSpool::Limits limits = {}) {
    return std::move(PaperSpool::open(folder_.path() / "papers", limits)).value();
  }
  size_t files() const {
    const auto all = std::filesystem::directory_iterator(folder_.path() / "papers");
    return static_cast<size_t>(std::distance(begin(all), end(all)));
  }
  TemporaryFolder folder_;
};

TEST_F(Spool, IsThereAfterARestartInTheOrderOfFiling) {
  {
    PaperSpool spool = open();
    ASSERT_TRUE(spool.put(paper('b'), "sealed b", kNow));
    ASSERT_TRUE(spool.put(paper('a'), "sealed a", kNow + 1));
  }
  const PaperSpool spool = open();
  ASSERT_EQ(spool.papers().size(), 2u);
  EXPECT_EQ(spool.papers()[0].ask.document(), std::string(16, 'b'));
  EXPECT_EQ(spool.papers()[0].ask.size(), 8u);
  EXPECT_EQ(spool.papers()[0].ask.hash().size(), 32u);
  EXPECT_EQ(spool.papers()[1].filed, kNow + 1);
}

TEST_F(Spool, HalfAPaperIsForgotten) {
  {
    PaperSpool spool = open();
    ASSERT_TRUE(spool.put(paper('a'), "sealed a", kNow));
    ASSERT_TRUE(spool.put(paper('b'), "sealed b", kNow + 1));
    std::filesystem::resize_file(spool.papers()[0].file, 3);
    std::ofstream(folder_.path() / "papers" / "left-over.sealed") << "x";
  }
  const PaperSpool spool = open();
  ASSERT_EQ(spool.papers().size(), 1u);
  EXPECT_EQ(spool.papers()[0].ask.document(), std::string(16, 'b'));
  EXPECT_EQ(files(), 2u);
}

TEST_F(Spool, TakesNoMoreThanItsLimits) {
  PaperSpool spool = open({.bytes_max = 20, .papers_max = 500});
  ASSERT_TRUE(spool.put(paper('a'), std::string(15, 'x'), kNow));
  const auto second = spool.put(paper('b'), std::string(6, 'x'), kNow);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kExhausted);
  spool.remove(std::string(16, 'a'));
  EXPECT_TRUE(spool.put(paper('b'), std::string(6, 'x'), kNow));
  PaperSpool few = open({.papers_max = 1});
  EXPECT_FALSE(few.has_room());
  EXPECT_FALSE(few.put(paper('c'), "x", kNow));
}

TEST_F(Spool, WhatIsTooOldGoes) {
  PaperSpool spool = open({.age_ms_max = 1'000});
  ASSERT_TRUE(spool.put(paper('a'), "a", kNow));
  ASSERT_TRUE(spool.put(paper('b'), "b", kNow + 900));
  EXPECT_EQ(spool.purge(kNow + 1'000), 0u);
  EXPECT_EQ(spool.purge(kNow + 1'001), 1u);
  ASSERT_EQ(spool.papers().size(), 1u);
  EXPECT_EQ(files(), 2u);
}

TEST_F(Spool, OneThatIsPutOffLetsTheOthersGoFirst) {
  PaperSpool spool = open();
  for (const char name : {'a', 'b', 'c'}) ASSERT_TRUE(spool.put(paper(name), "x", kNow));
  spool.put_off(std::string(16, 'a'));
  EXPECT_EQ(spool.papers()[0].ask.document(), std::string(16, 'b'));
  EXPECT_EQ(spool.papers()[2].ask.document(), std::string(16, 'a'));
}

TEST_F(Spool, AFolderThatCannotBeMadeIsSaid) {
  std::ofstream(folder_.path() / "papers") << "a file";
  const auto spool = PaperSpool::open(folder_.path() / "papers", {});
  ASSERT_FALSE(spool);
  EXPECT_NE(spool.error().sentence.find("scanned papers"), std::string::npos);
}

}  // namespace
}  // namespace yichuang::kiosk
