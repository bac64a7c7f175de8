// The font files of each face and the sizes that are open. Used by text.cc alone. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "ui/text.h"

struct _TTF_Font;

namespace yichuang::ui {

class FontFiles {
 public:
  static Result<std::unique_ptr<FontFiles>> open();
  FontFiles(const FontFiles&) = delete;
  FontFiles& operator=(const FontFiles&) = delete;
  ~FontFiles();

  // The place in the face's list of the first font that has `character`, or -1.
  int font_for(Face face, char32_t character);
  bool has(Face face, int font, char32_t character);
  // The font at that size. Valid until the next call: sizes not used lately are closed.
  _TTF_Font* sized(Face face, int font, int size_px);
  size_t open_count() const { return open_.size(); }

 private:
  struct File;
  struct Source {
    size_t file;
    int index;  // of the face inside a collection
  };
  using Key = std::tuple<size_t, int, int>;  // file, index, size

  FontFiles() = default;
  Result<size_t> map_file(const std::string& path);
  _TTF_Font* open_sized(const Source& source, int size_px);
  const Source& source(Face face, int font) const;

  std::vector<std::unique_ptr<File>> files_;
  std::array<std::vector<Source>, 4> faces_;
  std::list<std::pair<Key, _TTF_Font*>> open_;  // most recently used first
  std::map<Key, std::list<std::pair<Key, _TTF_Font*>>::iterator> by_key_;
};

}  // namespace yichuang::ui
