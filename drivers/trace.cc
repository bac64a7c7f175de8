#include "drivers/trace.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/id.h"
#include "drivers/limits.h"

namespace yichuang {
namespace {

std::string hex_of(std::span<const uint8_t> bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

Result<std::unique_ptr<Trace>> Trace::create(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error{ErrorCode::kUnavailable, fmt::format("trace file {}: {}", path.string(),
                                                      std::generic_category().message(errno))};
  }
  return std::unique_ptr<Trace>(new Trace(file));
}

Trace::Trace(int file) : file_(file), begin_ms_(clock_.steady_ms()) {}

Trace::~Trace() { ::close(file_); }

void Trace::sent(std::span<const uint8_t> bytes) { line('>', hex_of(bytes)); }

void Trace::received(std::span<const uint8_t> bytes) { line('<', hex_of(bytes)); }

void Trace::note(std::string_view text) { line('#', text); }

void Trace::write_ended(LinkEnd end) {
  if (end != LinkEnd::kDone) note(fmt::format("write {}", name_of(end)));
}

void Trace::line(char sign, std::string_view text) {
  if (written_bytes_ >= limits::kTraceBytesMax) return;
  std::string out = fmt::format("{} {} {}\n", clock_.steady_ms() - begin_ms_, sign, text);
  written_bytes_ += out.size();
  if (written_bytes_ >= limits::kTraceBytesMax) out += "# full\n";
  // A trace that cannot be written (disk full) must not stop a ticket: it ends here.
  if (::write(file_, out.data(), out.size()) != static_cast<ssize_t>(out.size())) {
    written_bytes_ = limits::kTraceBytesMax;
  }
}

}  // namespace yichuang
