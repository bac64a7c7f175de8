// Work in a child process: what it tells arrives, whatever becomes of it.
#include "kiosk/scan/apart.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>

namespace yichuang::scan {
namespace {

constexpr uint8_t kWords[] = {1, 2, 3};

TEST(Apart, WhatIsToldArrivesAndNoChildIsLeft) {
  const WipedBytes told = run_apart(
      [](const Teller& teller) {
        teller(kWords);
        teller(kWords);
      },
      100, 10'000);
  EXPECT_EQ(told, (WipedBytes{1, 2, 3, 1, 2, 3}));
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(Apart, AChildThatAbortsHasToldWhatItTold) {
  const auto told = run_apart(
      [](const Teller& teller) {
        teller(kWords);
        std::abort();
      },
      100, 10'000);
  EXPECT_EQ(told, (WipedBytes{1, 2, 3}));
}

TEST(Apart, AChildThatHangsIsEnded) {
  const auto start = std::chrono::steady_clock::now();
  const auto told = run_apart(
      [](const Teller& teller) {
        teller(kWords);
        for (;;) pause();
      },
      100, 300);
  EXPECT_EQ(told, (WipedBytes{1, 2, 3}));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Apart, AChildThatNeverStopsTalkingIsCutShort) {
  const auto told = run_apart(
      [](const Teller& teller) {
        for (;;) teller(kWords);
      },
      100'000, 60'000);
  EXPECT_EQ(told.size(), 100'000u);
}

TEST(Apart, ManyBytesArriveInOrder) {
  const auto told = run_apart(
      [](const Teller& teller) {
        WipedBytes many(300'000);
        for (size_t i = 0; i < many.size(); ++i) many[i] = static_cast<uint8_t>(i * 7 % 251);
        teller(many);
      },
      1'000'000, 60'000);
  ASSERT_EQ(told.size(), 300'000u);
  for (size_t i = 0; i < told.size(); ++i) ASSERT_EQ(told[i], i * 7 % 251);
}

}  // namespace
}  // namespace yichuang::scan
