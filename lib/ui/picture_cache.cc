#include "ui/picture_cache.h"

#include <algorithm>
#include <utility>

namespace yichuang::ui {

namespace {

constexpr size_t kBookkeepingBytes = 256;

}  // namespace

const KeptPicture* PictureCache::find(std::string_view name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    ++misses_;
    return nullptr;
  }
  ++hits_;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &found->second->picture;
}

void PictureCache::drop_oldest() {
  Entry& oldest = entries_.back();
  bytes_ -= oldest.bytes;
  by_name_.erase(oldest.name);
  entries_.pop_back();
  ++evictions_;
}

const KeptPicture& PictureCache::put(std::string_view name, KeptPicture picture) {
  if (auto old = by_name_.find(name); old != by_name_.end()) {
    entries_.splice(entries_.end(), entries_, old->second);
    drop_oldest();
  }
  Entry entry{std::string(name), std::move(picture), 0};
  entry.bytes =
      entry.picture.mask.coverage.size() + entry.picture.rgb.size() * 4 + kBookkeepingBytes;
  while (!entries_.empty() && bytes_ + entry.bytes > bytes_max_) drop_oldest();
  bytes_ += entry.bytes;
  entries_.push_front(std::move(entry));
  by_name_[entries_.front().name] = entries_.begin();
  return entries_.front().picture;
}

void PictureCache::drop_if(const std::function<bool(std::string_view name)>& gone) {
  for (auto next = entries_.begin(); next != entries_.end();) {
    const auto at = next++;
    if (!gone(at->name)) continue;
    wipe(*at);
    entries_.splice(entries_.end(), entries_, at);
    drop_oldest();
  }
}

void PictureCache::clear() {
  drop_if([](std::string_view) { return true; });
}

// Through a volatile pointer: what a visitor saw is gone from memory, not only from the list.
void PictureCache::wipe(Entry& entry) {
  const auto overwrite = [](auto& values) {
    volatile auto* at = values.data();
    for (size_t i = 0; i < values.size(); ++i) at[i] = 0;
  };
  overwrite(entry.picture.mask.coverage);
  overwrite(entry.picture.rgb);
}

}  // namespace yichuang::ui
