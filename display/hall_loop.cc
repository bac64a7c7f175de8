#include "display/hall_loop.h"

#include <chrono>
#include <utility>

#include "base/log.h"

namespace yichuang::display {

Result<void> HallLoop::follow(const DeviceFile& device, Random& random) {
  auto hall = HallWatch::open(
      device, [this] { wake(); }, clock_, random);
  if (!hall) return hall.error();
  hall_ = std::move(*hall);
  return {};
}

void HallLoop::tell_freshness() {
  const bool fresh = hall_->fresh();
  if (std::exchange(fresh_, fresh) == fresh) return;
  if (fresh) {
    log_info("{}: in step with the queue server", words_.topic);
  } else {
    log_warning("{}: cut off from the queue server; {}", words_.topic, words_.cut_off);
  }
}

void HallLoop::run(const std::function<void()>& on_news, const std::function<void()>& on_alive) {
  int64_t alive_ms = clock_.steady_ms();
  while (!signals_.take_stop()) {
    loop_.sleep(-1, std::chrono::milliseconds(hall_->wait_ms()));
    loop_.run_due();
    if (hall_->poll([](uint64_t) {})) {
      on_news();
      tell_freshness();
    }
    if (clock_.steady_ms() - alive_ms < HallWatch::kUpdateEveryMs) continue;
    alive_ms = clock_.steady_ms();
    on_alive();
  }
}

void HallLoop::wait_for(const std::function<bool()>& done, int64_t patience_ms) {
  const int64_t until_ms = clock_.steady_ms() + patience_ms;
  while (!done()) {
    const int64_t left_ms = until_ms - clock_.steady_ms();
    if (left_ms <= 0) return;
    loop_.sleep(-1, std::chrono::milliseconds(left_ms));
    loop_.run_due();
  }
}

}  // namespace yichuang::display
