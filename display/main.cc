// display: the screens and the voice of a hall. This file only wires.
#include <systemd/sd-daemon.h>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/random.h"
#include "display/app.h"
#include "display/config.h"
#include "display/strip_app.h"
#include "display/voice_app.h"

namespace {

constexpr int kExitStart = 1;
constexpr int kExitConfig = 2;

constexpr char kHelp[] = R"(NAME
    display - the screens and the voice of a service hall

SYNOPSIS
    display --config FILE.toml [--view hall|wall|window|guide|announcer|strip] [--window N]
            [--out LINE] [--screenshots DIR] [--trace FILE] [--voice-log FILE]

DESCRIPTION
    Connects to the hall's queue-server as an enrolled device and shows what it says: the number
    that is called and the window to go to, the calls before it, how many people wait for each
    service and how long a newcomer would wait, notices and the hall's time. Every call is spoken,
    in Chinese and in English, one after another.

    A display shows only what the server has committed. When it is cut off from the server it says
    so within 3 seconds, with the time up to which it is true, and recovers by itself. Without a
    loudspeaker it goes on silently. A manager's emergency message takes over every screen and is
    spoken again every 30 seconds, and no call is, until it is over.

    Screens may be wide or upright, from 1280 x 720 to 3840 x 2160 and beyond.

    With --view strip it drives an LED text sign on a serial line above one window, and needs no
    screen: the number called there, a call repeated, a visit, a pause with its reason and end,
    closed, or free. A longer text is shown in pages. Cut off, the sign says so instead of an old
    call; at the end of the program it says "out of use". A line that is away is opened again and
    again, and shows what is true then; a sign whose line is cut keeps its text till then.

OPTIONS
    An option that is not for the view is refused.
    --config FILE.toml   The configuration; see FILES. Required.
    --view VIEW          Default: the file's `view`, else hall.
                         hall       the hall's board; speaks unless [voice] says enabled = false
                         wall       the managers' wall: waits against the hall's thresholds,
                                    windows, alarms and devices; silent
                         window     the screen above one window; silent
                         guide      the guide desk's lists: missed, on hold, vouchers, waiting, help
                                    and emergencies; silent
                         announcer  the voice alone, without a window or video
                         strip      the LED text sign above one window, without video or voice;
                                    or several signs with addresses, on one line
    --window N           The window of --view window or strip; default: the file's `window`.
    --out LINE           The serial line of --view strip, as /dev/ttyUSB0; default: [strip] out.
    --screenshots DIR    Of hall, wall, window and guide: writes a PNG into DIR whenever a call is
                         shown and whenever the banner "cut off" comes or goes, named
                         002-call-A012-window-3.png.
    --trace FILE         Of the same: appends "seq N presented MICROSECONDS" (Unix time) when a
                         frame that shows the effect of event N was handed to the screen, and
                         "cut-off presented MICROSECONDS", "in-step presented MICROSECONDS" for the
                         banner. Of strip: writes what goes to the sign and what comes from it into
                         a new file, a line each: milliseconds, > or <, bytes in hexadecimal.
    --voice-log FILE     Of hall and announcer: appends a line of JSON for each announcement when it
                         has been spoken: start_ms, end_ms (Unix time), whole, zh, en, and number,
                         window, call, or emergency.
    --help               Shows this text.
    --version            Shows the version.

FILES
    FILE.toml, relative paths being relative to its folder:
        device = "board-1.toml"       written by hallctl enroll --role display. Required.
        view = "hall"                 as --view
        window = 3                    of view = "window" or "strip"
        fullscreen = true             or width and height in pixels
        width = 1920
        height = 1080
        monitor = 0                   which screen, from 0
        assets = "/usr/share/yichuang"
        [hall]                        this and the next three are read again when the file, or the
                                      logo, changes; a file with a mistake changes nothing and is
                                      told in the log
        columns = 1                   of earlier calls on the hall's board, 1 to 3
        rows = 4                      in each, 2 to 10
        services = ["social", "tax"]  whose waiting is shown, in this order; default: all; []: none
        logo = "logo.png"             in the emblem's place
        notices = true                the line at the foot; false: only while a window pauses
        languages = ["zh-CN", "en"]   one or both, the one that stands out first
        theme = "dark"                or "light", for a hall full of daylight
                                      logo, languages and theme are those of every view
        [hall.directions]             the way to windows from where this board hangs; a window that
        left = [1, 2]                 is not named has the plain arrow
        right = [3, 4]                and "ahead", "upstairs", "downstairs"
        [window_screen]               of view = "window": what is shown beside the call
        services = true
        badge = true                  of the clerk
        next = true                   the line at the foot: how many wait
        [guide]
        lists = ["help", "missed", "held", "vouchers", "waiting"]
                                      any of them, each once, in this order; default: all
        [wall]
        panels = ["figures", "chart", "windows", "services", "alarms", "hours"]
                                      any of them; the others have their room; default: all
        services = ["social", "tax"]  as in [hall], one or more
        [voice]
        enabled = true
        chime = true
        volume_percent = 80           0 to 100
        words_a_minute = 150          80 to 300
        times = 2                     readings of each call, 1 to 3
        once_when_waiting = 2         while at least so many other calls wait to be spoken, each is
                                      read once; 1 to 100 (never: a hall has 99 windows)
        brief_when_waiting = 4        the same: number and window alone, without the chime
        languages = ["zh-CN", "en"]   in the order spoken
        windows = [1, 2, 3]           whose calls this voice speaks; default: all
        clips = "clips"               a folder of recordings that replace speech: chime.wav and, in
                                      zh-CN/ and en/, A012-window-3.wav for a whole call, or number,
                                      a to z, 0 to 9, go-to, window-3 and repeat for its parts
        emergency_every_seconds = 30  5 to 600
        [[voice.hours]]               another volume and speed from one full hour to another
        from = 20
        to = 7
        volume_percent = 40
        words_a_minute = 140
        [strip]                       the LED text sign of view = "strip"
        out = "/dev/ttyUSB0"          its serial line, 8N1; of several adapters a name in
                                      /dev/serial/by-id stays the same
        profile = "plain"             how it is spoken to: its name in the folder of profiles
        address = 1                   only of a profile with addresses, as "framed"; default: the
                                      profile's
        languages = ["zh-CN", "en"]   one or both, in the order shown
        profiles = "led"              a folder of profiles; default: quirks/led of the installation,
                                      where README.md explains them
        [[strip.sign]]                instead of window and address, one for each of several signs
        window = 3                    on the line (RS-485), at most 32; they are of one profile, and
        address = 1                   a new text goes first

ENVIRONMENT
    DISPLAY, SDL_VIDEODRIVER      where the window opens; "offscreen" needs no screen
    SDL_AUDIODRIVER               which sound system; "dummy" is silent, "disk" writes raw samples
                                  (mono, 16 bit, 22050 Hz) to SDL_DISKAUDIOFILE
    YICHUANG_ASSETS               the folder of fonts, icons, texts

SIGNALS
    SIGTERM, SIGINT   end at once; a sign within 3 seconds, with its last text
    SIGUSR1           takes a screenshot into --screenshots

EXIT STATUS
    0   ended by a signal or by closing the window
    1   it cannot start: no window can be opened, a file cannot be written, or the network library
        failed
    2   the command line, the configuration, the device file, the folder of assets or a profile of
        signs is wrong

EXAMPLES
    display --config /etc/yichuang/display.toml
    display --config window.toml --view window --window 3
    display --config strip-3.toml --view strip --window 3 --out /dev/ttyUSB0
    SDL_VIDEODRIVER=offscreen SDL_AUDIODRIVER=disk SDL_DISKAUDIOFILE=voice.raw \
        display --config display.toml --screenshots shots --voice-log voice.log

SEE ALSO
    queue-server --help, hallctl --help
)";

int explain(const yichuang::Error& error, int code) {
  std::fprintf(stderr, "display: %s\n", error.sentence.c_str());
  return code;
}

// Why it cannot start: a file that is wrong is the configuration's fault.
int explain_start(const yichuang::Error& error) {
  using yichuang::ErrorCode;
  const bool config = error.code == ErrorCode::kInvalid || error.code == ErrorCode::kNotFound;
  return explain(error, config ? kExitConfig : kExitStart);
}

// A program without a window: it is ready once it follows the hall.
template <class Program>
int run_windowless(yichuang::Result<std::unique_ptr<Program>> program) {
  if (!program) return explain_start(program.error());
  sd_notify(0, "READY=1");
  (*program)->run([] { sd_notify(0, "WATCHDOG=1"); });
  sd_notify(0, "STOPPING=1");
  return 0;
}

int run(const yichuang::display::AppOptions& options,
        const std::optional<yichuang::display::StripLine>& strip) {
  using namespace yichuang;
  SystemClock clock;
  SystemRandom random;
  const display::DisplayConfig& config = options.config;
  if (config.view == display::ViewKind::kAnnouncer)
    return run_windowless(display::VoiceApp::open(options.device, config.voice, clock, random));
  if (strip) {
    return run_windowless(display::StripApp::open(
        {.device = options.device, .line = *strip, .assets = config.assets, .trace = options.trace},
        clock, random));
  }
  auto app = display::App::open(options, clock, random);
  if (!app) return explain_start(app.error());
  (*app)->run([] { sd_notify(0, "READY=1"); }, [] { sd_notify(0, "WATCHDOG=1"); });
  sd_notify(0, "STOPPING=1");
  return 0;
}

// The options that some views alone have.
struct ViewOption {
  const char* name;
  std::vector<yichuang::display::ViewKind> views;
};

const std::vector<ViewOption>& view_options() {
  using enum yichuang::display::ViewKind;
  static const std::vector<ViewOption> options = {
      {"--window", {kWindow, kStrip}},
      {"--out", {kStrip}},
      {"--screenshots", {kHall, kWall, kWindow, kGuide}},
      {"--trace", {kHall, kWall, kWindow, kGuide, kStrip}},
      {"--voice-log", {kHall, kAnnouncer}}};
  return options;
}

// What the command line says, or the program's end.
struct CommandLine {
  std::string config_file;
  std::string view;
  unsigned window = 0;
  std::string out;
  std::string voice_log;
  std::vector<const ViewOption*> given;  // of view_options()
  yichuang::display::AppOptions options;
  std::optional<yichuang::display::StripLine> strip;  // of --view strip
  std::optional<int> exit;
};

CommandLine read_command_line(int argc, char** argv) {
  CLI::App cli;
  cli.set_help_flag();
  CommandLine line;
  bool help = false;
  bool version = false;
  cli.add_flag("--help,-h", help);
  cli.add_flag("--version", version);
  cli.add_option("--config", line.config_file);
  cli.add_option("--view", line.view);
  cli.add_option("--window", line.window)->check(CLI::Range(1, 99));
  cli.add_option("--out", line.out);
  cli.add_option("--screenshots", line.options.screenshots);
  cli.add_option("--trace", line.options.trace);
  cli.add_option("--voice-log", line.voice_log);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "display: %s; see display --help\n", error.what());
    line.exit = kExitConfig;
    return line;
  }
  for (const ViewOption& option : view_options()) {
    if (cli.count(option.name) > 0) line.given.push_back(&option);
  }
  if (help) {
    std::fputs(kHelp, stdout);
    line.exit = 0;
  } else if (version) {
    std::puts("display " YICHUANG_VERSION);
    line.exit = 0;
  } else if (line.config_file.empty()) {
    std::fputs("display: --config FILE.toml is missing; see display --help\n", stderr);
    line.exit = kExitConfig;
  }
  return line;
}

yichuang::Error wrong(std::string sentence) {
  return {yichuang::ErrorCode::kInvalid, std::move(sentence)};
}

yichuang::Result<void> choose_view(const CommandLine& line,
                                   yichuang::display::DisplayConfig& chosen) {
  using namespace yichuang;
  if (!line.view.empty()) {
    const auto kind = display::view_named(line.view);
    if (!kind)
      return wrong(fmt::format("--view: expected {}, not \"{}\"",
                               display::names_of(display::all_views()), line.view));
    chosen.view = *kind;
  }
  for (const ViewOption* option : line.given) {
    if (std::ranges::find(option->views, chosen.view) == option->views.end())
      return wrong(fmt::format("{} is for the view {}, and this is {}; leave it out", option->name,
                               display::names_of(option->views), display::name_of(chosen.view)));
  }
  return {};
}

// What the chosen view needs besides.
yichuang::Result<void> complete_view(CommandLine& line, yichuang::display::DisplayConfig& chosen) {
  using namespace yichuang;
  using enum display::ViewKind;
  if (chosen.view == kWindow && chosen.window == 0)
    return wrong(line.config_file + ": window: expected the number of the window, 1 to 99");
  if (chosen.view == kAnnouncer && !chosen.voice.enabled)
    return wrong(line.config_file + ": voice.enabled: expected true, for an announcer only speaks");
  if (chosen.view != kStrip) return {};
  auto strip = display::find_strip_line(chosen.strip, chosen.window, line.config_file);
  if (!strip) return strip.error();
  line.strip = std::move(*strip);
  return {};
}

// Options of the command line come before those of the file.
yichuang::Result<void> complete(CommandLine& line) {
  using namespace yichuang;
  auto config = display::load_display_config(line.config_file);
  if (!config) return config.error();
  line.options.config_file = line.config_file;
  line.options.config = std::move(*config);
  display::DisplayConfig& chosen = line.options.config;
  if (auto ok = choose_view(line, chosen); !ok) return ok.error();
  auto device = load_device_file(chosen.device);
  if (!device) return device.error();
  if (device->role != Role::kDisplay)
    return wrong(chosen.device.string() +
                 ": role: expected \"display\"; enrol with hallctl enroll --role display");
  line.options.device = std::move(*device);
  if (line.window != 0) chosen.window = line.window;
  if (!line.out.empty()) chosen.strip.out = line.out;
  chosen.voice.log = line.voice_log;
  return complete_view(line, chosen);
}

}  // namespace

int main(int argc, char** argv) {
  CommandLine line = read_command_line(argc, argv);
  if (line.exit) return *line.exit;
  yichuang::log_start("display");
  if (auto ok = complete(line); !ok) return explain(ok.error(), kExitConfig);
  return run(line.options, line.strip);
}
