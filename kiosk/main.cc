// kiosk: the machine at which a citizen takes a ticket. This file only wires.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <string>

#include "base/log.h"
#include "base/password.h"
#include "kiosk/kiosk.h"
#include "kiosk/scan/wiped.h"
#include "kiosk/settings.h"

namespace yichuang::kiosk {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitConfig = 2;

int explain(const Error& error, int code) {
  std::fprintf(stderr, "kiosk: %s\n", error.sentence.c_str());
  return code;
}

ui::WindowOptions window_options(const Settings& settings, const std::string& screenshots) {
  ui::WindowOptions options;
  options.title = "一窗 Yichuang";
  options.logical = settings.landscape ? ui::Size{kHeight, kWidth} : ui::Size{kWidth, kHeight};
  options.hide_cursor = settings.fullscreen;
  options.screenshots = screenshots;
  options.assets = settings.assets;
  if (!settings.fullscreen) {
    options.width_px = settings.width_px;
    options.height_px = settings.height_px;
  }
  return options;
}

// Signs of life for the service manager: ready with the first picture, then as often as it asks.
class SignOfLife {
 public:
  explicit SignOfLife(const Clock& clock) : clock_(clock) {
    uint64_t usec = 0;
    if (sd_watchdog_enabled(0, &usec) > 0) every_ms_ = static_cast<int64_t>(usec / 3000);
  }
  int64_t wait_ms() const {
    if (every_ms_ == 0) return INT64_MAX;
    return std::max<int64_t>(0, last_ms_ + every_ms_ - clock_.steady_ms());
  }
  void give(uint64_t frames) {
    if (!ready_ && frames > 0) {
      ready_ = true;
      sd_notify(0, "READY=1");
    }
    if (every_ms_ == 0 || clock_.steady_ms() - last_ms_ < every_ms_) return;
    last_ms_ = clock_.steady_ms();
    sd_notify(0, "WATCHDOG=1");
  }

 private:
  const Clock& clock_;
  int64_t every_ms_ = 0;
  int64_t last_ms_ = 0;
  bool ready_ = false;
};

// glibc keeps small pieces that were freed in a list of each thread, and does not overwrite those.
// Only its environment turns the lists off (GLIBC_TUNABLES), so the program starts itself once
// more.
void keep_no_freed_pieces(char** argv) {
  constexpr std::string_view kOff = "glibc.malloc.tcache_count=0";
  const char* set = std::getenv("GLIBC_TUNABLES");
  const std::string tunables = set == nullptr ? "" : set;
  if (tunables.find(kOff) != std::string::npos) return;
  ::setenv("GLIBC_TUNABLES", (tunables.empty() ? "" : tunables + ":").append(kOff).c_str(), 1);
  // By its own name, which ps and pgrep show.
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) ::execv(self.c_str(), argv);
  log_warning("cannot start again without lists of freed memory: {}", std::strerror(errno));
}

// What citizens show this program stays in it: freed memory is overwritten, no core is written, and
// no other user's debugger looks in.
void keep_to_ourselves(char** argv) {
  keep_no_freed_pieces(argv);
  scan::wipe_whatever_is_freed();
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

int run(const Settings& settings, const std::string& screenshots) {
  auto device = load_device_file(settings.device);
  if (!device) return explain(device.error(), kExitConfig);
  if (device->role != Role::kKiosk)
    return explain({ErrorCode::kInvalid,
                    settings.device.string() + ": this device is enrolled as " +
                        std::string(name_of(device->role)) + "; enrol it with --role kiosk"},
                   kExitConfig);
  auto theme = ui::Theme::load(settings.assets / "theme" / "theme.toml");
  if (!theme) return explain(theme.error(), kExitConfig);
  auto texts = ui::Texts::load(settings.assets / "i18n");
  if (!texts) return explain(texts.error(), kExitConfig);
  auto window = ui::Window::open(window_options(settings, screenshots));
  if (!window) return explain(window.error(), kExitFailed);
  SystemClock clock;
  SystemRandom random;
  Kiosk kiosk(settings, *device, *theme, *texts, **window, clock, random);
  if (auto done = kiosk.open(); !done) return explain(done.error(), kExitFailed);
  log_info("{} of hall {}, printer {}", device->name, device->hall, settings.printer);
  SignOfLife life(clock);
  const auto wait = [&] {
    return std::chrono::milliseconds(std::min(kiosk.wait_ms(), life.wait_ms()));
  };
  while ((*window)->turn(wait())) {
    kiosk.step();
    life.give((*window)->stats().frames);
  }
  sd_notify(0, "STOPPING=1");
  kiosk.finish();
  log_info("ended");
  return 0;
}

// From stdin, so that no PIN is ever in a process list or a shell's history.
int print_pin_hash() {
  std::string pin;
  std::getline(std::cin, pin);
  if (pin.size() != kPinDigits || pin.find_first_not_of("0123456789") != std::string::npos)
    return explain({ErrorCode::kInvalid, "a PIN is six digits"}, kExitConfig);
  const auto hash = hash_password(pin);
  if (!hash) return explain(hash.error(), kExitFailed);
  std::printf("%s\n", hash->c_str());
  return 0;
}

constexpr char kPurpose[] =
    "kiosk: the touch screen at which a citizen picks a service and takes a numbered ticket.\n\n"
    "Shows the hall's services with the people waiting and the expected wait, asks queue-server\n"
    "for a ticket, prints it, and confirms it when the printer says that it was printed. When\n"
    "nobody can know, the citizen is asked; without an answer the paper counts as taken.\n"
    "Without paper the same ticket is offered as a QR code. A ticket that nobody took is "
    "cancelled.\n"
    "While the server is away it gives numbers of its own letter ([[offline]] of the catalogue)\n"
    "and hands them over later; a kiosk without one points to the guide desk.";

constexpr char kManual[] =
    "CONFIGURATION (TOML; relative paths are relative to the file)\n"
    "  device              file that `hallctl enroll --role kiosk` wrote\n"
    "  outbox              where unanswered commands are kept, e.g. "
    "\"/var/lib/yichuang-kiosk/outbox.db\"\n"
    "  web                 base URL of queue-web: of the phone pages in the QR code, and where\n"
    "                      scanned papers go\n"
    "  printer             \"none\" (default), \"escpos:usb\", \"escpos:usb:VVVV:PPPP\",\n"
    "                      \"escpos:usb:VVVV:PPPP:SERIAL\" or \"escpos:tcp:ADDRESS[:PORT]\"\n"
    "  printer_width_dots  384 (58 mm) or 576 (80 mm), where the printer's profile is wrong\n"
    "  printer_quirks      folder of printer profiles\n"
    "  scanner             \"none\" (default) or an address: \"sane:NAME\" as `hallctl devices`\n"
    "                      prints it, \"sane:airscan:escl:NAME:http://ADDRESS/eSCL\"\n"
    "  code_reader         \"none\" (default), \"hidpos:usb:VVVV:PPPP\", or \"wedge:PREFIX\" for "
    "one\n"
    "                      that types like a keyboard: PREFIX, the code, Enter\n"
    "  id_reader           \"none\" (default), \"idcard:serial:/dev/NAME\" or "
    "\"idcard:usb:VVVV:PPPP\"\n"
    "  staff_pin           what `kiosk --hash-pin` printed; five touches of the upper left corner "
    "and\n"
    "                      this PIN open the staff panel: devices, test print, paper, restart\n"
    "  language            \"zh-CN\" (default) or \"en\": what the next citizen finds\n"
    "  landscape           true where the screen lies on its side; false (default): upright\n"
    "  welcome_seconds     the home screen untouched for so long (60; 0: never): a welcome stands "
    "there\n"
    "                      until somebody touches the screen or shows a code\n"
    "  fullscreen          true (default), or false with\n"
    "  width, height       the window in pixels (540, 960); the design is 1080 x 1920\n"
    "  assets              folder of theme, texts and icons\n"
    "  [speech]            for who cannot see: a keypad's first key has the screen read out, the\n"
    "                      times get three times as long, and a time-out is said ten seconds "
    "ahead\n"
    "    enabled           true (default); false: keys move and press, and nothing is read out\n"
    "    volume_percent    0 to 100 (80), into the sound card's default output\n"
    "    words_a_minute    80 to 300 (160); the keys faster and slower change it for one citizen\n"
    "    log               file for a diagnosis: a line of JSON for each utterance, with ticket\n"
    "                      numbers; none (default) in a hall that is open\n"
    "  [keypad]            keys by SDL's names, \"none\": no such key; defaults in brackets\n"
    "    next, previous    from button to button (Right, Left)\n"
    "    enter, back       press the button, leave the screen (Return, Escape)\n"
    "    repeat, pause     what was said last again; hold it, and go on (Up, Down)\n"
    "    faster, slower    the speech (F4, F3)\n"
    "    help              call staff, and again: not needed any more (F1)\n"
    "                      A number that is not printed is void after confirm_seconds of the "
    "hall's\n"
    "                      rules; a hall with a keypad should allow 120.\n\n"
    "FILES\n"
    "  OUTBOX              SQLite; ids of commands without an answer, kept across restarts\n"
    "  OUTBOX.in-hand      the ticket between issue and confirmation; after a crash it is "
    "confirmed\n"
    "                      if it had gone to the printer, else cancelled\n"
    "  OUTBOX.own          numbers that were given while the server was away, until it has them\n"
    "  OUTBOX.hall         services, hours and series as last known: for a start without the "
    "server\n"
    "  OUTBOX.roll          rows of paper printed when the paper was changed last\n"
    "  OUTBOX.papers       folder of sealed papers that queue-web does not have yet; a day at "
    "most\n"
    "  OUTBOX.items        the catalogue's items as last known\n"
    "  OUTBOX.printed      what the printer has done so far: tickets, cuts, rows of paper\n\n"
    "SIGNALS\n"
    "  SIGTERM, SIGINT     end, after the ticket that is being printed (at most 7 s)\n"
    "  SIGUSR1             write a screenshot (with --screenshots)\n\n"
    "EXIT STATUS\n"
    "  0  ended by a signal or by closing the window\n"
    "  1  no screen, or the outbox is in use or broken\n"
    "  2  command line or configuration refused; every mistake is named with file, line and key\n\n"
    "EXAMPLE\n"
    "  kiosk --config kiosk/kiosk.example.toml --screenshots /tmp/shots";

}  // namespace
}  // namespace yichuang::kiosk

int main(int argc, char** argv) {
  CLI::App app{yichuang::kiosk::kPurpose};
  std::string config_path;
  std::string screenshots;
  bool check_only = false;
  bool hash_pin = false;
  auto* config = app.add_option("--config", config_path, "the configuration file (see below)");
  app.add_flag("--hash-pin", hash_pin,
               "read a PIN of six digits from stdin, print its hash for staff_pin, and end")
      ->excludes(config);
  app.add_option("--screenshots", screenshots,
                 "write a PNG into this folder each time the screen changes:\n"
                 "000-away.png, 001-services.png, …");
  app.add_flag("--check-config", check_only, "read the configuration, say what is wrong, and end");
  app.set_version_flag("--version", "kiosk " YICHUANG_VERSION);
  app.footer(yichuang::kiosk::kManual);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // --help and --version come this way too
    return app.exit(error) == 0 ? 0 : yichuang::kiosk::kExitConfig;
  }

  if (hash_pin) return yichuang::kiosk::print_pin_hash();
  if (config_path.empty()) {
    std::fprintf(stderr, "kiosk: --config FILE.toml is needed; see kiosk --help\n");
    return yichuang::kiosk::kExitConfig;
  }
  yichuang::kiosk::keep_to_ourselves(argv);
  yichuang::log_start("kiosk");
  auto settings = yichuang::kiosk::load_settings(config_path);
  if (!settings) return yichuang::kiosk::explain(settings.error(), yichuang::kiosk::kExitConfig);
  if (check_only) {
    std::printf("ok: printer %s, web %s\n", settings->printer.c_str(), settings->web.c_str());
    return 0;
  }
  return yichuang::kiosk::run(*settings, screenshots);
}
