// Memory for what a citizen scans: overwritten before it is given back. Any thread.
//
// A vector, never a std::string: a short std::string lives inside itself and would not be wiped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>
#include <vector>

namespace yichuang::scan {

// Overwrites memory in a way that no compiler leaves out (sodium_memzero).
void wipe(void* bytes, size_t size);

template <class T>
struct Wiping {
  using value_type = T;
  Wiping() = default;
  template <class U>
  Wiping(const Wiping<U>&) {}  // NOLINT: implicit, as allocators convert

  T* allocate(size_t count) { return static_cast<T*>(::operator new(count * sizeof(T))); }
  void deallocate(T* bytes, size_t count) {
    wipe(bytes, count * sizeof(T));
    ::operator delete(bytes);
  }
  friend bool operator==(const Wiping&, const Wiping&) { return true; }
};

using WipedBytes = std::vector<uint8_t, Wiping<uint8_t>>;
using WipedText = std::vector<char, Wiping<char>>;
template <class T>
using WipedVector = std::vector<T, Wiping<T>>;

inline std::string_view view(const WipedText& text) { return {text.data(), text.size()}; }

// From now on everything that this process frees is overwritten, whoever freed it: the image
// libraries hold pieces of a page for a moment (16 rows in libjpeg, the page in black and white in
// ZXing) and wipe nothing. For main() of the program that scans; needs glibc (mallopt M_PERTURB),
// whose large blocks go back to the kernel instead, all of them: left alone, glibc keeps blocks as
// large as the largest that was freed, and pages lie scattered in its heap. Costs a few
// milliseconds a page.
void wipe_whatever_is_freed();

// Gives the kernel back what was freed between pieces that are still in use: after a visit with
// scanned pages, when nobody waits. Costs some milliseconds.
void give_memory_back();

}  // namespace yichuang::scan
