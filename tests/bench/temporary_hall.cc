#include "tests/bench/temporary_hall.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "base/assert.h"
#include "base/clock.h"
#include "base/file.h"
#include "catalogue/catalogue.h"
#include "wire/codec.h"

namespace yichuang::bench {
namespace {

// The port two sockets get from the system stays free for a moment after they are closed.
std::string free_endpoint() {
  ZmqContext context;
  Socket probe(context, SocketUse::kServerFeed);
  const auto bound = probe.bind("tcp://127.0.0.1:*");
  HALL_ASSERT(bound.ok());
  return probe.bound_endpoint();
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  const auto saved = write_file_atomic(path, text, 0600);
  HALL_ASSERT(saved.ok());
}

}  // namespace

Child::Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
             const std::filesystem::path& log, const std::vector<std::string>& environment) {
  pid_ = ::fork();
  HALL_ASSERT(pid_ >= 0);
  if (pid_ > 0) return;
  const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(fd, 1);
  ::dup2(fd, 2);
  for (const std::string& pair : environment) {
    const auto equals = pair.find('=');
    ::setenv(pair.substr(0, equals).c_str(), pair.substr(equals + 1).c_str(), 1);
  }
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(program.c_str(), argv.data());
  ::_exit(127);
}

Child::~Child() { kill_now(); }

void Child::kill_now() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void Child::stop() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

TemporaryHall::TemporaryHall(std::filesystem::path bin) : bin_(std::move(bin)) {
  std::string name = (std::filesystem::temp_directory_path() / "yichuang-bench-XXXXXX").string();
  HALL_ASSERT(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
  write(folder_ / "server.toml",
        fmt::format("hall = 'bench'\ncatalogue = 'catalogue'\njournal = 'journal.db'\n"
                    "keys = 'server.key'\ndevices = 'devices.toml'\ncommands = '{}'\nfeed = '{}'\n"
                    "disk_reserve_mb = 0\n",
                    free_endpoint(), free_endpoint()));
  std::filesystem::copy(std::filesystem::path(YICHUANG_SOURCE_DIR) / "assets/catalogue",
                        folder_ / "catalogue", std::filesystem::copy_options::recursive);
  open_always();
  add_services();
}

// A bench runs at any hour. The rules go: their letters for kiosks are wanted for services.
void TemporaryHall::open_always() {
  const auto path = folder_ / "catalogue/hall.toml";
  std::ifstream in(path);
  std::string kept;
  bool hours = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("[")) hours = line == "[hours]";
    if (!hours) kept += line + "\n";
  }
  kept += "\n[hours]\n";
  for (const char* day :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) {
    kept += fmt::format("{} = ['00:00-24:00']\n", day);
  }
  std::ofstream(path) << kept;
  std::ofstream(folder_ / "catalogue/calendar.toml") << "published_years = []\n";
  std::filesystem::remove(folder_ / "catalogue/rules.toml");
}

// The general windows serve the added ones, so the hall stays a valid one.
void TemporaryHall::add_services() {
  auto shipped = load_catalogue(folder_ / "catalogue");
  HALL_ASSERT(shipped.ok());
  std::set<std::string> used;
  for (const auto& service : shipped->services) {
    services_.push_back(service.id);
    used.insert(service.prefix);
  }
  std::ofstream file(folder_ / "catalogue/services.toml", std::ios::app);
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (used.contains(std::string(1, letter))) continue;
    services_.push_back(fmt::format("more-{}", static_cast<char>(letter + 'a' - 'A')));
    file << fmt::format(
        "\n[[services]]\nid = '{}'\nprefix = '{}'\nzh = '业务{}'\nen = 'Service {}'\n"
        "icon = 'grid'\nvisit_minutes = 5\n",
        services_.back(), letter, letter, letter);
  }
}

TemporaryHall::~TemporaryHall() {
  server_.reset();
  std::filesystem::remove_all(folder_);
}

void TemporaryHall::start() {
  server_ = std::make_unique<Child>(
      bin_ / "queue-server",
      std::vector<std::string>{"--config", (folder_ / "server.toml").string()},
      folder_ / "server.log");
}

DeviceFile TemporaryHall::enroll(const std::string& role, const std::string& name) {
  const auto out = folder_ / (name + ".toml");
  const std::string command = fmt::format(
      "{} enroll --config {} --role {} --name {} --out {} > /dev/null", (bin_ / "hallctl").string(),
      (folder_ / "server.toml").string(), role, name, out.string());
  HALL_ASSERT(std::system(command.c_str()) == 0);
  auto device = load_device_file(out);
  HALL_ASSERT(device.ok());
  return *device;
}

void use_key_without_gate(Socket& server, const KeyPair& keys) {
  const int on = 1;
  zmq_setsockopt(server.get(), ZMQ_CURVE_SERVER, &on, sizeof on);
  zmq_setsockopt(server.get(), ZMQ_CURVE_SECRETKEY, keys.secret_key.data(), keys.secret_key.size());
}

Asker::Asker(ZmqContext& context, const DeviceFile& device)
    : hall(device.hall), socket_(context, SocketUse::kClientCommands) {
  socket_.use_client_key(device.keys, device.server_public_key);
  const auto connected = socket_.connect(device.commands);
  HALL_ASSERT(connected.ok());
}

void Asker::send(wire::Command command) {
  command.set_version(kProtocolVersion);
  command.set_hall(hall);
  command.set_clerk(clerk);
  asked_ = std::string(CommandId::make(SystemClock().now(), random_).raw());
  command.set_command_id(asked_);
  const std::string frame = encode(command);
  while (!socket_.send(frame)) {
    zmq_pollitem_t item{socket_.get(), 0, ZMQ_POLLOUT, 0};
    HALL_ASSERT(zmq_poll(&item, 1, 10'000) == 1);
  }
}

std::optional<wire::Reply> Asker::receive_now() {
  Received frame;
  wire::Reply reply;
  while (socket_.receive(frame)) {
    HALL_ASSERT(decode(frame.body, reply).ok());
    // An answer to an earlier try of ask_until_answered() may still come.
    if (reply.command_id() == asked_) return reply;
  }
  return std::nullopt;
}

wire::Reply Asker::receive() {
  while (true) {
    if (auto reply = receive_now()) return std::move(*reply);
    zmq_pollitem_t item{socket_.get(), 0, ZMQ_POLLIN, 0};
    HALL_ASSERT(zmq_poll(&item, 1, 10'000) == 1);
  }
}

wire::Reply Asker::ask_until_answered(const wire::Command& command) {
  while (true) {
    send(command);
    zmq_pollitem_t item{socket_.get(), 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, 1000) == 1) return receive();
  }
}

}  // namespace yichuang::bench
