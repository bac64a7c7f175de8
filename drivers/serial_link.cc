#include "drivers/serial_link.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace yichuang {

Result<std::unique_ptr<SerialLink>> SerialLink::open(const std::string& path, Wake wake,
                                                     Trace* trace) {
  const auto failed = [&](const char* what) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{}: {}: {}{}", path, what, std::generic_category().message(errno),
                             errno == EACCES ? "; install the udev rules and join the group "
                                               "yichuang-devices"
                                             : "")};
  };
  const int file = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return failed("open");
  std::unique_ptr<SerialLink> link(new SerialLink(file, std::move(wake), trace));
  termios line{};
  if (tcgetattr(file, &line) != 0) return failed("no serial line");
  cfmakeraw(&line);
  line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | PARENB | CRTSCTS);
  line.c_cflag |= CLOCAL | CREAD;
  cfsetispeed(&line, B115200);
  cfsetospeed(&line, B115200);
  if (tcsetattr(file, TCSANOW, &line) != 0) return failed("set the line");
  if (ioctl(file, TIOCEXCL) != 0) return failed("take the line");
  tcflush(file, TCIOFLUSH);
  link->start(file);
  return link;
}

SerialLink::SerialLink(int file, Wake wake, Trace* trace)
    : FdLink(std::move(wake), trace), line_(file) {}

SerialLink::~SerialLink() {
  stop();
  tcflush(line_, TCIOFLUSH);
  close(line_);
}

}  // namespace yichuang
