// The fuzz targets in builds without libFuzzer: every file of the corpus, then so many changed
// copies of them, the same in each run. A failure says which input it was and keeps it.
//
//   fuzz_wire [--mutations N] [--seed S] FILE-OR-FOLDER…
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>

#include "base/file.h"
#include "base/limits.h"
#include "tests/fuzz/fuzz.h"

extern "C" {
__attribute__((weak)) size_t LLVMFuzzerCustomMutator(uint8_t*, size_t, size_t, unsigned);
__attribute__((weak)) void __sanitizer_set_death_callback(void (*)());  // NOLINT: its name
}

namespace {

namespace fs = std::filesystem;

constexpr size_t kInputBytesMax = size_t{64} * 1024;

std::mt19937 g_random;
// Of the input that runs, for on_death().
std::string g_input;
char g_where[1024];
char g_keep[512];

// Async-signal-safe: what is running, to the terminal and to a file.
void on_death() {
  (void)!::write(STDERR_FILENO, g_where, std::strlen(g_where));
  if (std::FILE* file = std::fopen(g_keep, "wb")) {
    std::fwrite(g_input.data(), 1, g_input.size(), file);
    std::fclose(file);
  }
}

void on_signal(int number) {
  on_death();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void run(std::string input, const std::string& where) {
  g_input = std::move(input);
  std::snprintf(g_where, sizeof g_where, "fuzz: it was %s; kept in %s\n", where.c_str(), g_keep);
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(g_input.data()), g_input.size());
}

std::string mutated(std::string input) {
  const size_t size = input.size();
  input.resize(kInputBytesMax);
  auto* data = reinterpret_cast<uint8_t*>(input.data());
  const size_t now =
      LLVMFuzzerCustomMutator
          ? LLVMFuzzerCustomMutator(data, size, input.size(), static_cast<unsigned>(g_random()))
          : LLVMFuzzerMutate(data, size, input.size());
  input.resize(now);
  return input;
}

std::vector<fs::path> files_of(const std::vector<fs::path>& named) {
  std::vector<fs::path> files;
  for (const fs::path& path : named) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t size_max) {
  const auto below = [](size_t bound) { return bound == 0 ? 0 : g_random() % bound; };
  const size_t at = below(size);
  switch (below(4)) {
    case 0:  // one more
      if (size == size_max) return size;
      std::memmove(data + at + 1, data + at, size - at);
      data[at] = static_cast<uint8_t>(g_random());
      return size + 1;
    case 1:  // some less
      if (size == 0) return size;
      std::memmove(data + at, data + at + 1, size - at - 1);
      return size - 1;
    case 2:  // cut off
      return below(8) == 0 ? at : size;
    default:
      if (size != 0) data[at] ^= static_cast<uint8_t>(1u << below(8));
      return size;
  }
}

int main(int argc, char** argv) {
  LLVMFuzzerInitialize(&argc, &argv);
  unsigned long mutations = 0;
  unsigned long seed = 20261126;
  std::vector<fs::path> named;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const bool more = i + 1 < argc;
    if (word == "--mutations" && more) {
      mutations = std::strtoul(argv[++i], nullptr, 10);
    } else if (word == "--seed" && more) {
      seed = std::strtoul(argv[++i], nullptr, 10);
    } else {
      named.emplace_back(word);
    }
  }
  std::snprintf(g_keep, sizeof g_keep, "%s.crash", argv[0]);
  for (const int number : {SIGABRT, SIGSEGV, SIGFPE, SIGILL}) std::signal(number, on_signal);
  if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(on_death);
  g_random.seed(static_cast<unsigned>(seed));
  std::vector<std::string> inputs;
  for (const fs::path& file : files_of(named)) {
    auto bytes = yichuang::read_file(file, yichuang::limits::kConfigFileBytesMax);
    if (!bytes) {
      std::fprintf(stderr, "%s\n", bytes.error().sentence.c_str());
      return 2;
    }
    bytes->resize(std::min(bytes->size(), kInputBytesMax));
    run(*bytes, file.string());
    inputs.push_back(std::move(*bytes));
  }
  for (unsigned long i = 0; i < mutations && !inputs.empty(); ++i) {
    std::string input = inputs[i % inputs.size()];
    const size_t times = 1 + g_random() % 8;
    for (size_t k = 0; k < times; ++k) input = mutated(std::move(input));
    run(std::move(input), "mutation " + std::to_string(i) + " of --seed " + std::to_string(seed));
  }
  std::printf("%zu files and %lu mutations of them are fine\n", inputs.size(), mutations);
  return inputs.empty() ? 2 : 0;
}
