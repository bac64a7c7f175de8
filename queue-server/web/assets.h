// The pages, read whole at start and then constant: what is served can only be what was in
// assets/web when the program started. Any thread after load().
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "queue-server/web/http_types.h"

namespace yichuang {

class Assets {
 public:
  // Reads `assets`/web and makes theme.css of `assets`/theme/theme.toml. Refuses a file of a kind
  // that has no content type here, and more or larger files than web_limits allow.
  static Result<Assets> load(const std::filesystem::path& assets);

  // The file, or 304 if the browser has it already, or 404. `name` is relative to assets/web.
  HttpResponse serve(std::string_view name, const HttpRequest& request) const;
  bool has(std::string_view name) const { return files_.contains(name); }

 private:
  struct File {
    std::string content_type;
    std::string etag;
    std::shared_ptr<const std::string> bytes;
  };
  Result<void> add(std::string name, std::string bytes);
  std::map<std::string, File, std::less<>> files_;
};

// The theme's light table as CSS variables on :root, so that pages and screens share one look:
// ink → --ink, radius_card → --radius-card. Every mistake with its line.
Result<std::string> theme_css(const std::filesystem::path& theme_file);

}  // namespace yichuang
