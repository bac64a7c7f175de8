// Textures by name, bounded in bytes: the least recently used go first. One renderer, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

struct SDL_Renderer;
struct SDL_Surface;
struct SDL_Texture;

namespace yichuang::ui {

struct CachedTexture {
  SDL_Texture* texture = nullptr;  // null: the picture is empty
  int width_px = 0;                // of the texture
  int height_px = 0;
  int advance_px = 0;  // text: how far the line reaches
  int baseline_px = 0;
};

class TextureCache {
 public:
  TextureCache(SDL_Renderer* renderer, size_t bytes_max);
  TextureCache(const TextureCache&) = delete;
  TextureCache& operator=(const TextureCache&) = delete;
  ~TextureCache();

  // The texture of that name, or null. Valid until the next put().
  const CachedTexture* find(std::string_view name);
  // Makes a texture of `surface` (may be null), frees the surface and keeps the texture. One that
  // alone exceeds the bound is kept until the next put().
  const CachedTexture& put(std::string_view name, SDL_Surface* surface, int advance_px = 0,
                           int baseline_px = 0);

  void clear();

  size_t bytes() const { return bytes_; }
  size_t count() const { return entries_.size(); }
  uint64_t hits() const { return hits_; }
  uint64_t misses() const { return misses_; }
  uint64_t evictions() const { return evictions_; }

 private:
  struct Entry {
    std::string name;
    CachedTexture picture;
    size_t bytes;
  };
  void drop_oldest();

  SDL_Renderer* renderer_;
  size_t bytes_max_;
  size_t bytes_ = 0;
  uint64_t hits_ = 0;
  uint64_t misses_ = 0;
  uint64_t evictions_ = 0;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_name_;
};

}  // namespace yichuang::ui
