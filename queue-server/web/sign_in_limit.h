// Slows down guessing: failed sign-ins of one user and from one address fill a bucket that leaks
// with time; while a bucket is full, sign-ins are not even looked at. Nobody is locked out for
// longer than one drop takes to leak.
//
// Bounded: at the limit of records the emptiest is forgotten. One thread (the HTTP thread) or under
// the caller's lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace yichuang {

class SignInLimit {
 public:
  struct Rule {
    int failures_max;    // so many at once
    int64_t forgive_ms;  // then one more for each of these
  };

  SignInLimit(Rule rule, size_t records_max) : rule_(rule), records_max_(records_max) {}

  // How long `who` must wait before the next try, in milliseconds; 0: may try now.
  int64_t wait_ms(const std::string& who, int64_t steady_ms) const;
  void failed(const std::string& who, int64_t steady_ms);
  // Takes one failure back.
  void forgive(const std::string& who);
  void succeeded(const std::string& who) { empty_at_.erase(who); }
  size_t size() const { return empty_at_.size(); }

 private:
  const Rule rule_;
  const size_t records_max_;
  std::map<std::string, int64_t> empty_at_;  // when the bucket will have leaked out
};

}  // namespace yichuang
