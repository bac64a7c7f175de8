#include "drivers/led_session.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace yichuang {
namespace {

constexpr int kBitsPerByte = 10;  // 8N1: a start bit, eight, a stop bit

}  // namespace

int64_t LedSession::line_ms(size_t bytes, int baud) {
  return static_cast<int64_t>(bytes) * kBitsPerByte * 1000 / baud + 1;
}

void LedSession::begin() {
  phase_ = Phase::kResting;
  page_ = 0;
  fresh_ = !frames_.empty();
  current_ = silent_ = settled_ = false;
  proven_ = profile_.ack.empty();
  deaf_until_ms_ = free_ms_ = due_ms_ = 0;
}

void LedSession::show(Frames frames) {
  HALL_ASSERT(!frames.empty());
  frames_ = std::move(frames);
  page_ = 0;
  fresh_ = true;
  current_ = settled_ = false;
}

int64_t LedSession::due_ms() const {
  if (frames_.empty()) return INT64_MAX;
  return fresh_ ? INT64_MIN : due_ms_;
}

int64_t LedSession::step(DeviceLink& link, int64_t now_ms) {
  const std::vector<uint8_t> input = link.take_input();
  if (now_ms > deaf_until_ms_) listen(input);
  if (phase_ == Phase::kWriting) {
    const auto end = link.take_write_end();
    if (!end) return due_ms_;  // the link wakes us, at its timeout at the latest
    if (*end != LinkEnd::kDone) {
      link.mark_lost();
      return now_ms;
    }
    phase_ = Phase::kListening;
    free_ms_ = std::max(free_ms_, now_ms);
    due_ms_ = free_ms_ + (profile_.ack.empty() ? 0 : profile_.ack_ms);
  }
  if (phase_ == Phase::kListening) {
    if (fresh_) due_ms_ = std::min(due_ms_, free_ms_ + kNewerWaitsMs);
    if (answered_ && now_ms >= free_ms_) {
      proven_ = true;
      return end_frame(now_ms, false);
    } else if (answered_) {
      return free_ms_;
    } else if (now_ms < due_ms_) {
      return due_ms_;
    } else if (profile_.ack.empty()) {
      return end_frame(now_ms, false);
    } else if (tries_ <= profile_.retries && !fresh_) {
      send(link, now_ms);  // again
      return due_ms_;
    } else {
      deaf_until_ms_ = free_ms_ + profile_.ack_ms;  // what still comes answers this frame
      // What is newer has tries of its own.
      return end_frame(now_ms, fresh_ ? silent_ : true);
    }
  }
  if (due_ms() > now_ms) return due_ms();
  if (!fresh_) page_ = (page_ + 1) % frames_.size();
  fresh_ = false;
  current_ = true;
  tries_ = 0;
  under_way_ = frame();
  send(link, now_ms);
  return due_ms_;
}

void LedSession::send(DeviceLink& link, int64_t now_ms) {
  if (now_ms > deaf_until_ms_) ++tries_;  // else its answer may be missed
  heard_.clear();
  answered_ = false;
  began_ms_ = now_ms;
  free_ms_ = now_ms + line_ms(under_way_.size(), profile_.baud);
  phase_ = Phase::kWriting;
  const int64_t timeout_ms = free_ms_ - now_ms + kWriteSlackMs;
  due_ms_ = now_ms + timeout_ms;
  link.begin_write(under_way_, static_cast<int>(timeout_ms));
}

// The answer anywhere in what comes, in any pieces.
void LedSession::listen(const std::vector<uint8_t>& bytes) {
  if (profile_.ack.empty()) return;
  for (const uint8_t byte : bytes) {
    heard_.push_back(byte);
    if (heard_.size() > profile_.ack.size()) heard_.erase(heard_.begin());
    answered_ = answered_ || heard_ == profile_.ack;
  }
}

int64_t LedSession::end_frame(int64_t now_ms, bool silent) {
  phase_ = Phase::kResting;
  silent_ = silent;
  if (current_) settled_ = true;
  if (frames_.size() > 1) {
    due_ms_ = std::max(began_ms_ + profile_.page_ms, now_ms);
  } else {
    due_ms_ = profile_.repeat_ms > 0 ? std::max(began_ms_ + profile_.repeat_ms, now_ms) : INT64_MAX;
  }
  if (silent_) due_ms_ = now_ms + kSilentAgainMs;
  return std::max(due_ms(), now_ms);
}

}  // namespace yichuang
