#include "tests/bench/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/assert.h"
#include "base/file.h"

namespace yichuang::bench {

void Table::add(Figure figure) {
  const std::string ratio = figure.ratio > 0 ? fmt::format("{:7.2f} ×", figure.ratio) : "";
  fmt::print("{:<46} {:>12.1f} {:<8} {:>9}  {}\n", figure.name, figure.value, figure.unit, ratio,
             figure.reference);
  std::fflush(stdout);
  figures_.push_back(std::move(figure));
}

void Table::write_json(const std::filesystem::path& path) const {
  std::string text = "[\n";
  for (size_t i = 0; i < figures_.size(); ++i) {
    const Figure& f = figures_[i];
    text += fmt::format(
        R"(  {{"name": "{}", "value": {:.3f}, "unit": "{}", "reference": "{}", "ratio": {:.4f}}}{})"
        "\n",
        f.name, f.value, f.unit, f.reference, f.ratio, i + 1 < figures_.size() ? "," : "");
  }
  const auto saved = write_file_atomic(path, text + "]\n", 0644);
  HALL_ASSERT(saved.ok());
}

double percentile(std::vector<double> values, double share) {
  HALL_ASSERT(!values.empty());
  std::ranges::sort(values);
  const auto at = static_cast<size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[at];
}

double now_us() {
  return std::chrono::duration<double, std::micro>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace yichuang::bench
