// Inbox: what a driver's thread has to say to its program, kept until the program's thread takes
// it. Any thread puts, one takes.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "drivers/limits.h"

namespace yichuang {

template <class Item>
class Inbox {
 public:
  using Wake = std::function<void()>;
  using MayDrop = bool (*)(const Item&);

  // `wake` is called on the driver's thread after each put, and only posts something. When
  // limits::kPortEventsMax items wait, the oldest that may be dropped goes.
  Inbox(Wake wake, MayDrop may_drop) : wake_(std::move(wake)), may_drop_(may_drop) {}

  void put(Item item) {
    {
      const std::lock_guard lock(mutex_);
      if (items_.size() >= limits::kPortEventsMax) {
        const auto oldest = std::ranges::find_if(items_, may_drop_);
        if (oldest != items_.end()) items_.erase(oldest);
      }
      items_.push_back(std::move(item));
    }
    filled_.notify_one();
    if (wake_) wake_();
  }

  std::deque<Item> take() {
    std::deque<Item> items;
    const std::lock_guard lock(mutex_);
    items.swap(items_);
    return items;
  }

  // False if there is nothing to take after `timeout_ms`.
  bool wait(int timeout_ms) {
    std::unique_lock lock(mutex_);
    return filled_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                            [this] { return !items_.empty(); });
  }

 private:
  const Wake wake_;
  const MayDrop may_drop_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Item> items_;
};

}  // namespace yichuang
