// What the LED text sign above a window says, for all that a window does, in both languages, on
// signs of several kinds.
#include "display/strip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/assert.h"
#include "drivers/led_frame.h"
#include "tests/display/hall_story.h"
#include "ui/theme.h"

namespace yichuang::display {
namespace {

using testing::ElementsAre;
using Pages = std::vector<std::string>;

constexpr WindowNumber kThree = 3;

const ui::Texts& texts() {
  static const auto loaded = ui::Texts::load(ui::assets_folder() / "i18n");
  HALL_ASSERT(loaded.ok());
  return *loaded;
}

LedProfile sign_of(size_t cells, LedEncoding encoding = LedEncoding::kGbk) {
  LedProfile sign;
  sign.name = "it";
  sign.cells = cells;
  sign.encoding = encoding;
  sign.frame = {{}};
  return sign;
}

const LedProfile kSixteen = sign_of(16);

// In Chinese and English, on a sign of 16 cells unless told otherwise.
Pages pages_of(const HallStory& story, const LedProfile& sign = kSixteen,
               WindowNumber window = kThree, Time stale_since = {},
               const std::vector<std::string>& languages = {"zh-CN", "en"}) {
  return strip_pages({texts(), languages, sign}, story.input(stale_since), window);
}

TEST(Strip, SaysWhatTheWindowDoes) {
  using enum WindowShows;
  WindowBoard board;
  board.window = kThree;
  const auto pages = [&](WindowShows shows) {
    board.shows = shows;
    return window_pages({texts(), {"zh-CN", "en"}, kSixteen}, board);
  };
  EXPECT_THAT(pages(kUnknown), ElementsAre("没有3号窗口", "No window 3"));
  EXPECT_THAT(pages(kClosed), ElementsAre("窗口未开放", "Closed"));
  EXPECT_THAT(pages(kFree), ElementsAre("请等候叫号", "Please wait"));
  EXPECT_THAT(pages(kPaused), ElementsAre("暂停服务", "Paused"));
  board.ticket = "A001";
  board.call = 1;
  EXPECT_THAT(pages(kCalling), ElementsAre("A001 请到3号窗口", "A001 to window 3"));
  board.call = 2;
  EXPECT_THAT(pages(kCalling),
              ElementsAre("A001 请到3号窗口", "第2次叫号", "A001 to window 3", "Calling again: 2"));
  board.call = 3;
  EXPECT_THAT(pages(kCalling),
              ElementsAre("A001 请到3号窗口", "第3次叫号", "A001 to window 3", "Calling again: 3"))
      << "each call is another text";
  EXPECT_THAT(pages(kServing), ElementsAre("正在办理 A001", "Now serving A001"));
  EXPECT_THAT(pages(kRate), ElementsAre("请评价本次服务", "Please rate us"));
}

TEST(Strip, FollowsItsOwnWindow) {
  HallStory story;
  EXPECT_THAT(pages_of(story, kSixteen, 77), ElementsAre("没有77号窗口", "No window 77"));
  story.open(kThree);
  story.call(story.take("social"), kThree);
  EXPECT_THAT(pages_of(story), ElementsAre("A001 请到3号窗口", "A001 to window 3"));
  EXPECT_THAT(pages_of(story, kSixteen, 4), ElementsAre("窗口未开放", "Closed"));
}

TEST(Strip, TellsAPauseWithItsReasonInOneLanguageAndUntilWhenInBoth) {
  HallStory story;
  story.open(kThree);
  story.pause(kThree, "设备维护", HallStory::at_clock(10, 40));
  EXPECT_THAT(pages_of(story),
              ElementsAre("暂停服务：", "设备维护", "预计10:40恢复", "Paused", "Back at 10:40"));
  story.go_to(10, 41);
  EXPECT_THAT(pages_of(story), ElementsAre("暂停服务：", "设备维护", "Paused"))
      << "no promise past";
}

TEST(Strip, SaysThatItIsCutOffInsteadOfACallThatMayBeOver) {
  HallStory story;
  story.open(kThree);
  story.call(story.take("social"), kThree);
  EXPECT_THAT(pages_of(story, kSixteen, kThree, HallStory::at_clock(10, 24)),
              ElementsAre("叫号中断 10:24", "Cut off at 10:24"));
  EXPECT_THAT(pages_of(story, sign_of(8), kThree, HallStory::at_clock(10, 24)),
              ElementsAre("叫号中断", "10:24", "Cut off", "at 10:24"));
  EXPECT_THAT(pages_of(story, sign_of(32), kThree, HallStory::at_clock(10, 24)),
              ElementsAre("叫号系统中断，截至 10:24", "Not up to date since 10:24"));
}

TEST(Strip, SaysThatItHasNoHallYetAndLaterThatItFindsNone) {
  const HallStory story;
  const State empty;
  BoardInput input{.state = empty,
                   .estimate = {},
                   .stale_since = {},
                   .now = story.now(),
                   .started = story.now()};
  const StripWords words{texts(), {"zh-CN", "en"}, kSixteen};
  EXPECT_THAT(strip_pages(words, input, kThree), ElementsAre("正在连接", "Connecting"));
  input.now = story.now() + kConnectingSlowMs;
  EXPECT_THAT(
      strip_pages(words, input, kThree),
      ElementsAre("没有连接，", "请工作人员检查", "No connection.", "Staff, please", "check"));
}

TEST(Strip, ARecallIsOnePageInEachLanguageOnEightCells) {
  HallStory story;
  story.open(kThree);
  const TicketKey ticket = story.take("social");
  story.call(ticket, kThree);
  story.recall(ticket);
  EXPECT_THAT(pages_of(story, sign_of(8)), ElementsAre("A001→3", "第2次", "A001>3", "Call 2"));
}

TEST(Strip, BlanksAreNoMessageAndNoReason) {
  HallStory story;
  story.open(kThree);
  story.pause(kThree, "  ");
  EXPECT_THAT(pages_of(story), ElementsAre("暂停服务", "Paused"));
  story.set_emergency(" ", "");
  EXPECT_THAT(pages_of(story), ElementsAre("紧急情况，", "请听工作人员指引", "Emergency.",
                                           "Please follow", "the staff"));
}

TEST(Strip, AManagersMessageTakesOverAndIsToldStaleIfItIs) {
  HallStory story;
  story.open(kThree);
  story.call(story.take("social"), kThree);
  story.set_emergency("请从最近的出口离开", "Please leave by the nearest exit");
  const Pages message = {"请从最近的出口离", "开", "Please leave by", "the nearest exit"};
  EXPECT_EQ(pages_of(story), message);
  Pages stale = {"叫号中断 10:24", "Cut off at 10:24"};  // first: the message may be long
  stale.insert(stale.end(), message.begin(), message.end());
  EXPECT_EQ(pages_of(story, kSixteen, kThree, HallStory::at_clock(10, 24)), stale);
  story.set_emergency("", "");
  EXPECT_THAT(pages_of(story), ElementsAre("A001 请到3号窗口", "A001 to window 3"));
}

TEST(Strip, AMessageInOneLanguageIsToldInThatOne) {
  HallStory story;
  story.set_emergency("", "Leave now");
  EXPECT_THAT(pages_of(story, kSixteen, kThree, {}, {"zh-CN"}), ElementsAre("Leave now"));
  story.set_emergency("请离开", "");
  EXPECT_THAT(pages_of(story), ElementsAre("请离开"));
  EXPECT_THAT(pages_of(story, sign_of(20, LedEncoding::kAscii), kThree, {}, {"en"}),
              ElementsAre("Emergency. Please", "follow the staff"))
      << "a sign without Chinese says that there is something";
}

TEST(Strip, OneLanguageIsSaidAlone) {
  HallStory story;
  story.open(kThree);
  story.pause(kThree, "用餐");
  EXPECT_THAT(pages_of(story, kSixteen, kThree, {}, {"zh-CN"}), ElementsAre("暂停服务：用餐"));
  EXPECT_THAT(pages_of(story, kSixteen, kThree, {}, {"en"}), ElementsAre("Paused: 用餐"));
  EXPECT_THAT(pages_of(story, sign_of(20, LedEncoding::kAscii), kThree, {}, {"en"}),
              ElementsAre("Paused"))
      << "what the sign has no characters for is left out";
}

TEST(Strip, ACallIsOnePageOnEverySignOfEightCellsOrMore) {
  HallStory story;
  story.open(12);
  story.call(story.take("social"), 12);
  const std::map<size_t, Pages> expected = {
      {8, {"A001→12", "A001>12"}},
      {10, {"A001→12", "A001>12"}},
      {12, {"A001→12号窗", "A001: win 12"}},
      {16, {"A001→12号窗", "A001: win 12"}},
      {17, {"A001 请到12号窗口", "A001 to window 12"}},
  };
  for (const auto& [cells, pages] : expected) {
    const LedProfile sign = sign_of(cells);
    EXPECT_EQ(pages_of(story, sign, 12), pages) << cells;
    for (const std::string& page : pages) EXPECT_TRUE(led_fits(sign, page)) << page;
  }
}

TEST(Strip, ASignThatScrollsGetsAllInOneAndTheLongWordings) {
  HallStory story;
  story.open(12);
  story.call(story.take("social"), 12);
  LedProfile sign = sign_of(8);
  sign.scrolls = true;
  EXPECT_THAT(pages_of(story, sign, 12), ElementsAre("A001 请到12号窗口  A001 to window 12"));
  sign.max_bytes = 20;
  EXPECT_THAT(pages_of(story, sign, 12), ElementsAre("A001 请到12号窗口", "A001 to window 12"));
}

TEST(Strip, TheLastPageIsOneAndSaysThatTheSignIsOff) {
  EXPECT_THAT(strip_last_page({texts(), {"zh-CN", "en"}, kSixteen}), ElementsAre("本屏停用"));
  EXPECT_THAT(strip_last_page({texts(), {"en"}, kSixteen}), ElementsAre("Out of use"));
  EXPECT_THAT(strip_last_page({texts(), {"zh-CN"}, sign_of(8)}), ElementsAre("本屏停用"));
  EXPECT_THAT(strip_last_page({texts(), {"en"}, sign_of(8)}), ElementsAre("Off"));
  EXPECT_THAT(strip_last_page({texts(), {"zh-CN"}, sign_of(4)}), ElementsAre("停用"));
  EXPECT_THAT(strip_last_page({texts(), {"en"}, sign_of(4)}), ElementsAre("Off"));
}

// Whatever a translator writes: every sign has the characters of its language.
TEST(Strip, EveryWordCanBeShown) {
  for (const std::string language : {"zh-CN", "en"}) {
    for (const std::string& key : texts().keys(language)) {
      if (!key.starts_with("display.strip.")) continue;
      const std::string text = texts().get(language, key);
      EXPECT_TRUE(led_can_show(kSixteen, text)) << key;
      EXPECT_TRUE(language != "en" || led_can_show(sign_of(20, LedEncoding::kAscii), text)) << key;
    }
  }
}

}  // namespace
}  // namespace yichuang::display
