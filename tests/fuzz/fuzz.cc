#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/log.h"

namespace yichuang::fuzz {

void check(bool fine, std::string_view what) {
  if (fine) return;
  std::fprintf(stderr, "fuzz: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

std::vector<std::string> records_of(const uint8_t* data, size_t size) {
  std::vector<std::string> records;
  for (size_t at = 0; at + 2 <= size;) {
    const size_t said = data[at] + size_t{data[at + 1]} * 256;
    const size_t length = std::min(said, size - at - 2);
    records.emplace_back(reinterpret_cast<const char*>(data + at + 2), length);
    at += 2 + length;
  }
  return records;
}

std::string bytes_of(const std::vector<std::string>& records) {
  std::string bytes;
  for (const std::string& record : records) {
    const size_t length = std::min<size_t>(record.size(), 65'535);
    bytes += static_cast<char>(length % 256);
    bytes += static_cast<char>(length / 256);
    bytes.append(record, 0, length);
  }
  return bytes;
}

}  // namespace yichuang::fuzz

int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  yichuang::log_start("fuzz", yichuang::LogLevel::kNone);
  return 0;
}
