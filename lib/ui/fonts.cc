#include "ui/fonts.h"

#include <SDL_ttf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace yichuang::ui {

namespace {

// A kiosk and a board use about 20 sizes of 3 fonts; each open size costs 100 to 700 KiB.
constexpr size_t kOpenFontsMax = 24;  // some 2 MB each of CJK: FreeType keeps its tables
constexpr int kCoverageSize = 16;

struct FontPlace {
  const char* path;
  int index;
  const char* package;
};

// Index 2 of the Noto CJK collections is the Simplified Chinese face.
constexpr const char* kCjk = "fonts-noto-cjk";
constexpr const char* kCore = "fonts-noto-core";
constexpr FontPlace kRegular[] = {
    {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2, kCjk},
    {"/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSerifTibetan-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansMongolian-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansSymbols-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf", 0, kCore},
};
constexpr FontPlace kBold[] = {
    {"/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2, kCjk},
    {"/usr/share/fonts/truetype/noto/NotoSansArabic-Bold.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSerifTibetan-Bold.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansMongolian-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansSymbols-Bold.ttf", 0, kCore},
    {"/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf", 0, kCore},
};
constexpr FontPlace kInterBold = {"/usr/share/fonts/opentype/inter/InterDisplay-Bold.otf", 0,
                                  "fonts-inter"};
constexpr FontPlace kInterSemiBold = {"/usr/share/fonts/opentype/inter/InterDisplay-SemiBold.otf",
                                      0, "fonts-inter"};

}  // namespace

// A font file in memory, shared by all its open sizes: its pages are the page cache's.
struct FontFiles::File {
  std::string path;
  void* bytes = nullptr;
  size_t size = 0;
  ~File() {
    if (bytes) munmap(bytes, size);
  }
};

Result<size_t> FontFiles::map_file(const std::string& path) {
  for (size_t i = 0; i < files_.size(); ++i) {
    if (files_[i]->path == path) return i;
  }
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (fd < 0 || fstat(fd, &about) != 0 || about.st_size <= 0) {
    if (fd >= 0) close(fd);
    return Error{ErrorCode::kUnavailable, fmt::format("cannot read the font {}", path)};
  }
  auto file = std::make_unique<File>();
  file->path = path;
  file->size = static_cast<size_t>(about.st_size);
  void* bytes = mmap(nullptr, file->size, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (bytes == MAP_FAILED) {
    return Error{ErrorCode::kUnavailable, fmt::format("cannot map the font {}", path)};
  }
  file->bytes = bytes;
  files_.push_back(std::move(file));
  return files_.size() - 1;
}

Result<std::unique_ptr<FontFiles>> FontFiles::open() {
  if (TTF_Init() != 0) {
    return Error{ErrorCode::kInternal, fmt::format("SDL_ttf does not start: {}", TTF_GetError())};
  }
  std::unique_ptr<FontFiles> out(new FontFiles);
  const auto add = [&](Face face, const FontPlace& place) -> Result<void> {
    auto file = out->map_file(place.path);
    if (!file) {
      return Error{ErrorCode::kUnavailable,
                   fmt::format("{}; install the package {}", file.error().sentence, place.package)};
    }
    out->faces_[static_cast<size_t>(face)].push_back({*file, place.index});
    return {};
  };
  const auto add_all = [&](Face face, const auto& places) -> Result<void> {
    for (const FontPlace& place : places) {
      if (auto ok = add(face, place); !ok) return ok;
    }
    return {};
  };
  if (auto ok = add_all(Face::kRegular, kRegular); !ok) return ok.error();
  if (auto ok = add_all(Face::kBold, kBold); !ok) return ok.error();
  if (auto ok = add(Face::kNumeral, kInterBold); !ok) return ok.error();
  if (auto ok = add_all(Face::kNumeral, kBold); !ok) return ok.error();
  if (auto ok = add(Face::kNumeralLight, kInterSemiBold); !ok) return ok.error();
  if (auto ok = add_all(Face::kNumeralLight, kBold); !ok) return ok.error();
  return out;
}

FontFiles::~FontFiles() {
  for (auto& [key, font] : open_) TTF_CloseFont(font);
  TTF_Quit();
}

const FontFiles::Source& FontFiles::source(Face face, int font) const {
  const auto& list = faces_[static_cast<size_t>(face)];
  HALL_ASSERT(font >= 0 && static_cast<size_t>(font) < list.size());
  return list[static_cast<size_t>(font)];
}

_TTF_Font* FontFiles::open_sized(const Source& source, int size_px) {
  const Key key{source.file, source.index, size_px};
  if (auto found = by_key_.find(key); found != by_key_.end()) {
    open_.splice(open_.begin(), open_, found->second);
    return found->second->second;
  }
  if (open_.size() >= kOpenFontsMax) {
    by_key_.erase(open_.back().first);
    TTF_CloseFont(open_.back().second);
    open_.pop_back();
  }
  const File& file = *files_[source.file];
  SDL_RWops* reader = SDL_RWFromConstMem(file.bytes, static_cast<int>(file.size));
  TTF_Font* font = TTF_OpenFontIndexRW(reader, 1, size_px, source.index);
  HALL_ASSERT(font != nullptr);  // the file was there at start and is mapped
  TTF_SetFontHinting(font, TTF_HINTING_LIGHT_SUBPIXEL);
  open_.emplace_front(key, font);
  by_key_[key] = open_.begin();
  return font;
}

bool FontFiles::has(Face face, int font, char32_t character) {
  return TTF_GlyphIsProvided32(open_sized(source(face, font), kCoverageSize), character) != 0;
}

int FontFiles::font_for(Face face, char32_t character) {
  const auto& list = faces_[static_cast<size_t>(face)];
  for (size_t i = 0; i < list.size(); ++i) {
    if (has(face, static_cast<int>(i), character)) return static_cast<int>(i);
  }
  return -1;
}

_TTF_Font* FontFiles::sized(Face face, int font, int size_px) {
  return open_sized(source(face, font), size_px);
}

}  // namespace yichuang::ui
