#include "display/hall_watch.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace yichuang::display {
namespace {

// A state that never became fresh (a feed that is not reachable): as soon as a lost one would.
constexpr int64_t kNeverFreshMs = Mirror::kFreshMs;

}  // namespace

Result<std::unique_ptr<HallWatch>> HallWatch::open(const DeviceFile& device,
                                                   std::function<void()> wake, const Clock& clock,
                                                   Random& random) {
  std::unique_ptr<HallWatch> watch(new HallWatch(clock));
  HallClient::Options options;
  options.wake = std::move(wake);
  auto hall = HallClient::open(device, std::move(options), clock, random);
  if (!hall) return hall.error();
  watch->hall_ = std::move(*hall);
  return watch;
}

bool HallWatch::poll(const std::function<void(uint64_t seq)>& on_seq) {
  const bool changed = hall_->poll([&](const wire::Event& event) {
    calls_.on_event(event, hall_->state());
    seq_ = event.seq();
    on_seq(seq_);
  });
  if (changed && hall_->state().seq != seq_) {  // a snapshot jumped over the events between
    seq_ = hall_->state().seq;
    on_seq(seq_);
  }
  if (!changed && clock_.steady_ms() - polled_ms_ < kUpdateEveryMs) return false;
  polled_ms_ = clock_.steady_ms();
  follow_zone();
  return true;
}

int64_t HallWatch::wait_ms() const { return std::min(hall_->wait_ms(), kUpdateEveryMs); }

void HallWatch::follow_zone() {
  const State& state = hall_->state();
  if (state.time_zone.empty() || (zone_ && zone_->name() == state.time_zone)) return;
  auto zone = Zone::open(state.time_zone);
  if (zone) {
    zone_ = std::move(*zone);
  } else if (!zone_) {
    log_warning("{}; times of day are not known", zone.error().sentence);
  }
}

BoardInput HallWatch::input(size_t recent_rows) {
  const Time stale = stale_since();
  confirmed_ = confirmed_ || hall_->fresh() || stale.is_set();
  return {
      .state = hall_->state(),
      .estimate = [this](std::string_view service) { return hall_->estimate(service); },
      .fresh = hall_->fresh(),
      .unconfirmed = !confirmed_,
      .stale_since = stale,
      .zone = zone_ ? &*zone_ : nullptr,
      .now = hall_->hall_now(),
      .started = started_ + (hall_->hall_now() - clock_.now()),
      .recent_rows = recent_rows,
  };
}

std::vector<CallToSpeak> HallWatch::take_calls() {
  return calls_.take(hall_->state(), hall_->hall_now());
}

std::optional<int> HallWatch::hour() const {
  if (!zone_) return std::nullopt;
  return zone_->local(hall_->hall_now()).hour;
}

// What a display shows is true up to the last pulse, which came kFreshMs before it was missed.
Time HallWatch::stale_since() {
  if (hall_->fresh() || hall_->state().seq == 0) {
    unfresh_since_ms_.reset();
    return {};
  }
  const int64_t offset_ms = hall_->hall_now() - clock_.now();
  if (hall_->stale_since().is_set()) {
    return hall_->stale_since() + offset_ms - Mirror::kFreshMs;
  }
  if (!unfresh_since_ms_) unfresh_since_ms_ = clock_.steady_ms();
  const bool long_enough = clock_.steady_ms() - *unfresh_since_ms_ >= kNeverFreshMs;
  return long_enough ? hall_->state().at : Time{};
}

}  // namespace yichuang::display
