#include "drivers/serial_link.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/assert.h"

namespace yichuang {
namespace {

constexpr std::array<speed_t, kSerialBauds.size()> kSpeeds = {B1200,  B2400,  B4800,  B9600,
                                                              B19200, B38400, B57600, B115200};

speed_t speed_of(int baud) {
  const auto found = std::ranges::find(kSerialBauds, baud);
  HALL_ASSERT(found != kSerialBauds.end());
  return kSpeeds[static_cast<size_t>(found - kSerialBauds.begin())];
}

// EPERM is what a service's DeviceAllow= says; it knows the kinds of lines that had a driver when
// the service started (systemd.resource-control(5)).
const char* hint_of(int error) {
  switch (error) {
    case EACCES:
      return "; install the udev rules and join the group yichuang-devices, or dialout";
    case EPERM:
      return "; its kind needs a DeviceAllow= of the service, and its driver to be loaded before: "
             "restart the service";
    default:
      return "";
  }
}

}  // namespace

std::string serial_baud_names() {
  std::string names;
  for (const int baud : kSerialBauds) {
    const bool last = baud == kSerialBauds.back();
    names += (names.empty() ? "" : last ? " or " : ", ") + std::to_string(baud);
  }
  return names;
}

Result<std::unique_ptr<SerialLink>> SerialLink::open(const std::string& path, int baud, Wake wake,
                                                     Trace* trace) {
  const speed_t speed = speed_of(baud);
  const auto failed = [&](const char* what) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{}: {}: {}{}", path, what, std::generic_category().message(errno),
                             hint_of(errno))};
  };
  const int file = ::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return failed("open");
  std::unique_ptr<SerialLink> link(new SerialLink(file, std::move(wake), trace));
  termios line{};
  if (tcgetattr(file, &line) != 0) return failed("no serial line");
  cfmakeraw(&line);
  // With HUPCL the line's end drops DTR: many small boards begin anew at that and forget their
  // text.
  line.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | PARENB | CRTSCTS | HUPCL);
  line.c_cflag |= CLOCAL | CREAD;
  cfsetispeed(&line, speed);
  cfsetospeed(&line, speed);
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
  // Flushing an empty output would still take from a terminal pair what its other side has not
  // read.
  int unsent = 0;
  const bool sent = ioctl(line_, TIOCOUTQ, &unsent) == 0 && unsent == 0;
  tcflush(line_, sent ? TCIFLUSH : TCIOFLUSH);
  close(line_);
}

}  // namespace yichuang
