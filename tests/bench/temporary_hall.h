// A hall of its own in a temporary folder, with the real queue-server as a child process.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/random.h"
#include "net/device_file.h"
#include "net/socket.h"
#include "wire/hall.pb.h"

namespace yichuang::bench {

// A program started with its arguments, output to the hall's log; killed with the object.
class Child {
 public:
  Child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
        const std::filesystem::path& log, const std::vector<std::string>& environment = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  void kill_now();  // SIGKILL, and waits
  void stop();      // SIGTERM, and waits
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

class TemporaryHall {
 public:
  // The shipped hall with services added until all 26 letters are series of 999 numbers. `bin`:
  // where the programs are.
  explicit TemporaryHall(std::filesystem::path bin);
  ~TemporaryHall();

  void start();
  void kill() { server_.reset(); }
  Child& server() { return *server_; }
  DeviceFile enroll(const std::string& role, const std::string& name);
  const std::filesystem::path& folder() const { return folder_; }
  const std::filesystem::path& bin() const { return bin_; }
  // The ids of all its services.
  const std::vector<std::string>& services() const { return services_; }

 private:
  void open_always();
  void add_services();
  std::filesystem::path bin_;
  std::filesystem::path folder_;
  std::vector<std::string> services_;
  std::unique_ptr<Child> server_;
};

// A server's end of CURVE that lets everybody in: without a ZAP domain libzmq asks no gate. For
// what is bare on purpose.
void use_key_without_gate(Socket& server, const KeyPair& keys);

// One device's command socket, blocking: asks and waits for the answer.
class Asker {
 public:
  Asker(ZmqContext& context, const DeviceFile& device);
  void send(wire::Command command);
  wire::Reply receive();
  std::optional<wire::Reply> receive_now();  // without waiting
  wire::Reply ask(wire::Command command) {
    send(std::move(command));
    return receive();
  }
  // Asks again and again until the server answers: the first answer after a start.
  wire::Reply ask_until_answered(const wire::Command& command);
  Socket& socket() { return socket_; }
  std::string hall;
  std::string clerk;

 private:
  Socket socket_;
  SystemRandom random_;
  std::string asked_;  // the id of the last command sent
};

}  // namespace yichuang::bench
