#include "queue-server/numbering.h"

#include <fmt/format.h>

#include "base/limits.h"

namespace yichuang {

std::optional<std::string> next_number(const Service& service) {
  if (service.issued >= limits::kSeriesOrdinalMax) return std::nullopt;
  return fmt::format("{}{:03}", service.prefix, service.issued + 1);
}

}  // namespace yichuang
