// The users as they are now: replaced whole when users.toml is read again (SIGHUP). Any thread.
#pragma once

#include <memory>
#include <mutex>

#include "queue-server/web/users.h"

namespace yichuang {

class Staff {
 public:
  explicit Staff(Users users) : users_(std::make_shared<const Users>(std::move(users))) {}

  std::shared_ptr<const Users> users() const {
    const std::lock_guard guard(lock_);
    return users_;
  }
  void replace(Users users) {
    auto fresh = std::make_shared<const Users>(std::move(users));
    const std::lock_guard guard(lock_);
    users_ = std::move(fresh);
  }

 private:
  mutable std::mutex lock_;
  std::shared_ptr<const Users> users_;
};

}  // namespace yichuang
