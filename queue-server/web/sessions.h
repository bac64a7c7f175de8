// Who is signed in. The browser holds a random 256-bit id in a cookie; here only its hash is a key,
// so that neither a look-up's timing nor a copy of this table gives an id away. Bounded: at a limit
// the longest idle session ends.
//
// Any thread; one lock, nothing is called while it is held.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "queue-server/web/users.h"

namespace yichuang {

struct Session {
  std::string key;  // names the session inside queue-web; not the cookie's value
  std::string badge;
  std::string name;
  StaffRole role = StaffRole::kClerk;
  std::string csrf_token;  // every POST repeats it in X-CSRF-Token
};

class Sessions {
 public:
  struct Limits {
    size_t sessions_max;
    size_t per_user_max;
    int64_t idle_ms;
  };

  Sessions(Limits limits, Random& random);

  struct Opened {
    std::string id;  // for the cookie; not kept here
    Session session;
  };
  Opened open(const User& user, int64_t steady_ms);
  // The live session of a cookie's id, which counts as use of it.
  std::optional<Session> use(std::string_view id, int64_t steady_ms);
  // True if the session has neither ended nor been idle for too long. Does not count as use.
  bool alive(const std::string& key, int64_t steady_ms) const;
  void close(const std::string& key);
  // Ends the sessions of everybody who is not in `users` any more, or has another role there.
  void keep_only(const Users& users);
  size_t size() const;

 private:
  struct Entry {
    Session session;
    int64_t used_at = 0;
  };
  void make_room(const std::string& badge, int64_t steady_ms);  // under lock_
  bool expired(const Entry& entry, int64_t steady_ms) const {
    return steady_ms - entry.used_at >= limits_.idle_ms;
  }
  const Limits limits_;
  Random& random_;
  mutable std::mutex lock_;
  std::map<std::string, Entry, std::less<>> by_key_;
};

// `bytes` random bytes in hexadecimal.
std::string random_token(Random& random, size_t bytes);
// Compares in constant time; false if either is empty.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace yichuang
