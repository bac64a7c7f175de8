// Who is signed in, for how long, and how many at most.
#include "queue-server/web/sessions.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace yichuang {
namespace {

constexpr Sessions::Limits kLimits{.sessions_max = 4, .per_user_max = 2, .idle_ms = 1000};

User user(const std::string& badge, StaffRole role = StaffRole::kClerk) {
  return {.badge = badge, .name = "王芳", .role = role, .password_hash = "-"};
}

class SessionsTest : public testing::Test {
 protected:
  SystemRandom random_;
  Sessions sessions_{kLimits, random_};
};

TEST_F(SessionsTest, AnIdFromTheCookieFindsItsUser) {
  const auto opened = sessions_.open(user("1001", StaffRole::kManager), 0);
  const auto session = sessions_.use(opened.id, 10);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->badge, "1001");
  EXPECT_EQ(session->role, StaffRole::kManager);
  EXPECT_EQ(session->csrf_token, opened.session.csrf_token);
}

TEST_F(SessionsTest, IdsAre256RandomBitsAndNotKept) {
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const auto opened = sessions_.open(user("1001"), i);
    EXPECT_EQ(opened.id.size(), 64u);
    EXPECT_NE(opened.id, opened.session.key);
    EXPECT_NE(opened.id, opened.session.csrf_token);
    ids.insert(opened.id);
  }
  EXPECT_EQ(ids.size(), 100u);
}

TEST_F(SessionsTest, StrangersAndTheKeyItselfOpenNothing) {
  const auto opened = sessions_.open(user("1001"), 0);
  EXPECT_FALSE(sessions_.use("", 1).has_value());
  EXPECT_FALSE(sessions_.use(std::string(64, '0'), 1).has_value());
  EXPECT_FALSE(sessions_.use(opened.session.key, 1).has_value());
  EXPECT_FALSE(sessions_.use(opened.id + "0", 1).has_value());
}

TEST_F(SessionsTest, IdleForTooLongEndsAndUseKeepsAlive) {
  const auto opened = sessions_.open(user("1001"), 0);
  EXPECT_TRUE(sessions_.use(opened.id, 999).has_value());
  EXPECT_TRUE(sessions_.alive(opened.session.key, 1998));
  EXPECT_FALSE(sessions_.alive(opened.session.key, 1999));  // asking is not using
  EXPECT_FALSE(sessions_.use(opened.id, 1999).has_value());
  EXPECT_EQ(sessions_.size(), 0u);
}

TEST_F(SessionsTest, ClosedIsClosed) {
  const auto opened = sessions_.open(user("1001"), 0);
  sessions_.close(opened.session.key);
  EXPECT_FALSE(sessions_.use(opened.id, 1).has_value());
  EXPECT_FALSE(sessions_.alive(opened.session.key, 1));
}

TEST_F(SessionsTest, AUsersThirdSessionEndsTheLongestIdleOfThatUserOnly) {
  const auto other = sessions_.open(user("1002"), 0);
  const auto first = sessions_.open(user("1001"), 1);
  const auto second = sessions_.open(user("1001"), 2);
  ASSERT_TRUE(sessions_.use(first.id, 3).has_value());  // now the second is idle for longer
  const auto third = sessions_.open(user("1001"), 4);
  EXPECT_TRUE(sessions_.alive(other.session.key, 5));
  EXPECT_TRUE(sessions_.alive(first.session.key, 5));
  EXPECT_FALSE(sessions_.alive(second.session.key, 5));
  EXPECT_TRUE(sessions_.alive(third.session.key, 5));
}

TEST_F(SessionsTest, TheTableNeverGrowsOverItsLimit) {
  for (int i = 0; i < 50; ++i) sessions_.open(user("b" + std::to_string(i)), i);
  EXPECT_EQ(sessions_.size(), kLimits.sessions_max);
}

TEST_F(SessionsTest, WhoLeftOrChangedRoleIsSignedOut) {
  const auto path = std::filesystem::path(testing::TempDir()) / "sessions_users.toml";
  const auto hash = hash_password("long enough");
  ASSERT_TRUE(hash.ok());
  std::ofstream(path)
      << "[[users]]\nbadge = \"1001\"\nname = \"a\"\nrole = \"clerk\"\npassword = \"" << *hash
      << "\"\n[[users]]\nbadge = \"1002\"\nname = \"b\"\nrole = "
      << "\"manager\"\npassword = \"" << *hash << "\"\n";
  const auto users = Users::load(path);
  ASSERT_TRUE(users.ok()) << users.error().sentence;
  const auto stays = sessions_.open(user("1001"), 0);
  const auto promoted = sessions_.open(user("1002"), 0);
  const auto gone = sessions_.open(user("1003"), 0);
  sessions_.keep_only(*users);
  EXPECT_TRUE(sessions_.alive(stays.session.key, 1));
  EXPECT_FALSE(sessions_.alive(promoted.session.key, 1));
  EXPECT_FALSE(sessions_.alive(gone.session.key, 1));
}

TEST(SameSecret, ComparesWholeAndNeverEmpty) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "ab"));
  EXPECT_FALSE(same_secret("", ""));
}

}  // namespace
}  // namespace yichuang
