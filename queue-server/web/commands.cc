#include "queue-server/web/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

enum Who : unsigned { kClerk = 1, kGuide = 2, kManager = 4, kAdmin = 8 };
constexpr unsigned kAtWindows = kClerk | kManager | kAdmin;
constexpr unsigned kEverybody = kAtWindows | kGuide;

enum class Needs { kWindow, kWindowAndReason, kTicket };

struct Action {
  std::string_view name;
  unsigned who;
  Needs needs;
  void (*fill)(wire::Command&, uint32_t number, const std::string& reason);
};

using Text = const std::string&;
constexpr std::array<Action, 12> kActions = {{
    {"window/sign-in", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_sign_in()->set_window(n); }},
    {"window/sign-out", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_sign_out()->set_window(n); }},
    {"window/open", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_open_window()->set_window(n); }},
    {"window/pause", kAtWindows, Needs::kWindowAndReason,
     [](wire::Command& c, uint32_t n, Text reason) {
       c.mutable_pause_window()->set_window(n);
       c.mutable_pause_window()->set_reason(reason);
     }},
    {"window/close", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_close_window()->set_window(n); }},
    {"window/next", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_call_next()->set_window(n); }},
    {"window/recall", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_recall_ticket()->set_window(n); }},
    {"window/missed", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_mark_missed()->set_window(n); }},
    {"window/serve", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_start_service()->set_window(n); }},
    {"window/done", kAtWindows, Needs::kWindow,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_complete_service()->set_window(n); }},
    {"ticket/reactivate", kEverybody, Needs::kTicket,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_reactivate_ticket()->set_ticket(n); }},
    {"ticket/cancel", kGuide | kManager | kAdmin, Needs::kTicket,
     [](wire::Command& c, uint32_t n, Text) { c.mutable_cancel_ticket()->set_ticket(n); }},
}};

const Action* find_action(std::string_view name) {
  const auto found = std::ranges::find(kActions, name, &Action::name);
  return found == kActions.end() ? nullptr : &*found;
}

Who bit(StaffRole role) {
  switch (role) {
    case StaffRole::kClerk:
      return kClerk;
    case StaffRole::kGuide:
      return kGuide;
    case StaffRole::kManager:
      return kManager;
    case StaffRole::kAdmin:
      return kAdmin;
  }
  return kClerk;
}

unsigned status_of(wire::Refusal refusal) {
  switch (refusal) {
    case wire::REFUSAL_NOT_ALLOWED:
      return 403;
    case wire::REFUSAL_UNKNOWN_SERVICE:
    case wire::REFUSAL_UNKNOWN_WINDOW:
    case wire::REFUSAL_UNKNOWN_TICKET:
      return 404;
    case wire::REFUSAL_MALFORMED:
    case wire::REFUSAL_INVALID_VALUE:
      return 422;
    case wire::REFUSAL_WRONG_VERSION:
    case wire::REFUSAL_WRONG_HALL:
      return 502;  // queue-web itself is set up wrong
    case wire::REFUSAL_DISK_FULL:
    case wire::REFUSAL_BUSY:
      return 503;
    case wire::REFUSAL_DEADLINE_PASSED:
      return 504;
    default:
      return 409;
  }
}

HttpResponse done_response(const wire::Reply& reply) {
  JsonWriter json;
  json.begin_object().member("ok", true).member("seq", reply.seq());
  if (reply.has_ticket()) {
    const wire::TicketResult& ticket = reply.ticket();
    json.key("ticket")
        .begin_object()
        .member("ticket", ticket.ticket())
        .member("number", ticket.number())
        .member("service", ticket.service())
        .member("window", ticket.window())
        .end_object();
  }
  return json_response(200, json.end_object().take());
}

}  // namespace

Permission permission(std::string_view action, StaffRole role) {
  const Action* known = find_action(action);
  if (!known) return Permission::kNoSuchAction;
  return known->who & bit(role) ? Permission::kAllowed : Permission::kDenied;
}

wire::StaffRole on_the_wire(StaffRole role) {
  switch (role) {
    case StaffRole::kClerk:
      return wire::STAFF_ROLE_CLERK;
    case StaffRole::kGuide:
      return wire::STAFF_ROLE_GUIDE;
    case StaffRole::kManager:
      return wire::STAFF_ROLE_MANAGER;
    case StaffRole::kAdmin:
      return wire::STAFF_ROLE_ADMIN;
  }
  return wire::STAFF_ROLE_UNSPECIFIED;
}

Result<wire::Command> command_of(std::string_view action, const JsonObject& body,
                                 const std::string& badge, StaffRole role) {
  const Action* known = find_action(action);
  HALL_ASSERT(known);
  const auto refuse = [](std::string sentence) {
    return Error{ErrorCode::kInvalid, std::move(sentence)};
  };
  const bool ticket = known->needs == Needs::kTicket;
  const bool with_reason = known->needs == Needs::kWindowAndReason;
  const std::string_view key = ticket ? "ticket" : "window";
  const std::string_view reason_key = with_reason ? "reason" : key;
  if (const auto unknown = body.unknown_beside({key, reason_key}); !unknown.empty()) {
    return refuse(fmt::format("{} is not a member of this request", unknown));
  }
  const auto number = body.number(key);
  if (!number || *number == 0) return refuse(fmt::format("{} must be a number", key));
  if (!ticket && *number > limits::kWindowsMax) return refuse("window must be from 1 to 99");
  const std::string reason = body.text("reason").value_or("");
  if (with_reason && (reason.empty() || reason.size() > web_limits::kReasonBytesMax)) {
    return refuse("reason must be a text of 1 to 120 bytes");
  }
  wire::Command command;
  command.set_clerk(badge);
  command.set_staff_role(on_the_wire(role));
  known->fill(command, *number, reason);
  return command;
}

std::string name_of(wire::Refusal refusal) {
  return wire::Refusal_Name(refusal).substr(std::string_view("REFUSAL_").size());
}

HttpResponse response_of(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kDone:
      return done_response(outcome.reply);
    case Outcome::Kind::kRefused: {
      const wire::Refusal refusal = outcome.reply.refusal();
      if (!wire::Refusal_IsValid(refusal)) {
        return error_response(409, "REFUSED", outcome.reply.sentence());
      }
      return error_response(status_of(refusal), name_of(refusal), outcome.reply.sentence());
    }
    case Outcome::Kind::kUnanswered:
      return error_response(504, "UNANSWERED",
                            "the hall's server did not answer; look at the state before trying "
                            "again");
    case Outcome::Kind::kUnavailable:
      return error_response(503, "UNAVAILABLE",
                            "the request could not be kept on disk, so it was not sent");
  }
  return error_response(500, "INTERNAL", "unknown outcome");
}

}  // namespace yichuang
