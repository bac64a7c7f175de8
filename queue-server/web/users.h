// The staff who may sign in: badge, name, role and password hash, from users.toml. Immutable after
// loading; any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/password.h"
#include "base/result.h"

namespace yichuang {

enum class StaffRole { kClerk, kGuide, kBackOffice, kManager, kAdmin };

std::optional<StaffRole> staff_role_named(std::string_view name);
std::string_view name_of(StaffRole role);

struct User {
  std::string badge;  // what the clerk types, and the hall's events name
  std::string name;   // shown to colleagues, never on a board
  StaffRole role = StaffRole::kClerk;
  std::string password_hash;  // argon2id, as `queue-web --hash-password` prints it
};

class Users {
 public:
  // Every mistake of the file with its line and key.
  static Result<Users> load(const std::filesystem::path& path);

  const User* find(std::string_view badge) const;
  size_t size() const { return by_badge_.size(); }
  const std::map<std::string, User, std::less<>>& all() const { return by_badge_; }

 private:
  std::map<std::string, User, std::less<>> by_badge_;
};

}  // namespace yichuang
