#include "tests/sim/runner.h"

#include <fmt/format.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <numeric>

#include "base/assert.h"
#include "base/log.h"
#include "base/zone.h"
#include "wire/codec.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {
namespace {

constexpr rlim_t kSecondsOfCpuMax = 120;  // a seed takes a fraction of one
constexpr char kFieldEnd = '\x1f';

struct Child {
  pid_t pid = -1;
  int report = -1;  // read end of a pipe
  int log = -1;     // a file in memory: what it wrote to stderr
};

std::string written(const DayReport& report) {
  std::string faults;
  for (const auto& [name, count] : report.faults) faults += fmt::format("{}={} ", name, count);
  return fmt::format("{} {} {} {}{}{}{}{}{}{}", report.events, report.tickets, report.steps,
                     report.hash, kFieldEnd, faults, kFieldEnd,
                     report.violation ? report.violation->invariant : "", kFieldEnd,
                     report.violation ? report.violation->detail : "");
}

[[noreturn]] void child_main(const DayOrder& order, int report, int log) {
  ::dup2(log, STDERR_FILENO);
  const rlimit cpu{kSecondsOfCpuMax, kSecondsOfCpuMax};
  ::setrlimit(RLIMIT_CPU, &cpu);
  log_start("sim", LogLevel::kDebug);  // the witness reads all of it
  const std::string text = written(run_day(order));
  const ssize_t done = ::write(report, text.data(), text.size());
  std::_Exit(done == static_cast<ssize_t>(text.size()) ? 0 : 1);
}

Child start(const DayOrder& order) {
  int ends[2] = {};
  Child child;
  child.log = ::memfd_create("log", 0);
  HALL_ASSERT(child.log >= 0 && ::pipe(ends) == 0);
  child.pid = ::fork();
  HALL_ASSERT(child.pid >= 0);
  if (child.pid == 0) {
    ::close(ends[0]);
    child_main(order, ends[1], child.log);
  }
  ::close(ends[1]);
  child.report = ends[0];
  return child;
}

std::string all_of(int file) {
  std::string bytes;
  char piece[4096];
  ssize_t size = 0;
  while ((size = ::read(file, piece, sizeof piece)) > 0) {
    bytes.append(piece, static_cast<size_t>(size));
  }
  return bytes;
}

// The last line that says what went wrong, of all that a dead child wrote.
std::string last_words(const std::string& log) {
  const size_t found = log.rfind("assertion failed");
  if (found == std::string::npos) return log.substr(log.size() - std::min<size_t>(log.size(), 300));
  const size_t begin = log.rfind('/', found) + 1;
  return log.substr(begin, log.find('\n', found) - begin);
}

Outcome read_outcome(const DayOrder& order, const std::string& text) {
  Outcome outcome;
  DayReport& report = outcome.report;
  report.seed = order.seed;
  std::vector<std::string> fields(1);
  for (const char c : text) {
    if (c == kFieldEnd) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  HALL_ASSERT(fields.size() == 4);
  char* next = fields[0].data();
  for (uint64_t* number : {&report.events, &report.tickets, &report.steps, &report.hash}) {
    *number = std::strtoull(next, &next, 10);
  }
  for (const FaultKindRow& row : fault_kinds()) {
    const size_t at = (" " + fields[1]).find(fmt::format(" {}=", row.name));
    if (at == std::string::npos) continue;
    report.faults[row.name] = std::atoi(fields[1].c_str() + at + row.name.size() + 1);
  }
  outcome.invariant = fields[2];
  outcome.detail = fields[3];
  return outcome;
}

Outcome finish(const DayOrder& order, const Child& child) {
  const std::string text = all_of(child.report);
  ::close(child.report);
  int status = 0;
  HALL_ASSERT(::waitpid(child.pid, &status, 0) == child.pid);
  ::lseek(child.log, 0, SEEK_SET);
  const std::string log = all_of(child.log);
  ::close(child.log);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return read_outcome(order, text);
  Outcome outcome;
  outcome.report.seed = order.seed;
  outcome.invariant = invariant::kAssertion;
  outcome.detail =
      WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? "the day does not end" : last_words(log);
  return outcome;
}

// What every seed's process would do again: tables of descriptors, the zones' data, libraries.
void warm_up() {
  HALL_ASSERT(sodium_init() >= 0 && sqlite3_initialize() == SQLITE_OK);
  for (const char* zone : {"Asia/Shanghai", "Europe/Berlin"}) HALL_ASSERT(Zone::open(zone).ok());
  wire::Feed feed;
  wire::Reply reply;
  wire::Command command;
  wire::Event event;
  for (google::protobuf::Message* message :
       std::initializer_list<google::protobuf::Message*>{&feed, &reply, &command, &event}) {
    HALL_ASSERT(decode(encode(*message), *message).ok());
  }
}

}  // namespace

void run_all(const std::vector<DayOrder>& orders, unsigned jobs,
             const std::function<bool(const DayOrder&, const Outcome&)>& on_outcome) {
  warm_up();
  std::deque<Child> running;
  size_t next = 0;
  bool going_on = true;
  for (size_t heard = 0; heard < next || (going_on && heard < orders.size()); ++heard) {
    while (going_on && next < orders.size() && running.size() < jobs) {
      running.push_back(start(orders[next++]));
    }
    const Outcome outcome = finish(orders[heard], running.front());
    running.pop_front();
    if (going_on) going_on = on_outcome(orders[heard], outcome);
  }
}

Outcome run_one(const DayOrder& order) { return finish(order, start(order)); }

DayOrder minimise(const DayOrder& failing, const Outcome& outcome, unsigned jobs) {
  DayOrder least = failing;
  if (!least.without_some) {
    least.only.resize(plan_of(failing).size());
    std::iota(least.only.begin(), least.only.end(), size_t{0});
    least.without_some = true;
  }
  // Ever smaller pieces are left out, as long as what remains still fails in the same way.
  for (size_t pieces = 1; pieces <= least.only.size();) {
    std::vector<DayOrder> tries;
    const size_t size = (least.only.size() + pieces - 1) / pieces;
    for (size_t begin = 0; begin < least.only.size(); begin += size) {
      DayOrder fewer = least;
      const auto first = fewer.only.begin() + static_cast<std::ptrdiff_t>(begin);
      fewer.only.erase(
          first, first + static_cast<std::ptrdiff_t>(std::min(size, least.only.size() - begin)));
      tries.push_back(std::move(fewer));
    }
    bool smaller = false;
    run_all(tries, jobs, [&](const DayOrder& tried, const Outcome& heard) {
      if (heard.invariant != outcome.invariant) return true;
      least = tried;
      smaller = true;
      return false;
    });
    if (!smaller) {
      if (pieces >= least.only.size()) break;
      pieces = std::min(pieces * 2, least.only.size());
    }
  }
  return least;
}

}  // namespace yichuang::sim
