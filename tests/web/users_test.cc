// users.toml: what it may say, and how mistakes are told.
#include "queue-server/web/users.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "queue-server/web/password_worker.h"

namespace yichuang {
namespace {

using testing::HasSubstr;

// One hash for all: it takes a tenth of a second.
const std::string& good_hash() {
  static const std::string hash = hash_password("一窗 password").value();
  return hash;
}

std::string table(const std::string& badge, const std::string& role, const std::string& hash) {
  return "[[users]]\nbadge = \"" + badge + "\"\nname = \"王芳\"\nrole = \"" + role +
         "\"\npassword = \"" + hash + "\"\n";
}

Result<Users> load(const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / "users_test.toml";
  std::ofstream(path) << text;
  return Users::load(path);
}

std::string mistakes(const std::string& text) {
  const auto users = load(text);
  return users ? "none" : users.error().sentence;
}

TEST(Users, AreFoundByBadge) {
  const auto users = load(table("1001", "clerk", good_hash()) + table("m-1", "admin", good_hash()));
  ASSERT_TRUE(users.ok()) << users.error().sentence;
  EXPECT_EQ(users->size(), 2u);
  ASSERT_TRUE(users->find("1001"));
  EXPECT_EQ(users->find("1001")->name, "王芳");
  EXPECT_EQ(users->find("m-1")->role, StaffRole::kAdmin);
  EXPECT_FALSE(users->find("1002"));
}

TEST(Users, EveryMistakeIsToldWithItsLineAndKey) {
  EXPECT_THAT(
      mistakes(table("1001", "boss", good_hash())),
      HasSubstr(
          "users_test.toml:4: users.role: expected clerk, guide, back-office, manager or admin"));
  EXPECT_THAT(mistakes(table("10 01", "clerk", good_hash())), HasSubstr(":2: users.badge: "));
  EXPECT_THAT(mistakes(table("1001", "clerk", "plain text!")), HasSubstr(":5: users.password: "));
  EXPECT_THAT(mistakes(table("1001", "clerk", "$argon2id$v=19$broken")),
              HasSubstr(":5: users.password: "));
  EXPECT_THAT(mistakes(table("1001", "clerk", good_hash()) + table("1001", "guide", good_hash())),
              HasSubstr("another user has this one"));
  EXPECT_THAT(mistakes(""), HasSubstr("at least one [[users]] table"));
  EXPECT_THAT(mistakes(table("1001", "clerk", good_hash()) + "pasword = \"\"\n"),
              HasSubstr("unknown key"));
}

TEST(Passwords, MatchTheirOwnHashAlone) {
  EXPECT_TRUE(good_hash().starts_with("$argon2id$"));
  EXPECT_TRUE(password_matches(good_hash(), "一窗 password"));
  EXPECT_FALSE(password_matches(good_hash(), "一窗 passwore"));
  EXPECT_FALSE(password_matches(good_hash(), ""));
}

// Collects the worker's answers.
struct Answers {
  void add(bool matches) {
    const std::lock_guard guard(lock);
    got.push_back(matches);
    changed.notify_one();
  }
  std::vector<bool> wait(size_t count) {
    std::unique_lock guard(lock);
    changed.wait(guard, [&] { return got.size() >= count; });
    return got;
  }
  std::mutex lock;
  std::condition_variable changed;
  std::vector<bool> got;
};

TEST(PasswordWorker, AnswersInOrderAndNobodyHasNoPassword) {
  Answers answers;
  PasswordWorker worker(8);
  const auto done = [&](bool matches) { answers.add(matches); };
  ASSERT_TRUE(worker.check(good_hash(), "一窗 password", done));
  ASSERT_TRUE(worker.check(good_hash(), "wrong", done));
  ASSERT_TRUE(worker.check("", "", done));  // no such badge
  EXPECT_EQ(answers.wait(3), (std::vector<bool>{true, false, false}));
}

TEST(PasswordWorker, AFullQueueRefusesAndTheEndAnswersAll) {
  Answers answers;
  std::mutex gate;
  gate.lock();
  size_t accepted = 0;
  {
    PasswordWorker worker(2);
    const auto done = [&](bool matches) {
      const std::lock_guard wait_for_the_test(gate);
      answers.add(matches);
    };
    // The first keeps the thread busy until the gate opens; two fit behind it.
    while (worker.check(good_hash(), "wrong", done)) ++accepted;
    EXPECT_GE(accepted, 2u);
    EXPECT_LE(accepted, 3u);
    gate.unlock();
  }
  EXPECT_EQ(answers.wait(accepted).size(), accepted);
}

}  // namespace
}  // namespace yichuang
