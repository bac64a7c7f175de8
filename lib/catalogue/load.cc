#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "base/limits.h"
#include "base/zone.h"
#include "catalogue/reading.h"

namespace yichuang {

std::optional<ConfigTable> Reading::open(const std::filesystem::path& path) {
  auto config = Config::load(path);
  if (!config) {
    unreadable.push_back(config.error().sentence);
    return std::nullopt;
  }
  files.push_back(std::move(config).value());
  return files.back().root();
}

Result<void> Reading::finish() const {
  std::string all;
  for (const std::string& sentence : unreadable) all += (all.empty() ? "" : "\n") + sentence;
  for (const Config& file : files) {
    auto ok = file.finish();
    if (!ok) all += (all.empty() ? "" : "\n") + ok.error().sentence;
  }
  if (all.empty()) return {};
  return Error{ErrorCode::kInvalid, std::move(all)};
}

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \n") == std::string_view::npos;
}

std::string read_line(const ConfigTable& table, std::string_view key, size_t bytes_max) {
  std::string text = table.text(key, bytes_max);
  if (text.find('\n') != std::string::npos) table.problem(key, "a text on one line");
  if (!text.empty() && is_blank(text)) table.problem(key, "a text that is not blank");
  return text;
}

// "09:00-12:00"; nothing if it is not that.
std::optional<OpenInterval> parse_interval(std::string_view text) {
  if (text.size() != 11 || text[2] != ':' || text[5] != '-' || text[8] != ':') return std::nullopt;
  std::array<uint32_t, 4> number{};
  for (size_t i = 0; i < 4; ++i) {
    const char tens = text[i * 3];
    const char ones = text[i * 3 + 1];
    if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return std::nullopt;
    number[i] = static_cast<uint32_t>((tens - '0') * 10 + (ones - '0'));
  }
  if (number[1] > 59 || number[3] > 59) return std::nullopt;
  const OpenInterval interval{number[0] * 60 + number[1], number[2] * 60 + number[3]};
  if (interval.from_min >= interval.to_min || interval.to_min > 24 * 60) return std::nullopt;
  return interval;
}

std::vector<OpenInterval> read_intervals(const ConfigTable& hours, std::string_view key) {
  std::vector<OpenInterval> out;
  for (const std::string& text : hours.texts(key, 8)) {
    const auto interval = parse_interval(text);
    if (!interval) {
      hours.problem(key, fmt::format("times such as \"09:00-12:00\", the first before the second, "
                                     "found \"{}\"",
                                     text));
      return {};
    }
    if (!out.empty() && interval->from_min < out.back().to_min) {
      hours.problem(key, fmt::format("times in order that do not overlap, found \"{}\" after one "
                                     "that ends later",
                                     text));
      return {};
    }
    out.push_back(*interval);
  }
  return out;
}

void read_hours(const ConfigTable& hours, WorkingHours& out) {
  constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                     "friday", "saturday", "sunday"};
  bool any = false;
  for (size_t i = 0; i < kDays.size(); ++i) {
    any = any || hours.has(kDays[i]);
    out.weekdays[i] = read_intervals(hours, kDays[i]);
  }
  if (!any) hours.problem("monday", "the times of at least one day of the week");
  out.make_up_day =
      hours.has("make_up_day") ? read_intervals(hours, "make_up_day") : out.weekdays[0];
}

void read_departments(const ConfigTable& hall, std::vector<Department>& out) {
  std::set<std::string> taken;
  for (const ConfigTable& table : hall.tables("departments", limits::kDepartmentsMax)) {
    out.push_back({read_id(table, taken), read_bilingual(table, 120)});
  }
  if (out.empty() && !hall.is_wrong("departments")) {
    hall.problem("departments", "at least one [[departments]]");
  }
}

void read_window_services(const ConfigTable& table, const Reading& reading,
                          WindowDefinition& window) {
  window.general = table.boolean_or("general", false);
  window.services = table.texts("services", limits::kServicesMax);
  window.helps = table.boolean_or("helps", false);
  window.agent = table.boolean_or("agent", false);
  if (window.general && window.helps) {
    table.problem("helps", "no such line: a general window serves everybody anyway");
  }
  if (window.general && table.has("services")) {
    table.problem("services", "no such line: a general window serves every service");
  }
  if (!window.general && window.services.empty()) {
    table.problem("services", "the ids of the services of this window, or general = true");
  }
  std::set<std::string_view> seen;
  for (const std::string& id : window.services) {
    if (!seen.insert(id).second) {
      table.problem("services", fmt::format("each service once, found \"{}\" twice", id));
    }
    if (reading.services_read && !reading.catalogue.service(id)) {
      table.problem("services", fmt::format("ids of services of services.toml, found \"{}\"", id));
    }
  }
}

void read_windows(const ConfigTable& hall, Reading& reading) {
  std::vector<WindowDefinition>& out = reading.catalogue.windows;
  std::set<uint32_t> taken;
  for (const ConfigTable& table : hall.tables("windows", limits::kWindowsMax)) {
    WindowDefinition window;
    const int64_t number = table.integer("number", 1, static_cast<int64_t>(limits::kWindowsMax));
    window.number = static_cast<uint32_t>(number);
    if (!table.is_wrong("number") && !taken.insert(window.number).second) {
      table.problem("number",
                    fmt::format("a number that no other window has, found {} twice", number));
    }
    window.name = read_bilingual(table, 60);
    read_window_services(table, reading, window);
    out.push_back(std::move(window));
  }
  if (out.empty() && !hall.is_wrong("windows")) {
    hall.problem("windows", "at least one [[windows]]");
  }
  std::ranges::stable_sort(out, {}, &WindowDefinition::number);
}

// The tables are those of read_services(), in the same order.
void check_served(const ConfigTable& services, const Catalogue& catalogue) {
  if (catalogue.windows.empty()) return;  // reported already
  size_t i = 0;
  for (const ConfigTable& table : services.tables("services", limits::kServicesMax)) {
    const std::string& id = catalogue.services.at(i++).id;
    if (!id.empty() && windows_serving(catalogue, id).empty()) {
      table.problem("id", fmt::format("a window in hall.toml that serves it, found none for "
                                      "\"{}\"",
                                      id));
    }
  }
}

}  // namespace

BilingualText read_bilingual(const ConfigTable& table, size_t bytes_max) {
  return {read_line(table, "zh", bytes_max), read_line(table, "en", bytes_max)};
}

std::string read_id(const ConfigTable& table, std::set<std::string>& taken) {
  std::string id = table.text("id", 32);
  if (id.empty()) return id;
  const bool plain = std::ranges::all_of(
      id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (!plain) {
    table.problem("id", fmt::format("small letters a-z, digits and \"-\", found \"{}\"", id));
  }
  if (!taken.insert(id).second) {
    table.problem("id", fmt::format("an id that is used once, found \"{}\" again", id));
  }
  return id;
}

namespace {

// Appointments: both keys or none.
void read_slots(const ConfigTable& table, ServiceDefinition& service) {
  if (!table.has("slot_minutes") && !table.has("slot_capacity")) return;
  service.slot_minutes = static_cast<uint32_t>(table.integer("slot_minutes", 5, 240));
  service.slot_capacity = static_cast<uint32_t>(table.integer("slot_capacity", 1, 999));
}

}  // namespace

void read_services(Reading& reading) {
  const auto root = reading.open(reading.folder / "services.toml");
  if (!root) return;
  reading.services_read = true;
  std::set<std::string> ids;
  std::set<std::string> prefixes;
  for (const ConfigTable& table : root->tables("services", limits::kServicesMax)) {
    ServiceDefinition service;
    service.id = read_id(table, ids);
    service.prefix = table.text("prefix", 60);
    if (!service.prefix.empty() &&
        (service.prefix.size() != 1 || service.prefix[0] < 'A' || service.prefix[0] > 'Z')) {
      table.problem("prefix",
                    fmt::format("one capital letter, A to Z, found \"{}\"", service.prefix));
    } else if (!service.prefix.empty() && !prefixes.insert(service.prefix).second) {
      table.problem("prefix", fmt::format("a letter that no other service has, found \"{}\" again",
                                          service.prefix));
    }
    service.name = read_bilingual(table, 60);
    service.icon = table.text("icon", 32);
    service.service_seconds = static_cast<uint32_t>(table.integer("visit_minutes", 1, 240)) * 60;
    read_slots(table, service);
    reading.catalogue.services.push_back(std::move(service));
  }
  if (reading.catalogue.services.empty() && !root->is_wrong("services")) {
    root->problem("services", "at least one [[services]]");
  }
}

void read_hall(Reading& reading) {
  const auto root = reading.open(reading.folder / "hall.toml");
  if (!root) return;
  reading.hall_read = true;
  Catalogue& catalogue = reading.catalogue;
  catalogue.hall = read_bilingual(root->table("name"), 120);
  catalogue.time_zone = root->text("time_zone", 40);
  if (!catalogue.time_zone.empty() && !Zone::open(catalogue.time_zone)) {
    root->problem("time_zone", fmt::format("an IANA name such as Asia/Shanghai, found \"{}\"",
                                           catalogue.time_zone));
  }
  read_hours(root->table("hours"), catalogue.hours);
  read_departments(*root, catalogue.departments);
  read_windows(*root, reading);
  for (const ConfigTable& table : root->tables("notices", limits::kNoticesMax)) {
    catalogue.notices.push_back(read_bilingual(table, 400));
  }
  const size_t bytes = to_wire(catalogue, UINT32_MAX).ByteSizeLong();
  if (bytes > limits::kCatalogueWireBytesMax) {
    root->problem("windows",
                  fmt::format("services, windows and notices of at most {} bytes in all, "
                              "found {}; shorten names or make windows general",
                              limits::kCatalogueWireBytesMax, bytes));
  }
}

Result<LoadedCatalogue> load_catalogue_with_source(const std::filesystem::path& folder) {
  auto catalogue = load_catalogue(folder);
  if (!catalogue) return catalogue.error();
  LoadedCatalogue out{std::move(*catalogue), {}};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    auto text = read_file(file, limits::kConfigFileBytesMax);
    if (!text) return text.error();
    out.source += fmt::format("# file: {}\n{}\n", file.lexically_relative(folder).string(), *text);
  }
  return out;
}

Result<Catalogue> load_catalogue(const std::filesystem::path& folder) {
  Reading reading;
  reading.folder = folder;
  read_services(reading);
  const size_t services_file = reading.files.size();
  read_rules(reading);
  read_hall(reading);
  if (reading.services_read && reading.hall_read) {
    check_served(reading.files[services_file - 1].root(), reading.catalogue);
  }
  read_calendar(reading);
  read_items(reading);
  if (auto ok = reading.finish(); !ok) return ok.error();
  return std::move(reading.catalogue);
}

}  // namespace yichuang
