#include "base/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/file.h"
#include "base/limits.h"
#include "base/toml.h"

namespace yichuang {

struct Config::Body {
  struct Problem {
    int line;
    std::string text;
  };
  std::string name;
  std::filesystem::path folder;
  toml::table root;
  std::vector<Problem> problems;
  std::map<const toml::table*, std::set<std::string, std::less<>>> used;
  std::map<const toml::table*, std::set<std::string, std::less<>>> wrong;

  void add(int line, std::string_view text) {
    problems.push_back({line, fmt::format("{}:{}: {}", name, line, text)});
  }
};

namespace {

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::string_view kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a date or time";
  }
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
}

// A problem is one line, whatever the texts and keys in it are.
std::string on_one_line(std::string text) {
  for (char& c : text) {
    if (has_control_character({&c, 1}) || c == '\n') c = ' ';
  }
  return text;
}

// Adds a problem for each key that nobody asked for, in the tables that somebody did read.
void find_unknown_keys(const Config::Body& body, const toml::table& table, std::string_view prefix,
                       std::vector<Config::Body::Problem>& problems) {
  const auto found = body.used.find(&table);
  if (found == body.used.end()) return;
  for (const auto& [key, node] : table) {
    const std::string path = fmt::format("{}{}", prefix, key.str());
    if (!found->second.contains(key.str())) {
      const int line = static_cast<int>(key.source().begin.line);
      problems.push_back(
          {line, fmt::format("{}:{}: {}: unknown key; remove it or correct its spelling", body.name,
                             line, path)});
      continue;
    }
    if (const auto* sub = node.as_table()) find_unknown_keys(body, *sub, path + ".", problems);
    if (const auto* list = node.as_array()) {
      for (const auto& element : *list) {
        if (const auto* sub = element.as_table()) {
          find_unknown_keys(body, *sub, path + ".", problems);
        }
      }
    }
  }
}

}  // namespace

Config::Config(std::shared_ptr<Body> body) : body_(std::move(body)) {}
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config&&) noexcept = default;
Config::~Config() = default;

Result<Config> Config::load(const std::filesystem::path& path) {
  auto bytes = read_file(path, limits::kConfigFileBytesMax);
  if (!bytes) return bytes.error();
  auto config = parse(*bytes, path.string());
  if (config) config->body_->folder = path.has_parent_path() ? path.parent_path() : ".";
  return config;
}

Result<Config> Config::parse(std::string_view text, std::string name) {
  auto parsed = toml::parse(text);
  if (!parsed) {
    const auto& error = parsed.error();
    return Error{ErrorCode::kInvalid,
                 on_one_line(fmt::format("{}:{}: not TOML: {}", name, error.source().begin.line,
                                         error.description()))};
  }
  auto body = std::make_shared<Body>();
  body->name = std::move(name);
  body->folder = ".";
  body->root = std::move(parsed).table();
  body->used[&body->root];  // also if nobody asks for anything
  return Config(std::move(body));
}

ConfigTable Config::root() const { return ConfigTable(body_, &body_->root, ""); }

std::filesystem::path Config::folder() const { return body_->folder; }

Result<void> Config::finish() const {
  auto problems = body_->problems;
  find_unknown_keys(*body_, body_->root, "", problems);
  if (problems.empty()) return {};
  std::ranges::stable_sort(problems, {}, &Body::Problem::line);
  std::string all;
  for (const auto& problem : problems) {
    all += (all.empty() ? "" : "\n") + on_one_line(problem.text);
  }
  return Error{ErrorCode::kInvalid, std::move(all)};
}

namespace {

const toml::table* as_table(const void* table) { return static_cast<const toml::table*>(table); }

}  // namespace

ConfigTable::ConfigTable(std::shared_ptr<Config::Body> body, const void* table, std::string prefix)
    : body_(std::move(body)), table_(table), prefix_(std::move(prefix)) {
  if (table_) body_->used[as_table(table_)];
}

int ConfigTable::line() const { return table_ ? std::max(1, line_of(*as_table(table_))) : 0; }

void ConfigTable::problem(std::string_view key, std::string_view expected) const {
  if (!table_) return;  // the missing table is reported already
  const toml::node* node = as_table(table_)->get(key);
  const int at = node ? line_of(*node) : line();
  body_->wrong[as_table(table_)].emplace(key);
  body_->add(at, fmt::format("{}{}: expected {}", prefix_, key, expected));
}

bool ConfigTable::is_wrong(std::string_view key) const {
  if (!table_) return true;
  const auto found = body_->wrong.find(as_table(table_));
  return found != body_->wrong.end() && found->second.contains(key);
}

bool ConfigTable::has(std::string_view key) const {
  return table_ && as_table(table_)->contains(key);
}

namespace {

// The node under `key`, marked as known to the program.
const toml::node* use(Config::Body& body, const void* table, std::string_view key) {
  if (!table) return nullptr;
  body.used[as_table(table)].emplace(key);
  return as_table(table)->get(key);
}

}  // namespace

std::string ConfigTable::text(std::string_view key, size_t size_max, size_t size_min) const {
  const toml::node* node = use(*body_, table_, key);
  const auto* value = node ? node->as_string() : nullptr;
  const std::string expected = fmt::format("a text of {} to {} bytes", size_min, size_max);
  if (!value) {
    problem(key, node ? fmt::format("{}, found {}", expected, kind_of(*node))
                      : expected + ", found nothing");
    return {};
  }
  const std::string& got = value->get();
  if (got.size() < size_min || got.size() > size_max) {
    problem(key, fmt::format("{}, found {} bytes", expected, got.size()));
    return {};
  }
  if (has_control_character(got)) {
    problem(key, expected + " without control characters");
    return {};
  }
  return got;
}

std::string ConfigTable::text_or(std::string_view key, std::string_view fallback,
                                 size_t size_max) const {
  if (!use(*body_, table_, key)) return std::string(fallback);
  return text(key, size_max, 0);
}

int64_t ConfigTable::integer(std::string_view key, int64_t min, int64_t max) const {
  const toml::node* node = use(*body_, table_, key);
  const auto* value = node ? node->as_integer() : nullptr;
  const std::string expected = fmt::format("a whole number from {} to {}", min, max);
  if (!value) {
    problem(key, node ? fmt::format("{}, found {}", expected, kind_of(*node))
                      : expected + ", found nothing");
    return min;
  }
  if (value->get() < min || value->get() > max) {
    problem(key, fmt::format("{}, found {}", expected, value->get()));
    return min;
  }
  return value->get();
}

int64_t ConfigTable::integer_or(std::string_view key, int64_t fallback, int64_t min,
                                int64_t max) const {
  return use(*body_, table_, key) ? integer(key, min, max) : fallback;
}

double ConfigTable::number_or(std::string_view key, double fallback, double min, double max) const {
  const toml::node* node = use(*body_, table_, key);
  if (!node) return fallback;
  const auto* real = node->as_floating_point();
  const auto* whole = node->as_integer();
  const std::string expected = fmt::format("a number from {} to {}", min, max);
  if (!real && !whole) {
    problem(key, fmt::format("{}, found {}", expected, kind_of(*node)));
    return fallback;
  }
  const double value = real ? real->get() : static_cast<double>(whole->get());
  if (!(value >= min && value <= max)) {  // so written that TOML's nan is refused too
    problem(key, fmt::format("{}, found {}", expected, value));
    return fallback;
  }
  return value;
}

bool ConfigTable::boolean_or(std::string_view key, bool fallback) const {
  const toml::node* node = use(*body_, table_, key);
  if (!node) return fallback;
  const auto* value = node->as_boolean();
  if (!value) {
    problem(key, fmt::format("true or false, found {}", kind_of(*node)));
    return fallback;
  }
  return value->get();
}

std::vector<std::string> ConfigTable::texts(std::string_view key, size_t count_max) const {
  std::vector<std::string> out;
  const toml::node* node = use(*body_, table_, key);
  if (!node) return out;
  const auto* list = node->as_array();
  if (!list || list->size() > count_max) {
    problem(key, fmt::format("a list of at most {} texts", count_max));
    return out;
  }
  for (const auto& element : *list) {
    const auto* value = element.as_string();
    if (!value || value->get().empty() || value->get().size() > 500 ||
        has_control_character(value->get())) {
      problem(key, "a list of texts of 1 to 500 bytes");
      return {};
    }
    out.push_back(value->get());
  }
  return out;
}

std::vector<int64_t> ConfigTable::integers(std::string_view key, size_t count_max, int64_t min,
                                           int64_t max) const {
  std::vector<int64_t> out;
  const toml::node* node = use(*body_, table_, key);
  if (!node) return out;
  const auto* list = node->as_array();
  const std::string expected =
      fmt::format("a list of at most {} whole numbers from {} to {}", count_max, min, max);
  if (!list || list->size() > count_max) {
    problem(key, expected);
    return out;
  }
  for (const auto& element : *list) {
    const auto* value = element.as_integer();
    if (!value || value->get() < min || value->get() > max) {
      problem(key, expected);
      return {};
    }
    out.push_back(value->get());
  }
  return out;
}

std::filesystem::path ConfigTable::path(std::string_view key) const {
  const std::filesystem::path written = text(key, 1000);
  return written.is_absolute() || written.empty() ? written : body_->folder / written;
}

std::filesystem::path ConfigTable::path_or(std::string_view key,
                                           const std::filesystem::path& fallback) const {
  return use(*body_, table_, key) ? path(key) : fallback;
}

ConfigTable ConfigTable::table(std::string_view key) const {
  const toml::node* node = use(*body_, table_, key);
  const auto* sub = node ? node->as_table() : nullptr;
  if (!sub)
    problem(key,
            node ? fmt::format("a table, found {}", kind_of(*node)) : "a table, found nothing");
  return ConfigTable(body_, sub, fmt::format("{}{}.", prefix_, key));
}

std::optional<ConfigTable> ConfigTable::table_or_none(std::string_view key) const {
  if (!use(*body_, table_, key)) return std::nullopt;
  return table(key);
}

std::vector<ConfigTable> ConfigTable::tables(std::string_view key, size_t count_max) const {
  std::vector<ConfigTable> out;
  const toml::node* node = use(*body_, table_, key);
  if (!node) return out;
  const auto* list = node->as_array();
  if (!list || list->size() > count_max) {
    problem(key, fmt::format("at most {} tables [[{}{}]]", count_max, prefix_, key));
    return out;
  }
  for (const auto& element : *list) {
    const auto* sub = element.as_table();
    if (!sub) {
      problem(key, fmt::format("tables [[{}{}]]", prefix_, key));
      return {};
    }
    out.push_back(ConfigTable(body_, sub, fmt::format("{}{}.", prefix_, key)));
  }
  return out;
}

std::vector<std::string> ConfigTable::names() const {
  std::vector<std::pair<int, std::string>> found;
  if (table_) {
    for (const auto& [key, node] : *as_table(table_)) {
      if (node.is_table()) found.emplace_back(line_of(node), std::string(key.str()));
    }
  }
  std::ranges::sort(found);
  std::vector<std::string> out;
  for (auto& [at, name] : found) out.push_back(std::move(name));
  return out;
}

std::string toml_text(std::string_view text) {
  std::ostringstream out;
  out << toml::toml_formatter(toml::value<std::string>(std::string(text)));
  return out.str();
}

}  // namespace yichuang
