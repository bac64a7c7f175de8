"""The API over plain HTTP: sign-in, tokens, roles, refusals, limits, the live stream."""

import http.client
import json
import socket
import threading
import time

from hallkit import suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from web_hall import PASSWORD, WebHall


def refused(answer, status: int, error: str):
    equal((answer.status, answer.json["error"]), (status, error), repr(answer))
    assert answer.json["ok"] is False and answer.json["sentence"], answer
    return answer


class Live:
    """A live stream, read by a thread; `events` are (name, data) as they came."""

    def __init__(self, visitor):
        self.events = []
        self.ended = threading.Event()
        self.connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=60)
        cookies = "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())
        self.connection.request("GET", "/api/live", headers={"Cookie": cookies})
        self.response = self.connection.getresponse()
        self.status = self.response.status
        if self.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        name = ""
        try:
            for line in self.response:
                line = line.decode().rstrip("\n")
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.events.append((name, json.loads(line.removeprefix("data: "))))
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass
        self.ended.set()

    def states(self):
        return [data["state"] for name, data in self.events if name == "state"]

    def wait_state(self, condition, what: str):
        return wait_until(lambda: next((s for s in reversed(self.states()) if condition(s)), None),
                          what)

    def close(self):
        self.connection.sock and self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


def window_of(state: dict, number: int) -> dict:
    """The window; one that is closed and empty before the first snapshot has come."""
    return next((w for w in state["windows"] if w["number"] == number),
                {"clerk": "", "ticket": None})


@test("without a session nothing of the staff's is there, and pages lead to the sign-in")
def _():
    with WebHall() as hall:
        visitor = hall.visitor()
        for path in ("/api/state", "/api/live"):
            refused(visitor.get(path), 401, "NO_SESSION")
        for action in ("window/next", "ticket/cancel", "sign-out"):
            refused(visitor.act(action, window=1), 401, "NO_SESSION")
        page = visitor.get("/")
        equal((page.status, page.headers["Location"]), (302, "/sign-in"))
        equal(visitor.get("/sign-in").status, 200)


@test("sign-in sets a cookie that scripts and other sites cannot use; sign-out ends it")
def _():
    with WebHall() as hall:
        visitor = hall.visitor()
        visitor.csrf = visitor.get("/api/session").json["csrf"]
        answer = visitor.post("/api/sign-in", {"badge": "1001", "password": PASSWORD})
        equal(answer.status, 200)
        equal((answer.json["badge"], answer.json["name"], answer.json["role"]),
              ("1001", "王芳", "clerk"))
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie, cookie
        assert len(visitor.cookies["yichuang_session"]) == 64, cookie
        visitor.csrf = answer.json["csrf"]
        equal(visitor.get("/api/session").json["signed_in"], True)
        equal(visitor.get("/sign-in").status, 302)
        old = dict(visitor.cookies)
        equal(visitor.act("sign-out").status, 200)
        visitor.cookies = old
        refused(visitor.get("/api/state"), 401, "NO_SESSION")


@test("a wrong password, an unknown badge and a malformed form are told apart only where safe")
def _():
    with WebHall() as hall:
        visitor = hall.visitor()
        wrong = refused(visitor.sign_in("1001", "not it at all"), 401, "WRONG_PASSWORD")
        unknown = refused(visitor.sign_in("7777", PASSWORD), 401, "WRONG_PASSWORD")
        equal(wrong.json, unknown.json)
        for body in ({}, {"badge": "1001"}, {"badge": "", "password": "x"},
                     {"badge": "b" * 33, "password": "x"}, {"badge": 1001, "password": "x"},
                     {"badge": "1001", "password": "p" * 257}):
            refused(visitor.post("/api/sign-in", body), 400, "MALFORMED")
        log = hall.queue_web.text()
        assert PASSWORD not in log and "not it at all" not in log and "7777" not in log, log


@test("guessing is slowed down by badge, and the right password has to wait too")
def _():
    with WebHall() as hall:
        visitor = hall.visitor()
        for _ in range(5):
            refused(visitor.sign_in("1001", "a wrong guess"), 401, "WRONG_PASSWORD")
        stopped = refused(visitor.sign_in("1001", PASSWORD), 429, "TOO_MANY_ATTEMPTS")
        assert 1 <= int(stopped.headers["Retry-After"]) <= 30, stopped.headers
        equal(visitor.sign_in("1002", PASSWORD).status, 200)  # others are not held up


@test("guessing with ever new badges is slowed down by address")
def _():
    with WebHall() as hall:
        visitor = hall.visitor()
        statuses = [visitor.sign_in(f"guess-{n}", "a wrong guess").status for n in range(21)]
        equal(statuses[:20], [401] * 20)
        # One drop leaks every ten seconds: a slow machine may have earned a try or two meanwhile.
        wait_until(lambda: visitor.sign_in("guess-x", "a wrong guess").status == 429, "429")


@test("every POST needs the session's token, JSON, and a page of ours")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        body = {"window": 3}
        path = "/api/window/sign-in"
        refused(clerk.post(path, body, {"X-CSRF-Token": ""}), 403, "CSRF")
        refused(clerk.post(path, body, {"X-CSRF-Token": "0" * 64}), 403, "CSRF")
        refused(clerk.post(path, body, {"X-CSRF-Token": hall.staff("1002").csrf}), 403, "CSRF")
        refused(clerk.post(path, "window=3",
                           {"Content-Type": "application/x-www-form-urlencoded"}), 415, "NOT_JSON")
        refused(clerk.post(path, body, {"Content-Type": ""}), 415, "NOT_JSON")
        refused(clerk.post(path, body, {"Sec-Fetch-Site": "cross-site"}), 403, "CROSS_SITE")
        refused(hall.visitor().post("/api/sign-in", {"badge": "1001", "password": PASSWORD}),
                403, "CSRF")
        equal(hall.window(3)["clerk"], "")
        equal(clerk.post(path, body).status, 200)
        equal(hall.window(3)["clerk"], "1001")


@test("what is malformed or too large is refused before it goes anywhere")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        seq = hall.last_seq()
        for body in ("", "{", "[]", '{"window":"3"}', '{"window":3.5}', '{"window":-1}',
                     '{"window":100}', '{"window":3,"clerk":"9001"}', '{"window":{"a":1}}', "\xff"):
            refused(clerk.post("/api/window/sign-in", body.encode("latin-1")), 400, "MALFORMED")
        too_long = {"window": 3, "reason": "长" * 41}
        refused(clerk.post("/api/window/pause", too_long), 400, "MALFORMED")
        refused(clerk.post("/api/window/sign-in", "x" * 9000), 413, "BODY_TOO_LARGE")
        refused(clerk.get("/" + "a" * 600), 414, "URL_TOO_LONG")
        refused(clerk.act("window/explode", window=3), 404, "NO_SUCH_PATH")
        refused(clerk.get("/api/window/next"), 404, "NO_SUCH_PATH")
        equal(clerk.ask("PUT", "/api/state").status, 405)
        for path in ("/web/", "/web/../users.toml", "/web/%2e%2e/theme/theme.toml", "/web/none.js"):
            equal(clerk.get(path).status, 404, path)
        equal(hall.last_seq(), seq)


@test("roles: a guide reactivates and cancels but sits at no window, a clerk does not cancel")
def _():
    with WebHall() as hall:
        guide, clerk = hall.staff("2001"), hall.staff("1001")
        refused(guide.act("window/sign-in", window=3), 403, "NOT_ALLOWED")
        ticket = hall.take()
        refused(clerk.act("ticket/cancel", ticket=ticket.ticket), 403, "NOT_ALLOWED")
        equal(guide.act("ticket/cancel", ticket=ticket.ticket).status, 200)
        equal(hall.phase(ticket), "CANCELLED")


@test("a visit: open, next, recall, missed, reactivate, next, serve, done, pause, close, leave")
def _():
    with WebHall(clock=True) as hall:
        clerk = hall.staff()

        def do(action, **more):
            answer = clerk.act(f"window/{action}", window=3, **more)
            equal(answer.status, 200, f"{action}: {answer}")
            return answer.json

        refused(clerk.act("window/next", window=3), 403, "NOT_ALLOWED")  # nobody sits there
        do("sign-in")
        refused(clerk.act("window/next", window=3), 409, "WRONG_PHASE")
        do("open")
        refused(clerk.act("window/next", window=3), 409, "NOBODY_WAITING")
        ticket = hall.take()
        called = do("next")["ticket"]
        equal((called["ticket"], called["number"], called["window"]),
              (ticket.ticket, ticket.number, 3))
        refused(clerk.act("window/recall", window=3), 409, "TOO_SOON")
        hall.clock.advance(21)
        do("recall")
        do("missed")
        refused(clerk.act("ticket/reactivate", ticket=9999), 404, "UNKNOWN_TICKET")
        equal(clerk.act("ticket/reactivate", ticket=ticket.ticket).status, 200)
        equal(do("next")["ticket"]["number"], ticket.number)
        do("serve")
        do("done", outcome="ACCEPTED")
        equal(hall.phase(ticket), "SERVED")
        equal(hall.state()["services"][ticket.service]["outcomes"], [0, 0, 1, 0, 0])
        do("pause", reason="用餐")
        equal(hall.window_phase(3), "PAUSED")
        equal(hall.window(3)["reason"], "用餐")
        equal(hall.window(3)["until"], 0)
        refused(clerk.act("window/pause", window=3, reason="用餐", minutes=481), 422, "INVALID_VALUE")
        do("pause", reason="用餐", minutes=30)
        equal(hall.window(3)["until"], hall.window(3)["since"] + 30 * 60_000)
        do("open")
        equal(hall.window(3)["until"], 0)
        do("close")
        do("sign-out")
        equal(hall.window(3)["clerk"], "")
        refused(clerk.act("window/next", window=77), 404, "UNKNOWN_WINDOW")


@test("two clerks cannot sit at one window, nor act at each other's")
def _():
    with WebHall() as hall:
        first, second = hall.staff("1001"), hall.staff("1002")
        equal(first.act("window/sign-in", window=3).status, 200)
        refused(second.act("window/sign-in", window=3), 409, "WINDOW_TAKEN")
        refused(second.act("window/open", window=3), 403, "NOT_ALLOWED")
        refused(first.act("window/sign-in", window=4), 409, "WINDOW_TAKEN")


@test("the live stream starts with the whole state and follows what happens")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        live = Live(clerk)
        equal(live.status, 200)
        equal(live.response.headers["Content-Type"], "text/event-stream")
        state = live.wait_state(lambda s: not s["stale"], "a fresh state")
        equal(state["hall"]["zh"], "滨江区政务服务中心")
        equal(len(state["windows"]), 12)
        ticket = hall.take()
        live.wait_state(lambda s: [w["number"] for w in s["waiting"]] == [ticket.number],
                        "the ticket")
        clerk.act("window/sign-in", window=3)
        clerk.act("window/open", window=3)
        clerk.act("window/next", window=3)
        state = live.wait_state(lambda s: window_of(s, 3)["ticket"], "the call")
        equal(window_of(state, 3)["clerk_name"], "王芳")
        equal(window_of(state, 3)["ticket"]["number"], ticket.number)
        equal(state["waiting"], [])
        # Beats come each second although nothing happens.
        beats = len([name for name, _ in live.events if name == "beat"])
        wait_until(lambda: len([n for n, _ in live.events if n == "beat"]) > beats + 2, "beats")
        again = Live(clerk)  # as a browser that comes back, with or without Last-Event-ID
        equal(window_of(again.wait_state(bool, "a state"), 3)["ticket"]["number"], ticket.number)
        equal(clerk.get("/api/state").json["state"], live.states()[-1])
        live.close()
        again.close()


@test("a burst of changes is told in few messages, and the last one is the truth")
def _():
    with WebHall() as hall:
        live = Live(hall.staff())
        live.wait_state(lambda s: not s["stale"], "a fresh state")
        before = len(live.states())
        start = time.monotonic()
        hall.issue_many(200)
        live.wait_state(lambda s: s["seq"] >= hall.last_seq(), "all of it")
        seconds = time.monotonic() - start
        told = len(live.states()) - before
        assert told <= 12 + seconds * 12, f"{told} messages in {seconds:.1f} s"
        live.close()


@test("a stream ends with its session; a session has a limited number of them")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        streams = [Live(clerk) for _ in range(6)]
        equal([s.status for s in streams], [200] * 6)
        equal(Live(clerk).status, 429)
        clerk.act("sign-out")
        for stream in streams:
            assert stream.ended.wait(60), "the stream goes on after the sign-out"


@test("a server that is away: stale within 3 s, commands say unanswered, and all heals by itself")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        clerk.act("window/sign-in", window=3)
        clerk.act("window/open", window=3)
        live = Live(clerk)
        took = []
        for _ in range(3):  # three chances, so that a loaded machine's pause is not a failure
            live.wait_state(lambda s: not live.states()[-1]["stale"], "a fresh state")
            hall.server.kill()
            killed = time.monotonic()
            wait_until(lambda: live.states()[-1]["stale"], "the stale flag")
            took.append(time.monotonic() - killed)
            equal(window_of(live.states()[-1], 3)["clerk"], "1001")  # the last known is still shown
            if min(took) <= 3.0:
                break
            hall.start_server()
        assert min(took) <= 3.0, f"stale was told after {took} s"
        refused(clerk.act("window/next", window=3), 504, "UNANSWERED")
        hall.start_server()
        wait_until(lambda: not live.states()[-1]["stale"], "fresh again")
        hall.take()
        equal(clerk.act("window/next", window=3).status, 200)
        live.close()


@test("queue-web that dies comes back with the state, and the browser's old cookie is no session")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        clerk.act("window/sign-in", window=3)
        hall.queue_web.kill()
        hall.start_web()
        refused(clerk.get("/api/state"), 401, "NO_SESSION")
        again = hall.staff()
        wait_until(lambda: window_of(again.get("/api/state").json["state"], 3)["clerk"] == "1001",
                   "the state")


def open_view(phone, token):
    view = phone.get(f"/api/ticket/{token}").json
    return view if view["open"] else None


@test("a ticket's phone page: its place, its window, and nothing for a token nobody has")
def _():
    with WebHall() as hall:
        phone, clerk = hall.visitor(), hall.staff()
        clerk.act("window/sign-in", window=3)
        clerk.act("window/open", window=3)
        first, second = hall.take(), hall.take()
        # Whether a window is open comes with the server's pulse, once a second.
        view = wait_until(lambda: open_view(phone, second.token), "the window to be known as open")
        equal((view["number"], view["phase"], view["ahead"], view["behind"], view["open"]),
              (second.number, "waiting", 1, 0, True))
        equal(view["service"]["zh"], "社会保障")
        clerk.act("window/next", window=3)
        view = phone.get(f"/api/ticket/{first.token}").json
        equal((view["phase"], view["window"]["number"]), ("called", 3))
        for token in ("nonsense", "", "a" * 41, "..%2f..%2fetc", second.token[:-1],
                      second.token + "x"):
            refused(phone.get(f"/api/ticket/{token}"), 404, "UNKNOWN_TICKET")
        page = phone.get(f"/t/{second.token}")
        equal(page.status, 200)
        equal(page.headers["Referrer-Policy"], "no-referrer")


@test("pages come with a strict policy, are not sniffed or framed, and are cached by their content")
def _():
    with WebHall() as hall:
        visitor = hall.visitor()
        for path in ("/sign-in", "/t/x", "/theme.css", "/web/base.css", "/web/console/main.js",
                     "/web/i18n/zh.json", "/web/icons.svg", "/favicon.ico"):
            answer = visitor.get(path)
            equal(answer.status, 200, path)
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy, policy
            assert "unsafe" not in policy, policy
            equal(answer.headers["X-Content-Type-Options"], "nosniff")
            again = visitor.get(path, headers={"If-None-Match": answer.headers["ETag"]})
            equal((again.status, again.body), (304, b""), path)
        assert "--brand600: #1559C4;" in visitor.get("/theme.css").body.decode()


if __name__ == "__main__":
    suite.main()
