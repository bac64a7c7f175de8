"""Who may come in, and who may do what: keys, roles, revocation."""

import socket

import zmq

from hallkit import suite, wire
from hallkit.client import Client, Feed, Unanswered, name_of, stranger
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test

_AT_WINDOW = ("open_window", "close_window", "sign_in", "sign_out", "call_next", "recall_ticket",
              "mark_missed", "start_service", "complete_service")

DEVICES_MAX = 256  # limits::kDevicesMax


def connects_in_time(client) -> bool:
    return client.connected(3.0)


@test("a key that nobody enrolled never connects, neither to commands nor to the feed")
def _():
    with RunningHall() as hall:
        outsider = stranger(hall.kiosk.device)
        client, feed = Client(outsider), Feed(outsider)
        try:
            assert not connects_in_time(client), "a stranger's key was let in"
            try:
                raise AssertionError(f"a stranger heard {feed.next(2.5)}")
            except Unanswered:
                pass
        finally:
            client.close()
            feed.close()
        known = hall.client("kiosk-2", "kiosk")
        assert connects_in_time(known), "the test proves nothing: an enrolled key is as slow"


@test("strangers are a warning in the log, the gate's own test at start is none")
def _():
    with RunningHall() as hall:
        assert "self-test" in hall.server.text(), hall.server.text()
        assert "warn" not in hall.server.text(), hall.server.text()
        outsider = Client(stranger(hall.kiosk.device))
        wait_until(lambda: "its key is not enrolled" in hall.server.text(), "the warning")
        outsider.close()


@test("a peer without encryption never connects")
def _():
    with RunningHall() as hall:
        plain = zmq.Context.instance().socket(zmq.DEALER)
        plain.linger, plain.immediate = 0, 1
        plain.connect(hall.kiosk.device.commands)
        assert not plain.poll(2500, zmq.POLLOUT), "plain text was let in"
        plain.close()
        hall.kiosk.done(ping={})


@test("a peer with the wrong server key never connects")
def _():
    with RunningHall() as hall:
        confused = stranger(hall.kiosk.device)
        confused.public_key = hall.kiosk.device.public_key
        confused.secret_key = hall.kiosk.device.secret_key
        confused.server_public_key = zmq.curve_keypair()[0].decode()
        client = Client(confused)
        assert not connects_in_time(client)
        client.close()


@test("noise on the ports does not disturb the hall")
def _():
    with RunningHall() as hall:
        for port in (hall.ports["commands"], hall.ports["feed"]):
            for noise in (b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 70000, b"", b"\x00" * 64):
                with socket.create_connection(("127.0.0.1", int(port))) as peer:
                    try:
                        peer.sendall(noise)
                    except OSError:
                        pass  # it hung up on us, as it should
        hall.take()


@test("a kiosk may not do what clerks do")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        hall.take()
        for body in _AT_WINDOW:
            hall.kiosk.refused("NOT_ALLOWED", clerk="0001", **{body: dict(window=window)})
        hall.kiosk.refused("NOT_ALLOWED", clerk="0001",
                           pause_window=dict(window=window, reason="午休"))
        equal(hall.window_phase(window), "OPEN")


@test("a display may only look")
def _():
    with RunningHall() as hall:
        board = hall.client("board-1", "display")
        ticket = hall.take()
        window = hall.sit(hall.general[0])
        for body in _AT_WINDOW:
            board.refused("NOT_ALLOWED", clerk="0001", **{body: dict(window=window)})
        board.refused("NOT_ALLOWED", issue_ticket=dict(service=hall.services[0]))
        board.refused("NOT_ALLOWED", confirm_ticket=dict(
            ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        board.refused("NOT_ALLOWED", cancel_ticket=dict(ticket=ticket.ticket))
        board.refused("NOT_ALLOWED", reactivate_ticket=dict(ticket=ticket.ticket))
        board.done(ping={})
        board.snapshot()


@test("the role is the key's, whatever the message says")
def _():
    with RunningHall() as hall:
        # The same name in a file does not help: only the key counts.
        board = hall.client("board-1", "display")
        board.device.role = "web"
        board.refused("NOT_ALLOWED", clerk="0001", sign_in=dict(window=hall.general[0]))


@test("a revoked key stops at once, on the open connection and on a new one")
def _():
    with RunningHall() as hall:
        other = hall.client("kiosk-2", "kiosk")
        other.done(issue_ticket=dict(service=hall.services[0]))
        hall.revoke("kiosk-2")
        # With the command's id, or the kiosk would wait for it in vain.
        other.refused("NOT_ALLOWED", issue_ticket=dict(service=hall.services[0]))
        equal(len(hall.state()["tickets"]), 1)
        again = Client(other.device)
        assert not connects_in_time(again), "a revoked key connected anew"
        again.close()
        hall.kiosk.done(ping={})


@test("a device enrolled while the server runs is welcome without a restart")
def _():
    with RunningHall() as hall:
        late = hall.client("kiosk-9", "kiosk")
        late.done(issue_ticket=dict(service=hall.services[0]))


@test("a key enrolled again replaces nobody: the name is taken")
def _():
    with RunningHall() as hall:
        done = hall.hallctl("enroll", "--config", hall.config, "--role", "kiosk", "--name",
                            "kiosk-1", "--out", hall.folder / "second.toml")
        assert done.returncode != 0, "two devices have one name"
        hall.kiosk.done(ping={})


def rewrite(path, text: str):
    """There whole or not at all, as hallctl writes it: half a list is a list, too."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.rename(path)


def full_list(hall, revoked):
    """devices.toml with as many entries as fit beside the running hall's own two, so many of them
    revoked."""
    path = hall.folder / "devices.toml"
    entries = [path.read_text()]
    for number in range(DEVICES_MAX - 2):
        entries.append(f"[[device]]\nname = 'old-{number}'\nrole = 'display'\n"
                       f"hall = '{hall.name}'\npublic_key = '{number:040}'\n"
                       f"revoked = {str(number < revoked).lower()}\n")
    rewrite(path, "\n".join(entries))


@test("a hall that has all its devices refuses one more, and works on")
def _():
    with RunningHall() as hall:
        full_list(hall, revoked=0)
        more = ("enroll", "--config", hall.config, "--role", "kiosk", "--name", "kiosk-2", "--out",
                hall.folder / "kiosk-2.device.toml")
        done = hall.hallctl(*more)
        assert done.returncode == 1 and str(DEVICES_MAX) in done.stderr, done
        assert not (hall.folder / "kiosk-2.device.toml").exists()
        hall.revoke("old-7")
        hall.client("kiosk-2", "kiosk").done(ping={})
        hall.revoke("kiosk-2")
        equal(hall.hallctl("list", "--config", hall.config).returncode, 0)
        hall.restart()


@test("who was revoked makes room for who comes")
def _():
    with RunningHall() as hall:
        full_list(hall, revoked=3)
        for number in range(3):
            hall.client(f"kiosk-{number + 2}", "kiosk").done(ping={})
        listed = hall.hallctl("list", "--config", hall.config).stdout
        assert "revoked" not in listed, listed
        equal(len(listed.splitlines()), DEVICES_MAX)
        hall.restart()


@test("a list that cannot be read is complained of once, and revocation works again once mended")
def _():
    with RunningHall() as hall:
        path = hall.folder / "devices.toml"
        good = path.read_text()
        rewrite(path, good + "[[device]]\nname = 3\n")
        for _ in range(20):
            hall.kiosk.done(ping={})
        equal(hall.server.text().count("stays as it was"), 1)
        rewrite(path, good)
        hall.revoke("kiosk-1")
        equal(name_of(hall.web.ask(ping={})), "DONE")
        assert not connects_in_time(Client(hall.kiosk.device))


@test("secrets are readable by their owner alone")
def _():
    with RunningHall() as hall:
        for path in (hall.enroll("kiosk-1", "kiosk"), hall.folder / "server.key"):
            equal(oct(path.stat().st_mode & 0o777), "0o600", path.name)


@test("the log says nothing secret")
def _():
    with RunningHall() as hall:
        hall.take()
        hall.sit(hall.general[0])
        log = hall.server.text()
        for device in (hall.kiosk.device, hall.web.device):
            assert device.secret_key not in log


if __name__ == "__main__":
    suite.main()
