"""A running hall with queue-web in front: staff who can sign in, and a plain HTTP client."""

import functools
import http.client
import json
import subprocess

from hallkit.paths import REPOSITORY, program
from hallkit.running import RunningHall

PASSWORD = "correct horse 一窗"
STAFF = [("1001", "王芳", "clerk"), ("1002", "李强", "clerk"), ("2001", "陈静", "guide"),
         ("3001", "赵敏", "manager"), ("9001", "周伟", "admin")]


@functools.cache
def password_hash(password: str) -> str:
    """As an administrator makes it: the password on stdin, its hash on stdout."""
    done = subprocess.run([program("queue-web"), "--hash-password"], input=password + "\n",
                          capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


class WebHall(RunningHall):
    """`url` is where the pages are; `queue_web` is the program."""

    def __init__(self, web_changes: dict = None, **more):
        super().__init__(**more)
        self.queue_web = None
        self.users = self.folder / "users.toml"
        self.web_config = self.folder / "web.toml"
        self.write_users(STAFF)
        self.write_web_config(**(web_changes or {}))
        self.start_web()

    def write_users(self, staff):
        tables = [f'[[users]]\nbadge = "{badge}"\nname = "{name}"\nrole = "{role}"\n'
                  f'password = "{password_hash(PASSWORD)}"\n' for badge, name, role in staff]
        self.users.write_text("\n".join(tables))

    def write_web_config(self, **changes):
        values = {"device": self.enroll("pages-1", "web"), "users": "users.toml",
                  "outbox": "web-outbox.db", "assets": REPOSITORY / "assets",
                  "listen": f"127.0.0.1:{self.ports['web']}"}
        values.update(changes)
        lines = [f"{key} = {json.dumps(value if isinstance(value, bool) else str(value))}"
                 for key, value in values.items() if value is not None]
        self.web_config.write_text("\n".join(lines) + "\n")

    def start_web(self):
        variables = self.clock.environment if self.clock else None
        self.queue_web = self.launch([program("queue-web"), "--config", self.web_config], "web",
                                     variables)
        return self.queue_web.wait_ready()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    def visitor(self) -> "Visitor":
        return Visitor(int(self.ports["web"]))

    def staff(self, badge: str = "1001") -> "Visitor":
        """A signed-in visitor."""
        visitor = self.visitor()
        answer = visitor.sign_in(badge, PASSWORD)
        assert answer.status == 200, answer
        return visitor


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Visitor:
    """Speaks HTTP as a browser's page would, with cookies and token, or without them."""

    def __init__(self, port: int):
        self.port = port
        self.cookies = {}
        self.csrf = ""

    def ask(self, method: str, path: str, body=None, headers=None,
            patience_s: float = 30) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience_s)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        sent.update(headers or {})
        connection.request(method, path, body, {k: v for k, v in sent.items() if v})
        answer = Answer(connection.getresponse())
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def get(self, path: str, **more) -> Answer:
        return self.ask("GET", path, **more)

    def post(self, path: str, body=None, headers=None, **more) -> Answer:
        sent = {"Content-Type": "application/json", "X-CSRF-Token": self.csrf}
        sent.update(headers or {})
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body or {})
        return self.ask("POST", path, raw, sent, **more)

    def sign_in(self, badge: str, password: str) -> Answer:
        self.csrf = self.get("/api/session").json["csrf"]
        answer = self.post("/api/sign-in", {"badge": badge, "password": password})
        if answer.status == 200:
            self.csrf = answer.json["csrf"]
        return answer

    def act(self, action: str, **body) -> Answer:
        return self.post(f"/api/{action}", body)
