// WorkerProcess: a running scan-worker and our end of the socket to it. One thread, its owner's;
// the process ends with this object (SIGKILL: a backend that hangs listens to nothing else).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "base/result.h"
#include "drivers/scanner.h"

namespace yichuang {

class WorkerProcess {
 public:
  static Result<std::unique_ptr<WorkerProcess>> start(const ScannerOptions& options);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  int socket() const { return socket_; }
  pid_t process() const { return process_; }
  // False if it has ended, or does not read.
  bool send(std::span<const uint8_t> message);
  // The next message, in `room` (limits::kScanMessageBytesMax and one byte more). Nothing: none is
  // there, or `ended` is true.
  std::optional<std::span<const uint8_t>> receive(std::span<uint8_t> room, bool& ended);

 private:
  WorkerProcess(int socket, pid_t process) : socket_(socket), process_(process) {}
  const int socket_;
  const pid_t process_;
};

// The helper program that `options` mean. kNotFound if it is not there.
Result<std::filesystem::path> worker_program(const ScannerOptions& options);

}  // namespace yichuang
