#include "drivers/worker_process.h"

#include <fmt/core.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

extern char** environ;

namespace yichuang {
namespace {

constexpr char kConfigVariable[] = "SANE_CONFIG_DIR=";

// The hall's folder, then ours, which loads no backend unasked, then the system's (the empty end).
std::string config_variable(const ScannerOptions& options) {
  const std::filesystem::path beside_sources = YICHUANG_SOURCE_SANE;
  std::string folders;
  if (!options.config_folder.empty()) folders = options.config_folder.string() + ":";
  folders += std::filesystem::is_directory(beside_sources) ? beside_sources.string()
                                                           : "/usr/share/yichuang/sane.d";
  return kConfigVariable + folders + ":";
}

}  // namespace

Result<std::filesystem::path> worker_program(const ScannerOptions& options) {
  std::error_code error;
  std::filesystem::path program = options.worker;
  if (program.empty())
    program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "scan-worker";
  if (access(program.c_str(), X_OK) == 0) return program;
  return Error{ErrorCode::kNotFound,
               fmt::format("the scanner's helper program {} is not there; install it beside this "
                           "program",
                           program.string())};
}

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const ScannerOptions& options) {
  const auto program = worker_program(options);
  if (!program) return program.error();
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return Error{ErrorCode::kInternal, "no socket for the scanner's helper program"};
  std::vector<std::string> environment{config_variable(options)};
  for (char** each = environ; *each != nullptr; ++each)
    if (!std::string_view(*each).starts_with(kConfigVariable)) environment.emplace_back(*each);
  std::vector<char*> environment_pointers;
  for (auto& each : environment) environment_pointers.push_back(each.data());
  environment_pointers.push_back(nullptr);
  std::string name = program->string();
  std::string memory = fmt::format("--memory-mib={}", options.worker_memory_mib);
  char* arguments[] = {name.data(), memory.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t process = 0;
  const int code = posix_spawn(&process, name.c_str(), &actions, nullptr, arguments,
                               environment_pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (code == 0) return std::unique_ptr<WorkerProcess>(new WorkerProcess(ends[0], process));
  close(ends[0]);
  return Error{ErrorCode::kUnavailable,
               fmt::format("{}: {}", name, std::generic_category().message(code))};
}

WorkerProcess::~WorkerProcess() {
  close(socket_);
  kill(process_, SIGKILL);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) continue;
}

bool WorkerProcess::send(std::span<const uint8_t> message) {
  return ::send(socket_, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
         static_cast<ssize_t>(message.size());
}

std::optional<std::span<const uint8_t>> WorkerProcess::receive(std::span<uint8_t> room,
                                                               bool& ended) {
  const ssize_t count = recv(socket_, room.data(), room.size(), MSG_DONTWAIT);
  ended = count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
  if (count <= 0) return {};
  return room.first(static_cast<size_t>(count));
}

}  // namespace yichuang
