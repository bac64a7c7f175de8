#include "display/choose_services.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yichuang::display {

std::string unknown_services(const State& state, const std::optional<ServiceIds>& wanted,
                             std::string_view key) {
  if (!wanted || state.seq == 0) return {};
  ServiceIds known;
  for (const Service& service : state.services) {
    if (!service.retired) known.push_back(service.id);
  }
  ServiceIds unknown;
  for (const std::string& id : *wanted) {
    if (std::ranges::find(known, id) == known.end()) unknown.push_back(id);
  }
  if (unknown.empty()) return {};
  return fmt::format("{}: the hall has no \"{}\"; expected ids of its catalogue: {}", key,
                     fmt::join(unknown, "\", \""), fmt::join(known, ", "));
}

}  // namespace yichuang::display
