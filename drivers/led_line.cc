#include "drivers/led_line.h"

#include <fmt/core.h>

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

LedLine::LedLine(LedLineOptions options, Wake wake)
    : options_(std::move(options)),
      wake_(std::move(wake)),
      signs_(options_.signs.begin(), options_.signs.end()) {
  HALL_ASSERT(!signs_.empty());
  for (const LedProfile& profile : options_.signs)
    HALL_ASSERT(profile.baud == options_.signs.front().baud);
  thread_ = std::thread([this] { run(); });
}

LedLine::~LedLine() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring();
  thread_.join();
}

// --- Any thread ----------------------------------------------------------------------------------

void LedLine::show(size_t sign, const std::vector<std::string>& pages) {
  const LedProfile& profile = options_.signs.at(sign);
  LedSession::Frames frames;
  for (const std::string& page : pages) frames.push_back(frame_of(profile, page));
  // Not every sign takes an empty text for a blank one.
  if (frames.empty())
    frames.push_back(
        frame_of(profile, std::string(std::min(profile.cells, profile.max_bytes), ' ')));
  {
    const std::lock_guard lock(mutex_);
    signs_[sign].wanted = std::move(frames);
    signs_[sign].settled = false;
  }
  ring();
}

DeviceCondition LedLine::condition(size_t sign) const {
  const std::lock_guard lock(mutex_);
  return signs_.at(sign).condition;
}

bool LedLine::settled() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::all_of(signs_, &Sign::settled);
}

void LedLine::ring() {
  const std::lock_guard lock(mutex_);
  rung_ = true;
  bell_.notify_all();
}

// --- The line's thread ---------------------------------------------------------------------------

void LedLine::run() {
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
int64_t LedLine::look_after(int64_t now_ms) {
  if (link_ && link_->lost()) {
    link_.reset();
    connect_at_ms_ = now_ms + options_.retry_ms;
  }
  if (take_wanted()) connect_at_ms_ = 0;
  if (!link_ && now_ms >= connect_at_ms_) connect(now_ms);
  const int64_t due_ms = link_ ? speak() : connect_at_ms_;
  tell();
  return due_ms;
}

bool LedLine::take_wanted() {
  bool any = false;
  for (Sign& sign : signs_) {
    std::optional<LedSession::Frames> wanted;
    {
      const std::lock_guard lock(mutex_);
      wanted = std::exchange(sign.wanted, std::nullopt);
    }
    if (!wanted) continue;
    sign.session.show(std::move(*wanted));
    any = true;
  }
  return any;
}

void LedLine::connect(int64_t now_ms) {
  auto link = SerialLink::open(
      options_.path, options_.signs.front().baud, [this] { ring(); }, options_.trace);
  if (link) {
    link_ = std::move(*link);
    for (Sign& sign : signs_) sign.session.begin();
    told_.clear();
    return;
  }
  connect_at_ms_ = now_ms + options_.retry_ms;
  if (told_ != link.error().sentence) log_warning("sign: {}", link.error().sentence);
  told_ = link.error().sentence;
}

// One sign after the other, until one of them has the line or none has anything to say.
int64_t LedLine::speak() {
  while (true) {
    LedSession& next = whose_turn();
    const int64_t now_ms = clock_.steady_ms();
    if (!next.busy() && next.due_ms() > now_ms) {
      (void)link_->take_input();  // to nobody's frame
      return next.due_ms();
    }
    // A late answer to another sign's frame would pass for one to this.
    if (last_ && last_ != &next && now_ms <= last_->deaf_until_ms())
      return last_->deaf_until_ms() + 1;
    last_ = &next;
    const int64_t due_ms = next.step(*link_, now_ms);
    if (next.busy() || link_->lost()) return due_ms;
  }
}

// The sign whose frame is under way; else the one that is due first.
LedSession& LedLine::whose_turn() {
  const auto busy = std::ranges::find_if(signs_, [](const Sign& s) { return s.session.busy(); });
  if (busy != signs_.end()) return busy->session;
  return std::ranges::min_element(signs_, {}, [](const Sign& s) { return s.session.due_ms(); })
      ->session;
}

void LedLine::tell() {
  for (size_t sign = 0; sign < signs_.size(); ++sign) tell(sign);
}

DeviceCondition LedLine::condition_of(const LedSession& session) const {
  if (!link_ || link_->lost()) return DeviceCondition::kAway;
  if (session.silent()) return DeviceCondition::kStopped;
  return session.proven() ? DeviceCondition::kReady : DeviceCondition::kAway;
}

// The only place where the condition changes.
void LedLine::tell(size_t index) {
  Sign& sign = signs_[index];
  const DeviceCondition condition = condition_of(sign.session);
  bool other_condition = false;
  bool other_settled = false;
  {
    const std::lock_guard lock(mutex_);
    const bool settled = !sign.wanted && link_ && sign.session.settled();
    other_condition = std::exchange(sign.condition, condition) != condition;
    other_settled = std::exchange(sign.settled, settled) != settled;
  }
  if (other_condition) {
    const std::string which =
        signs_.size() > 1 ? fmt::format(" address {}", options_.signs[index].address) : "";
    log_info("sign {}{}: {}", options_.path, which, name_of(condition));
  }
  if (other_condition || other_settled) wake_();
}

void LedLine::rest(int64_t until_ms) {
  const int64_t left_ms = std::clamp<int64_t>(until_ms - clock_.steady_ms(), 0, kRestLongestMs);
  std::unique_lock lock(mutex_);
  bell_.wait_for(lock, std::chrono::milliseconds(left_ms), [this] { return rung_; });
  rung_ = false;
}

}  // namespace yichuang
