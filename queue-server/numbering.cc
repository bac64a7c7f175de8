#include "queue-server/numbering.h"

#include <fmt/format.h>

#include "base/limits.h"

namespace yichuang {

uint32_t last_ordinal(const State& state, const std::string& prefix) {
  const auto series = state.series.find(prefix);
  return series == state.series.end() ? 0 : series->second.ordinal;
}

std::string number_text(std::string_view prefix, uint32_t ordinal) {
  return fmt::format("{}{:03}", prefix, ordinal);
}

std::optional<std::string> next_number(const State& state, const Service& service) {
  const uint32_t last = last_ordinal(state, service.prefix);
  if (last >= limits::kSeriesOrdinalMax) return std::nullopt;
  return number_text(service.prefix, last + 1);
}

}  // namespace yichuang
