#include "queue-server/web/sessions.h"

#include <sodium.h>

#include <algorithm>
#include <vector>

#include "base/id.h"

namespace yichuang {
namespace {

std::string key_of(std::string_view id) {
  unsigned char hash[crypto_generichash_BYTES];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(id.data()),
                     id.size(), nullptr, 0);
  return to_hex({reinterpret_cast<const char*>(hash), sizeof hash});
}

}  // namespace

std::string random_token(Random& random, size_t bytes) {
  std::vector<uint8_t> raw(bytes);
  random.fill(raw);
  return to_hex({reinterpret_cast<const char*>(raw.data()), raw.size()});
}

bool same_secret(std::string_view a, std::string_view b) {
  return !a.empty() && a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Sessions::Sessions(Limits limits, Random& random) : limits_(limits), random_(random) {}

Sessions::Opened Sessions::open(const User& user, int64_t steady_ms) {
  Opened opened;
  opened.id = random_token(random_, 32);
  opened.session = {.key = key_of(opened.id),
                    .badge = user.badge,
                    .name = user.name,
                    .role = user.role,
                    .csrf_token = random_token(random_, 32)};
  const std::lock_guard guard(lock_);
  make_room(user.badge, steady_ms);
  by_key_[opened.session.key] = {opened.session, steady_ms};
  return opened;
}

void Sessions::make_room(const std::string& badge, int64_t steady_ms) {
  std::erase_if(by_key_, [&](const auto& e) { return expired(e.second, steady_ms); });
  const auto end_longest_idle = [&](auto&& counts, size_t max) {
    const auto n = static_cast<size_t>(std::ranges::count_if(by_key_, counts));
    if (n < max) return;
    auto oldest = by_key_.end();
    for (auto it = by_key_.begin(); it != by_key_.end(); ++it) {
      if (!counts(*it)) continue;
      if (oldest == by_key_.end() || it->second.used_at < oldest->second.used_at) oldest = it;
    }
    by_key_.erase(oldest);
  };
  end_longest_idle([&](const auto& e) { return e.second.session.badge == badge; },
                   limits_.per_user_max);
  end_longest_idle([](const auto&) { return true; }, limits_.sessions_max);
}

std::optional<Session> Sessions::use(std::string_view id, int64_t steady_ms) {
  if (id.size() != 64) return std::nullopt;  // not one of ours
  const std::string key = key_of(id);
  const std::lock_guard guard(lock_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  if (expired(found->second, steady_ms)) {
    by_key_.erase(found);
    return std::nullopt;
  }
  found->second.used_at = steady_ms;
  return found->second.session;
}

bool Sessions::alive(const std::string& key, int64_t steady_ms) const {
  const std::lock_guard guard(lock_);
  const auto found = by_key_.find(key);
  return found != by_key_.end() && !expired(found->second, steady_ms);
}

void Sessions::close(const std::string& key) {
  const std::lock_guard guard(lock_);
  by_key_.erase(key);
}

void Sessions::keep_only(const Users& users) {
  const std::lock_guard guard(lock_);
  std::erase_if(by_key_, [&](const auto& entry) {
    const User* user = users.find(entry.second.session.badge);
    return !user || user->role != entry.second.session.role;
  });
}

size_t Sessions::size() const {
  const std::lock_guard guard(lock_);
  return by_key_.size();
}

}  // namespace yichuang
