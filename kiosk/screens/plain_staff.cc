// What the staff's screens say plainly: a kiosk in landscape has no other. No painting here.
#include <fmt/format.h>

#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_page.h"
#include "kiosk/screens/staff_words.h"

namespace yichuang::kiosk {
namespace {

PlainPage::Button digit(const char* digits, int place) {
  return {kDigitNode + place, "", std::string(digits), "", DigitChosen{digits[0]}};
}

void pin(const View& view, const Words& words, PlainPage& page) {
  static constexpr const char* kDigits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
  const int64_t shut = view.flow.gate.shut_seconds(view.steady_ms());
  page.is_list = true;
  page.title = words.large("kiosk.staff.pin");
  for (size_t i = 0; i < kPinDigits; ++i) page.notice += i < view.flow.gate.typed() ? "● " : "○ ";
  if (shut > 0) page.notice = words.large("kiosk.staff.shut", {{"seconds", shut}});
  for (int i = 0; i < 9; ++i) page.rows.push_back({digit(kDigits[i], i)});
  page.buttons.push_back(
      plain_button(words, kDigitNode + 9, "backspace", "kiosk.staff.erase", DigitErased{}));
  page.buttons.push_back(digit("0", 10));
  page.buttons.push_back(
      plain_button(words, kDigitNode + 11, "close", "kiosk.staff.leave", HomeChosen{}));
}

// How wide a text is, in halves of a Chinese character (UTF-8: those begin with 0xE3 or more).
size_t halves(std::string_view text) {
  size_t sum = 0;
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    if ((byte & 0xC0) != 0x80) sum += byte >= 0xE3 ? 2 : 1;
  }
  return sum;
}

// Beside the last one, where both fit on one line: there are more facts than lines.
void add_short(std::vector<std::string>& lines, const std::string& text) {
  constexpr size_t kHalvesMax = 46;
  constexpr std::string_view kBetween = " · ";
  if (!lines.empty() && halves(lines.back()) + halves(kBetween) + halves(text) <= kHalvesMax) {
    lines.back() += std::string(kBetween) + text;
  } else {
    lines.push_back(text);
  }
}

void panel(const View& view, const Words& words, PlainPage& page) {
  page.title = words.large("kiosk.staff.title");
  const StaffFacts facts = view.staff();
  page.subtitle = fmt::format("{} · {}", facts.kiosk, facts.version);
  for (const StaffLine& line : staff_lines(view))
    add_short(page.lines, line.what + "  " + line.value);
  page.lines.push_back(words.large("kiosk.staff.last") + "  " + last_numbers(view));
  const auto act = [&](int id, const char* icon, std::string_view key, FlowEvent event) {
    page.buttons.push_back(plain_button(words, id, icon, key, std::move(event)));
  };
  act(kTestPrintNode, "printer", "kiosk.staff.do_test", StaffActChosen{StaffAct::kTestPrint});
  act(kPaperNode, "receipt", "kiosk.staff.do_paper", StaffActChosen{StaffAct::kPaperChanged});
  act(kRestartNode, "refresh", "kiosk.staff.do_restart", StaffActChosen{StaffAct::kRestart});
  act(kHomeNode, "arrow-left", "kiosk.staff.leave", HomeChosen{});
}

}  // namespace

void plain_staff(const View& view, PlainPage& page) {
  const Words words(view);
  if (view.flow.screen == Screen::kStaffPin) return pin(view, words, page);
  panel(view, words, page);
}

}  // namespace yichuang::kiosk
