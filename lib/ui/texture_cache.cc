#include "ui/texture_cache.h"

#include <SDL.h>

#include "base/assert.h"
#include "base/log.h"

namespace yichuang::ui {

TextureCache::TextureCache(SDL_Renderer* renderer, size_t bytes_max)
    : renderer_(renderer), bytes_max_(bytes_max) {
  HALL_ASSERT(renderer != nullptr);
}

TextureCache::~TextureCache() { clear(); }

void TextureCache::clear() {
  while (!entries_.empty()) drop_oldest();
}

const CachedTexture* TextureCache::find(std::string_view name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    ++misses_;
    return nullptr;
  }
  ++hits_;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &found->second->picture;
}

void TextureCache::drop_oldest() {
  Entry& oldest = entries_.back();
  if (oldest.picture.texture) SDL_DestroyTexture(oldest.picture.texture);
  bytes_ -= oldest.bytes;
  by_name_.erase(oldest.name);
  entries_.pop_back();
  ++evictions_;
}

const CachedTexture& TextureCache::put(std::string_view name, SDL_Surface* surface, int advance_px,
                                       int baseline_px) {
  if (auto old = by_name_.find(name); old != by_name_.end()) {
    entries_.splice(entries_.end(), entries_, old->second);
    drop_oldest();
  }
  Entry entry{std::string(name), {}, 256};  // an empty picture's bookkeeping
  entry.picture.advance_px = advance_px;
  entry.picture.baseline_px = baseline_px;
  if (surface) {
    entry.picture.width_px = surface->w;
    entry.picture.height_px = surface->h;
    entry.bytes += static_cast<size_t>(surface->w) * static_cast<size_t>(surface->h) * 4;
    entry.picture.texture = SDL_CreateTextureFromSurface(renderer_, surface);
    if (!entry.picture.texture) {
      log_warning("a picture of {} x {} pixels cannot be drawn: {}", surface->w, surface->h,
                  SDL_GetError());
    }
    SDL_FreeSurface(surface);
  }
  while (!entries_.empty() && bytes_ + entry.bytes > bytes_max_) drop_oldest();
  bytes_ += entry.bytes;
  entries_.push_front(std::move(entry));
  by_name_[entries_.front().name] = entries_.begin();
  return entries_.front().picture;
}

}  // namespace yichuang::ui
