// fairness: the priority table of HALL.md, measured on the real core. Prints for each policy the
// mean and P95 waits of both classes beside what queueing theory says, the worst that anybody met
// with beside the bound of the policy, and the same of a rush in which nearly all have priority.
// Exit status 1 if the bound broke at any call or the table has another shape.
#include <CLI/CLI.hpp>
#include <array>
#include <cmath>
#include <cstdio>

#include "hall/snapshot.h"
#include "tests/sim/fairness/long_queue.h"

namespace yichuang::fairness {
namespace {

constexpr std::array kPolicies{Policy::kAbsolute, Policy::kAccumulating, Policy::kFifo};
using Scores = std::array<Score, kPolicies.size()>;

struct Wanted {
  uint64_t seeds = 100;
  size_t people = 25'000;
};

// Nearly all have priority, and they alone come nearly as fast as the windows serve.
constexpr QueueLoad kRush{10, 12, 1.2, 0.8};
constexpr size_t kRushPeople = 3'000;

Scores measure(const QueueLoad& queue, size_t people, size_t unmeasured, uint64_t seeds,
               uint64_t& hash) {
  Scores scores;
  for (size_t i = 0; i < scores.size(); ++i) {
    for (uint64_t seed = 1; seed <= seeds; ++seed) {
      LongQueue hall({kPolicies[i], queue, people, unmeasured, seed});
      scores[i].add(hall.live());
      hash = hash * 31 + state_hash(hall.state());
    }
  }
  return scores;
}

double shipped_rate() { return Rules{}.rates[wire::PRIORITY_CLASS_ELDERLY]; }

void print_class(const ClassScore& score, double theory_min) {
  std::printf("%9.1f", score.mean_min());
  if (theory_min > 0) {
    std::printf("%8.1f", theory_min);
  } else {
    std::printf("%8s", "-");
  }
  std::printf("%7.0f%7.0f", score.percentile_min(0.95), score.percentile_min(1));
}

void print_worst(const char* class_name, const ClassScore& score) {
  std::printf("  %s overtaken %llu of at most %llu, called after %llu of at most %llu;", class_name,
              static_cast<unsigned long long>(score.overtaken.count),
              static_cast<unsigned long long>(score.overtaken.bound),
              static_cast<unsigned long long>(score.calls.count),
              static_cast<unsigned long long>(score.calls.bound));
}

void print(const QueueLoad& queue, const Scores& scores) {
  std::printf("%u windows, visits of %.0f min, load %.2f, %.0f %% with priority; %zu people each\n",
              queue.windows, queue.visit_min, queue.load, queue.priority_share * 100,
              scores[0].priority.waits_min.size() + scores[0].ordinary.waits_min.size());
  std::printf("  waits, minutes %23s%31s\n", "priority", "ordinary");
  std::printf("  %-14s", "");
  for (int i = 0; i < 2; ++i) std::printf("%9s%8s%7s%7s", "mean", "theory", "P95", "worst");
  std::printf("\n");
  for (size_t i = 0; i < scores.size(); ++i) {
    MeanWaits theory;
    if (queue.load < 1) theory = expected_waits(kPolicies[i], shipped_rate(), queue);
    std::printf("  %-14s", name_of(kPolicies[i]));
    print_class(scores[i].priority, theory.priority_min);
    print_class(scores[i].ordinary, theory.ordinary_min);
    std::printf("\n");
  }
  std::printf("  the worst beside its bound\n");
  for (size_t i = 0; i < scores.size(); ++i) {
    std::printf("  %-14s", name_of(kPolicies[i]));
    print_worst("ordinary", scores[i].ordinary);
    print_worst("priority", scores[i].priority);
    std::printf("\n  %-14s  %llu overtakings, %llu beyond the bound, at most %.0f %% of it used",
                "", static_cast<unsigned long long>(scores[i].overtakings),
                static_cast<unsigned long long>(scores[i].broken), scores[i].closest * 100);
    if (kPolicies[i] == Policy::kAccumulating) {
      std::printf("; nobody passed over had waited over %.2f times as long", scores[i].stretched);
    }
    std::printf("\n");
  }
}

// The classes' shares of the mean wait are what they should be; means alone swing with the seeds.
bool has_the_shape(const QueueLoad& queue, const Scores& scores) {
  constexpr double kTolerance = 0.12;  // of a share, and 2 % of the mean besides
  const double mean_min = expected_waits(Policy::kFifo, 1, queue).ordinary_min;
  bool good = true;
  const auto check = [&](const char* what, double share, double wanted) {
    if (std::abs(share - wanted) <= kTolerance * wanted + 0.02) return;
    std::printf("%s wait %.2f of the mean instead of %.2f\n", what, share, wanted);
    good = false;
  };
  for (size_t i = 0; i < scores.size(); ++i) {
    const MeanWaits theory = expected_waits(kPolicies[i], shipped_rate(), queue);
    check("people with priority", scores[i].priority.mean_min() / scores[i].mean_min(),
          theory.priority_min / mean_min);
    check("ordinary people", scores[i].ordinary.mean_min() / scores[i].mean_min(),
          theory.ordinary_min / mean_min);
  }
  return good;
}

// The bound held everywhere; who has priority gains by it and others lose, in the order of the
// policies; and nobody was passed over who had waited longer than the rates allow.
bool is_fair(const Scores& scores) {
  bool good = true;
  for (const Score& score : scores) good &= score.broken == 0;
  const auto& [absolute, accumulating, fifo] = scores;
  good &= absolute.priority.mean_min() < accumulating.priority.mean_min();
  good &= accumulating.priority.mean_min() < fifo.priority.mean_min();
  good &= absolute.ordinary.mean_min() > accumulating.ordinary.mean_min();
  good &= accumulating.ordinary.mean_min() > fifo.ordinary.mean_min();
  good &= absolute.ordinary.percentile_min(1) > accumulating.ordinary.percentile_min(1);
  good &= fifo.overtakings == 0 && accumulating.stretched <= shipped_rate();
  return good;
}

}  // namespace
}  // namespace yichuang::fairness

int main(int argc, char** argv) {
  using namespace yichuang::fairness;
  CLI::App app{
      "fairness: the waits of priority and ordinary people by each policy, and its bound."};
  Wanted wanted;
  app.add_option("--seeds", wanted.seeds, "queues of each policy")->check(CLI::PositiveNumber);
  app.add_option("--people", wanted.people, "in each")
      ->check(CLI::Range(size_t{5'000}, kPeopleMax));
  app.footer("Exit status: 0 the bound held and the table is HALL.md's; 1 not so.");
  CLI11_PARSE(app, argc, argv);
  uint64_t hash = 0;
  const QueueLoad busy;
  const Scores table = measure(busy, wanted.people, wanted.people / 8, wanted.seeds, hash);
  print(busy, table);
  const Scores rush = measure(kRush, kRushPeople, 0, wanted.seeds, hash);
  print(kRush, rush);
  std::printf("hash %016llx\n", static_cast<unsigned long long>(hash));
  const bool good = has_the_shape(busy, table) && is_fair(table) && is_fair(rush);
  std::printf("%s\n", good ? "fair" : "NOT FAIR");
  return good ? 0 : 1;
}
