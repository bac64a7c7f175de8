#include "ui/i18n.h"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/plurrule.h>
#include <unicode/smpdtfmt.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/file.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/toml.h"

namespace yichuang::ui {

namespace {

constexpr size_t kLanguagesMax = 32;
constexpr size_t kKeysMax = 10'000;
constexpr size_t kTextBytesLimit = 4096;
constexpr size_t kFilledBytesMax = 8192;
constexpr size_t kProblemsLoggedMax = 500;

// A text by plural form; a text without forms has "other" alone.
using Forms = std::map<std::string, std::string, std::less<>>;

struct Catalogue {
  std::map<std::string, Forms, std::less<>> texts;
  std::shared_ptr<icu::PluralRules> plural;
};

icu::Locale locale_of(std::string_view language) {
  return icu::Locale::createFromName(std::string(language).c_str());
}

bool is_plural_form(std::string_view name) {
  return name == "zero" || name == "one" || name == "two" || name == "few" || name == "many" ||
         name == "other";
}

}  // namespace

struct Texts::Body {
  std::map<std::string, Catalogue, std::less<>> catalogues;
  std::vector<std::string> languages;  // fixed order
  std::string problems;                // of loading
  mutable std::mutex mutex;            // guards logged
  mutable std::set<std::string, std::less<>> logged;

  void problem(std::string_view file, int line, std::string_view what) {
    problems += fmt::format("{}{}:{}: {}", problems.empty() ? "" : "\n", file, line, what);
  }
  void add(Catalogue& to, const std::string& file, const std::string& prefix,
           const toml::table& table);
  void add_text(Catalogue& to, const std::string& file, const std::string& key,
                const std::string& form, const toml::node& node);
  void load_language(const std::filesystem::path& folder);
  void log_once(const std::string& line) const;
  const Forms* find(std::string_view language, std::string_view key) const;
};

void Texts::Body::add_text(Catalogue& to, const std::string& file, const std::string& key,
                           const std::string& form, const toml::node& node) {
  const int line = static_cast<int>(node.source().begin.line);
  const auto* value = node.as_string();
  if (!value || value->get().size() > kTextBytesLimit) {
    return problem(file, line,
                   fmt::format("{}: expected a text of at most {} bytes", key, kTextBytesLimit));
  }
  if (to.texts.size() >= kKeysMax) {
    return problem(file, line, fmt::format("more than {} keys in one language", kKeysMax));
  }
  to.texts[key][form] = value->get();
}

// A table whose keys are plural forms is one text; any other table is a part of the key.
void Texts::Body::add(Catalogue& to, const std::string& file, const std::string& prefix,
                      const toml::table& table) {
  for (const auto& [name, node] : table) {
    const std::string key = fmt::format("{}.{}", prefix, name.str());
    const auto* sub = node.as_table();
    if (!sub) {
      add_text(to, file, key, "other", node);
    } else if (!sub->contains("other")) {
      add(to, file, key, *sub);
    } else {
      for (const auto& [form, text] : *sub) {
        if (is_plural_form(form.str())) {
          add_text(to, file, key, std::string(form.str()), text);
        } else {
          problem(file, static_cast<int>(text.source().begin.line),
                  fmt::format("{}: \"{}\" is not a plural form", key, form.str()));
        }
      }
    }
  }
}

void Texts::Body::load_language(const std::filesystem::path& folder) {
  const std::string language = folder.filename().string();
  Catalogue catalogue;
  UErrorCode status = U_ZERO_ERROR;
  catalogue.plural.reset(icu::PluralRules::forLocale(locale_of(language), status));
  if (U_FAILURE(status)) return problem(folder.string(), 0, "no plural rules for this language");
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    auto bytes = read_file(file, limits::kConfigFileBytesMax);
    if (!bytes) {
      problem(file.string(), 0, bytes.error().sentence);
      continue;
    }
    auto parsed = toml::parse(*bytes);
    if (!parsed) {
      problem(file.string(), static_cast<int>(parsed.error().source().begin.line),
              parsed.error().description());
      continue;
    }
    add(catalogue, file.string(), file.stem().string(), parsed.table());
  }
  catalogues.emplace(language, std::move(catalogue));
}

void Texts::Body::log_once(const std::string& line) const {
  const std::lock_guard lock(mutex);
  if (logged.size() >= kProblemsLoggedMax || !logged.insert(line).second) return;
  log_warning("{}", line);
}

const Forms* Texts::Body::find(std::string_view language, std::string_view key) const {
  const auto catalogue = catalogues.find(language);
  if (catalogue == catalogues.end()) return nullptr;
  const auto found = catalogue->second.texts.find(key);
  return found == catalogue->second.texts.end() ? nullptr : &found->second;
}

Texts::Texts(std::shared_ptr<Body> body) : body_(std::move(body)) {}

Result<Texts> Texts::load(const std::filesystem::path& folder) {
  auto body = std::make_shared<Body>();
  std::vector<std::filesystem::path> folders;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  if (error) {
    return Error{ErrorCode::kNotFound, fmt::format("{}: {}", folder.string(), error.message())};
  }
  std::ranges::sort(folders);
  if (folders.size() > kLanguagesMax) folders.resize(kLanguagesMax);
  for (const auto& language : folders) body->load_language(language);
  for (const char* first : {"zh-CN", "en"}) {
    if (!body->catalogues.contains(first)) {
      body->problem(folder.string(), 0, fmt::format("the language {} is missing", first));
    }
    body->languages.emplace_back(first);
  }
  for (const auto& [language, catalogue] : body->catalogues) {
    if (language != "zh-CN" && language != "en") body->languages.push_back(language);
  }
  if (!body->problems.empty()) return Error{ErrorCode::kInvalid, body->problems};
  return Texts(std::move(body));
}

namespace {

std::string value_of(const TextArgument& argument) {
  if (const auto* number = std::get_if<int64_t>(&argument.value)) return fmt::format("{}", *number);
  return std::string(std::get<std::string_view>(argument.value));
}

// Replaces each {name}. A value is put in as it is: braces in it are not read again. A name that
// nobody gave is left out and named in `missing`.
std::string fill(std::string_view pattern, std::initializer_list<TextArgument> arguments,
                 std::string& missing) {
  std::string out;
  size_t at = 0;
  while (at < pattern.size() && out.size() < kFilledBytesMax) {
    const size_t open = pattern.find('{', at);
    const size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) break;
    out += pattern.substr(at, open - at);
    const std::string_view name = pattern.substr(open + 1, close - open - 1);
    const auto found = std::ranges::find(arguments, name, &TextArgument::name);
    if (found == arguments.end()) {
      missing = name;
    } else {
      out += value_of(*found);
    }
    at = close + 1;
  }
  return out.append(pattern.substr(at));
}

std::string_view choose_form(const Forms& forms, const icu::PluralRules& rules,
                             std::initializer_list<TextArgument> arguments) {
  for (const TextArgument& argument : arguments) {
    const auto* number = std::get_if<int64_t>(&argument.value);
    if (!number) continue;
    std::string form;
    rules.select(static_cast<double>(*number)).toUTF8String(form);
    if (const auto found = forms.find(form); found != forms.end()) return found->second;
    break;
  }
  return forms.find("other")->second;
}

}  // namespace

std::string Texts::get(std::string_view language, std::string_view key,
                       std::initializer_list<TextArgument> arguments) const {
  const Forms* forms = body_->find(language, key);
  std::string used(language);
  if (!forms) {
    for (const std::string& other : body_->languages) {
      forms = body_->find(other, key);
      if (!forms) continue;
      body_->log_once(fmt::format("text {} is missing in {}; shown in {}", key, language, other));
      used = other;
      break;
    }
  }
  if (!forms) {
    body_->log_once(fmt::format("text {} is missing in every language; nothing is shown", key));
    return {};
  }
  std::string missing;
  const auto& rules = *body_->catalogues.find(used)->second.plural;
  std::string text = fill(choose_form(*forms, rules, arguments), arguments, missing);
  if (!missing.empty()) body_->log_once(fmt::format("text {}: no value for {{{}}}", key, missing));
  return text;
}

bool Texts::has(std::string_view language, std::string_view key) const {
  return body_->find(language, key) != nullptr;
}

std::string Texts::date(std::string_view language, const LocalTime& at, DateStyle style) const {
  const std::string pattern =
      get(language, style == DateStyle::kShort ? "common.date.short" : "common.date.long");
  UErrorCode status = U_ZERO_ERROR;
  const auto& utc = *icu::TimeZone::getGMT();
  icu::GregorianCalendar calendar(utc, status);
  calendar.set(at.year, at.month - 1, at.day, at.hour, at.minute, at.second);
  icu::SimpleDateFormat format(icu::UnicodeString::fromUTF8(pattern), locale_of(language), status);
  if (U_FAILURE(status)) return clock_face(at);
  format.adoptTimeZone(utc.clone());
  icu::UnicodeString text;
  format.format(calendar.getTime(status), text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

const std::vector<std::string>& Texts::languages() const { return body_->languages; }

bool Texts::right_to_left(std::string_view language) {
  return locale_of(language).isRightToLeft() != 0;
}

std::vector<std::string> Texts::keys(std::string_view language) const {
  std::vector<std::string> out;
  const auto catalogue = body_->catalogues.find(language);
  if (catalogue == body_->catalogues.end()) return out;
  for (const auto& [key, forms] : catalogue->second.texts) out.push_back(key);
  return out;
}

}  // namespace yichuang::ui
