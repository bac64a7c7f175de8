// What a browser, a phone or a kiosk may send to queue-web: bodies of JSON, and what says which
// piece of which paper this is and who allowed it. The first byte chooses.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "papers/capability.h"
#include "queue-server/web/commands.h"
#include "queue-server/web/paper_door.h"
#include "tests/fuzz/fuzz.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

constexpr std::string_view kHall = "binjiang";
constexpr Time kNow{1'747'700'000'000};

const PaperKeyPair& keys() {
  static const PaperKeyPair pair = upload_keys_of(std::string(32, 's'));
  return pair;
}

// A leave as the server signs it; whatever differs from it is none.
const std::string& good_leave() {
  static const std::string header = [] {
    wire::UploadCapability capability;
    capability.set_hall(std::string(kHall));
    capability.set_ticket(7);
    capability.set_document(std::string(16, 'd'));
    capability.set_size(600'000);
    capability.set_hash(std::string(32, 'h'));
    capability.set_expires_ms(kNow.ms + 600'000);
    return authorization_of(sign_upload(keys(), capability));
  }();
  return header;
}

void try_leave(std::string_view header) {
  const auto leave = check_upload(keys().public_key, kHall, header, kNow);
  fuzz::check(leave.ok() == (header == good_leave()), "only what the server signed is a leave");
  if (!leave) fuzz::check(!leave.error().sentence.empty(), "a refusal says why");
}

// The good leave with some of its bytes changed: (place, two bytes), byte.
void try_changed_leave(std::string_view changes) {
  std::string header = good_leave();
  for (; changes.size() >= 3; changes.remove_prefix(3)) {
    const size_t place = static_cast<uint8_t>(changes[0]) * 256U + static_cast<uint8_t>(changes[1]);
    header[place % header.size()] = changes[2];
  }
  try_leave(header);
}

void try_range(std::string_view text) {
  const auto range = parse_content_range(text);
  if (!range) return;
  fuzz::check(range->from <= range->to && range->to < range->total, "a piece lies in its whole");
  const auto again =
      parse_content_range(fmt::format("bytes {}-{}/{}", range->from, range->to, range->total));
  fuzz::check(
      again && again->from == range->from && again->to == range->to && again->total == range->total,
      "a range is what it says");
}

void try_document(std::string_view text) {
  const std::string id = document_id_of(text);
  fuzz::check(id.empty() || (id.size() == 16 && text.size() == 32), "an id has 16 bytes");
  const auto path = parse_paper_path(text);
  if (path) fuzz::check(path->document.size() == 16 && path->window != 0, "a path names a paper");
}

void try_body(uint8_t choice, std::string_view text) {
  constexpr std::array<std::string_view, 8> kActions = {
      "window/pause", "window/done",     "window/transfer", "ticket/cancel",
      "desk/issue",   "ticket/priority", "desk/emergency",  "window/add-service"};
  const auto body = JsonObject::parse(text);
  if (!body) return fuzz::check(!body.error().sentence.empty(), "a refusal says why");
  const std::string_view action = kActions[choice % kActions.size()];
  if (permission(action, StaffRole::kManager) == Permission::kNoSuchAction) return;
  const auto command = command_of(action, *body, "9001", StaffRole::kManager);
  if (!command) return fuzz::check(!command.error().sentence.empty(), "a refusal says why");
  fuzz::check(command->body_case() != wire::Command::BODY_NOT_SET, "a command asks something");
}

}  // namespace
}  // namespace yichuang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang;
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      try_leave(rest);
      break;
    case 1:
      try_changed_leave(rest);
      break;
    case 2:
      try_range(rest);
      break;
    case 3:
      try_document(rest);
      break;
    default:
      try_body(static_cast<uint8_t>(data[0] / 5), rest);
  }
  return 0;
}
