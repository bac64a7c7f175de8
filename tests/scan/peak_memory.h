// How much memory a piece of work takes at its peak, by what Linux says of this process and its
// children (proc(5), status and clear_refs). One thread.
#pragma once

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>

namespace yichuang::scan {

// A line of /proc/self/status, in bytes; 0 if it is not there.
inline size_t status_bytes(const std::string& name) {
  std::ifstream in("/proc/self/status");
  std::string word;
  size_t kib = 0;
  while (in >> word)
    if (word == name + ":") in >> kib;
  return kib * 1024;
}

// How many bytes more than now this process and its largest child ever have while `work` runs. The
// child's pages that are still its parent's count once.
template <class Work>
size_t peak_bytes_of(Work work) {
  malloc_trim(0);                               // what is free does not hide what is taken
  std::ofstream("/proc/self/clear_refs") << 5;  // forgets the peak so far
  const size_t before = status_bytes("VmRSS");
  work();
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);  // the largest child so far
  const size_t peak =
      std::max(status_bytes("VmHWM"), static_cast<size_t>(children.ru_maxrss) * 1024);
  return peak > before ? peak - before : 0;
}

}  // namespace yichuang::scan
