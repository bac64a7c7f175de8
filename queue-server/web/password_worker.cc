#include "queue-server/web/password_worker.h"

#include <sodium.h>

#include "queue-server/web/users.h"

namespace yichuang {

PasswordWorker::PasswordWorker(size_t queue_max)
    : queue_max_(queue_max), thread_([this] { run(); }) {}

PasswordWorker::~PasswordWorker() {
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

bool PasswordWorker::check(std::string hash, std::string password, std::function<void(bool)> done) {
  {
    const std::lock_guard guard(lock_);
    if (jobs_.size() >= queue_max_ || stopping_) return false;
    jobs_.push_back({std::move(hash), std::move(password), std::move(done)});
  }
  changed_.notify_one();
  return true;
}

void PasswordWorker::run() {
  // Stands in for the hash of a badge that does not exist.
  const auto nobody = hash_password("");
  while (true) {
    std::unique_lock guard(lock_);
    changed_.wait(guard, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    const bool stopping = stopping_;
    guard.unlock();
    bool matches = false;
    if (!stopping) {
      const bool known = !job.hash.empty();
      matches = password_matches(known || !nobody ? job.hash : *nobody, job.password) && known;
    }
    sodium_memzero(job.password.data(), job.password.size());
    job.done(matches);
  }
}

}  // namespace yichuang
