#include "drivers/led_sign.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "drivers/led_frame.h"

namespace yichuang {
namespace {

constexpr int64_t kRestLongestMs = 60'000;

std::vector<uint8_t> frame_of(const LedProfile& profile, const std::string& page) {
  auto frame = led_frame(profile, page);
  HALL_ASSERT(frame.ok());  // pages fit
  return std::move(*frame);
}

}  // namespace

LedSign::LedSign(LedSignOptions options, Wake wake)
    : options_(std::move(options)),
      wake_(std::move(wake)),
      session_(options_.profile),
      thread_([this] { run(); }) {}

LedSign::~LedSign() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring();
  thread_.join();
}

// --- Any thread ----------------------------------------------------------------------------------

void LedSign::show(const std::vector<std::string>& pages) {
  const LedProfile& profile = options_.profile;
  LedSession::Frames frames;
  for (const std::string& page : pages) frames.push_back(frame_of(profile, page));
  // Not every sign takes an empty text for a blank one.
  if (frames.empty())
    frames.push_back(
        frame_of(profile, std::string(std::min(profile.cells, profile.max_bytes), ' ')));
  {
    const std::lock_guard lock(mutex_);
    wanted_ = std::move(frames);
    settled_ = false;
  }
  ring();
}

DeviceCondition LedSign::condition() const {
  const std::lock_guard lock(mutex_);
  return condition_;
}

bool LedSign::settled() const {
  const std::lock_guard lock(mutex_);
  return settled_;
}

void LedSign::ring() {
  const std::lock_guard lock(mutex_);
  rung_ = true;
  bell_.notify_all();
}

// --- The sign's thread ---------------------------------------------------------------------------

void LedSign::run() {
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) break;
    }
    rest(look_after(clock_.steady_ms()));
  }
  link_.reset();
}

// Until when there is nothing to do if nothing rings.
int64_t LedSign::look_after(int64_t now_ms) {
  std::optional<LedSession::Frames> wanted;
  {
    const std::lock_guard lock(mutex_);
    wanted = std::exchange(wanted_, std::nullopt);
  }
  if (link_ && link_->lost()) {
    link_.reset();
    connect_at_ms_ = now_ms + options_.retry_ms;
  }
  if (wanted) {
    session_.show(std::move(*wanted));
    connect_at_ms_ = 0;
  }
  if (!link_ && now_ms >= connect_at_ms_) connect(now_ms);
  const int64_t due_ms = link_ ? session_.step(*link_, clock_.steady_ms()) : connect_at_ms_;
  tell();
  return due_ms;
}

void LedSign::connect(int64_t now_ms) {
  auto link = SerialLink::open(
      options_.path, options_.profile.baud, [this] { ring(); }, options_.trace);
  if (link) {
    link_ = std::move(*link);
    session_.begin();
    told_.clear();
    return;
  }
  connect_at_ms_ = now_ms + options_.retry_ms;
  if (told_ != link.error().sentence) log_warning("sign: {}", link.error().sentence);
  told_ = link.error().sentence;
}

// The only place where the condition changes.
void LedSign::tell() {
  const DeviceCondition condition = !link_ || link_->lost() ? DeviceCondition::kAway
                                    : session_.silent()     ? DeviceCondition::kStopped
                                    : session_.proven()     ? DeviceCondition::kReady
                                                            : DeviceCondition::kAway;
  bool other_condition = false;
  bool other_settled = false;
  {
    const std::lock_guard lock(mutex_);
    const bool settled = !wanted_ && link_ && session_.settled();
    other_condition = std::exchange(condition_, condition) != condition;
    other_settled = std::exchange(settled_, settled) != settled;
  }
  if (other_condition) log_info("sign {}: {}", options_.path, name_of(condition));
  if (other_condition || other_settled) wake_();
}

void LedSign::rest(int64_t until_ms) {
  const int64_t left_ms = std::clamp<int64_t>(until_ms - clock_.steady_ms(), 0, kRestLongestMs);
  std::unique_lock lock(mutex_);
  bell_.wait_for(lock, std::chrono::milliseconds(left_ms), [this] { return rung_; });
  rung_ = false;
}

}  // namespace yichuang
