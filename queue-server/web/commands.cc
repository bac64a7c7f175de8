#include "queue-server/web/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/limits.h"
#include "queue-server/web/paper_door.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

enum Who : unsigned { kClerk = 1, kGuide = 2, kManager = 4, kAdmin = 8, kBackOffice = 16 };
constexpr unsigned kAtWindows = kClerk | kManager | kAdmin;
constexpr unsigned kEverybody = kAtWindows | kGuide;

// What the body of a request may say beside the number of its window or ticket.
enum Member : unsigned {
  kReason = 1,
  kService = 2,
  kToWindow = 4,
  kPool = 8,
  kFront = 16,
  kPriority = 32,
  kCases = 64,
  kPaperless = 128,
  kMessage = 256,  // in two languages; both empty: none
  kMinutes = 512,  // how long a pause takes; 0: not said
  kOutcome = 1024,
};

struct Fields {
  uint32_t number = 0;  // of the window, or the ticket's key
  std::string reason;
  std::string service;
  uint32_t to_window = 0;
  bool pool = false;
  bool front = false;
  PriorityClass priority = wire::PRIORITY_CLASS_UNSPECIFIED;
  uint32_t cases = 0;
  uint32_t minutes = 0;
  wire::VisitOutcome outcome = wire::VISIT_OUTCOME_UNSPECIFIED;
  bool paperless = false;
  std::string zh;
  std::string en;
};

struct Action {
  std::string_view name;  // window/… is about a window, ticket/… about a ticket, desk/… neither
  unsigned who;
  void (*fill)(wire::Command&, const Fields&);
  unsigned needs = 0;
  unsigned may = 0;
};

using wire::Command;
constexpr std::array<Action, 21> kActions = {{
    {"window/sign-in", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_sign_in()->set_window(f.number); }},
    {"window/sign-out", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_sign_out()->set_window(f.number); }},
    {"window/open", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_open_window()->set_window(f.number); }},
    {"window/pause", kAtWindows,
     [](Command& c, const Fields& f) {
       c.mutable_pause_window()->set_window(f.number);
       c.mutable_pause_window()->set_reason(f.reason);
       c.mutable_pause_window()->set_minutes(f.minutes);
     },
     kReason, kMinutes},
    {"window/close", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_close_window()->set_window(f.number); }},
    {"window/next", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_call_next()->set_window(f.number); }},
    {"window/recall", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_recall_ticket()->set_window(f.number); }},
    {"window/missed", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_mark_missed()->set_window(f.number); }},
    {"window/serve", kAtWindows,
     [](Command& c, const Fields& f) { c.mutable_start_service()->set_window(f.number); }},
    {"window/done", kAtWindows,
     [](Command& c, const Fields& f) {
       c.mutable_complete_service()->set_window(f.number);
       c.mutable_complete_service()->set_outcome(f.outcome);
     },
     0, kOutcome},
    {"window/hold", kAtWindows,
     [](Command& c, const Fields& f) {
       c.mutable_hold_ticket()->set_window(f.number);
       c.mutable_hold_ticket()->set_pool(f.pool);
     },
     0, kPool},
    {"window/transfer", kAtWindows,
     [](Command& c, const Fields& f) {
       auto& transfer = *c.mutable_transfer_ticket();
       transfer.set_window(f.number);
       transfer.set_service(f.service);
       transfer.set_to_window(f.to_window);
       transfer.set_reason(f.reason);
       transfer.set_front(f.front);
     },
     kReason, kService | kToWindow | kFront},
    {"window/add-service", kAtWindows,
     [](Command& c, const Fields& f) {
       c.mutable_add_service()->set_window(f.number);
       c.mutable_add_service()->set_service(f.service);
     },
     kService},
    {"window/walk-in", kAtWindows,
     [](Command& c, const Fields& f) {
       c.mutable_serve_walk_in()->set_window(f.number);
       c.mutable_serve_walk_in()->set_service(f.service);
     },
     kService},
    {"ticket/reactivate", kEverybody,
     [](Command& c, const Fields& f) { c.mutable_reactivate_ticket()->set_ticket(f.number); }},
    {"ticket/resume", kEverybody,
     [](Command& c, const Fields& f) { c.mutable_resume_ticket()->set_ticket(f.number); }},
    {"desk/issue", kGuide | kManager | kAdmin,
     [](Command& c, const Fields& f) {
       c.mutable_issue_ticket()->set_service(f.service);
       c.mutable_issue_ticket()->set_priority(f.priority);
       c.mutable_issue_ticket()->set_cases(f.cases);
     },
     kService, kPriority | kCases},
    // Its printing was not confirmed, but here is the paper; or a number of the desk was told.
    {"ticket/confirm", kGuide | kManager | kAdmin,
     [](Command& c, const Fields& f) {
       c.mutable_confirm_ticket()->set_ticket(f.number);
       c.mutable_confirm_ticket()->set_delivery(f.paperless ? wire::DELIVERY_PAPERLESS
                                                            : wire::DELIVERY_PRINTED);
     },
     0, kPaperless},
    {"ticket/priority", kGuide | kManager | kAdmin,
     [](Command& c, const Fields& f) {
       c.mutable_grant_priority()->set_ticket(f.number);
       c.mutable_grant_priority()->set_priority(f.priority);
       c.mutable_grant_priority()->set_reason(f.reason);
     },
     kReason | kPriority},
    {"desk/emergency", kManager | kAdmin,
     [](Command& c, const Fields& f) {
       c.mutable_set_emergency()->mutable_text()->set_zh(f.zh);
       c.mutable_set_emergency()->mutable_text()->set_en(f.en);
     },
     0, kMessage},
    {"ticket/cancel", kGuide | kManager | kAdmin,
     [](Command& c, const Fields& f) { c.mutable_cancel_ticket()->set_ticket(f.number); }},
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
    case StaffRole::kBackOffice:
      return kBackOffice;
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

Error wrong_body(std::string sentence) { return {ErrorCode::kInvalid, std::move(sentence)}; }

// The number of the window or the ticket that the action is about.
std::string read_number(const Action& action, const JsonObject& body, Fields& fields) {
  if (action.name.starts_with("desk/")) return "";
  const bool ticket = action.name.starts_with("ticket/");
  const std::string_view key = ticket ? "ticket" : "window";
  fields.number = body.number(key).value_or(0);
  if (fields.number == 0) return fmt::format("{} must be a number", key);
  return !ticket && fields.number > limits::kWindowsMax ? "window must be from 1 to 99" : "";
}

// "ELDERLY", as hall.proto names the classes.
std::string read_priority(const Action& action, const JsonObject& body, Fields& fields) {
  const auto name = body.text("priority");
  if (!name && !(action.needs & kPriority)) return "";
  const bool known = name &&
                     wire::PriorityClass_Parse("PRIORITY_CLASS_" + *name, &fields.priority) &&
                     fields.priority != wire::PRIORITY_CLASS_UNSPECIFIED;
  return known ? "" : "priority must name a class";
}

// "DECIDED", as hall.proto names what came of a visit.
std::string read_outcome(const JsonObject& body, Fields& fields) {
  const auto name = body.text("outcome");
  if (!name) return "";
  const bool known = wire::VisitOutcome_Parse("VISIT_OUTCOME_" + *name, &fields.outcome) &&
                     fields.outcome != wire::VISIT_OUTCOME_UNSPECIFIED;
  return known ? "" : "outcome must be DECIDED, ACCEPTED, RETURNED or ADVISED";
}

std::string read_texts(const Action& action, const JsonObject& body, Fields& fields) {
  fields.reason = body.text("reason").value_or("");
  if ((action.needs & kReason) &&
      (fields.reason.empty() || fields.reason.size() > web_limits::kReasonBytesMax)) {
    return "reason must be a text of 1 to 120 bytes";
  }
  fields.service = body.text("service").value_or("");
  if (((action.needs & kService) && fields.service.empty()) ||
      fields.service.size() > web_limits::kServiceBytesMax) {
    return "service must be the id of a service";
  }
  fields.zh = body.text("zh").value_or("");
  fields.en = body.text("en").value_or("");
  if (std::max(fields.zh.size(), fields.en.size()) > web_limits::kMessageBytesMax)
    return "a message has at most 400 bytes in each language";
  return read_priority(action, body, fields);
}

enum class Kind { kText, kNumber, kFlag };

// A member that is there must be of its kind: one that is not would be ignored.
std::string wrong_kind(const JsonObject& body, std::string_view name, Kind kind) {
  if (!body.has(name)) return "";
  switch (kind) {
    case Kind::kText:
      return body.text(name) ? "" : fmt::format("{} must be a text", name);
    case Kind::kNumber:
      return body.number(name) ? "" : fmt::format("{} must be a whole number", name);
    case Kind::kFlag:
      return body.flag(name) ? "" : fmt::format("{} must be true or false", name);
  }
  return "";
}

Result<Fields> fields_of(const Action& action, const JsonObject& body) {
  struct Known {
    unsigned bit;
    std::string_view name;
    Kind kind;
  };
  constexpr Known kMembers[] = {
      {kReason, "reason", Kind::kText},        {kService, "service", Kind::kText},
      {kToWindow, "to_window", Kind::kNumber}, {kPool, "pool", Kind::kFlag},
      {kFront, "front", Kind::kFlag},          {kPriority, "priority", Kind::kText},
      {kCases, "cases", Kind::kNumber},        {kPaperless, "paperless", Kind::kFlag},
      {kMinutes, "minutes", Kind::kNumber},    {kOutcome, "outcome", Kind::kText},
      {kMessage, "zh", Kind::kText},           {kMessage, "en", Kind::kText}};
  std::vector<std::string_view> members;
  if (!action.name.starts_with("desk/")) {
    members.push_back(action.name.starts_with("ticket/") ? "ticket" : "window");
  }
  for (const auto& [bit, name, kind] : kMembers) {
    if (!((action.needs | action.may) & bit)) continue;
    members.push_back(name);
    if (auto wrong = wrong_kind(body, name, kind); !wrong.empty()) return wrong_body(wrong);
  }
  if (const auto unknown = body.unknown_beside(members); !unknown.empty()) {
    return wrong_body(fmt::format("{} is not a member of this request", unknown));
  }
  Fields fields;
  if (auto wrong = read_number(action, body, fields); !wrong.empty()) return wrong_body(wrong);
  if (auto wrong = read_texts(action, body, fields); !wrong.empty()) return wrong_body(wrong);
  if (auto wrong = read_outcome(body, fields); !wrong.empty()) return wrong_body(wrong);
  fields.to_window = body.number("to_window").value_or(0);
  if (fields.to_window > limits::kWindowsMax) return wrong_body("window must be from 1 to 99");
  fields.cases = body.number("cases").value_or(0);
  fields.minutes = body.number("minutes").value_or(0);
  fields.pool = body.flag("pool").value_or(false);
  fields.front = body.flag("front").value_or(false);
  fields.paperless = body.flag("paperless").value_or(false);
  return fields;
}

HttpResponse done_response(const wire::Reply& reply) {
  JsonWriter json;
  json.begin_object().member("ok", true).member("seq", reply.seq());
  if (!reply.ticket().number().empty()) {  // issued or called
    const wire::TicketResult& ticket = reply.ticket();
    json.key("ticket")
        .begin_object()
        .member("ticket", ticket.ticket())
        .member("number", ticket.number())
        .member("service", ticket.service())
        .member("window", ticket.window());
    if (!ticket.token().empty()) json.member("token", ticket.token());
    json.end_object();
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
    case StaffRole::kBackOffice:
      return wire::STAFF_ROLE_BACK_OFFICE;
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
  const auto fields = fields_of(*known, body);
  if (!fields) return fields.error();
  wire::Command command;
  command.set_clerk(badge);
  command.set_staff_role(on_the_wire(role));
  known->fill(command, *fields);
  return command;
}

std::optional<PaperPath> parse_paper_path(std::string_view path) {
  PaperPath paper;
  const auto number = [&](uint32_t& to) {
    const auto [end, failed] = std::from_chars(path.data(), path.data() + path.size(), to);
    if (failed != std::errc()) return false;
    path.remove_prefix(static_cast<size_t>(end - path.data()));
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
    return true;
  };
  if (!number(paper.window) || !number(paper.ticket)) return {};
  paper.document = document_id_of(path);
  if (paper.document.empty()) return {};
  return paper;
}

wire::Command opening_of(const PaperPath& paper, const std::string& badge, StaffRole role) {
  wire::Command command;
  command.set_clerk(badge);
  command.set_staff_role(on_the_wire(role));
  command.mutable_open_document()->set_window(paper.window);
  command.mutable_open_document()->set_ticket(paper.ticket);
  command.mutable_open_document()->set_document(paper.document);
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
