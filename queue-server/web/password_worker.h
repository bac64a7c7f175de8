// Checks passwords on a thread of its own: argon2id takes a tenth of a second, in which the HTTP
// thread would serve nobody. One check at a time, so that 64 MiB is all it ever needs.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace yichuang {

class PasswordWorker {
 public:
  explicit PasswordWorker(size_t queue_max);
  // Finishes the check under way; the others are answered "no".
  ~PasswordWorker();
  PasswordWorker(const PasswordWorker&) = delete;
  PasswordWorker& operator=(const PasswordWorker&) = delete;

  // Checks `password` against `hash`; an empty hash takes as long and never matches, so that a
  // stranger cannot time which badges exist. `done` is called once, on the worker's thread. False
  // if the queue is full: `done` is not called. The password is wiped after the check.
  bool check(std::string hash, std::string password, std::function<void(bool)> done);

 private:
  struct Job {
    std::string hash;
    std::string password;
    std::function<void(bool)> done;
  };
  void run();
  const size_t queue_max_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yichuang
