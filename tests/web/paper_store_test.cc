// Papers on queue-web's disk: taken piece by piece, whole or not at all, gone when their time is
// over.
#include "queue-server/web/paper_store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "papers/seal.h"
#include "queue-server/web/paper_door.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

using Put = PaperStore::Put;

const std::string kPaper(1'000, 'x');

wire::UploadCapability leave(char name, const std::string& sealed = kPaper, uint32_t ordinal = 1) {
  wire::UploadCapability leave;
  leave.set_hall("hall");
  leave.set_ticket(7);
  leave.set_document(std::string(16, name));
  leave.set_size(sealed.size());
  leave.set_hash(sealed_hash(sealed));
  leave.set_ordinal(ordinal);
  leave.set_pages(1);
  return leave;
}

class Store : public testing::Test {
 protected:
  std::unique_ptr<PaperStore> open(PaperStore::Limits limits = {.reserve_bytes = 0}) {
    return std::move(PaperStore::open(folder_.path() / "papers", limits)).value();
  }
  size_t files() const {
    const auto all = std::filesystem::directory_iterator(folder_.path() / "papers");
    return static_cast<size_t>(std::distance(begin(all), end(all)));
  }
  TemporaryFolder folder_;
  const Time now_ = SystemClock().now();
};

TEST_F(Store, TakesAPaperInPiecesAndGoesOnAfterARestart) {
  {
    const auto store = open();
    EXPECT_EQ(*store->put(leave('a'), 0, kPaper.substr(0, 400), now_), Put::kMore);
  }
  const auto store = open();
  EXPECT_EQ(store->offset(leave('a')), 400u);
  EXPECT_EQ(*store->put(leave('a'), 400, kPaper.substr(400), now_), Put::kComplete);
  EXPECT_EQ(store->offset(leave('a')), kPaper.size());
  EXPECT_EQ(*store->read(7, std::string(16, 'a')), kPaper);
  ASSERT_EQ(store->index()->at(7).size(), 1u);
}

TEST_F(Store, APieceThatComesTwiceIsNotTakenTwice) {
  const auto store = open();
  EXPECT_EQ(*store->put(leave('a'), 0, kPaper.substr(0, 400), now_), Put::kMore);
  EXPECT_EQ(*store->put(leave('a'), 0, kPaper.substr(0, 400), now_), Put::kElsewhere);
  EXPECT_EQ(*store->put(leave('a'), 900, kPaper.substr(900), now_), Put::kElsewhere);
  EXPECT_EQ(*store->put(leave('a'), 400, kPaper.substr(400), now_), Put::kComplete);
  EXPECT_EQ(*store->put(leave('a'), 400, kPaper.substr(400), now_), Put::kComplete);
}

TEST_F(Store, AnotherPaperThanWasGrantedIsThrownAway) {
  const auto store = open();
  std::string other = kPaper;
  other.back() = 'y';
  EXPECT_EQ(*store->put(leave('a'), 0, other, now_), Put::kWrong);
  EXPECT_EQ(store->offset(leave('a')), 0u) << "it may come again from the beginning";
  EXPECT_EQ(files(), 0u);
}

TEST_F(Store, ANewerScanOfTheSameDocumentReplacesTheOlder) {
  const auto store = open();
  ASSERT_EQ(*store->put(leave('a'), 0, kPaper, now_), Put::kComplete);
  ASSERT_EQ(*store->put(leave('b'), 0, kPaper, now_ + 1), Put::kComplete);
  ASSERT_EQ(*store->put(leave('c', kPaper, 0), 0, kPaper, now_), Put::kComplete);
  ASSERT_EQ(*store->put(leave('d', kPaper, 0), 0, kPaper, now_), Put::kComplete);
  EXPECT_EQ(store->index()->at(7).size(), 3u) << "other papers do not replace each other";
  EXPECT_FALSE(store->read(7, std::string(16, 'a')));
  EXPECT_EQ(files(), 6u);
}

// Scanned at a kiosk that was cut off, scanned again at another; then the first kiosk is back.
TEST_F(Store, AnOlderScanThatComesLateReplacesNothing) {
  const auto store = open();
  ASSERT_EQ(*store->put(leave('b'), 0, kPaper, now_), Put::kComplete);
  ASSERT_EQ(*store->put(leave('a'), 0, kPaper, now_ + 1), Put::kComplete) << "it is done with";
  ASSERT_EQ(store->index()->at(7).size(), 1u);
  EXPECT_TRUE(store->read(7, std::string(16, 'b')));
  EXPECT_FALSE(store->read(7, std::string(16, 'a')));
  EXPECT_EQ(files(), 2u) << "nothing of it stays on the disk";
}

TEST_F(Store, IsThereAfterARestart) {
  ASSERT_EQ(*open()->put(leave('a'), 0, kPaper, now_), Put::kComplete);
  const auto store = open();
  EXPECT_EQ(*store->read(7, std::string(16, 'a')), kPaper);
  EXPECT_FALSE(store->read(8, std::string(16, 'a'))) << "another ticket's";
}

TEST_F(Store, WhatWasKeptLongEnoughIsDeleted) {
  const auto store = open({.reserve_bytes = 0, .retention_ms = 1'000, .partial_ms = 1'000});
  ASSERT_EQ(*store->put(leave('a'), 0, kPaper, now_), Put::kComplete);
  ASSERT_EQ(*store->put(leave('b'), 0, kPaper.substr(0, 10), now_), Put::kMore);
  EXPECT_EQ(store->purge(now_ + 1'000), 0u);
  EXPECT_EQ(store->purge(now_ + 60'000), 1u);
  EXPECT_EQ(files(), 0u);
  EXPECT_TRUE(store->index()->empty());
}

constexpr int64_t kHourMs = 3'600'000;
constexpr int64_t kDayMs = 24 * kHourMs;

// All were deleted a day after they came, whatever became of the visit.
TEST_F(Store, PapersOfAVisitThatWasTakenInAreKeptUntilTheirTimeIsOverOthersForADay) {
  auto store = open();
  wire::UploadCapability other = leave('b');
  other.set_ticket(8);
  ASSERT_EQ(*store->put(leave('a'), 0, kPaper, now_), Put::kComplete);
  ASSERT_EQ(*store->put(other, 0, kPaper, now_), Put::kComplete);
  const Time then = now_ + kHourMs;
  ASSERT_TRUE(store->take_in(7, {"1001", "A012", then}));
  EXPECT_EQ(store->purge(now_ + kDayMs), 0u);
  EXPECT_EQ(store->purge(now_ + kDayMs + 1), 1u);
  EXPECT_FALSE(store->index()->contains(8));
  store = open();
  ASSERT_TRUE(store->index()->contains(7));
  const auto how = store->index()->at(7).at(0).taken_in;
  ASSERT_TRUE(how) << "also after a restart";
  EXPECT_EQ(how->clerk, "1001");
  EXPECT_EQ(how->number, "A012");
  EXPECT_EQ(how->at, then);
  EXPECT_EQ(store->purge(then + 30 * kDayMs), 0u);
  EXPECT_EQ(*store->read(7, std::string(16, 'a')), kPaper);
  EXPECT_EQ(store->purge(then + 30 * kDayMs + 1), 1u);
  EXPECT_EQ(files(), 0u) << "with all that was said of it";
}

TEST_F(Store, APaperThatArrivesAfterItsVisitWasTakenInIsKeptLikeTheOthers) {
  auto store = open();
  ASSERT_EQ(*store->put(leave('a'), 0, kPaper.substr(0, 400), now_), Put::kMore);
  ASSERT_TRUE(store->take_in(7, {"1001", "A012", now_}));
  ASSERT_EQ(*store->put(leave('a'), 400, kPaper.substr(400), now_), Put::kComplete);
  ASSERT_EQ(*store->put(leave('b', kPaper, 2), 0, kPaper, now_), Put::kComplete);
  EXPECT_EQ(store->purge(now_ + 29 * kDayMs), 0u);
  EXPECT_EQ(store->index()->at(7).size(), 2u);
}

TEST_F(Store, WhoTookItInFirstStays) {
  const auto store = open();
  ASSERT_EQ(*store->put(leave('a'), 0, kPaper, now_), Put::kComplete);
  ASSERT_TRUE(store->take_in(7, {"1001", "A012", now_}));
  ASSERT_TRUE(store->take_in(7, {"1002", "A012", now_ + kDayMs}));
  EXPECT_EQ(store->index()->at(7).at(0).taken_in->clerk, "1001");
  EXPECT_EQ(store->index()->at(7).at(0).taken_in->at, now_);
}

TEST_F(Store, LeavesTheDiskItsReserve) {
  const auto store = open({.reserve_bytes = uint64_t{1} << 60});
  EXPECT_EQ(*store->put(leave('a'), 0, kPaper, now_), Put::kFull);
  EXPECT_EQ(files(), 0u);
}

TEST(ContentRange, SaysWhichBytes) {
  const auto range = parse_content_range("bytes 0-399/1000");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->from, 0u);
  EXPECT_EQ(range->to, 399u);
  EXPECT_EQ(range->total, 1000u);
}

TEST(ContentRange, OtherThingsSayNothing) {
  for (const char* text :
       {"", "bytes", "bytes 0-399", "bytes */1000", "bytes 5-4/10", "bytes 0-10/10",
        "bytes 0-1/10x", "bytes -1-2/10", "items 0-1/10", "bytes 99999999999999999999-1/2"})
    EXPECT_FALSE(parse_content_range(text)) << text;
}

TEST(DocumentId, IsThirtyTwoDigits) {
  EXPECT_EQ(document_id_of("00112233445566778899aabbccddeeff").size(), 16u);
  EXPECT_EQ(document_id_of("0011"), "");
  EXPECT_EQ(document_id_of("00112233445566778899aabbccddeefg"), "");
  EXPECT_EQ(document_id_of("../../../../../../../etc/passwd."), "");
}

}  // namespace
}  // namespace yichuang
