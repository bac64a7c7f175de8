// TOML files as people write them: server, device, kiosk, catalogue. Every mistake is reported with
// file, line, key and what was expected; all of a file's mistakes at once; unknown keys too, so
// that a typo is never silently a default.
//
//   auto file = Config::load(path);
//   std::string name = file->root().text("name");
//   int port = file->root().integer_or("port", 8080, 1, 65535);
//   if (auto ok = file->finish(); !ok) return ok.error();
//
// A getter that fails records the problem and returns an empty value: read everything, then call
// finish(), and use the values only if it is ok. Not thread-safe; one Config is one file's reading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yichuang {

class ConfigTable;

class Config {
 public:
  // Reads and parses. A syntax error comes back as "file:line: …".
  static Result<Config> load(const std::filesystem::path& path);
  // The same from memory; `name` stands in messages where the file's path would.
  static Result<Config> parse(std::string_view text, std::string name);

  Config(Config&&) noexcept;
  Config& operator=(Config&&) noexcept;
  ~Config();

  ConfigTable root() const;
  // Ok if nothing is wrong; else every problem, a line each, in line order.
  Result<void> finish() const;
  // The folder of the file: relative paths in a file are relative to it.
  std::filesystem::path folder() const;

  struct Body;  // the parsed file; known to config.cc alone

 private:
  friend class ConfigTable;
  explicit Config(std::shared_ptr<Body> body);
  std::shared_ptr<Body> body_;
};

// One table of the file. Cheap to copy; keeps the file's contents alive.
class ConfigTable {
 public:
  // Text of `size_min`..`size_max` bytes of UTF-8; of the control characters only newlines.
  std::string text(std::string_view key, size_t size_max = 200, size_t size_min = 1) const;
  std::string text_or(std::string_view key, std::string_view fallback, size_t size_max = 200) const;
  int64_t integer(std::string_view key, int64_t min, int64_t max) const;
  int64_t integer_or(std::string_view key, int64_t fallback, int64_t min, int64_t max) const;
  double number_or(std::string_view key, double fallback, double min, double max) const;
  bool boolean_or(std::string_view key, bool fallback) const;
  std::vector<std::string> texts(std::string_view key, size_t count_max) const;  // absent: empty
  std::vector<int64_t> integers(std::string_view key, size_t count_max, int64_t min,
                                int64_t max) const;  // absent: empty
  // A path, relative to the file's folder unless absolute.
  std::filesystem::path path(std::string_view key) const;
  std::filesystem::path path_or(std::string_view key, const std::filesystem::path& fallback) const;

  bool has(std::string_view key) const;
  // [key]; a problem if it is absent / nothing if it is absent.
  ConfigTable table(std::string_view key) const;
  std::optional<ConfigTable> table_or_none(std::string_view key) const;
  // [[key]]; absent: empty.
  std::vector<ConfigTable> tables(std::string_view key, size_t count_max) const;
  // The names of the sub-tables of this one ([departments.tax] inside [departments]), in order of
  // appearance; read each with table().
  std::vector<std::string> names() const;

  // Records "file:line: key: expected `expected`" at the key's line (or the table's).
  void problem(std::string_view key, std::string_view expected) const;
  // Whether a problem is recorded at the key: its value is then not one to judge further.
  bool is_wrong(std::string_view key) const;
  // The line of this table's head, for messages of a caller.
  int line() const;

 private:
  friend class Config;
  ConfigTable(std::shared_ptr<Config::Body> body, const void* table, std::string prefix);
  std::shared_ptr<Config::Body> body_;
  const void* table_;  // a toml::table inside body_, or null after a problem
  std::string prefix_;
};

// `text` as a TOML value, quotes included, for files that programs write.
std::string toml_text(std::string_view text);

}  // namespace yichuang
