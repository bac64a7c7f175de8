#include "queue-server/web/sign_in_limit.h"

#include <algorithm>

namespace yichuang {

int64_t SignInLimit::wait_ms(const std::string& who, int64_t steady_ms) const {
  const auto found = empty_at_.find(who);
  if (found == empty_at_.end()) return 0;
  // The bucket holds (empty_at - now) / forgive drops; one more must fit.
  const int64_t full_at = found->second - (rule_.failures_max - 1) * rule_.forgive_ms;
  return std::max<int64_t>(0, full_at - steady_ms);
}

void SignInLimit::failed(const std::string& who, int64_t steady_ms) {
  auto found = empty_at_.find(who);
  if (found == empty_at_.end() && empty_at_.size() >= records_max_) {
    std::erase_if(empty_at_, [&](const auto& record) { return record.second <= steady_ms; });
    if (empty_at_.size() >= records_max_) {
      empty_at_.erase(std::ranges::min_element(empty_at_, {},
                                               [](const auto& record) { return record.second; }));
    }
  }
  int64_t& empty_at = empty_at_.try_emplace(who, steady_ms).first->second;
  empty_at = std::max(empty_at, steady_ms) + rule_.forgive_ms;
}

void SignInLimit::forgive(const std::string& who) {
  const auto found = empty_at_.find(who);
  if (found != empty_at_.end()) found->second -= rule_.forgive_ms;
}

}  // namespace yichuang
