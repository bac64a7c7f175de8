// queue-web: the hall's pages and API. This file only wires: configuration, threads, signals.
#include <pthread.h>
#include <sodium.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "base/log.h"
#include "base/random.h"
#include "queue-server/web/app.h"
#include "queue-server/web/config.h"
#include "queue-server/web/http_server.h"
#include "queue-server/web/paper_door.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

constexpr int kExitConfig = 2;
constexpr int kExitFailed = 1;

constexpr char kDescription[] =
    "queue-web: the staff console, the phone page and the API of one service hall.\n\n"
    "An ordinary client of queue-server: what a clerk clicks becomes a command, what happens in\n"
    "the hall appears in every open console within a moment. Browsers talk to this program alone.";

constexpr char kManual[] =
    "The configuration file (TOML; relative paths start at its folder):\n"
    "  device          device file that `hallctl enroll --role web` made\n"
    "  users           users.toml, see below; read again on SIGHUP\n"
    "  outbox          file that keeps commands until they are answered; made if absent\n"
    "  papers          folder of the papers that kiosks have scanned, sealed; OUTBOX.papers if "
    "absent\n"
    "  retention_hours a paper of a visit that led to no case is deleted so long after it came,\n"
    "                  24 if absent\n"
    "  taken_in_days   a paper of a visit that was taken in is deleted so long after that, 30 if\n"
    "                  absent; longer than the hall's cases take until they are closed\n"
    "  listen          address and port, \"127.0.0.1:8080\" if absent; port 0: any free one\n"
    "  assets          folder with web/ and theme/, /usr/share/yichuang if absent\n"
    "  tls_certificate PEM files for HTTPS; both or none. Without them put a proxy with TLS in\n"
    "  tls_key         front, unless only this machine connects\n"
    "  behind_proxy    true: take the peer's address and HTTPS from X-Forwarded-For and\n"
    "                  X-Forwarded-Proto; only where nobody can reach this program past the "
    "proxy\n\n"
    "users.toml, one table for each member of staff:\n"
    "  [[users]]\n"
    "  badge = \"1001\"            # what is typed at sign-in\n"
    "  name = \"王芳\"             # shown to colleagues\n"
    "  role = \"clerk\"            # clerk, guide, back-office, manager or admin\n"
    "  password = \"$argon2id$…\"  # printed by: queue-web --hash-password\n\n"
    "Signals: SIGTERM and SIGINT end it, SIGHUP reads users.toml again (who is gone or has "
    "another\n"
    "role is signed out). Says READY=1 to systemd when it listens.\n\n"
    "Exit status: 0 ended by a signal; 1 could not start (address in use, outbox locked);\n"
    "2 the configuration, the users or the pages are wrong: every mistake is printed with its "
    "line.";

int explain(const Error& error, int code) {
  std::fprintf(stderr, "queue-web: %s\n", error.sentence.c_str());
  return code;
}

// From stdin, so that no password is ever in a process list or a shell's history.
int print_password_hash() {
  if (::isatty(STDIN_FILENO)) std::fprintf(stderr, "password (it is shown while you type): ");
  std::string password;
  std::getline(std::cin, password);
  constexpr size_t kPasswordBytesMin = 8;
  if (password.size() < kPasswordBytesMin || password.size() > web_limits::kPasswordBytesMax) {
    return explain({ErrorCode::kInvalid, "a password has 8 to 256 bytes, on one line of stdin"},
                   kExitConfig);
  }
  const auto hash = hash_password(password);
  sodium_memzero(password.data(), password.size());
  if (!hash) return explain(hash.error(), kExitFailed);
  std::printf("%s\n", hash->c_str());
  return 0;
}

sigset_t signals_of_ours() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

void read_users_again(const WebConfig& config, Staff& staff, Sessions& sessions) {
  auto users = Users::load(config.users_file);
  if (!users) {
    log_error("users.toml was not read again, the old one stays: {}", users.error().sentence);
    return;
  }
  log_info("{} users read again", users->size());
  sessions.keep_only(*users);
  staff.replace(std::move(*users));
}

// Null, and said in the log, if this device file is of before papers.
Result<std::unique_ptr<PaperDoor>> open_papers(const WebConfig& config) {
  const auto secret = paper_key_of(config.device.document_secret);
  const auto upload = paper_key_of(config.device.upload_key);
  if (!secret || !upload) {
    log_warning("no keys for scanned papers: enrol queue-web again to take them in");
    return std::unique_ptr<PaperDoor>();
  }
  PaperStore::Limits limits;
  limits.retention_ms = config.retention_hours * 3'600'000;
  limits.taken_in_ms = config.taken_in_days * 24 * 3'600'000;
  auto store = PaperStore::open(config.papers, limits);
  if (!store) return store.error();
  return std::make_unique<PaperDoor>(
      *std::move(store), PaperDoor::Keys{*upload, document_keys_from(*secret)}, config.device.hall);
}

// Serves until a signal says stop. The order of the locals is the order of ending, reversed: the
// streams are closed, then the HTTP thread, the hall thread and the password worker end.
int run(WebConfig config) {
  const sigset_t signals = signals_of_ours();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: all inherit it
  std::signal(SIGPIPE, SIG_IGN);
  SystemClock clock;
  SystemRandom random;
  auto assets = Assets::load(config.assets);
  if (!assets) return explain(assets.error(), kExitConfig);
  Staff staff(std::move(config.users));
  auto papers = open_papers(config);
  if (!papers) return explain(papers.error(), kExitFailed);
  App app(std::move(*assets), staff, papers->get(), clock, random);
  auto hall = HallThread::start(config.device, config.outbox, staff, papers->get(), clock, random,
                                app.hall_hooks());
  if (!hall) return explain(hall.error(), kExitFailed);
  app.connect(hall->get());
  HttpServer::Options options{.listen = config.listen,
                              .tls_certificate = std::move(config.tls_certificate),
                              .tls_key = std::move(config.tls_key),
                              .idle_seconds = web_limits::kConnectionIdleSeconds,
                              .connections_max = web_limits::kConnectionsMax,
                              .behind_proxy = config.behind_proxy};
  auto http = HttpServer::start(std::move(options), [&app](HttpRequest request, HttpAnswer answer) {
    app.handle(std::move(request), std::move(answer));
  });
  if (!http) return explain(http.error(), kExitFailed);
  log_info("hall {}, listening on {} (port {})", config.device.hall, config.listen.written,
           (*http)->port());
  sd_notify(0, "READY=1");
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
    read_users_again(config, staff, app.sessions());
  }
  sd_notify(0, "STOPPING=1");
  log_info("ending");
  app.streams().close_all();
  return 0;
}

}  // namespace
}  // namespace yichuang

int main(int argc, char** argv) {
  CLI::App app{yichuang::kDescription};
  std::string config_path;
  bool hash = false;
  auto* config_option =
      app.add_option("--config", config_path, "the configuration file, see below");
  app.add_flag("--hash-password", hash,
               "read a password from stdin, print its hash for users.toml, and end")
      ->excludes(config_option);
  app.set_version_flag("--version", "queue-web " YICHUANG_VERSION);
  app.footer(yichuang::kManual);
  CLI11_PARSE(app, argc, argv);

  if (sodium_init() < 0) return yichuang::kExitFailed;
  if (hash) return yichuang::print_password_hash();
  if (config_path.empty()) {
    return yichuang::explain({yichuang::ErrorCode::kInvalid, "--config FILE.toml is needed"},
                             yichuang::kExitConfig);
  }
  yichuang::log_start("queue-web");
  auto config = yichuang::load_web_config(config_path);
  if (!config) return yichuang::explain(config.error(), yichuang::kExitConfig);
  return yichuang::run(std::move(*config));
}
