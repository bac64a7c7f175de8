#include "kiosk/last_hall.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/log.h"
#include "hall/snapshot.h"
#include "wire/framed.h"

namespace yichuang::kiosk {
namespace {

constexpr size_t kFileBytesMax = 4 * 1024 * 1024;

// Without anybody's ticket, appointment or call.
State without_people(const State& hall) {
  State out = hall;
  out.first_ticket = hall.next_ticket();
  out.tickets.clear();
  out.unconfirmed = {};
  out.held = {};
  out.vouchers.clear();
  out.appointments.clear();
  out.appointment_times = {};
  out.booked.clear();
  out.alarms.clear();
  out.emergency = {};
  out.recent_calls.clear();
  out.devices.clear();
  for (Service& service : out.services) service.lines = {};
  for (auto& [number, window] : out.windows) {
    window.lines = {};
    window.ticket = 0;
    window.phase = wire::WINDOW_PHASE_CLOSED;
    window.clerk.clear();
    window.reason.clear();
  }
  return out;
}

std::string to_bytes(const State& state) {
  std::string bytes;
  for (const wire::SnapshotPage& page : snapshot(state)) append_framed(bytes, page);
  return bytes;
}

Result<State> from_bytes(std::string_view bytes) {
  std::vector<wire::SnapshotPage> pages;
  while (!bytes.empty()) {
    wire::SnapshotPage page;
    if (auto taken = take_framed(bytes, page); !taken) return taken.error();
    pages.push_back(std::move(page));
  }
  return from_snapshot(pages);
}

}  // namespace

LastHall::LastHall(std::filesystem::path file) : file_(std::move(file)) {
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return;
  const auto bytes = read_file(file_, kFileBytesMax);
  auto state = bytes ? from_bytes(*bytes) : Result<State>(bytes.error());
  if (!state) {
    log_warning("{}: {}; the hall is learned anew", file_.string(), state.error().sentence);
    return;
  }
  state_ = std::move(*state);
  written_ = mark_of(state_);
}

void LastHall::remember(const State& now) {
  if (now.seq == 0 || mark_of(now) == written_) return;
  written_ = mark_of(now);  // also when the disk is full: it would be asked each second
  if (auto done = write_file_atomic(file_, to_bytes(without_people(now)), 0600); !done)
    log_error("{}", done.error().sentence);
}

}  // namespace yichuang::kiosk
