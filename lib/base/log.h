// One line a fact, to stderr (systemd's journal keeps it). Never an ID number, a name, a document
// or a secret. `log_info("printer {}: {}", name, state)`.
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>

namespace yichuang {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kNone };

// Sets the program's name and the least level that is written; kNone: nothing is. Call once, before
// other threads.
void log_start(std::string_view program, LogLevel least = LogLevel::kInfo);
void log_line(LogLevel level, std::string_view line);

template <class... Args>
void log_debug(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::kDebug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::kInfo, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::kWarning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_error(fmt::format_string<Args...> format, Args&&... args) {
  log_line(LogLevel::kError, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace yichuang
