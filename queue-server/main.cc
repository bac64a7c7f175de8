// queue-server: the single source of truth of one hall. This file only wires.
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "base/log.h"
#include "base/random.h"
#include "catalogue/catalogue.h"
#include "queue-server/journal/journal.h"
#include "queue-server/server.h"
#include "queue-server/server_config.h"
#include "queue-server/zmq_transport.h"

namespace yichuang {
namespace {

constexpr int kExitConfig = 2;
constexpr int kExitFailStop = 70;

volatile std::sig_atomic_t g_stop = 0;
volatile std::sig_atomic_t g_read_again = 0;

int explain(const Error& error, int code) {
  std::fprintf(stderr, "queue-server: %s\n", error.sentence.c_str());
  return code;
}

int check(const ServerConfig& config, const Catalogue& catalogue) {
  std::printf("ok: hall %s, %zu services, %zu items, %zu windows, zone %s\n", config.hall.c_str(),
              catalogue.services.size(), catalogue.items.size(), catalogue.windows.size(),
              catalogue.time_zone.c_str());
  return 0;
}

// A commit that failed may or may not be on disk: nothing more may be said or written. The process
// ends without any clean-up; the service manager starts it again and it refolds what is there.
[[noreturn]] void fail_stop(const Error& error) {
  log_error("stopping, so that nothing unsaved is ever answered: {}", error.sentence);
  std::_Exit(kExitFailStop);
}

void log_counters(const Server::Counters& counters) {
  std::string refusals;
  for (size_t code = 0; code < counters.refusals.size(); ++code) {
    if (counters.refusals[code] == 0) continue;
    refusals += fmt::format(" {} {}", wire::Refusal_Name(static_cast<wire::Refusal>(code)),
                            counters.refusals[code]);
  }
  log_info("{} commands, {} queries, {} events in {} commits, refused:{}", counters.commands,
           counters.queries, counters.events, counters.commits,
           refusals.empty() ? " none" : refusals);
}

HallCatalogue for_server(const LoadedCatalogue& loaded) {
  const Catalogue& catalogue = loaded.catalogue;
  return {to_wire(catalogue, 0), catalogue.hours, catalogue.calendar, loaded.source,
          item_records(catalogue)};
}

// Staff changed the catalogue and say so (SIGHUP): a wrong one changes nothing.
void read_catalogue_again(const ServerConfig& config, Server& server) {
  auto loaded = load_catalogue_with_source(config.catalogue);
  if (!loaded) {
    log_error("the catalogue stays as it is:\n{}", loaded.error().sentence);
    return;
  }
  if (auto done = server.change_catalogue(for_server(*loaded)); !done) {
    log_error("the catalogue stays as it is: {}", done.error().sentence);
  }
}

int run(const ServerConfig& config, const LoadedCatalogue& catalogue) {
  SystemClock clock;
  SystemRandom random;
  auto keys = ensure_server_key(config.keys);
  if (!keys) return explain(keys.error(), kExitConfig);
  auto journal = open_sqlite_journal(config.journal, JournalUse::kServe);
  if (!journal) return explain(journal.error(), kExitConfig);
  Allowlist allowlist(config.devices, config.hall);
  if (auto done = allowlist.refresh(); !done) return explain(done.error(), kExitConfig);
  auto sockets = ServerSockets::open(*keys, allowlist, config.commands, config.feed);
  if (!sockets) return explain(sockets.error(), kExitConfig);
  ZmqTransport transport(std::move(*sockets), allowlist);
  Server::Options options{config.hall, for_server(catalogue), config.disk_reserve_bytes, fail_stop};
  options.upload_keys = upload_keys_of(keys->secret_key);
  auto server = Server::open(std::move(options), **journal, transport, clock, random);
  if (!server) return explain(server.error(), kExitConfig);

  std::signal(SIGHUP, [](int) { g_read_again = 1; });
  std::signal(SIGTERM, [](int) { g_stop = 1; });
  std::signal(SIGINT, [](int) { g_stop = 1; });
  (*server)->tick();  // the business day is open before anybody is told that we are ready
  log_info("hall {} at event {}, day {}, listening on {}", config.hall, (*server)->state().seq,
           (*server)->state().day, config.commands);
  sd_notify(0, "READY=1");
  constexpr int64_t kCountersEveryMs = 60'000;
  constexpr int64_t kAliveEveryMs = 1000;  // a message a tick could fill the listener's queue
  int64_t counted_at = clock.steady_ms();
  int64_t alive_at = 0;
  while (!g_stop) {
    transport.wait((*server)->wait_ms());
    if (g_read_again) {
      g_read_again = 0;
      read_catalogue_again(config, **server);
    }
    (*server)->tick();
    if (clock.steady_ms() - alive_at >= kAliveEveryMs) {
      alive_at = clock.steady_ms();
      sd_notify(0, "WATCHDOG=1");
    }
    if (clock.steady_ms() - counted_at >= kCountersEveryMs) {
      counted_at = clock.steady_ms();
      log_counters((*server)->counters());
    }
  }
  sd_notify(0, "STOPPING=1");
  log_counters((*server)->counters());
  return 0;
}

}  // namespace
}  // namespace yichuang

int main(int argc, char** argv) {
  CLI::App app{
      "queue-server: the single source of truth of one service hall.\n\n"
      "Keeps the journal, decides every command of kiosks, windows and desks, and publishes what\n"
      "happened to the boards. Ends at once, loudly, if the journal cannot be written."};
  std::string config_path;
  bool check_only = false;
  app.add_option(
         "--config", config_path,
         "TOML file: hall, catalogue, journal, keys, devices, commands, feed;\n"
         "optional disk_reserve_mb (64), commands_for_devices, feed_for_devices: where devices\n"
         "connect, needed if the server listens on every address of its machine")
      ->required();
  app.add_flag("--check-config", check_only,
               "read the configuration and the catalogue, say what is wrong, and end");
  app.set_version_flag("--version", "queue-server " YICHUANG_VERSION);
  app.footer(
      "Signals: SIGHUP reads the catalogue again; a wrong one is refused in the log and changes "
      "nothing;\n"
      "SIGTERM and SIGINT end the server.\n\n"
      "Exit status: 0 ended by SIGTERM or SIGINT; 2 configuration or journal refused;\n"
      "70 the journal could not be written (start again; nothing acknowledged is lost).");
  CLI11_PARSE(app, argc, argv);

  ::umask(077);  // the journal and the keys are this service's alone
  yichuang::log_start("queue-server");
  auto config = yichuang::load_server_config(config_path);
  if (!config) return yichuang::explain(config.error(), yichuang::kExitConfig);
  auto catalogue = yichuang::load_catalogue_with_source(config->catalogue);
  if (!catalogue) return yichuang::explain(catalogue.error(), yichuang::kExitConfig);
  return check_only ? yichuang::check(*config, catalogue->catalogue)
                    : yichuang::run(*config, *catalogue);
}
