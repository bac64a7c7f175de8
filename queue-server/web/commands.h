// The API's actions as commands of the hall, and the hall's outcomes as HTTP answers. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/commander.h"
#include "hall/state.h"
#include "queue-server/web/http_types.h"
#include "queue-server/web/json.h"
#include "queue-server/web/users.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Whether `role` may do the action of a path ("window/next", "ticket/cancel").
enum class Permission { kAllowed, kDenied, kNoSuchAction };
Permission permission(std::string_view action, StaffRole role);

// The command of an action, spoken for the clerk with `badge`. An error says what is wrong with
// the body. The action must exist.
Result<wire::Command> command_of(std::string_view action, const JsonObject& body,
                                 const std::string& badge, StaffRole role);

// "WINDOW/TICKET/ID" of a paper that a clerk wants to open; WINDOW 0: of a visit that is over.
struct PaperPath {
  uint32_t window = 0;
  uint32_t ticket = 0;
  std::string document;  // 16 bytes
};
std::optional<PaperPath> parse_paper_path(std::string_view path);
wire::Command opening_of(const PaperPath& paper, const std::string& badge, StaffRole role);

// {"ok":true, …} or {"ok":false,"error":NAME,"sentence":…} with the status that fits.
HttpResponse response_of(const Outcome& outcome);

// The refusal's name as the API and the pages' texts know it: "NOBODY_WAITING".
std::string name_of(wire::Refusal refusal);

}  // namespace yichuang
