"""queue-web as a program: its configuration, its manual, signals, passwords, HTTPS."""

import http.client
import re
import ssl
import subprocess

from hallkit import suite
from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test
from web_hall import PASSWORD, STAFF, WebHall


def run(*arguments, text: str = ""):
    return subprocess.run([program("queue-web"), *map(str, arguments)], input=text,
                          capture_output=True, text=True, timeout=60, check=False)


@test("--help is a manual, --version names the version")
def _():
    manual = run("--help")
    equal(manual.returncode, 0)
    for word in ("device", "users", "outbox", "listen", "assets", "tls_certificate", "behind_proxy",
                 "SIGHUP", "Exit status", "--hash-password", "[[users]]"):
        assert word in manual.stdout, f"{word} is not in the manual"
    assert re.fullmatch(r"queue-web \d+\.\d+\.\d+\n", run("--version").stdout)


@test("--hash-password reads stdin alone and prints a different argon2id hash each time")
def _():
    first = run("--hash-password", text="long enough\n")
    second = run("--hash-password", text="long enough\n")
    equal((first.returncode, second.returncode), (0, 0))
    assert first.stdout.startswith("$argon2id$"), first.stdout
    assert first.stdout != second.stdout
    equal(run("--hash-password", text="short\n").returncode, 2)
    equal(run("--hash-password", text="").returncode, 2)
    assert run("--hash-password", "secret", text="").returncode != 0  # never as an argument


@test("every mistake of the configuration is told with file, line and key; the exit code is 2")
def _():
    with WebHall() as hall:
        hall.queue_web.stop()

        def mistakes(expected: str, **changes):
            hall.write_web_config(**changes)
            done = run("--config", hall.web_config)
            equal(done.returncode, 2, done.stderr)
            assert re.search(expected, done.stderr), f"{expected} not in {done.stderr}"

        mistakes(r"web\.toml:\d+: .*device", device=None)
        mistakes(r"web\.toml:\d+: listen: expected an address", listen="localhost")
        mistakes(r"web\.toml:\d+: tls_key: expected tls_certificate and tls_key",
                 tls_key="users.toml")
        mistakes(r"web\.toml:\d+: tls_key: expected a readable PEM", tls_key="users.toml",
                 tls_certificate="users.toml")
        mistakes(r"web\.toml:\d+: lisen: unknown key", lisen="127.0.0.1:1")
        mistakes(r"behind_proxy: true or false|behind_proxy: expected true", behind_proxy="yes")
        mistakes(r"cannot read the pages in", assets="nowhere")
        mistakes(r"no-such-device", device="no-such-device.toml")
        mistakes(r":1: role: expected \"web\"", device=hall.enroll("board-9", "display"))
        hall.users.write_text('[[users]]\nbadge = "1"\nname = "x"\nrole = "king"\npassword = "y"\n')
        mistakes(r"users\.toml:4: users\.role: expected clerk")
        equal(run("--config", "/nowhere.toml").returncode, 2)
        equal(run().returncode, 2)


@test("SIGTERM ends it cleanly with browsers connected; an address in use is said and ends with 1")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        stream = http.client.HTTPConnection("127.0.0.1", clerk.port, timeout=60)
        stream.request("GET", "/api/live", headers={
            "Cookie": "; ".join(f"{k}={v}" for k, v in clerk.cookies.items())})
        assert stream.getresponse().status == 200
        hall.write_web_config(outbox="other-outbox.db")
        second = run("--config", hall.web_config)
        equal(second.returncode, 1)
        assert "Address already in use" in second.stderr, second.stderr
        equal(hall.queue_web.stop(), 0)
        log = hall.queue_web.text()
        assert PASSWORD not in log and clerk.cookies["yichuang_session"] not in log, log


@test("SIGHUP reads users.toml again: who is gone is signed out, a mistake keeps the old staff")
def _():
    with WebHall() as hall:
        stays, goes = hall.staff("1001"), hall.staff("1002")
        hall.write_users([member for member in STAFF if member[0] != "1002"])
        hall.queue_web.process.send_signal(1)
        wait_until(lambda: goes.get("/api/state").status == 401, "1002 to be signed out")
        equal(stays.get("/api/state").status, 200)
        equal(hall.visitor().sign_in("1002", PASSWORD).status, 401)
        hall.users.write_text("not toml at all")
        hall.queue_web.process.send_signal(1)
        wait_until(lambda: "the old one stays" in hall.queue_web.text(), "the mistake in the log")
        equal(stays.get("/api/state").status, 200)
        equal(hall.visitor().sign_in("1001", PASSWORD).status, 200)


@test("HTTPS with a certificate of the hall's own: secure cookies and strict transport")
def _():
    with RunningHall() as probe:
        made = probe.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                          "ec_paramgen_curve:P-256", "-nodes",
                          "-subj", "/CN=localhost", "-days", "1",
                          "-addext", "subjectAltName=IP:127.0.0.1",
                          "-keyout", probe.folder / "key.pem", "-out", probe.folder / "cert.pem"])
        equal(made.returncode, 0, made.stderr)
        with WebHall(web_changes={"tls_certificate": probe.folder / "cert.pem",
                                  "tls_key": probe.folder / "key.pem"}) as hall:
            trust = ssl.create_default_context(cafile=probe.folder / "cert.pem")
            connection = http.client.HTTPSConnection("127.0.0.1", int(hall.ports["web"]),
                                                     timeout=60, context=trust)
            connection.request("GET", "/api/session")
            answer = connection.getresponse()
            equal(answer.status, 200)
            assert "Secure" in answer.headers["Set-Cookie"], answer.headers
            assert answer.headers["Strict-Transport-Security"], answer.headers


@test("a command without an answer when queue-web dies is settled by the next start")
def _():
    with WebHall() as hall:
        clerk = hall.staff()
        clerk.act("window/sign-in", window=3)
        outbox = hall.folder / "web-outbox.db-wal"
        wait_until(lambda: outbox.stat().st_size == 0, "nothing of the answered command on disk")
        hall.server.pause()
        connection = http.client.HTTPConnection("127.0.0.1", clerk.port, timeout=60)
        connection.request("POST", "/api/window/open", '{"window":3}', {
            "Content-Type": "application/json", "X-CSRF-Token": clerk.csrf,
            "Cookie": "; ".join(f"{k}={v}" for k, v in clerk.cookies.items())})
        wait_until(lambda: outbox.stat().st_size > 0, "the command in the outbox")
        hall.queue_web.kill()
        hall.server.resume()
        hall.start_web()
        wait_until(lambda: hall.window_phase(3) == "OPEN", "the window to open")


if __name__ == "__main__":
    suite.main()
