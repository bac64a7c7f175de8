// The rows of the services that a hall wants on a screen, and a word on those that it does not
// have. Pure; any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "display/layout_settings.h"
#include "hall/state.h"

namespace yichuang::display {

// Keeps those whose `service` is wanted, in the wanted order; all of them if nothing is said.
template <class Row>
void choose_services(std::vector<Row>& rows, const std::optional<ServiceIds>& wanted) {
  if (!wanted) return;
  std::vector<Row> chosen;
  for (const std::string& id : *wanted) {
    const auto row = std::ranges::find(rows, id, &Row::service);
    if (row != rows.end()) chosen.push_back(*row);
  }
  rows = std::move(chosen);
}

// Which of the `wanted` ids the hall's catalogue does not have, as a sentence that begins with
// `key` and names those that it has; empty if it has them all, or is not known yet.
std::string unknown_services(const State& state, const std::optional<ServiceIds>& wanted,
                             std::string_view key);

}  // namespace yichuang::display
