// Guessing is slow, forgetting is quick.
#include "queue-server/web/sign_in_limit.h"

#include <gtest/gtest.h>

namespace yichuang {
namespace {

constexpr SignInLimit::Rule kRule{3, 1000};

TEST(SignInLimit, SoManyFailuresAtOnceThenOnePerDrop) {
  SignInLimit limit(kRule, 10);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(limit.wait_ms("1001", 50), 0);
    limit.failed("1001", 50);
  }
  EXPECT_EQ(limit.wait_ms("1001", 50), 1000);
  EXPECT_EQ(limit.wait_ms("1001", 1049), 1);
  EXPECT_EQ(limit.wait_ms("1001", 1050), 0);
  limit.failed("1001", 1050);
  EXPECT_EQ(limit.wait_ms("1001", 1050), 1000);
}

TEST(SignInLimit, OthersAreNotHeldUp) {
  SignInLimit limit(kRule, 10);
  for (int i = 0; i < 3; ++i) limit.failed("1001", 0);
  EXPECT_EQ(limit.wait_ms("1002", 0), 0);
}

TEST(SignInLimit, SuccessForgetsAndForgiveTakesOneBack) {
  SignInLimit limit(kRule, 10);
  for (int i = 0; i < 3; ++i) limit.failed("1001", 0);
  limit.forgive("1001");
  EXPECT_EQ(limit.wait_ms("1001", 0), 0);
  limit.failed("1001", 0);
  EXPECT_GT(limit.wait_ms("1001", 0), 0);
  limit.succeeded("1001");
  EXPECT_EQ(limit.wait_ms("1001", 0), 0);
  EXPECT_EQ(limit.size(), 0u);
  limit.forgive("nobody");
}

TEST(SignInLimit, LongAgoIsForgotten) {
  SignInLimit limit(kRule, 10);
  for (int i = 0; i < 3; ++i) limit.failed("1001", 0);
  for (int i = 0; i < 2; ++i) limit.failed("1001", 1'000'000);
  EXPECT_EQ(limit.wait_ms("1001", 1'000'000), 0);
}

TEST(SignInLimit, AFullTableForgetsTheEmptiestNotTheWorst) {
  SignInLimit limit(kRule, 5);
  for (int i = 0; i < 3; ++i) limit.failed("worst", 0);
  for (int i = 0; i < 1000; ++i) limit.failed("flood" + std::to_string(i), 0);
  EXPECT_EQ(limit.size(), 5u);
  EXPECT_GT(limit.wait_ms("worst", 0), 0);
}

}  // namespace
}  // namespace yichuang
