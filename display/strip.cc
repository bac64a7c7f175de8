#include "display/strip.h"

#include <initializer_list>
#include <utility>

#include "drivers/led_frame.h"

namespace yichuang::display {
namespace {

using Arguments = std::initializer_list<ui::TextArgument>;

// Collects what is said, in one language after another.
class Saying {
 public:
  explicit Saying(const StripWords& words) : words_(words) {}

  // A text of the catalogue; of several wordings, the longest first, the first that is one page.
  void word(const std::string& language, std::initializer_list<const char*> keys,
            Arguments arguments = {}) {
    std::string text;
    for (const char* key : keys) {
      text = words_.texts.get(language, std::string("display.strip.") + key, arguments);
      if (led_fits(words_.sign, text)) break;
    }
    say(text);
  }
  // A text of people's own, as far as the sign has the characters.
  void say(const std::string& text) {
    if (!text.empty()) said_.push_back(text);
  }

  std::vector<std::string> pages() const {
    std::vector<std::string> pages;
    const auto add = [&](const std::string& text) {
      for (std::string& page : led_pages(words_.sign, text)) pages.push_back(std::move(page));
    };
    if (words_.sign.scrolls) {
      std::string all;
      for (const std::string& text : said_) all += (all.empty() ? "" : "  ") + text;
      add(all);
    } else {
      for (const std::string& text : said_) add(text);
    }
    return pages;
  }

 private:
  const StripWords& words_;
  std::vector<std::string> said_;
};

void say_call(const std::string& language, const WindowBoard& board, Saying& saying) {
  saying.word(language, {"call", "call_short", "call_shortest"},
              {{"ticket", board.ticket}, {"window", board.window}});
  if (board.call > 1)
    saying.word(language, {"again", "again_short"}, {{"call", std::to_string(board.call)}});
}

// Whether people's own text says something on this sign, and all of it.
bool can_say(const StripWords& words, const std::string& text) {
  return led_can_show(words.sign, text) && !led_pages(words.sign, text).empty();
}

// The reason is the clerk's, in one language: the first tells it, if the sign has its characters.
void say_pause(const StripWords& words, const std::string& language, const WindowBoard& board,
               Saying& saying) {
  const bool reason = language == words.languages.front() && can_say(words, board.reason);
  if (reason) {
    saying.word(language, {"paused_for"}, {{"reason", board.reason}});
  } else {
    saying.word(language, {"paused"});
  }
  if (!board.until.empty()) saying.word(language, {"until"}, {{"time", board.until}});
}

void say_window_in(const StripWords& words, const std::string& language, const WindowBoard& board,
                   Saying& saying) {
  switch (board.shows) {
    case WindowShows::kUnknown:
      return saying.word(language, {"unknown"}, {{"window", board.window}});
    case WindowShows::kClosed:
      return saying.word(language, {"closed"});
    case WindowShows::kPaused:
      return say_pause(words, language, board, saying);
    case WindowShows::kFree:
      return saying.word(language, {"free"});
    case WindowShows::kCalling:
      return say_call(language, board, saying);
    case WindowShows::kServing:
      return saying.word(language, {"serving", "serving_short"}, {{"ticket", board.ticket}});
    case WindowShows::kRate:
      return saying.word(language, {"rate"});
  }
}

void say_window(const StripWords& words, const WindowBoard& board, Saying& saying) {
  for (const std::string& language : words.languages) say_window_in(words, language, board, saying);
}

// In the sign's languages; else in whichever there is that the sign can show; else that there is
// one.
void say_emergency(const StripWords& words, const Emergency& emergency, Saying& saying) {
  const auto in = [&](const std::string& language) {
    return language == "en" ? emergency.en : emergency.zh;
  };
  bool said = false;
  const auto try_to_say = [&](const std::string& text) {
    if (!can_say(words, text)) return;
    saying.say(text);
    said = true;
  };
  for (const std::string& language : words.languages) try_to_say(in(language));
  for (const char* language : {"zh-CN", "en"}) {
    if (!said) try_to_say(in(language));
  }
  if (said) return;
  for (const std::string& language : words.languages) saying.word(language, {"emergency"});
}

}  // namespace

std::vector<std::string> strip_pages(const StripWords& words, const BoardInput& input,
                                     WindowNumber window) {
  const Board board = make_board(input);
  Saying saying(words);
  if (board.phase != BoardPhase::kShowing) {
    const bool slow = board.phase == BoardPhase::kConnectingSlow;
    for (const std::string& language : words.languages)
      saying.word(language, {slow ? "no_connection" : "connecting"});
    return saying.pages();
  }
  const Emergency& emergency = input.state.emergency;
  const bool cut_off = !board.stale_since.empty();
  if (cut_off) {  // before a message, whose pages may take long
    for (const std::string& language : words.languages)
      saying.word(language, {"cut_off", "cut_off_short"}, {{"time", board.stale_since}});
  }
  if (emergency.running()) {
    say_emergency(words, emergency, saying);
  } else if (!cut_off) {
    say_window(words, make_window_board(input, window), saying);
  }
  return saying.pages();
}

std::vector<std::string> window_pages(const StripWords& words, const WindowBoard& board) {
  Saying saying(words);
  say_window(words, board, saying);
  return saying.pages();
}

std::vector<std::string> strip_last_page(const StripWords& words) {
  Saying saying(words);
  saying.word(words.languages.front(), {"ended", "ended_short"});
  std::vector<std::string> pages = saying.pages();
  if (pages.size() > 1) pages.resize(1);
  return pages;
}

}  // namespace yichuang::display
