#include "kiosk/web_watch.h"

#include <utility>

#include "kiosk/web_client.h"

namespace yichuang::kiosk {

namespace {

constexpr long kPatienceMs = 4'000;
constexpr long kFound = 200;

size_t ignore_body(char*, size_t size, size_t count, void*) { return size * count; }

}  // namespace

// The page that queue-web gives to anybody; a proxy in front of a dead one answers otherwise.
WebWatch::WebWatch(const std::string& web, std::function<void()> wake)
    : url_(web.substr(0, web.find_last_not_of('/') + 1) + "/sign-in"), wake_(std::move(wake)) {
  thread_ = std::thread([this] { run(); });
}

WebWatch::~WebWatch() {
  {
    const std::lock_guard lock(lock_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void WebWatch::look(int64_t steady_ms) {
  if (steady_ms < next_ms_) return;
  next_ms_ = steady_ms + kEveryMs;
  {
    const std::lock_guard lock(lock_);
    asked_ = looking_ = true;
  }
  changed_.notify_one();
}

void WebWatch::forget() {
  next_ms_ = INT64_MIN;
  const std::lock_guard lock(lock_);
  looking_ = asked_ = false;
  answers_.reset();
}

std::optional<bool> WebWatch::answers() const {
  const std::lock_guard lock(lock_);
  return answers_;
}

void WebWatch::run() {
  WebClient web([this] {
    const std::lock_guard lock(lock_);
    return stopping_;
  });
  while (true) {
    std::unique_lock lock(lock_);
    changed_.wait(lock, [this] { return stopping_ || asked_; });
    if (stopping_) return;
    asked_ = false;
    lock.unlock();
    CURL* curl = web.begin(url_, kPatienceMs);
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore_body);
    const bool there = web.perform() == kFound;
    lock.lock();
    if (looking_) answers_ = there;
    lock.unlock();
    wake_();
  }
}

}  // namespace yichuang::kiosk
