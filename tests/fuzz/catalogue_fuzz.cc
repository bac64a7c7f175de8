// What people write (TOML): the files of a catalogue, server.toml, device files, the list of
// devices, a board's configuration. Whatever the text, reading it gives lines "file:line: …" or
// values that keep their promises.
//
// The first line names the file, as in "# services.toml"; the other files of the catalogue are
// good.
#include <array>
#include <cctype>
#include <set>
#include <string>

#include "base/limits.h"
#include "catalogue/catalogue.h"
#include "hall/apply.h"
#include "hall/legal.h"
#include "net/allowlist.h"
#include "queue-server/server_config.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/temporary_folder.h"
#include "wire/codec.h"

namespace yichuang::fuzz {
namespace {

constexpr std::string_view kHall =
    "time_zone = 'Asia/Shanghai'\nname = { zh = '大厅', en = 'Hall' }\n"
    "hours.monday = ['09:00-12:00']\n"
    "[[departments]]\nid = 'tax'\nzh = '税'\nen = 'Tax'\n"
    "[[windows]]\nnumber = 1\nzh = '综合'\nen = 'General'\ngeneral = true\n";
constexpr std::string_view kServices =
    "[[services]]\nid = 'tax'\nprefix = 'F'\nzh = '税'\nen = 'Tax'\nicon = 'receipt'\n"
    "visit_minutes = 9\n";
constexpr std::string_view kCalendar = "published_years = [2026]\n";
constexpr std::string_view kRules = "policy = 'fifo'\n";
constexpr std::string_view kItems =
    "service = 'tax'\n"
    "[[items]]\nid = 'pay'\nzh = '缴'\nen = 'Pay'\ndepartment = 'tax'\nkind = 'on_the_spot'\n"
    "basis = [{ zh = '法', en = 'Law' }]\n";

struct GoodFile {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<GoodFile, 5> kCatalogue = {{{"hall.toml", kHall},
                                                 {"services.toml", kServices},
                                                 {"calendar.toml", kCalendar},
                                                 {"rules.toml", kRules},
                                                 {"items/tax.toml", kItems}}};

const TemporaryFolder& folder() {
  static const TemporaryFolder kFolder;
  return kFolder;
}

// Every line of the error is about a place in a file of the folder.
void check_error(const Error& error) {
  check(!error.sentence.empty(), "an error has a sentence");
  std::string_view rest = error.sentence;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    check(line.starts_with(folder().path().string()), "an error names its file: " + error.sentence);
    const size_t colon = line.find(".toml:");
    check(colon != std::string_view::npos && colon + 6 < line.size() &&
              std::isdigit(static_cast<unsigned char>(line[colon + 6])) != 0,
          "an error names its line: " + error.sentence);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
}

void check_catalogue(const Catalogue& catalogue) {
  std::set<std::string> letters;
  for (const auto& service : catalogue.services) {
    check(letters.insert(service.prefix).second, "no two services number by one letter");
    check(!windows_serving(catalogue, service.id).empty(), "every service has a window");
  }
  for (const auto& series : catalogue.offline_series) {
    check(letters.insert(series.prefix).second, "a kiosk's letter is its own");
  }
  for (const Item& item : catalogue.items) {
    check(catalogue.service(item.service) && catalogue.department(item.department),
          "an item is of a service and an office");
    check(item.fee.fen == 0 || !item.fee.basis.zh.empty(), "a fee has a basis");
  }
  wire::Event event;
  event.set_seq(1);
  event.mutable_day_opened()->set_day(20261126);
  event.mutable_day_opened()->set_next_ticket(1);
  *event.mutable_day_opened()->mutable_catalogue() = to_wire(catalogue, 1);
  check(event.ByteSizeLong() < limits::kCatalogueWireBytesMax + 64, "a catalogue fits");
  check(within_limits(event).ok(), "a catalogue is within the limits of the wire");
  State state;
  const auto legal = check_legal(state, event);
  check(legal.ok(), legal ? "" : "a catalogue is legal: " + legal.error().sentence);
  apply(state, event);
}

void load_catalogue_with(std::string_view name, std::string_view text) {
  folder().write(name, text);
  if (const auto catalogue = load_catalogue(folder().path())) {
    check_catalogue(*catalogue);
  } else {
    check_error(catalogue.error());
  }
}

template <class Load>
void load_file(std::string_view name, std::string_view text, Load load) {
  const auto path = folder().write(name, text);
  if (const auto loaded = load(path); !loaded) check_error(loaded.error());
}

void load(std::string_view name, std::string_view text) {
  if (name == "server.toml") return load_file(name, text, load_server_config);
  if (name == "device.toml") return load_file(name, text, load_device_file);
  if (name == "devices.toml") return load_file(name, text, load_enrolled_devices);
  for (const GoodFile& file : kCatalogue) {
    if (file.name != name) continue;
    load_catalogue_with(name, text);
    folder().write(name, file.text);
    return;
  }
}

}  // namespace
}  // namespace yichuang::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang::fuzz;
  static const bool kWritten = [] {
    for (const GoodFile& file : kCatalogue) folder().write(file.name, file.text);
    return true;
  }();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find('\n');
  if (!kWritten || !text.starts_with("# ") || end == std::string_view::npos) return 0;
  load(text.substr(2, end - 2), text);
  return 0;
}
