#include "queue-server/web/app.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "queue-server/web/commands.h"
#include "queue-server/web/console_view.h"
#include "queue-server/web/phone_view.h"
#include "queue-server/web/taken_in_view.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

// Failed sign-ins: five at once and then one each half minute for a badge; an address (a hall's
// staff may share one) four times as many.
constexpr SignInLimit::Rule kUserRule{5, 30'000};
constexpr SignInLimit::Rule kAddressRule{20, 10'000};

constexpr std::string_view kSessionCookie = "yichuang_session";
// Before there is a session, the sign-in form proves with this cookie and the same value in
// X-CSRF-Token that it was sent by a page of ours.
constexpr std::string_view kFormCookie = "yichuang_form";

constexpr std::string_view kTicketPage = "/t/";
constexpr std::string_view kTicketApi = "/api/ticket/";
constexpr std::string_view kPaperApi = "/api/paper/";
constexpr std::string_view kDocuments = "/documents/";

std::pair<std::string, std::string> set_cookie(std::string_view name, std::string_view value,
                                               bool secure, int64_t seconds) {
  return {"Set-Cookie", fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", name,
                                    value, seconds, secure ? "; Secure" : "")};
}

HttpResponse redirect(std::string_view to) {
  HttpResponse response;
  response.status = 302;
  response.headers = {{"Location", std::string(to)}, {"Cache-Control", "no-store"}};
  return response;
}

HttpResponse unknown_ticket() {
  return error_response(404, "UNKNOWN_TICKET", "there is no such ticket today");
}

HttpResponse no_session() { return error_response(401, "NO_SESSION", "sign in first"); }

HttpResponse wrong_csrf() {
  return error_response(403, "CSRF",
                        "the X-CSRF-Token header is missing or wrong; load the page "
                        "again");
}

HttpResponse retry_later(unsigned status, std::string_view name, std::string_view sentence,
                         int64_t wait_ms) {
  HttpResponse response = error_response(status, name, sentence);
  response.headers.emplace_back("Retry-After", fmt::format("{}", (wait_ms + 999) / 1000));
  return response;
}

// The papers of all visits that were taken in.
bool opens_all(const Session& session) { return session.role == StaffRole::kBackOffice; }

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= web_limits::kTokenBytesMax &&
         std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_';
         });
}

}  // namespace

App::App(Assets assets, Staff& staff, PaperDoor* papers, const Clock& clock, Random& random)
    : assets_(std::move(assets)),
      staff_(staff),
      papers_(papers),
      clock_(clock),
      random_(random),
      sessions_({.sessions_max = web_limits::kSessionsMax,
                 .per_user_max = web_limits::kSessionsPerUserMax,
                 .idle_ms = web_limits::kSessionIdleMs},
                random),
      streams_(web_limits::kStreamsMax, web_limits::kStreamsPerSessionMax),
      by_user_(kUserRule, web_limits::kSignInRecordsMax),
      by_address_(kAddressRule, web_limits::kSignInRecordsMax),
      passwords_(web_limits::kPasswordQueueMax) {}

HallThread::Hooks App::hall_hooks() {
  return {.on_state = [this](const std::string& json, Time now) { on_state(json, now); },
          .on_beat = [this](Time now) { on_beat(now); },
          .on_items = [this](const std::string& json) { on_items(json); }};
}

// ----------------------------------------------------------------------------- hall thread

void App::on_state(const std::string& json, Time hall_now) {
  streams_.publish(std::make_shared<const std::string>(fmt::format(
      "retry: 1000\nevent: state\ndata: {{\"now\":{},\"state\":{}}}\n\n", hall_now.ms, json)));
  const std::lock_guard guard(lock_);
  state_ = json;
  state_at_ = hall_now;
}

void App::on_beat(Time hall_now) {
  if (papers_) papers_->tell_time(hall_now);
  const int64_t steady_ms = clock_.steady_ms();
  streams_.close_if([&](const std::string& key) { return !sessions_.alive(key, steady_ms); });
  streams_.beat(fmt::format("event: beat\ndata: {{\"now\":{}}}\n\n", hall_now.ms));
}

void App::on_items(const std::string& json) {
  const std::lock_guard guard(lock_);
  items_ = json;
}

// ----------------------------------------------------------------------------- HTTP thread

void App::handle(HttpRequest request, HttpAnswer answer) {
  if (request.path.starts_with(kDocuments)) {
    if (papers_) return papers_->handle(std::move(request), answer);
    return answer(error_response(503, "NO_PAPERS", "this server takes no papers in"));
  }
  request.method == "POST" ? post(request, answer) : get(request, answer);
}

std::optional<Session> App::session_of(const HttpRequest& request) {
  return sessions_.use(cookie_value(request.cookie, kSessionCookie), clock_.steady_ms());
}

void App::get(const HttpRequest& request, const HttpAnswer& answer) {
  const std::string_view path = request.path;
  if (path.starts_with(kTicketApi)) return ticket(path.substr(kTicketApi.size()), answer);
  const auto session = session_of(request);
  if (!path.starts_with("/api/")) return answer(page(request, session));
  if (path == "/api/session") return answer(session_response(session, request.secure));
  if (path.starts_with(kPaperApi) && session)
    return open_paper(path.substr(kPaperApi.size()), *session, request, answer);
  if (path == "/api/items" && session) return answer(items_response());
  if (path == "/api/taken-in" && session) return answer(taken_in_response(*session));
  if (path != "/api/state" && path != "/api/live" && path != "/api/items" &&
      path != "/api/taken-in" && !path.starts_with(kPaperApi)) {
    return answer(error_response(404, "NO_SUCH_PATH", "there is nothing at this address"));
  }
  if (!session) return answer(no_session());
  answer(path == "/api/state" ? state_response() : live_response(*session));
}

HttpResponse App::page(const HttpRequest& request, const std::optional<Session>& session) const {
  const std::string_view path = request.path;
  if (path == "/" && session && session->role == StaffRole::kBackOffice)
    return redirect("/taken-in");
  if (path == "/") return session ? assets_.serve("console.html", request) : redirect("/sign-in");
  if (path == "/taken-in")
    return session ? assets_.serve("taken-in.html", request) : redirect("/sign-in");
  if (path == "/sign-in") return session ? redirect("/") : assets_.serve("sign-in.html", request);
  if (path.starts_with(kTicketPage)) return ticket_page(path.substr(kTicketPage.size()), request);
  if (path == "/theme.css") return assets_.serve("theme.css", request);
  if (path == "/favicon.ico") return assets_.serve("logo.svg", request);
  constexpr std::string_view kFiles = "/web/";
  return assets_.serve(path.starts_with(kFiles) ? path.substr(kFiles.size()) : "", request);
}

// "TOKEN", or "TOKEN/code.svg". Neither says whether there is such a ticket.
HttpResponse App::ticket_page(std::string_view path, const HttpRequest& request) const {
  constexpr std::string_view kCode = "/code.svg";
  if (!path.ends_with(kCode)) return assets_.serve("ticket.html", request);
  const std::string_view token = path.substr(0, path.size() - kCode.size());
  if (!is_token(token)) return unknown_ticket();
  HttpResponse response = text_response(200, "image/svg+xml", code_svg(token));
  response.headers = {{"Cache-Control", "no-store"}};
  return response;
}

HttpResponse App::session_response(const std::optional<Session>& session, bool secure) {
  JsonWriter json;
  json.begin_object().member("ok", true).member("signed_in", session.has_value());
  if (session) {
    json.member("badge", session->badge)
        .member("name", session->name)
        .member("role", name_of(session->role))
        .member("csrf", session->csrf_token);
    return json_response(200, json.end_object().take());
  }
  const std::string token = random_token(random_, 16);
  HttpResponse response = json_response(200, json.member("csrf", token).end_object().take());
  response.headers.push_back(set_cookie(kFormCookie, token, secure, 3600));
  return response;
}

HttpResponse App::state_response() {
  const std::lock_guard guard(lock_);
  if (state_.empty()) return error_response(503, "NO_STATE", "the hall is not known yet");
  return json_response(200, fmt::format("{{\"now\":{},\"state\":{}}}", state_at_.ms, state_));
}

HttpResponse App::items_response() {
  const std::lock_guard guard(lock_);
  return json_response(200, fmt::format("{{\"ok\":true,\"items\":{}}}", items_));
}

HttpResponse App::taken_in_response(const Session& session) const {
  if (!papers_) return error_response(503, "NO_PAPERS", "this server takes no papers in");
  HttpResponse response =
      json_response(200, taken_in_json(*papers_->index(), opens_all(session) ? "" : session.badge));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

// "WINDOW/TICKET/ID": the hall says whether this clerk may, and has it on record before the paper
// is opened.
void App::open_paper(std::string_view path, const Session& session, const HttpRequest& request,
                     const HttpAnswer& answer) {
  if (request.fetch_site == "cross-site" || request.fetch_site == "same-site")
    return answer(error_response(403, "CROSS_SITE", "requests from other sites are refused"));
  const auto paper = parse_paper_path(path);
  if (!paper || !papers_)
    return answer(error_response(404, "NO_SUCH_PAPER", "there is no such paper"));
  // After the visit (HALL.md, data protection): who took it in, and the back office.
  const std::string by = papers_->taken_in_by(paper->ticket, paper->document);
  if (paper->window == 0 && (by.empty() || (by != session.badge && !opens_all(session))))
    return answer(error_response(403, "NOT_ALLOWED",
                                 "after the visit who took it in opens its papers, or the back "
                                 "office"));
  wire::Command command = opening_of(*paper, session.badge, session.role);
  const bool queued =
      hall_ && hall_->submit(std::move(command), web_limits::kActionPatienceMs,
                             [this, paper = *paper, answer](const Outcome& outcome, const State&) {
                               if (outcome.kind != Outcome::Kind::kDone)
                                 return answer(response_of(outcome));
                               papers_->open(paper.ticket, paper.document, answer);
                             });
  if (!queued)
    answer(retry_later(503, "BUSY", "too many requests are waiting for the hall's server", 2000));
}

HttpResponse App::live_response(const Session& session) {
  EventStreams::Full full;
  HttpResponse response;
  response.stream = streams_.open(session.key, &full);
  if (full == EventStreams::Full::kOwner) {
    return retry_later(429, "TOO_MANY_STREAMS", "close another tab of the console first", 5000);
  }
  if (!response.stream) {
    return retry_later(503, "BUSY", "too many consoles are open; try again later", 5000);
  }
  response.content_type = "text/event-stream";
  response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  return response;
}

// Anybody may ask, so the number of questions under way is bounded: a flood of phones cannot keep
// a clerk's command out of the hall's queue.
void App::ticket(std::string_view token, const HttpAnswer& answer) {
  if (!is_token(token)) return answer(unknown_ticket());
  wire::Command command;
  command.mutable_get_ticket()->set_token(std::string(token));
  for_ticket(std::move(command), answer);
}

// "TOKEN/cancel", "TOKEN/reactivate": who holds the token holds the ticket.
void App::change_ticket(std::string_view path, const HttpAnswer& answer) {
  const size_t slash = path.find('/');
  const std::string token(path.substr(0, slash));
  const std::string_view action = slash == path.npos ? "" : path.substr(slash + 1);
  wire::Command command;
  if (action == "cancel") {
    command.mutable_cancel_ticket()->set_token(token);
  } else if (action == "reactivate") {
    command.mutable_reactivate_ticket()->set_token(token);
  } else {
    return answer(error_response(404, "NO_SUCH_PATH", "there is nothing at this address"));
  }
  if (!is_token(token)) return answer(unknown_ticket());
  for_ticket(std::move(command), answer);
}

// On the hall thread. Who asks holds the ticket's token, so they are told of its papers, too.
HttpResponse App::ticket_response(const wire::TicketView& view, const State& state) const {
  PhoneInput input{.view = view, .state = state, .item = hall_->item(view.item())};
  const auto index = papers_ ? papers_->index() : nullptr;
  const std::vector<PaperStore::Paper> none;
  if (index) {
    const auto found = index->find(view.ticket());
    input.papers = found == index->end() ? &none : &found->second;
  }
  return json_response(200, phone_ticket_json(input));
}

void App::for_ticket(wire::Command command, const HttpAnswer& answer) {
  const auto busy = [] {
    return retry_later(503, "BUSY", "too many requests; try again in a moment", 5000);
  };
  if (!hall_ || ticket_queries_.fetch_add(1) >= web_limits::kTicketQueriesMax) {
    if (hall_) ticket_queries_.fetch_sub(1);
    return answer(busy());
  }
  const bool queued =
      hall_->submit(std::move(command), web_limits::kTicketPatienceMs,
                    [this, answer](const Outcome& outcome, const State& state) {
                      ticket_queries_.fetch_sub(1);
                      if (outcome.kind == Outcome::Kind::kDone && outcome.reply.has_ticket_view()) {
                        answer(ticket_response(outcome.reply.ticket_view(), state));
                      } else {
                        answer(response_of(outcome));
                      }
                    });
  if (queued) return;
  ticket_queries_.fetch_sub(1);
  answer(busy());
}

void App::post(const HttpRequest& request, const HttpAnswer& answer) {
  // A browser that knows (secure origins only) says where the request comes from.
  if (request.fetch_site == "cross-site" || request.fetch_site == "same-site") {
    return answer(error_response(403, "CROSS_SITE", "requests from other sites are refused"));
  }
  const std::string_view path = request.path;
  constexpr std::string_view kApi = "/api/";
  if (!path.starts_with(kApi)) {
    return answer(error_response(404, "NO_SUCH_PATH", "there is nothing at this address"));
  }
  if (!is_json(request.content_type)) {
    return answer(error_response(415, "NOT_JSON", "send Content-Type: application/json"));
  }
  if (path == "/api/sign-in") return sign_in(request, answer);
  // With a token in its middle it is a citizen's; "/api/ticket/cancel" is a clerk's.
  if (path.starts_with(kTicketApi) && path.find('/', kTicketApi.size()) != path.npos) {
    return change_ticket(path.substr(kTicketApi.size()), answer);
  }
  const auto session = session_of(request);
  if (!session) return answer(no_session());
  if (!same_secret(request.csrf_token, session->csrf_token)) return answer(wrong_csrf());
  if (path == "/api/sign-out") return answer(sign_out(*session, request.secure));
  act(path.substr(kApi.size()), *session, request, answer);
}

void App::act(std::string_view action, const Session& session, const HttpRequest& request,
              const HttpAnswer& answer) {
  switch (permission(action, session.role)) {
    case Permission::kNoSuchAction:
      return answer(error_response(404, "NO_SUCH_PATH", "there is nothing at this address"));
    case Permission::kDenied:
      return answer(error_response(403, "NOT_ALLOWED", "your role may not do this"));
    case Permission::kAllowed:
      break;
  }
  auto body = JsonObject::parse(request.body);
  if (!body) return answer(error_response(400, "MALFORMED", body.error().sentence));
  auto command = command_of(action, *body, session.badge, session.role);
  if (!command) return answer(error_response(400, "MALFORMED", command.error().sentence));
  const bool queued = hall_ && hall_->submit(std::move(*command), web_limits::kActionPatienceMs,
                                             [answer](const Outcome& outcome, const State&) {
                                               answer(response_of(outcome));
                                             });
  if (!queued) {
    answer(retry_later(503, "BUSY", "too many requests are waiting for the hall's server", 2000));
  }
}

HttpResponse App::sign_out(const Session& session, bool secure) {
  sessions_.close(session.key);
  streams_.close_if([&](const std::string& key) { return key == session.key; });
  log_info("signed out: {}", session.badge);
  HttpResponse response = json_response(200, R"({"ok":true})");
  response.headers.push_back(set_cookie(kSessionCookie, "", secure, 0));
  return response;
}

void App::sign_in(const HttpRequest& request, const HttpAnswer& answer) {
  if (!same_secret(request.csrf_token, cookie_value(request.cookie, kFormCookie))) {
    return answer(wrong_csrf());
  }
  const auto body = JsonObject::parse(request.body);
  const auto badge = body ? body->text("badge") : std::nullopt;
  auto password = body ? body->text("password") : std::nullopt;
  if (!badge || !password || badge->empty() || badge->size() > web_limits::kBadgeBytesMax ||
      password->size() > web_limits::kPasswordBytesMax) {
    return answer(error_response(400, "MALFORMED", "badge and password must be texts"));
  }
  const int64_t steady_ms = clock_.steady_ms();
  int64_t wait_ms = 0;
  {
    const std::lock_guard guard(lock_);
    wait_ms = std::max(by_user_.wait_ms(*badge, steady_ms),
                       by_address_.wait_ms(request.address, steady_ms));
    // Counted before it is checked, so that many at once do not pass together.
    if (wait_ms == 0) {
      by_user_.failed(*badge, steady_ms);
      by_address_.failed(request.address, steady_ms);
    }
  }
  if (wait_ms > 0) {
    return answer(retry_later(429, "TOO_MANY_ATTEMPTS",
                              "too many failed sign-ins; wait and try again", wait_ms));
  }
  check_password(*badge, std::move(*password), request, answer);
}

void App::check_password(const std::string& badge, std::string password, const HttpRequest& request,
                         const HttpAnswer& answer) {
  const auto users = staff_.users();
  const User* user = users->find(badge);
  const auto done = [this, badge, users, user, answer, address = request.address,
                     secure = request.secure](bool matches) {
    if (!matches) {
      log_warning("sign-in failed: {} from {}", user ? user->badge : "unknown badge", address);
      return answer(error_response(401, "WRONG_PASSWORD", "badge or password is wrong"));
    }
    {
      const std::lock_guard guard(lock_);
      by_user_.succeeded(badge);
      by_address_.forgive(address);
    }
    auto opened = sessions_.open(*user, clock_.steady_ms());
    log_info("signed in: {}", badge);
    HttpResponse response = session_response(opened.session, secure);
    response.headers.push_back(
        set_cookie(kSessionCookie, opened.id, secure, web_limits::kSessionIdleMs / 1000));
    answer(std::move(response));
  };
  if (!passwords_.check(user ? user->password_hash : "", std::move(password), done)) {
    answer(retry_later(503, "BUSY", "too many sign-ins at once; try again", 2000));
  }
}

}  // namespace yichuang
