// Texts of the screens per language, as data: assets/i18n/LANGUAGE/AREA.toml holds the keys that
// begin with "AREA." ("kiosk.home.title" is `title` of [home] in kiosk.toml).
//
//   texts.get("zh-CN", "kiosk.home.title")
//   texts.get("en", "kiosk.waiting", {{"count", 5}})    with   waiting = { one = "{count} person
//   waiting", other = "{count} people waiting" }
//
// A key missing in one language is taken from another, with one log line; a key is never shown.
// Immutable after load but for the log-once memory, which is locked: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/zone.h"

namespace yichuang::ui {

// A value for a `{name}` in a text. The first integer among them chooses the plural form.
struct TextArgument {
  std::string_view name;
  std::variant<int64_t, std::string_view> value;
  TextArgument(std::string_view n, std::string_view text) : name(n), value(text) {}
  TextArgument(std::string_view n, const char* text) : name(n), value(std::string_view(text)) {}
  TextArgument(std::string_view n, const std::string& text)
      : name(n), value(std::string_view(text)) {}
  TextArgument(std::string_view n, int number) : name(n), value(int64_t{number}) {}
  TextArgument(std::string_view n, int64_t number) : name(n), value(number) {}
  TextArgument(std::string_view n, uint32_t number) : name(n), value(int64_t{number}) {}
  TextArgument(std::string_view n, size_t number) : name(n), value(static_cast<int64_t>(number)) {}
};

enum class DateStyle : uint8_t {
  kShort,
  kLong
};  // 5月20日 周二, Tue 20 May / 星期二, Tuesday 20 May

class Texts {
 public:
  // A text may be empty: a unit that one language does not write.
  // Every language folder under `folder`; all problems at once. "zh-CN" and "en" must be there.
  static Result<Texts> load(const std::filesystem::path& folder);

  std::string get(std::string_view language, std::string_view key,
                  std::initializer_list<TextArgument> arguments = {}) const;
  // True if this very language has the key.
  bool has(std::string_view language, std::string_view key) const;

  std::string date(std::string_view language, const LocalTime& at,
                   DateStyle style = DateStyle::kShort) const;

  // The languages found, in a fixed order: zh-CN, en, then by tag.
  const std::vector<std::string>& languages() const;
  // Right-to-left script (Uyghur, Arabic)?
  static bool right_to_left(std::string_view language);
  // All keys of one language, sorted: for tests that compare languages.
  std::vector<std::string> keys(std::string_view language) const;

  struct Body;

 private:
  explicit Texts(std::shared_ptr<Body> body);
  std::shared_ptr<Body> body_;
};

}  // namespace yichuang::ui
