// The simulator: whole business days of a hall under virtual time, with faults, one a seed.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>

#include "tests/sim/runner.h"

namespace yichuang::sim {
namespace {

constexpr uint64_t kReplayEvery = 16;  // each so many seeds one is run twice

struct Options {
  std::string seeds;
  std::string only;
  std::string from;
  std::string record;
  int minutes = 12;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
  bool stop_at_first = false;
  bool minimise = true;
};

struct Totals {
  uint64_t seeds = 0;
  uint64_t failed = 0;
  uint64_t events = 0;
  uint64_t faults = 0;
};

std::vector<size_t> ids_of(const std::string& list) {
  std::vector<size_t> ids;
  std::stringstream in(list);
  std::string id;
  while (std::getline(in, id, ',')) ids.push_back(std::stoul(id));
  return ids;
}

std::string text_of(const std::vector<size_t>& ids) {
  return ids.empty() ? "none" : fmt::format("{}", fmt::join(ids, ","));
}

DayOrder order_for(uint64_t seed, int minutes, const std::string& only) {
  DayOrder order;
  order.seed = seed;
  order.minutes = minutes;
  order.without_some = !only.empty() && only != "all";
  if (order.without_some && only != "none") order.only = ids_of(only);
  return order;
}

// "3..17", or "3".
std::vector<DayOrder> orders_of_range(const Options& options) {
  const size_t dots = options.seeds.find("..");
  const uint64_t first = std::stoull(options.seeds);
  const uint64_t last =
      dots == std::string::npos ? first : std::stoull(options.seeds.substr(dots + 2));
  std::vector<DayOrder> orders;
  for (uint64_t seed = first; seed <= last; ++seed) {
    orders.push_back(order_for(seed, options.minutes, options.only));
  }
  return orders;
}

// Lines "seed minutes faults  # why"; see failing_seeds.txt.
std::vector<DayOrder> orders_of_file(const std::string& path) {
  std::ifstream file(path);
  std::vector<DayOrder> orders;
  std::string line;
  while (std::getline(file, line)) {
    std::stringstream in(line.substr(0, line.find('#')));
    uint64_t seed = 0;
    int minutes = 0;
    std::string only;
    if (in >> seed >> minutes >> only) orders.push_back(order_for(seed, minutes, only));
  }
  return orders;
}

void print_line(const DayReport& report) {
  std::string faults;
  for (const FaultKindRow& row : fault_kinds()) {
    const auto found = report.faults.find(row.name);
    if (found != report.faults.end()) faults += fmt::format(" {}={}", row.name, found->second);
  }
  fmt::print("seed {} events {} tickets {} faults{} hash {:016x}\n", report.seed, report.events,
             report.tickets, faults.empty() ? " none" : faults, report.hash);
}

void print_failure(const DayOrder& order, const Outcome& outcome, const Options& options) {
  fmt::print("seed {} FAILED: {}: {}\n", order.seed, outcome.invariant, outcome.detail);
  if (!options.minimise) return;
  const DayOrder least = minimise(order, outcome, options.jobs);
  const auto plan = plan_of(order);
  for (const size_t id : least.only) {
    const Fault& fault = plan[id];
    fmt::print("  needs fault {}: {} at {} ms for {} ms\n", id, row_of(fault.kind).name,
               fault.at_ms, fault.for_ms);
  }
  fmt::print("  again: ./hall sim --seeds {0}..{0} --minutes {1} --only {2}\n", order.seed,
             order.minutes, text_of(least.only));
  if (options.record.empty()) return;
  std::ofstream file(options.record, std::ios::app);
  file << fmt::format("{} {} {}  # {}: {}\n", order.seed, order.minutes, text_of(least.only),
                      outcome.invariant, outcome.detail);
}

// Equal seeds, equal hashes: a second run says whether that is so.
Outcome replayed(const DayOrder& order, Outcome first) {
  if (first.failed() || order.seed % kReplayEvery != 0) return first;
  const Outcome second = run_one(order);
  if (second.report.hash == first.report.hash) return first;
  first.invariant = invariant::kReplay;
  first.detail =
      fmt::format("hash {:016x}, the second time {:016x}", first.report.hash, second.report.hash);
  return first;
}

int run(const Options& options) {
  const auto orders =
      options.from.empty() ? orders_of_range(options) : orders_of_file(options.from);
  Totals totals;
  const auto begin = std::chrono::steady_clock::now();
  run_all(orders, options.jobs, [&](const DayOrder& order, const Outcome& heard) {
    const Outcome outcome = replayed(order, heard);
    ++totals.seeds;
    totals.events += outcome.report.events;
    for (const auto& [name, count] : outcome.report.faults) {
      totals.faults += static_cast<uint64_t>(count);
    }
    if (outcome.failed()) {
      ++totals.failed;
      print_failure(order, outcome, options);
    } else {
      print_line(outcome.report);
    }
    std::fflush(stdout);
    return !(outcome.failed() && options.stop_at_first);
  });
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  fmt::print("{} seeds, {} failed, {} events, {} faults\n", totals.seeds, totals.failed,
             totals.events, totals.faults);
  std::cerr << fmt::format("{:.1f} s, {:.0f} ms a seed\n", seconds.count(),
                           totals.seeds == 0 ? 0.0 : seconds.count() * 1000 / totals.seeds);
  return totals.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace yichuang::sim

int main(int argc, char** argv) {
  CLI::App app{
      "sim: whole business days of a hall under virtual time. The real server, journal, mirrors "
      "and\n"
      "commanders; a simulated disk, network and clocks that fail. One line a seed; a failing "
      "seed\n"
      "says which promise is broken and with how few faults."};
  yichuang::sim::Options options;
  auto* seeds = app.add_option("--seeds", options.seeds, "A..B, both included");
  auto* from = app.add_option("--from", options.from, "a file of seeds, as failing_seeds.txt");
  seeds->excludes(from);
  app.add_option("--minutes", options.minutes, "virtual minutes of a day (12)")
      ->check(CLI::Range(2, 600));
  app.add_option("--only", options.only, "faults of the plan to keep: ids, \"none\" or \"all\"");
  app.add_option("--record", options.record, "append failing seeds to this file");
  app.add_option("--jobs", options.jobs, "seeds at a time")->check(CLI::Range(1, 256));
  app.add_flag("--stop-at-first", options.stop_at_first, "end at the first failing seed");
  app.add_flag("!--no-minimise", options.minimise, "do not look for the fewest faults");
  app.footer("Exit status: 0 no promise was broken; 1 some were.");
  CLI11_PARSE(app, argc, argv);
  if (options.seeds.empty() && options.from.empty()) {
    std::cerr << "sim: say --seeds A..B or --from FILE\n";
    return 2;
  }
  return yichuang::sim::run(options);
}
