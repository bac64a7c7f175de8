#include "queue-server/adoption.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "hall/apply.h"
#include "hall/snapshot.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

constexpr const char* kWhatToDo =
    "what left the catalogue today is forgotten at midnight: let this one wait until then";

// Of one window as the day goes on: the longest reason of a pause and name of a clerk, and the
// numbers beside them; of a line of the board.
constexpr size_t kWindowGrowthBytes = 120 + 32 + 52;
constexpr size_t kCallBytes = 80;

// As large as the first page can still become today.
size_t head_bytes_max(const State& state, const wire::SnapshotPage& page) {
  size_t bytes = page.ByteSizeLong();
  for (const auto& device : page.head().devices()) bytes -= device.ByteSizeLong();
  bytes += limits::kDeviceBytesMax;
  bytes += state.windows.size() * kWindowGrowthBytes;
  bytes += (limits::kRecentCallsMax - state.recent_calls.size()) * kCallBytes;
  return bytes;
}

bool has_retired(const State& state) {
  return std::ranges::any_of(state.services, &Service::retired) ||
         std::ranges::any_of(state.windows, [](const auto& entry) { return entry.second.retired; });
}

}  // namespace

std::string cannot_adopt_today(const State& state, const wire::CatalogueAdopted& catalogue) {
  if (state.day == 0) return "";
  State next = state;
  wire::Event event;
  event.set_seq(state.seq + 1);
  event.set_at_ms(state.at.ms);
  *event.mutable_catalogue_adopted() = catalogue;
  apply(next, event);
  if (!has_retired(next)) return "";
  auto pages = snapshot(next);
  for (const wire::SnapshotPage& page : pages) {
    if (auto fits = within_limits(page); !fits) {
      return fmt::format("with it today's services and windows would be too many ({}); {}",
                         fits.error().sentence, kWhatToDo);
    }
  }
  pages[0].mutable_head()->clear_learned();  // goes to a page of its own if need be
  if (head_bytes_max(next, pages[0]) >= limits::kMessageBytesMax) {
    return fmt::format("with it today's services and windows would not fit into a snapshot; {}",
                       kWhatToDo);
  }
  return "";
}

}  // namespace yichuang
