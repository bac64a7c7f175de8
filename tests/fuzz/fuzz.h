// What the fuzz targets share. A target is one LLVMFuzzerTestOneInput in its own file: it ends the
// process when something is wrong. The fuzz preset links it with libFuzzer, the others with
// replay_main.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yichuang::fuzz {

// Says what is wrong and aborts, unless `fine`.
void check(bool fine, std::string_view what);

// Inputs that are lists: each record is two bytes of length, the lower first, and so many bytes.
// What is cut off at the end is a shorter record.
std::vector<std::string> records_of(const uint8_t* data, size_t size);
std::string bytes_of(const std::vector<std::string>& records);

}  // namespace yichuang::fuzz

extern "C" {
// Before the first input: nothing is logged from then on.
int LLVMFuzzerInitialize(int* argc, char*** argv);
// The target.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
// Changes some bytes; libFuzzer's, or the one of replay_main.cc.
size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t size_max);
// The target's own way to change an input, if it has one.
size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max, unsigned seed);
}
