// The pages and the API: which path does what, for whom. Joins sessions, staff, hall and pages;
// knows no socket.
//
// Threads: handle() on the HTTP thread; on_state() and on_beat() on the hall thread; sign-ins end
// on the password worker's. The only lock here guards the small shared parts (sign-in limits, the
// last state) and is held across nothing else.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "queue-server/web/assets.h"
#include "queue-server/web/event_streams.h"
#include "queue-server/web/hall_thread.h"
#include "queue-server/web/http_types.h"
#include "queue-server/web/paper_door.h"
#include "queue-server/web/password_worker.h"
#include "queue-server/web/sessions.h"
#include "queue-server/web/sign_in_limit.h"
#include "queue-server/web/staff.h"

namespace yichuang {

class App {
 public:
  // `papers` may be null: then none are taken in, and none opened.
  App(Assets assets, Staff& staff, PaperDoor* papers, const Clock& clock, Random& random);

  // The hall is there only after this; before, every command is answered "unavailable".
  void connect(HallThread* hall) { hall_ = hall; }
  HallThread::Hooks hall_hooks();

  // Never blocks; see HttpHandler.
  void handle(HttpRequest request, HttpAnswer answer);

  Sessions& sessions() { return sessions_; }
  EventStreams& streams() { return streams_; }

 private:
  void on_state(const std::string& json, Time hall_now);
  void on_beat(Time hall_now);
  void on_items(const std::string& json);
  HttpResponse items_response();
  HttpResponse taken_in_response(const Session& session) const;
  void open_paper(std::string_view path, const Session& session, const HttpRequest& request,
                  const HttpAnswer& answer);
  void get(const HttpRequest& request, const HttpAnswer& answer);
  void post(const HttpRequest& request, const HttpAnswer& answer);
  HttpResponse page(const HttpRequest& request, const std::optional<Session>& session) const;
  HttpResponse ticket_page(std::string_view path, const HttpRequest& request) const;
  HttpResponse ticket_response(const wire::TicketView& view, const State& state) const;
  HttpResponse session_response(const std::optional<Session>& session, bool secure);
  HttpResponse state_response();
  HttpResponse live_response(const Session& session);
  void ticket(std::string_view token, const HttpAnswer& answer);
  void change_ticket(std::string_view path, const HttpAnswer& answer);
  void for_ticket(wire::Command command, const HttpAnswer& answer);
  void sign_in(const HttpRequest& request, const HttpAnswer& answer);
  void check_password(const std::string& badge, std::string password, const HttpRequest& request,
                      const HttpAnswer& answer);
  HttpResponse sign_out(const Session& session, bool secure);
  void act(std::string_view action, const Session& session, const HttpRequest& request,
           const HttpAnswer& answer);
  std::optional<Session> session_of(const HttpRequest& request);

  const Assets assets_;
  Staff& staff_;
  PaperDoor* const papers_;
  const Clock& clock_;
  Random& random_;
  HallThread* hall_ = nullptr;
  Sessions sessions_;
  EventStreams streams_;
  std::atomic<size_t> ticket_queries_ = 0;
  std::mutex lock_;
  SignInLimit by_user_;
  SignInLimit by_address_;
  std::string state_;         // the last published, as JSON
  std::string items_ = "[]";  // likewise
  Time state_at_;
  PasswordWorker passwords_;  // last: its thread ends before what it uses
};

}  // namespace yichuang
