// WebWatch: whether queue-web answers, for who looks at the staff panel. Asks on a thread of its
// own, only while somebody looks.
//
// All functions on one thread, the one that made it; `wake` is called on the other and only posts
// something.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace yichuang::kiosk {

class WebWatch {
 public:
  // `web`: base URL of queue-web.
  WebWatch(const std::string& web, std::function<void()> wake);
  // Gives up what is under way.
  ~WebWatch();
  WebWatch(const WebWatch&) = delete;
  WebWatch& operator=(const WebWatch&) = delete;

  // Somebody looks: asks, but not sooner than kEveryMs after the last question. `steady_ms` never
  // goes back.
  void look(int64_t steady_ms);
  // Nobody looks any more: what was heard is old, and is forgotten.
  void forget();
  // What the last answer was; nothing: there is none yet.
  std::optional<bool> answers() const;
  static constexpr int64_t kEveryMs = 5'000;

 private:
  void run();

  const std::string url_;
  const std::function<void()> wake_;
  int64_t next_ms_ = INT64_MIN;
  mutable std::mutex lock_;
  std::condition_variable changed_;
  bool asked_ = false;
  bool looking_ = false;
  std::optional<bool> answers_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yichuang::kiosk
