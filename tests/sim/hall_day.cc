#include "tests/sim/hall_day.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "tests/sim/actor.h"
#include "tests/sim/faults.h"
#include "tests/sim/network.h"
#include "tests/sim/server_machine.h"
#include "tests/sim/settings.h"
#include "tests/sim/station.h"
#include "tests/sim/timeline.h"
#include "tests/sim/witness.h"

namespace yichuang::sim {
namespace {

constexpr int64_t kMinuteMs = 60'000;
constexpr int64_t kBeforeMidnightMs = 12'000;
constexpr int64_t kAfterMidnightMs = 8000;
constexpr int64_t kSecondMidnightMs = 6000;
constexpr uint64_t kTwoNightsPercent = 25;
constexpr int64_t kCalmMs = 24'000;  // half of it is longer than a command's patience

// When what happens, in steady time: the hours in which nothing happens are skipped.
struct Hours {
  explicit Hours(int minutes) {
    const int64_t all = minutes * kMinuteMs;
    lunch = all * 40 / 100;
    afternoon = all * 46 / 100;
    closing = all * 80 / 100;
    night = all * 87 / 100;
    midnight = night + kBeforeMidnightMs;
    next_morning = midnight + kAfterMidnightMs;
    calm = next_morning + all * 13 / 100;
    end = calm + kCalmMs;
  }
  int64_t lunch, afternoon, closing, night, midnight, next_morning, calm, end;
};

// What this process has logged: its stderr is a file (runner.cc). Else nothing is known of it.
std::string written_to_stderr() {
  std::string log;
  char piece[4096];
  ssize_t size = 0;
  while ((size = ::pread(STDERR_FILENO, piece, sizeof piece, static_cast<off_t>(log.size()))) > 0) {
    log.append(piece, static_cast<size_t>(size));
  }
  return log;
}

class HallDay {
 public:
  HallDay(const DayOrder& order, const std::vector<Fault>& faults);
  void run();
  void tell(DayReport& report) const;

 private:
  void add_station(const std::string& name, Role role);
  void add_actors();
  void add_actor(Job job, size_t station, WindowNumber window);
  void skip_to(Time at);
  void run_business_day();
  void come_as_last_visitor();
  void wait_for_silence();
  void check_calm();
  HallTime time() const;
  SeededRandom stream(std::string_view name) const { return {order_.seed, name}; }

  const DayOrder order_;
  const Settings settings_;
  const Hours hours_;
  const Zone zone_;
  const bool clocks_are_right_;
  Timeline timeline_;
  Witness witness_;
  Network network_;
  std::vector<std::unique_ptr<Station>> stations_;
  std::unique_ptr<ServerMachine> server_;
  std::vector<std::unique_ptr<Actor>> actors_;
  std::unique_ptr<FaultInjector> injector_;
  bool last_visitor_served_ = true;
};

bool no_clock_is_touched(const std::vector<Fault>& faults) {
  return std::ranges::none_of(faults, [](const Fault& f) { return row_of(f.kind).touches_clocks; });
}

Zone open_zone(const std::string& name) {
  auto zone = Zone::open(name);
  HALL_ASSERT(zone.ok());
  return *std::move(zone);
}

HallDay::HallDay(const DayOrder& order, const std::vector<Fault>& faults)
    : order_(order),
      settings_(draw_settings(stream("settings"))),
      hours_(order.minutes),
      zone_(open_zone(settings_.zone)),
      clocks_are_right_(no_clock_is_touched(faults)),
      timeline_(local_moment(zone_, settings_.first_day, 8, 50)),
      witness_(zone_),
      network_(timeline_, stream("network"), witness_) {
  server_ = std::make_unique<ServerMachine>(timeline_, network_, witness_, stream("server"),
                                            settings_.catalogue);
  add_station("web", Role::kWeb);
  add_station("desk", Role::kAdmin);
  for (int i = 1; i <= settings_.kiosks; ++i) add_station(fmt::format("kiosk-{}", i), Role::kKiosk);
  for (int i = 1; i <= settings_.displays; ++i) {
    add_station(fmt::format("display-{}", i), Role::kDisplay);
  }
  add_actors();
  injector_ = std::make_unique<FaultInjector>(
      FaultInjector::Hall{timeline_, network_, *server_, stations_, *stations_[1]}, faults);
}

void HallDay::add_station(const std::string& name, Role role) {
  const Station::Hall hall{timeline_, network_, witness_, clocks_are_right_};
  stations_.push_back(std::make_unique<Station>(hall, name, role, stream(name)));
}

void HallDay::add_actors() {
  for (size_t i = 0; i < stations_.size(); ++i) {
    if (stations_[i]->role() == Role::kKiosk) add_actor(Job::kKiosk, i, 0);
    if (stations_[i]->role() == Role::kAdmin) add_actor(Job::kGuideDesk, i, 0);
  }
  add_actor(Job::kManager, 0, 98);
  add_actor(Job::kPhones, 0, 99);
  for (int window = 1; window <= settings_.windows; ++window) {
    add_actor(Job::kClerk, 0, static_cast<WindowNumber>(window));
  }
}

void HallDay::add_actor(Job job, size_t station, WindowNumber window) {
  const std::string who = fmt::format("{}-{}", stations_[station]->name(), window);
  const Actor::Hall hall{[this] { return time(); }, [this](Time at) { return zone_.day(at); }};
  actors_.push_back(
      std::make_unique<Actor>(Actor::Role{job, window, fmt::format("{}", 1000 + window)},
                              *stations_[station], timeline_, stream("actor " + who), hall));
}

HallTime HallDay::time() const {
  const int64_t now = timeline_.steady_ms();
  if (now < hours_.lunch) return HallTime::kOpen;
  if (now < hours_.afternoon) return HallTime::kLunch;
  if (now < hours_.closing) return HallTime::kOpen;
  if (now < hours_.night) return HallTime::kClosing;
  return now < hours_.next_morning ? HallTime::kNight : HallTime::kOpen;
}

void HallDay::skip_to(Time at) {
  if (at > timeline_.true_time()) timeline_.skip(at - timeline_.true_time());
}

void HallDay::run_business_day() {
  const uint32_t day = settings_.first_day;
  timeline_.run_until((hours_.lunch + hours_.afternoon) / 2);
  skip_to(local_moment(zone_, day, 14, 0));
  timeline_.run_until(hours_.night);
  skip_to(zone_.next_midnight(timeline_.true_time()) - kBeforeMidnightMs);
  timeline_.run_until(hours_.next_morning);
  // Sometimes over a whole day more, on which the hall may be closed.
  if (stream("nights").percent(kTwoNightsPercent)) {
    skip_to(zone_.next_midnight(timeline_.true_time()) - kSecondMidnightMs / 2);
    timeline_.run_until(hours_.next_morning + kSecondMidnightMs);
  }
  skip_to(local_moment(zone_, zone_.day(timeline_.true_time()), 8, 50));
  timeline_.run_until(hours_.calm);
}

void HallDay::run() {
  run_business_day();
  for (auto& actor : actors_) actor->stop();
  injector_->heal();
  timeline_.run_until(hours_.calm + kCalmMs / 2);
  come_as_last_visitor();
  timeline_.run_until(hours_.end);
  wait_for_silence();
  check_calm();
  server_->verify_at_rest();
  witness_.look_at_log(written_to_stderr());
}

// Everything works again, so whoever comes now gets a number at once (or hears that there is none).
void HallDay::come_as_last_visitor() {
  wire::Command command;
  const State& state = stations_[1]->state();
  if (state.services.empty()) violate(invariant::kAnswered, "the desk has no state");
  const auto open = std::ranges::find(state.services, false, &Service::retired);
  HALL_ASSERT(open != state.services.end());
  command.mutable_issue_ticket()->set_service(open->id);
  last_visitor_served_ = false;
  stations_[1]->submit(std::move(command), [this](const Outcome& outcome) {
    last_visitor_served_ = outcome.kind == Outcome::Kind::kDone ||
                           outcome.reply.refusal() == wire::REFUSAL_SERIES_FULL;
  });
}

// Time alone makes events too (alarms, void tickets): the last one must have reached everybody.
void HallDay::wait_for_silence() {
  constexpr int64_t kSilenceMs = 300;
  for (uint64_t heard = UINT64_MAX; heard != witness_.events();) {
    heard = witness_.events();
    timeline_.run_until(timeline_.steady_ms() + kSilenceMs);
  }
}

// Faults have stopped for longer than anybody's patience.
void HallDay::check_calm() {
  if (!server_->running()) violate(invariant::kStartsAgain, "the server is still down");
  const Server& server = server_->server();
  witness_.look_at(server.state(), server.kept(), true);
  witness_.look_at_calm(server_->clock().now().ms);
  if (!last_visitor_served_) violate(invariant::kAnswered, "the last visitor gets no number");
  for (const auto& actor : actors_) {
    if (actor->not_handed_over() == 0) continue;
    violate(invariant::kNoTicketVanishes, "a kiosk keeps {} tickets", actor->not_handed_over());
  }
  for (const auto& station : stations_) {
    if (station->unanswered() > 0) {
      violate(invariant::kAnswered, "{} waits for {} answers", station->name(),
              station->unanswered());
    }
    witness_.mirror_is_whole(station->name(), station->state());
    if (!station->fresh()) {
      violate(invariant::kTruthfulBoards, "{} is whole and does not know it", station->name());
    }
  }
}

void HallDay::tell(DayReport& report) const {
  report.events = witness_.events();
  report.tickets = witness_.tickets();
  report.steps = timeline_.steps();
  report.faults = injector_->counts();
  report.hash = mix_hash(mix_hash(witness_.hash(), timeline_.steps()), network_.lost());
}

}  // namespace

std::vector<Fault> plan_of(const DayOrder& order) {
  const Hours hours(order.minutes);
  auto plan = draw_faults(SeededRandom(order.seed, "faults"), hours.calm, hours.midnight);
  const auto story = draw_story(SeededRandom(order.seed, "story"), hours.calm, plan.size());
  plan.insert(plan.end(), story.begin(), story.end());
  return plan;
}

DayReport run_day(const DayOrder& order) {
  std::vector<Fault> faults = plan_of(order);
  if (order.without_some) {
    std::erase_if(faults, [&](const Fault& fault) {
      return std::ranges::find(order.only, fault.id) == order.only.end();
    });
  }
  DayReport report;
  report.seed = order.seed;
  std::unique_ptr<HallDay> day;
  try {
    day = std::make_unique<HallDay>(order, faults);
    day->run();
  } catch (const Violation& violation) {
    report.violation = violation;
  }
  if (day) day->tell(report);
  return report;
}

}  // namespace yichuang::sim
