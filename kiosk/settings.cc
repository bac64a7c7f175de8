#include "kiosk/settings.h"

#include <algorithm>
#include <cctype>

#include "base/config.h"
#include "drivers/printer.h"
#include "drivers/profile.h"
#include "drivers/scanner.h"
#include "ui/theme.h"

namespace yichuang::kiosk {

namespace {

constexpr int kSidePxMax = 8192;

void read_printer(const ConfigTable& root, Settings& settings) {
  settings.printer = root.text_or("printer", "none");
  if (settings.has_printer()) {
    const auto address = DeviceAddress::parse(settings.printer);
    if (!address || find_printer_driver(address->scheme) == nullptr)
      root.problem("printer", "\"none\" or a printer's address, as \"escpos:usb\"");
  }
  settings.printer_quirks = root.path_or("printer_quirks", default_quirks());
  settings.printer_width_dots = static_cast<int>(root.integer_or("printer_width_dots", 0, 0, 1024));
  if (settings.printer_width_dots != 0 && settings.printer_width_dots < 384)
    root.problem("printer_width_dots", "0, or 384 to 1024");
}

// A reader's address, or "none".
std::string read_reader(const ConfigTable& root, const char* key, const char* scheme,
                        const char* expected) {
  std::string text = root.text_or(key, "none");
  if (text == "none") return text;
  const auto address = DeviceAddress::parse(text);
  if (!address || address->scheme != scheme) root.problem(key, expected);
  return text;
}

// A prefix of 1 to 8 printable ASCII characters, none of them a space or a letter or digit: those
// would be taken from anybody who types.
bool is_wedge_prefix(std::string_view prefix) {
  return !prefix.empty() && prefix.size() <= 8 && std::ranges::all_of(prefix, [](char c) {
    return c > ' ' && c < 0x7F && std::isalnum(static_cast<unsigned char>(c)) == 0;
  });
}

std::string read_code_reader(const ConfigTable& root) {
  constexpr std::string_view kWedge = "wedge:";
  const std::string text = root.text_or("code_reader", "none");
  if (!text.starts_with(kWedge))
    return read_reader(root, "code_reader", "hidpos",
                       "\"none\", an address like \"hidpos:usb:0c2e:1007\", or \"wedge:~\"");
  if (!is_wedge_prefix(std::string_view(text).substr(kWedge.size())))
    root.problem("code_reader",
                 "\"wedge:\" and 1 to 8 signs as \"~\" that the reader types before each code");
  return text;
}

void read_other_devices(const ConfigTable& root, Settings& settings) {
  settings.scanner = root.text_or("scanner", "none");
  if (settings.scanner != "none") {
    const auto address = DeviceAddress::parse(settings.scanner);
    if (!address || find_scanner_driver(address->scheme) == nullptr)
      root.problem("scanner", "\"none\" or a scanner's address, as `hallctl devices` prints it");
  }
  settings.code_reader = read_code_reader(root);
  settings.id_reader = read_reader(root, "id_reader", "idcard",
                                   "\"none\" or an address like \"idcard:serial:/dev/ttyS0\"");
}

void read_window(const ConfigTable& root, Settings& settings) {
  settings.fullscreen = root.boolean_or("fullscreen", true);
  settings.landscape = root.boolean_or("landscape", false);
  settings.welcome_seconds = static_cast<int>(root.integer_or("welcome_seconds", 60, 0, 3600));
  constexpr int kLong = 960;  // half a usual screen
  constexpr int kShort = 540;
  const auto side = [&](const char* key, int usual) {
    return static_cast<int>(root.integer_or(key, usual, usual / 2, kSidePxMax));
  };
  settings.width_px = side("width", settings.landscape ? kLong : kShort);
  settings.height_px = side("height", settings.landscape ? kShort : kLong);
}

void read_speech(const ConfigTable& root, Settings& settings) {
  settings.keypad = read_keypad(root.table_or_none("keypad"));
  const auto table = root.table_or_none("speech");
  if (!table) return;
  NarratorSettings& speech = settings.speech;
  speech.enabled = table->boolean_or("enabled", speech.enabled);
  speech.volume_percent =
      static_cast<int>(table->integer_or("volume_percent", speech.volume_percent, 0, 100));
  speech.words_a_minute =
      static_cast<int>(table->integer_or("words_a_minute", speech.words_a_minute,
                                         NarratorSettings::kSlowest, NarratorSettings::kFastest));
  speech.log = table->path_or("log", {});
}

}  // namespace

Result<Settings> load_settings(const std::filesystem::path& file) {
  auto config = Config::load(file);
  if (!config) return config.error();
  const ConfigTable root = config->root();
  Settings settings;
  settings.device = root.path("device");
  settings.outbox = root.path("outbox");
  settings.web = root.text("web");
  if (!settings.web.empty() && !settings.web.starts_with("http://") &&
      !settings.web.starts_with("https://"))
    root.problem("web", "a URL that begins with http:// or https://");
  settings.assets = root.path_or("assets", ui::assets_folder());
  const std::string language = root.text_or("language", "zh-CN");
  if (language != "zh-CN" && language != "en") root.problem("language", "\"zh-CN\" or \"en\"");
  settings.language = language == "en" ? Language::kEnglish : Language::kChinese;
  settings.staff_pin = root.text_or("staff_pin", "");
  if (!settings.staff_pin.empty() && !settings.staff_pin.starts_with("$argon2id$"))
    root.problem("staff_pin", "what `kiosk --hash-pin` prints");
  read_printer(root, settings);
  read_other_devices(root, settings);
  read_window(root, settings);
  read_speech(root, settings);
  if (auto done = config->finish(); !done) return done.error();
  return settings;
}

}  // namespace yichuang::kiosk
