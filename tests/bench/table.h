// The figures of one run: printed as a table, written as JSON. A figure stands beside the bare
// limit of the same run, because only the ratio carries over to another machine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace yichuang::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::string reference;  // what it is compared with; empty: it is a reference itself
  double ratio = 0;       // value / reference, or the budget's share; 0: none
};

class Table {
 public:
  void add(Figure figure);
  void write_json(const std::filesystem::path& path) const;

 private:
  std::vector<Figure> figures_;
};

// How soon a screen has to answer (DESIGN section 12).
inline constexpr double kTwoFramesMs = 33;

// Of a non-empty list; `share` 0.5 is the median, 0.99 the 99th percentile.
double percentile(std::vector<double> values, double share);
double now_us();

}  // namespace yichuang::bench
