// Paper of a ticket printer: one bit a dot, and a QR code that a reader reads.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "screens/golden.h"
#include "ui/paper.h"
#include "ui/theme.h"

namespace yichuang::ui {
namespace {

class PaperTest : public testing::Test {
 protected:
  PaperTest() : icons_(assets_folder() / "icons") {
    use_offscreen_video();
    auto opened = FontBook::open();
    EXPECT_TRUE(opened.ok());
    fonts_ = std::move(*opened);
  }
  MonoPicture ticket(int width) {
    Paper paper(*fonts_, icons_, width, 900);
    Canvas& canvas = paper.canvas();
    const float middle = static_cast<float>(width) / 2;
    canvas.text("滨江区政务服务中心", middle, 20,
                {.size = 30, .color = kPaperBlack, .face = Face::kBold, .align = Align::kCenter});
    canvas.text(
        "A012", middle, 70,
        {.size = 130, .color = kPaperBlack, .face = Face::kNumeral, .align = Align::kCenter});
    canvas.text("社会保障  Social insurance", middle, 230,
                {.size = 26, .color = kPaperBlack, .align = Align::kCenter});
    canvas.fill({20, 274, static_cast<float>(width) - 40, 2}, kPaperBlack);
    canvas.text_wrapped(
        "您前面 4 位，预计等候 8–15 分钟。听到叫号后请到对应窗口；过号可在取号机上恢复一次。",
        {20, 292, static_cast<float>(width) - 40, 130}, {.size = 24, .color = kPaperBlack});
    EXPECT_TRUE(canvas.qr("https://hall.example/t/7Q2MZK4R9D", {middle - 120, 430, 240, 240},
                          kPaperBlack, kPaperWhite));
    return paper.finish(690);
  }
  Icons icons_;
  std::unique_ptr<FontBook> fonts_;
};

TEST_F(PaperTest, RowsArePackedToBytesMostSignificantFirst) {
  Paper paper(*fonts_, icons_, 12, 4);
  paper.canvas().fill({0, 0, 1, 1}, kPaperBlack);
  paper.canvas().fill({9, 1, 3, 1}, kPaperBlack);
  const MonoPicture mono = paper.finish(2);
  EXPECT_EQ(mono.row_bytes(), 2);
  EXPECT_EQ(mono.bytes, (std::vector<uint8_t>{0x80, 0x00, 0x00, 0x70}));
}

TEST_F(PaperTest, ATicketOnWideAndNarrowPaper) {
  for (const int width : {576, 384}) {
    EXPECT_GOLDEN(to_picture(ticket(width)),
                  golden_folder() / ("ticket-" + std::to_string(width) + ".png"));
  }
}

// zbarimg is what a phone would see.
TEST_F(PaperTest, TheCodeOnTheTicketIsReadBack) {
  const auto file = std::filesystem::path(testing::TempDir()) / "yichuang-ticket.png";
  ASSERT_TRUE(write_png(to_picture(ticket(576), 2), file));
  FILE* reader = popen(("zbarimg --quiet --raw '" + file.string() + "'").c_str(), "r");
  ASSERT_NE(reader, nullptr);
  std::array<char, 200> line{};
  ASSERT_NE(fgets(line.data(), line.size(), reader), nullptr);
  EXPECT_EQ(pclose(reader), 0);
  EXPECT_STREQ(line.data(), "https://hall.example/t/7Q2MZK4R9D\n");
  std::filesystem::remove(file);
}

TEST_F(PaperTest, ACodeThatDoesNotFitIsRefused) {
  Paper paper(*fonts_, icons_, 100, 100);
  EXPECT_FALSE(paper.canvas().qr(std::string(400, 'x'), {0, 0, 60, 60}, kPaperBlack, kPaperWhite));
  EXPECT_FALSE(paper.canvas().qr("", {0, 0, 60, 60}, kPaperBlack, kPaperWhite));
}

}  // namespace
}  // namespace yichuang::ui
