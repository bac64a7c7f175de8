// A client's list of items: whole, of one catalogue, there also without the server.
#include "client/item_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

const std::string kToday(16, 'a');
const std::string kTomorrow(16, 'b');
constexpr int64_t kAgainMs = 5'000;
constexpr uint32_t kPerPage = 3;

// A server with `total` items of the catalogue `digest`, three a page.
class Items : public testing::Test {
 protected:
  ItemList list() {
    return ItemList(file_, [this](wire::Command command, Commander::OnOutcome on_outcome) {
      asked_.push_back(command.get_items().from());
      waiting_.emplace_back(command.get_items().from(), std::move(on_outcome));
    });
  }
  // Answers until nothing more is asked.
  void answer() {
    while (!waiting_.empty()) answer_one();
  }
  void answer_one() {
    const auto [from, on_outcome] = std::exchange(waiting_, {}).front();
    Outcome outcome{Outcome::Kind::kDone, {}};
    wire::ItemPage& page = *outcome.reply.mutable_items();
    page.set_digest(digest_);
    page.set_total(total_);
    page.set_from(from);
    for (uint32_t i = from; i < std::min(total_, from + kPerPage); ++i) {
      page.add_items()->set_id("item-" + std::to_string(i));
      page.mutable_items()->rbegin()->mutable_name()->set_zh(digest_.substr(0, 1));
    }
    on_outcome(outcome);
  }
  void fail_one() {
    const auto [from, on_outcome] = std::exchange(waiting_, {}).front();
    on_outcome(Outcome{Outcome::Kind::kUnanswered, {}});
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "items";
  std::string digest_ = kToday;
  uint32_t total_ = 7;
  std::vector<uint32_t> asked_;
  std::vector<std::pair<uint32_t, Commander::OnOutcome>> waiting_;
};

TEST_F(Items, AllPagesMakeOneList) {
  ItemList list = this->list();
  EXPECT_FALSE(list.step(kToday, true, 0));
  EXPECT_TRUE(list.items().empty()) << "not before all of them are there";
  answer();
  EXPECT_EQ(asked_, (std::vector<uint32_t>{0, 3, 6}));
  EXPECT_TRUE(list.step(kToday, true, 1));
  EXPECT_EQ(list.items().size(), 7u);
  ASSERT_NE(list.item("item-6"), nullptr);
  EXPECT_EQ(list.item("item-7"), nullptr);
  EXPECT_FALSE(list.step(kToday, true, 2 * kAgainMs)) << "nothing is asked for twice";
  EXPECT_EQ(asked_.size(), 3u);
}

TEST_F(Items, NothingIsAskedWithoutTheServer) {
  ItemList list = this->list();
  list.step(kToday, false, 0);
  list.step("", true, 0);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(Items, ACatalogueThatChangesBetweenPagesIsReadFromItsBeginning) {
  ItemList list = this->list();
  list.step(kToday, true, 0);
  answer_one();
  digest_ = kTomorrow;
  answer_one();
  EXPECT_TRUE(waiting_.empty());
  EXPECT_TRUE(list.items().empty()) << "never of two catalogues";
  list.step(kTomorrow, true, kAgainMs - 1);
  EXPECT_TRUE(waiting_.empty()) << "a little later";
  list.step(kTomorrow, true, kAgainMs);
  answer();
  EXPECT_TRUE(list.step(kTomorrow, true, kAgainMs));
  ASSERT_EQ(list.items().size(), 7u);
  for (const wire::ItemRecord& item : list.items()) EXPECT_EQ(item.name().zh(), "b");
}

TEST_F(Items, AnAnswerThatStaysOutIsAskedForAgain) {
  ItemList list = this->list();
  list.step(kToday, true, 0);
  fail_one();
  list.step(kToday, true, kAgainMs);
  answer();
  EXPECT_TRUE(list.step(kToday, true, kAgainMs));
}

// A server that was started with a catalogue for tomorrow was asked for it every five seconds.
TEST_F(Items, ACatalogueThatWaitsForTomorrowIsTakenOnce) {
  ItemList list = this->list();
  digest_ = kTomorrow;
  list.step(kToday, true, 0);
  answer();
  EXPECT_TRUE(list.step(kToday, true, 1));
  const size_t asked = asked_.size();
  for (int64_t i = 1; i < 10; ++i) list.step(kToday, true, i * kAgainMs);
  EXPECT_EQ(asked_.size(), asked);
  list.step(kTomorrow, true, 20 * kAgainMs);
  EXPECT_EQ(asked_.size(), asked) << "it has them";
}

TEST_F(Items, AreThereAfterARestartWithoutTheServer) {
  {
    ItemList list = this->list();
    list.step(kToday, true, 0);
    answer();
  }
  ItemList again = this->list();
  EXPECT_EQ(again.items().size(), 7u);
  again.step(kToday, true, 0);
  EXPECT_TRUE(waiting_.empty()) << "the same catalogue is not asked for";
  again.step(kTomorrow, true, 0);
  EXPECT_FALSE(waiting_.empty());
}

TEST_F(Items, AFileThatIsCutIsLearnedAnew) {
  {
    ItemList list = this->list();
    list.step(kToday, true, 0);
    answer();
  }
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) - 2);
  ItemList again = this->list();
  EXPECT_TRUE(again.items().empty());
  again.step(kToday, true, 0);
  EXPECT_FALSE(waiting_.empty());
}

TEST_F(Items, MoreThanAHallCanHaveAreNotTaken) {
  ItemList list = this->list();
  total_ = 1'000'000;
  list.step(kToday, true, 0);
  answer();
  EXPECT_EQ(asked_.size(), 1u);
  EXPECT_TRUE(list.items().empty());
}

}  // namespace
}  // namespace yichuang
