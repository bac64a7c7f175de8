// What the staff panel says of the kiosk, in words.
#include "kiosk/screens/staff_words.h"

#include <gtest/gtest.h>

#include "tests/kiosk/screens_support.h"

namespace yichuang::kiosk {
namespace {

// The value of the line that begins so; "": there is none.
std::string value_of(const Kiosk& kiosk, const std::string& what) {
  for (const StaffLine& line : staff_lines(kiosk.view))
    if (line.what == what) return line.value;
  return "";
}

TEST(StaffWords, TellWhetherQueueWebAnswersAndWhichPapersWaitOrWereNotTaken) {
  Kiosk kiosk;
  english(kiosk);
  EXPECT_EQ(value_of(kiosk, "Pages (queue-web)"), "No answer");
  EXPECT_EQ(value_of(kiosk, "Scanned papers waiting"), "3");
  EXPECT_EQ(value_of(kiosk, "Papers not taken in"), "2  A012  C021");
  kiosk.staff.papers.emplace().web_answers = true;
  EXPECT_EQ(value_of(kiosk, "Pages (queue-web)"), "Connected");
  EXPECT_EQ(value_of(kiosk, "Scanned papers waiting"), "0");
  EXPECT_EQ(value_of(kiosk, "Papers not taken in"), "") << "nothing to tell";
  kiosk.staff.papers.reset();
  EXPECT_EQ(value_of(kiosk, "Pages (queue-web)"), "") << "it has no way to scan";
}

// There the panel has nine lines; what was too much was left out.
TEST(StaffWords, OnAScreenThatLiesOnItsSideAllOfThemHaveRoom) {
  for (const bool en : {false, true}) {
    Kiosk kiosk;
    kiosk.driven.flow.landscape = true;
    to(kiosk, Screen::kStaff);
    if (en) english(kiosk);
    std::string shown;
    for (const auto& each : ui::paint_watched(*kiosk.screen(), kiosk.size()).texts)
      shown += each.text + "\n";
    for (const StaffLine& line : staff_lines(kiosk.view))
      EXPECT_NE(shown.find(line.value), std::string::npos) << line.what << " in\n" << shown;
    EXPECT_NE(shown.find("F036"), std::string::npos) << shown;
  }
}

// "hopper_askew" stood on the panel as it came from the driver.
TEST(StaffWords, AFactWithoutATextIsToldByTheDevicesState) {
  Kiosk kiosk;
  english(kiosk);
  kiosk.staff.devices = {{"printer", {DeviceCondition::kStopped, {"hopper_askew", "jammed"}}},
                         {"scanner", {DeviceCondition::kAttention, {"lamp_weak"}}}};
  EXPECT_EQ(value_of(kiosk, "printer"), "paper jam, not working");
  EXPECT_EQ(value_of(kiosk, "scanner"), "have a look");
}

}  // namespace
}  // namespace yichuang::kiosk
