#include "ui/icons.h"

#include <SDL.h>
#include <SDL_image.h>
#include <fmt/format.h>

#include <cctype>

#include "base/file.h"
#include "base/log.h"

namespace yichuang::ui {

namespace {

constexpr size_t kIconBytesMax = 16 * 1024;
constexpr size_t kIconsMax = 500;

// Names come from catalogues: only our own letters, so that none leaves the folder.
bool is_plain(std::string_view name) {
  if (name.empty() || name.size() > 60) return false;
  for (const char c : name) {
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
  }
  return true;
}

// The SVG with the root's stroke-width replaced.
std::string with_stroke(std::string svg, float stroke) {
  constexpr std::string_view kAttribute = "stroke-width=\"";
  const size_t begin = svg.find(kAttribute);
  if (begin == std::string::npos) return svg;
  const size_t value = begin + kAttribute.size();
  const size_t end = svg.find('"', value);
  if (end == std::string::npos) return svg;
  return svg.replace(value, end - value, fmt::format("{:.2f}", stroke));
}

Mask coverage_of(const SDL_Surface& argb) {
  Mask mask(argb.w, argb.h);
  for (int y = 0; y < argb.h; ++y) {
    const auto* from = reinterpret_cast<const uint32_t*>(static_cast<const uint8_t*>(argb.pixels) +
                                                         static_cast<ptrdiff_t>(y) * argb.pitch);
    uint8_t* to = mask.row(y);
    for (int x = 0; x < argb.w; ++x) to[x] = static_cast<uint8_t>(from[x] >> 24);
  }
  return mask;
}

}  // namespace

Icons::Icons(std::filesystem::path folder) : folder_(std::move(folder)) {}

const std::string& Icons::source(const std::string& name) {
  const auto known = sources_.find(name);
  if (known != sources_.end()) return known->second;
  std::string svg;
  if (sources_.size() >= kIconsMax) sources_.clear();
  if (!is_plain(name)) {
    log_warning("icon \"{}\": a name has only a-z, 0-9 and -", name.substr(0, 60));
  } else if (auto bytes = read_file(folder_ / (name + ".svg"), kIconBytesMax); bytes) {
    svg = std::move(*bytes);
  } else {
    log_warning("icon {}: {}", name, bytes.error().sentence);
  }
  return sources_.emplace(name, std::move(svg)).first->second;
}

Mask Icons::render(std::string_view name, int size_px, float stroke) {
  const std::string& svg = source(std::string(name));
  if (svg.empty()) return {};
  const std::string drawn = with_stroke(svg, stroke);
  SDL_RWops* reader = SDL_RWFromConstMem(drawn.data(), static_cast<int>(drawn.size()));
  SDL_Surface* raster = IMG_LoadSizedSVG_RW(reader, size_px, size_px);
  SDL_RWclose(reader);
  SDL_Surface* argb =
      raster ? SDL_ConvertSurfaceFormat(raster, SDL_PIXELFORMAT_ARGB8888, 0) : raster;
  SDL_FreeSurface(raster);
  if (!argb) {
    log_warning("icon {}: not an SVG that can be drawn: {}", name, SDL_GetError());
    return {};
  }
  Mask mask = coverage_of(*argb);
  SDL_FreeSurface(argb);
  return mask;
}

}  // namespace yichuang::ui
