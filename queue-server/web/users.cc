#include "queue-server/web/users.h"

#include <sodium.h>

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "base/config.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

constexpr std::array<std::pair<std::string_view, StaffRole>, 5> kRoles = {{
    {"clerk", StaffRole::kClerk},
    {"guide", StaffRole::kGuide},
    {"back-office", StaffRole::kBackOffice},
    {"manager", StaffRole::kManager},
    {"admin", StaffRole::kAdmin},
}};

bool is_badge(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

User read_user(const ConfigTable& table) {
  User user;
  user.badge = table.text("badge", web_limits::kBadgeBytesMax);
  if (!is_badge(user.badge)) table.problem("badge", "letters, digits, - _ and . only");
  user.name = table.text("name", 60);
  const std::string role = table.text("role", 20);
  if (const auto known = staff_role_named(role)) {
    user.role = *known;
  } else if (!role.empty()) {
    table.problem("role", "clerk, guide, back-office, manager or admin");
  }
  user.password_hash = table.text("password", crypto_pwhash_STRBYTES);
  // 1 means "other limits than ours": still a hash. -1: not a hash at all (libsodium manual).
  if (!user.password_hash.empty() &&
      (!user.password_hash.starts_with(crypto_pwhash_STRPREFIX) ||
       crypto_pwhash_str_needs_rehash(user.password_hash.c_str(),
                                      crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                      crypto_pwhash_MEMLIMIT_INTERACTIVE) < 0)) {
    table.problem("password", "a hash printed by `queue-web --hash-password`");
  }
  return user;
}

}  // namespace

std::optional<StaffRole> staff_role_named(std::string_view name) {
  const auto found = std::ranges::find(kRoles, name, [](const auto& r) { return r.first; });
  return found == kRoles.end() ? std::nullopt : std::optional(found->second);
}

std::string_view name_of(StaffRole role) {
  return std::ranges::find(kRoles, role, [](const auto& r) { return r.second; })->first;
}

Result<Users> Users::load(const std::filesystem::path& path) {
  auto config = Config::load(path);
  if (!config) return config.error();
  const auto tables = config->root().tables("users", web_limits::kUsersMax);
  Users users;
  for (const auto& table : tables) {
    User user = read_user(table);
    if (users.by_badge_.contains(user.badge)) {
      table.problem("badge", "a badge of its own; another user has this one");
    }
    std::string badge = user.badge;
    users.by_badge_.insert_or_assign(std::move(badge), std::move(user));
  }
  if (tables.empty()) config->root().problem("users", "at least one [[users]] table");
  if (auto ok = config->finish(); !ok) return ok.error();
  return users;
}

const User* Users::find(std::string_view badge) const {
  const auto found = by_badge_.find(badge);
  return found == by_badge_.end() ? nullptr : &found->second;
}

}  // namespace yichuang
