// Coverage masks and small pictures by name, bounded in bytes: the least recently used go first.
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/pixels.h"

namespace yichuang::ui {

struct KeptPicture {
  Mask mask;                  // or
  std::vector<uint32_t> rgb;  // opaque pixels, width × height of the mask's fields
  int baseline_px = 0;        // of a line of text
};

class PictureCache {
 public:
  explicit PictureCache(size_t bytes_max) : bytes_max_(bytes_max) {}
  PictureCache(const PictureCache&) = delete;
  PictureCache& operator=(const PictureCache&) = delete;

  // The picture of that name, or null. Valid until the next put().
  const KeptPicture* find(std::string_view name);
  // Keeps it. One that alone exceeds the bound is kept until the next put().
  const KeptPicture& put(std::string_view name, KeptPicture picture);
  // Overwrites and drops those of which `gone` says so by their name.
  void drop_if(const std::function<bool(std::string_view name)>& gone);
  // Overwrites and drops everything.
  void clear();

  size_t bytes() const { return bytes_; }
  size_t count() const { return entries_.size(); }
  uint64_t hits() const { return hits_; }
  uint64_t misses() const { return misses_; }
  uint64_t evictions() const { return evictions_; }

 private:
  struct Entry {
    std::string name;
    KeptPicture picture;
    size_t bytes;
  };
  void drop_oldest();
  static void wipe(Entry& entry);

  size_t bytes_max_;
  size_t bytes_ = 0;
  uint64_t hits_ = 0;
  uint64_t misses_ = 0;
  uint64_t evictions_ = 0;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_name_;
};

}  // namespace yichuang::ui
