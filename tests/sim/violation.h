// The invariants by name (DESIGN section 13 and the rules of HALL.md that stand behind them), and
// how a check says that one is broken. A violation is thrown to the end of the seed's run: a
// simulated hall that broke its word has nothing more to tell.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace yichuang::sim {

namespace invariant {
inline constexpr std::string_view kUniqueNumber = "unique number";
inline constexpr std::string_view kDurableAnswer = "durable answer";
inline constexpr std::string_view kOnce = "once";
inline constexpr std::string_view kOneWindow = "one window";
inline constexpr std::string_view kFair = "fair";
inline constexpr std::string_view kTruthfulBoards = "truthful boards";
inline constexpr std::string_view kOneFold = "one fold";
inline constexpr std::string_view kNoTicketVanishes = "no ticket vanishes";
inline constexpr std::string_view kPrivate = "private";
inline constexpr std::string_view kReplay = "replay";
inline constexpr std::string_view kTicketLife = "ticket life";    // HALL.md, every rule of it
inline constexpr std::string_view kHallsDay = "the hall's day";   // DayOpened at its midnight
inline constexpr std::string_view kTimeForward = "time forward";  // no event before the last
inline constexpr std::string_view kDeadline = "deadline";         // no effect after it
inline constexpr std::string_view kAnswered = "answered";         // all, once the faults stop
inline constexpr std::string_view kStartsAgain = "starts again";  // on whatever a crash left
inline constexpr std::string_view kStopForCause =
    "stop for cause";  // fail-stop, only if the disk failed
inline constexpr std::string_view kChecksumChain = "checksum chain";
inline constexpr std::string_view kAssertion = "assertion";  // of the product itself
}  // namespace invariant

struct Violation {
  std::string_view invariant;
  std::string detail;
};

template <class... Args>
[[noreturn]] void violate(std::string_view name, fmt::format_string<Args...> format,
                          Args&&... args) {
  throw Violation{name, fmt::format(format, std::forward<Args>(args)...)};
}

}  // namespace yichuang::sim
