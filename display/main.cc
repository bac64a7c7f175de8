// display: the board of a hall. This file only wires.
#include <systemd/sd-daemon.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/log.h"
#include "base/random.h"
#include "display/app.h"
#include "display/config.h"

namespace {

constexpr int kExitScreen = 1;
constexpr int kExitConfig = 2;

constexpr char kHelp[] = R"(NAME
    display - the board of a service hall: shows and speaks the calls

SYNOPSIS
    display --config FILE.toml [--view hall|wall] [--screenshots DIR] [--trace FILE]
            [--voice-log FILE]

DESCRIPTION
    Connects to the hall's queue-server as an enrolled device and shows what it says: the number
    that is called and the window to go to, the calls before it, how many people wait for each
    service and how long a newcomer would wait, notices and the hall's time. Every call is spoken,
    in Chinese and in English, one after another.

    The board shows only what the server has committed. When it is cut off from the server it says
    so within 3 seconds, with the time up to which it is true, and recovers by itself. Without a
    loudspeaker it goes on silently.

OPTIONS
    --config FILE.toml   The configuration; see FILES. Required.
    --view VIEW          hall: the hall's board, which also speaks. wall: the managers' wall, with
                         waits against the hall's thresholds, windows, alarms and devices; silent.
                         Default: the file's `view`, else hall.
    --screenshots DIR    Writes a PNG into DIR whenever a call is shown and whenever the banner
                         "cut off" comes or goes, named 002-call-A012-window-3.png.
    --trace FILE         Appends "seq N presented MICROSECONDS" (Unix time) when a frame that shows
                         the effect of event N was handed to the screen, and "cut-off presented
                         MICROSECONDS", "in-step presented MICROSECONDS" for the banner.
    --voice-log FILE     Appends a line of JSON for each announcement when it has been spoken:
                         start_ms, end_ms (Unix time), number, window, call, whole, zh, en.
    --help               Shows this text.
    --version            Shows the version.

FILES
    FILE.toml, relative paths being relative to its folder:
        device = "board-1.toml"       written by hallctl enroll --role display. Required.
        view = "hall"                 or "wall"
        fullscreen = true             or width and height in pixels
        width = 1920
        height = 1080
        monitor = 0                   which screen, from 0
        assets = "/usr/share/yichuang"
        [voice]
        enabled = true
        chime = true
        volume_percent = 80           0 to 100
        words_a_minute = 150          80 to 300
        times = 2                     readings of each call, 1 to 3
        languages = ["zh-CN", "en"]   in the order spoken

ENVIRONMENT
    DISPLAY, SDL_VIDEODRIVER      where the window opens; "offscreen" needs no screen
    SDL_AUDIODRIVER               which sound system; "dummy" is silent, "disk" writes raw samples
                                  (mono, 16 bit, 22050 Hz) to SDL_DISKAUDIOFILE
    YICHUANG_ASSETS               the folder of fonts, icons, texts

SIGNALS
    SIGTERM, SIGINT   end at once
    SIGUSR1           takes a screenshot into --screenshots

EXIT STATUS
    0   ended by a signal or by closing the window
    1   no window can be opened, or the network library failed
    2   the command line, the configuration or the device file is wrong

EXAMPLES
    display --config /etc/yichuang/display.toml
    SDL_VIDEODRIVER=offscreen SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE=voice.raw \
        display --config display.toml --screenshots shots --voice-log voice.log

SEE ALSO
    queue-server --help, hallctl --help
)";

int explain(const yichuang::Error& error, int code) {
  std::fprintf(stderr, "display: %s\n", error.sentence.c_str());
  return code;
}

int run(const yichuang::display::AppOptions& options) {
  using namespace yichuang;
  SystemClock clock;
  SystemRandom random;
  auto app = display::App::open(options, clock, random);
  if (!app) return explain(app.error(), kExitScreen);
  (*app)->run([] { sd_notify(0, "READY=1"); }, [] { sd_notify(0, "WATCHDOG=1"); });
  sd_notify(0, "STOPPING=1");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace yichuang;
  CLI::App cli;
  cli.set_help_flag();
  std::string config_file;
  std::string view;
  std::string voice_log;
  display::AppOptions options;
  bool help = false;
  bool version = false;
  cli.add_flag("--help,-h", help);
  cli.add_flag("--version", version);
  cli.add_option("--config", config_file);
  cli.add_option("--view", view);
  cli.add_option("--screenshots", options.screenshots);
  cli.add_option("--trace", options.trace);
  cli.add_option("--voice-log", voice_log);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "display: %s; see display --help\n", error.what());
    return kExitConfig;
  }
  if (help) {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (version) {
    std::puts("display " YICHUANG_VERSION);
    return 0;
  }
  if (config_file.empty()) {
    std::fputs("display: --config FILE.toml is missing; see display --help\n", stderr);
    return kExitConfig;
  }
  log_start("display");
  auto config = display::load_display_config(config_file);
  if (!config) return explain(config.error(), kExitConfig);
  options.config = std::move(*config);
  auto device = load_device_file(options.config.device);
  if (!device) return explain(device.error(), kExitConfig);
  if (device->role != Role::kDisplay) {
    return explain({ErrorCode::kInvalid,
                    options.config.device.string() +
                        ": role: expected \"display\"; enrol with hallctl enroll --role display"},
                   kExitConfig);
  }
  options.device = std::move(*device);
  if (!view.empty()) {
    const auto kind = display::view_named(view);
    if (!kind) {
      std::fprintf(stderr, "display: --view: expected hall or wall, not \"%s\"\n", view.c_str());
      return kExitConfig;
    }
    options.config.view = *kind;
  }
  options.config.voice.log = voice_log;
  return run(options);
}
