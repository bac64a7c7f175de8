#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace yichuang {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kNone:
      return spdlog::level::off;
  }
  return spdlog::level::err;
}

}  // namespace

void log_start(std::string_view program, LogLevel least) {
  // Not through spdlog's factory, which throws when the name is there already.
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>(std::string(program), std::move(sink));
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %n %l %v");
  logger->set_level(to_spdlog(least));
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void log_line(LogLevel level, std::string_view line) {
  spdlog::default_logger_raw()->log(to_spdlog(level),
                                    spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace yichuang
