// What a page costs in memory, and that nothing of it stays behind.
#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "kiosk/scan/limits.h"
#include "tests/scan/fixture.h"
#include "tests/scan/peak_memory.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define YICHUANG_SANITIZED 1
#else
#define YICHUANG_SANITIZED 0
#endif

namespace yichuang::scan {
namespace {

class Memory : public ScanTest {};

TEST_F(Memory, APageCostsNoMoreThanIsPromised) {
  if (YICHUANG_SANITIZED) GTEST_SKIP() << "a sanitizer's memory is its own";
  struct Case {
    const char* name;
    int dpi;
    Colour colour;
    Ink lid;
  };
  // The smaller first: a child's peak stays.
  for (const Case& one : {Case{"A4 300 dpi grey", 300, Colour::kGrey, {34, 34, 36}},
                          Case{"A4 300 dpi", 300, Colour::kRgb, {34, 34, 36}},
                          Case{"A4 300 dpi, white lid", 300, Colour::kRgb, {238, 238, 236}},
                          Case{"A4 450 dpi", 450, Colour::kRgb, {34, 34, 36}}}) {
    const RawPage page = scan(application_form(*fonts_, one.dpi),
                              {.colour = one.colour, .skew_degrees = 2, .lid = one.lid});
    const size_t peak = peak_bytes_of([&] { finish(page); });
    const size_t promised =
        page.pixels() * limits::kFinishBytesPerPixelMax + limits::kFinishFixedBytesMax;
    EXPECT_LT(peak, promised) << one.name;
    std::printf("%s: %.1f MB beside the page's %.1f MB, promised %.1f\n", one.name,
                static_cast<double>(peak) / 1e6,
                static_cast<double>(page.pixels() * static_cast<size_t>(page.channels())) / 1e6,
                static_cast<double>(promised) / 1e6);
  }
}

// Nothing packs noise: the largest JPEG that a page can be.
TEST_F(Memory, APageOfNoiseCostsNoMoreEither) {
  if (YICHUANG_SANITIZED) GTEST_SKIP() << "a sanitizer's memory is its own";
  constexpr int kWidth = 2480;
  constexpr int kHeight = 3508;
  auto intake = PageIntake::open(
      {.width_px = kWidth, .lines = kHeight, .bytes_per_line = kWidth * 3, .dpi = 300});
  std::vector<uint8_t> row(kWidth * 3);
  uint32_t state = 1;
  for (int y = 0; y < kHeight; ++y) {
    for (uint8_t& byte : row) {
      state = state * 1664525 + 1013904223;
      byte = static_cast<uint8_t>(state >> 24);
    }
    ASSERT_TRUE(intake->add(row).ok());
  }
  const auto page = std::move(*intake).finish();
  ASSERT_TRUE(page.ok());
  const size_t peak = peak_bytes_of([&] { finish(page.value()); });
  EXPECT_LT(peak,
            page.value().pixels() * limits::kFinishBytesPerPixelMax + limits::kFinishFixedBytesMax);
  std::printf("noise: %.1f MB\n", static_cast<double>(peak) / 1e6);
}

TEST(Wiped, MemoryIsOverwrittenBeforeItIsGivenBack) {
  // The allocator's own work, seen through memory that stays ours.
  alignas(16) uint8_t bytes[64];
  std::memset(bytes, 0xAB, sizeof bytes);
  wipe(bytes, sizeof bytes);
  for (const uint8_t byte : bytes) EXPECT_EQ(byte, 0);
}

// How many pages of this process's heap hold the pattern.
size_t count_in_heap(const std::string& pattern) {
  size_t found = 0;
  std::ifstream maps("/proc/self/maps");
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  for (std::string line; std::getline(maps, line);) {
    size_t from = 0;
    size_t to = 0;
    if (line.find(" rw") == std::string::npos || line.find("[stack]") != std::string::npos ||
        std::sscanf(line.c_str(), "%zx-%zx", &from, &to) != 2)
      continue;
    std::string bytes(std::min<size_t>(to - from, 256U << 20), '\0');
    const ssize_t got = pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(from));
    if (got <= 0) continue;
    const char* here = bytes.data();
    const char* end = here + got;
    while ((here = static_cast<const char*>(
                memmem(here, static_cast<size_t>(end - here), pattern.data(), pattern.size())))) {
      ++found;
      ++here;
    }
    wipe(bytes.data(), bytes.size());
  }
  close(memory);
  return found;
}

// In a child, since the setting is for a whole process: a page with a pattern that is nowhere else
// is scanned, finished and let go, and then the pattern is in no memory.
TEST(Wiped, NothingOfAPageIsLeftInTheProcess) {
  if (YICHUANG_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const pid_t child = fork();
  if (child == 0) {
    wipe_whatever_is_freed();
    // The pattern is made here, never stored: odd steps of a grey row.
    const auto grey_at = [](int x) {
      return static_cast<uint8_t>(60 + (x * 37 + x / 7 * 11) % 170);
    };
    {
      auto intake = PageIntake::open({.colour = Colour::kGrey,
                                      .width_px = 1000,
                                      .lines = 1400,
                                      .bytes_per_line = 1000,
                                      .dpi = 100});
      WipedBytes row(1000);
      for (int x = 0; x < 1000; ++x) row[static_cast<size_t>(x)] = grey_at(x);
      for (int y = 0; y < 1400; ++y)
        if (!intake->add(row).ok()) _exit(2);
      auto page = std::move(*intake).finish();
      if (!page.ok()) _exit(3);
      std::string pattern;
      for (int x = 500; x < 532; ++x) pattern += static_cast<char>(grey_at(x));
      if (count_in_heap(pattern) < 1000) _exit(4);  // the search itself finds it
      wipe(pattern.data(), pattern.size());
      if (!finish_page(*page).ok()) _exit(5);
    }
    std::string pattern;
    for (int x = 500; x < 532; ++x) pattern += static_cast<char>(grey_at(x));
    _exit(count_in_heap(pattern) <= 2 ? 0 : 6);  // the pattern's own bytes, and the copy searched
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace yichuang::scan
