// The hall's board in an offscreen window, and the moments of a hall that its tests show.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "display/views/hall_view.h"
#include "screens/readable.h"
#include "tests/display/view_on_screen.h"

namespace yichuang::display {

// The hall's board, which also takes boards that no story can tell.
class BoardOnScreen : public ViewOnScreen<HallView> {
 public:
  using Change = std::function<void(Look&, LayoutSettings&)>;
  explicit BoardOnScreen(const GoldenSize& size = kFullHd, const Change& change = {})
      : ViewOnScreen(size, [&](OnScreen& screen) {
          Look look = screen.look();
          LayoutSettings settings;
          if (change) change(look, settings);
          return std::make_unique<HallView>(look, hall_layout(screen.screen(), settings),
                                            settings.services, screen.invalidate());
        }) {}

  void show_board(const Board& board, int64_t at_ms = 0) {
    view().show(board, canvas(), kStartUs + at_ms * 1000);
  }
  void move_ticker(int64_t at_ms) { view().move(kStartUs + at_ms * 1000); }
  // The words on the board, in the order painted.
  std::vector<std::string> words() {
    std::vector<std::string> said;
    for (const ui::TextShown& line : lines()) said.push_back(line.text);
    return said;
  }
  std::vector<ui::TextShown> lines() {
    ui::ShownTexts texts;
    canvas().watch(&texts);
    repainted();
    canvas().watch(nullptr);
    return texts.lines;
  }
};

// The moment of the design's mock: A012 to window 3, four calls before it, people waiting.
inline HallStory busy_hall() {
  HallStory story;
  story.set_notices(
      {{"温馨提示：请携带有效身份证件，听到叫号后请及时到窗口办理，过号请到服务台重新取号。",
        "Please have your ID ready and go to the window when your number is called."}});
  story.adopt();
  for (WindowNumber window = 1; window <= 12; ++window) story.open(window);
  const TicketKey f036 = story.take_number("tax", 36);
  const TicketKey a011 = story.take_number("social", 11);
  const TicketKey c021 = story.take_number("household", 21);
  const TicketKey b107 = story.take_number("medical", 107);
  const TicketKey a012 = story.take("social");
  story.go_to(10, 19);
  story.call(f036, 12);
  story.miss(f036);
  story.go_to(10, 20);
  story.call(a011, 2);
  story.serve(a011);
  story.go_to(10, 22);
  story.call(c021, 5);
  story.start(c021);
  story.go_to(10, 23);
  story.call(b107, 8);
  story.go_to(10, 24);
  story.call(a012, 3);
  const std::pair<const char*, int> waiting[] = {
      {"social", 5},       {"medical", 12}, {"household", 3}, {"property", 21},
      {"housing-fund", 6}, {"tax", 4},      {"business", 0},  {"other", 108}};
  for (const auto& [service, people] : waiting) {
    for (int i = 0; i < people; ++i) story.take(service);
  }
  story.estimate("social", 12, 18);
  story.estimate("medical", 28, 41);
  story.estimate("household", 8, 8);
  story.estimate("property", 55, 72);
  story.estimate("housing-fund", 15, 22);
  story.estimate("business", 0, 0);
  story.estimate("other", 95, 140);
  return story;
}

// Forty windows call at once.
inline HallStory storm() {
  HallStory story;
  story.set_windows(40);
  for (WindowNumber window = 1; window <= 40; ++window) {
    story.open(window);
    story.call(story.take("social"), window);
  }
  return story;
}

// Twenty calls of the last half hour, and what the layout leaves of the board.
inline HallStory many_calls() {
  HallStory story = busy_hall();
  story.rename_service("tax", "城乡居民养老保险关系转移", "Transfer of pension insurance");
  for (int i = 0; i < 24; ++i) {
    story.go_to(10, 30 + i);
    const auto window = static_cast<WindowNumber>(1 + i % 12);
    if (const TicketKey there = story.state().window(window)->ticket) story.serve(there);
    story.call(story.take(i % 2 ? "tax" : "other"), window);
  }
  return story;
}

// Names of twelve characters; windows that are not general, of which those for taxes pause.
inline HallStory long_names() {
  HallStory story;
  story.rename_service("social", "城乡居民养老保险关系转移", "Pension transfer");
  story.rename_service("property", "不动产抵押权注销转移登记", "Mortgage release");
  story.set_windows(4, {{1, {"", "", {"social", "medical", "household", "property"}}},
                        {2, {"", "", {"housing-fund", "business"}}},
                        {3, {"", "", {"other"}}},
                        {4, {"", "", {"tax"}}}});
  for (WindowNumber window = 1; window <= 4; ++window) story.open(window);
  story.pause(4, "用餐", HallStory::at_clock(10, 40));
  story.call(story.take("social"), 1);
  for (int i = 0; i < 104; ++i) story.take("social");
  for (int i = 0; i < 8; ++i) story.take("property");
  story.estimate("social", 95, 140);
  story.estimate("property", 28, 41);
  return story;
}

}  // namespace yichuang::display
