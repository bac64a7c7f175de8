#include "queue-server/web/assets.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "base/file.h"
#include "base/id.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webmanifest", "application/manifest+json"},
}};

std::string etag_of(std::string_view bytes) {
  unsigned char hash[crypto_generichash_BYTES_MIN];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return fmt::format("\"{}\"", to_hex({reinterpret_cast<const char*>(hash), sizeof hash}));
}

Error unreadable(const std::filesystem::path& folder, const std::error_code& why) {
  return Error{ErrorCode::kNotFound,
               fmt::format("cannot read the pages in {}: {}", folder.string(), why.message())};
}

}  // namespace

Result<void> Assets::add(std::string name, std::string bytes) {
  const std::string extension = std::filesystem::path(name).extension();
  const auto type =
      std::ranges::find(kContentTypes, extension, [](const auto& t) { return t.first; });
  if (type == kContentTypes.end()) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: files named *{} are not served; remove it", name, extension)};
  }
  if (files_.size() >= web_limits::kAssetFilesMax) {
    return Error{ErrorCode::kExhausted,
                 fmt::format("more than {} files among the pages", web_limits::kAssetFilesMax)};
  }
  File file{std::string(type->second), etag_of(bytes),
            std::make_shared<const std::string>(std::move(bytes))};
  files_.insert_or_assign(std::move(name), std::move(file));
  return {};
}

Result<Assets> Assets::load(const std::filesystem::path& assets) {
  const std::filesystem::path folder = assets / "web";
  std::error_code why;
  std::filesystem::recursive_directory_iterator entry(folder, why);
  if (why) return unreadable(folder, why);
  Assets loaded;
  for (; entry != std::filesystem::recursive_directory_iterator(); entry.increment(why)) {
    if (why) return unreadable(folder, why);
    if (!entry->is_regular_file(why)) continue;
    auto bytes = read_file(entry->path(), web_limits::kAssetBytesMax);
    if (!bytes) return bytes.error();
    auto added =
        loaded.add(entry->path().lexically_relative(folder).generic_string(), std::move(*bytes));
    if (!added) return added.error();
  }
  auto css = theme_css(assets / "theme" / "theme.toml");
  if (!css) return css.error();
  if (auto added = loaded.add("theme.css", std::move(*css)); !added) return added.error();
  return loaded;
}

HttpResponse Assets::serve(std::string_view name, const HttpRequest& request) const {
  const auto found = files_.find(name);
  if (found == files_.end()) {
    return text_response(404, "text/plain; charset=utf-8", "404: 没有这个页面 / no such page\n");
  }
  const File& file = found->second;
  HttpResponse response;
  response.headers = {{"ETag", file.etag}, {"Cache-Control", "no-cache"}};
  if (request.if_none_match == file.etag) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  response.body = file.bytes;
  return response;
}

}  // namespace yichuang
