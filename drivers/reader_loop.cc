#include "drivers/reader_loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.h"

namespace yichuang {
namespace {

constexpr int64_t kRestLongestMs = 60'000;

}  // namespace

ReaderLoop::ReaderLoop(DeviceAddress address, const ReaderOptions& options,
                       std::shared_ptr<UsbBus> bus, ReaderEvents events)
    : address_(std::move(address)),
      options_(options),
      bus_(std::move(bus)),
      events_(std::move(events)),
      retry_ms_(options.retry_first_ms) {}

ReaderLoop::~ReaderLoop() { HALL_ASSERT(!thread_.joinable()); }

void ReaderLoop::start() {
  if (bus_) {
    subscription_ = bus_->subscribe([this](UsbBus::Change change, const libusb_device*) {
      {
        const std::lock_guard lock(mutex_);
        arrived_ = arrived_ || change == UsbBus::Change::kArrived;
      }
      ring();
    });
  }
  thread_ = std::thread([this] { run(); });
}

void ReaderLoop::stop() {
  if (bus_) bus_->forget(subscription_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring();
  thread_.join();
}

// --- Any thread ----------------------------------------------------------------------------------

ReaderStatus ReaderLoop::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void ReaderLoop::seek_cards(bool on) {
  {
    const std::lock_guard lock(mutex_);
    seeking_ = on;
  }
  ring();
}

bool ReaderLoop::seeking() const {
  const std::lock_guard lock(mutex_);
  return seeking_;
}

void ReaderLoop::ring() {
  const std::lock_guard lock(mutex_);
  rung_ = true;
  bell_.notify_all();
}

bool ReaderLoop::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

// --- The driver's thread -------------------------------------------------------------------------

void ReaderLoop::run() {
  while (!stopping()) rest(look_after(clock_.steady_ms()));
  link_.reset();
}

// Until when there is nothing to do if nothing rings.
int64_t ReaderLoop::look_after(int64_t now_ms) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(arrived_, false)) connect_at_ms_ = 0;
  }
  if (link_ && link_->lost()) {
    link_.reset();
    disconnected();
    connect_at_ms_ = now_ms + options_.retry_first_ms;
    set_facts({});
  }
  if (!link_ && now_ms >= connect_at_ms_) {
    link_ = connect();
    connect_at_ms_ = now_ms + retry_ms_;
    retry_ms_ =
        link_ ? options_.retry_first_ms : std::min(retry_ms_ * 2, options_.retry_longest_ms);
    if (link_) connected();
  }
  if (!link_) return connect_at_ms_;
  const int64_t due_ms = step(*link_, now_ms);
  if (link_->lost()) return now_ms;
  const auto pause_ms = link_->input_pause_ms();
  return pause_ms ? std::min(due_ms, now_ms + *pause_ms) : due_ms;
}

void ReaderLoop::rest(int64_t until_ms) {
  const int64_t left_ms = std::clamp<int64_t>(until_ms - clock_.steady_ms(), 0, kRestLongestMs);
  std::unique_lock lock(mutex_);
  bell_.wait_for(lock, std::chrono::milliseconds(left_ms), [this] { return rung_; });
  rung_ = false;
}

void ReaderLoop::set_silent(bool silent) { set_facts({.away = false, .silent = silent}); }

// The only place where the status changes.
void ReaderLoop::set_facts(const ReaderFacts& facts) {
  const ReaderStatus status{facts, condition_of(facts)};
  {
    const std::lock_guard lock(mutex_);
    if (status == status_) return;
    status_ = status;
  }
  log_info("reader {}: {}", address_.text(), text_of(status));
  events_.status_changed(status);
}

}  // namespace yichuang
