// lib/base/file: whole small files, written so that a crash leaves the old or the new one.
#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

size_t files_in(const std::filesystem::path& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                           std::filesystem::directory_iterator()));
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat info {};
  HALL_ASSERT(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

TEST(ReadFile, GivesAllBytes) {
  TemporaryFolder folder;
  const std::string bytes = std::string("a\0b\n", 4) + std::string(100'000, 'x');
  const auto read = read_file(folder.write("f", bytes), 200'000);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, bytes);
}

TEST(ReadFile, TheLimitIsInclusive) {
  TemporaryFolder folder;
  const auto path = folder.write("f", std::string(1000, 'x'));
  EXPECT_TRUE(read_file(path, 1000).ok());
  const auto over = read_file(path, 999);
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error().code, ErrorCode::kExhausted);
}

TEST(ReadFile, StopsReadingAnEndlessFileAtTheLimit) {
  const auto read = read_file("/dev/zero", 1'000'000);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kExhausted);
}

// Opening a pipe waits for a writer: a wrong path in a config file would hang the program.
TEST(ReadFile, APipeWithoutWriterIsNotWaitedFor) {
  TemporaryFolder folder;
  const auto path = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(read_file(path, 1000).ok());
}

TEST(ReadFile, AFolderIsAnError) {
  TemporaryFolder folder;
  EXPECT_FALSE(read_file(folder.path(), 1000).ok());
}

TEST(ReadFile, WhatIsNotThereIsNotFound) {
  const auto read = read_file("/nonexistent/file", 1000);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kNotFound);
}

TEST(WriteFileAtomic, WritesReplacesAndSetsTheModeWhateverTheUmask) {
  TemporaryFolder folder;
  const auto path = folder.write("f", "old and longer");
  const mode_t before = ::umask(0077);
  const auto written = write_file_atomic(path, "new", 0644);
  ::umask(before);
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(*read_file(path, 100), "new");
  EXPECT_EQ(mode_of(path), 0644u);
  ASSERT_TRUE(write_file_atomic(path, "", 0600).ok());
  EXPECT_EQ(*read_file(path, 100), "");
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(files_in(folder.path()), 1u);
}

// A failed write used to leave its half-written neighbour behind.
TEST(WriteFileAtomic, AFailureLeavesTheOldFileAndNothingElse) {
  TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() / "taken");
  folder.write("taken/inside", "x");
  EXPECT_FALSE(write_file_atomic(folder.path() / "taken", "new", 0600).ok());
  EXPECT_EQ(files_in(folder.path()), 1u);
  EXPECT_FALSE(write_file_atomic(folder.path() / "none" / "f", "new", 0600).ok());
}

TEST(WriteFileAtomic, TwoThreadsLeaveOneOfTheTwoWhole) {
  TemporaryFolder folder;
  const auto path = folder.path() / "f";
  std::vector<std::thread> threads;
  for (char c : {'a', 'b', 'c', 'd'}) {
    threads.emplace_back([&path, c] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(write_file_atomic(path, std::string(20'000, c), 0600).ok());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const auto read = read_file(path, 100'000);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, std::string(20'000, read->at(0)));
  EXPECT_EQ(files_in(folder.path()), 1u);
}

}  // namespace
}  // namespace yichuang
