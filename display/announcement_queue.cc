#include "display/announcement_queue.h"

#include <algorithm>

namespace yichuang::display {

std::optional<CallToSpeak> AnnouncementQueue::push(const CallToSpeak& call) {
  for (CallToSpeak& waiting : waiting_) {
    if (waiting.ticket != call.ticket) continue;
    // Not spoken yet: still one announcement in its old place. Called elsewhere by now: the new
    // window is the true one.
    if (waiting.window != call.window) waiting = call;
    return std::nullopt;
  }
  std::optional<CallToSpeak> dropped;
  if (waiting_.size() == kWaitingMax) dropped = pop();
  waiting_.push_back(call);
  return dropped;
}

std::vector<CallToSpeak> AnnouncementQueue::keep_only(
    const std::function<bool(const CallToSpeak&)>& wanted) {
  std::vector<CallToSpeak> dropped;
  std::erase_if(waiting_, [&](const CallToSpeak& call) {
    if (wanted(call)) return false;
    dropped.push_back(call);
    return true;
  });
  return dropped;
}

std::optional<CallToSpeak> AnnouncementQueue::pop() {
  if (waiting_.empty()) return std::nullopt;
  CallToSpeak first = std::move(waiting_.front());
  waiting_.pop_front();
  return first;
}

void AnnouncementQueue::put_back(const CallToSpeak& call) {
  CallToSpeak first = call;
  const auto again = std::ranges::find(waiting_, call.ticket, &CallToSpeak::ticket);
  if (again != waiting_.end()) {
    first = std::move(*again);
    waiting_.erase(again);
  }
  waiting_.push_front(std::move(first));
}

}  // namespace yichuang::display
