"""What is not a proper command is refused by name; nobody else notices."""

import os
import random
import time

import zmq
from zmq.utils.monitor import recv_monitor_message

from hallkit import suite, wire
from hallkit.client import Unanswered, must_refuse, name_of
from hallkit.running import RunningHall
from hallkit.suite import equal, test

ENCRYPTION_BYTES = 33  # that CURVE adds to a message


@test("bytes that are no command are refused as malformed, and the sender stays connected")
def _():
    with RunningHall() as hall:
        before = hall.last_seq()
        longest = b"\xff" * wire.MESSAGE_BYTES_MAX
        for frame in (b"", b"\x00", b"hello", b"\xff" * 300, os.urandom(1000), longest):
            hall.kiosk.send(frame)
            must_refuse(hall.kiosk.receive(), "MALFORMED")
        hall.take()
        equal(hall.asked_for_since(before), 2, "events of one ticket")


@test("a message of several frames is refused as malformed")
def _():
    with RunningHall() as hall:
        command = hall.kiosk.command(ping={}).SerializeToString()
        hall.kiosk.socket.send_multipart([command, command])
        must_refuse(hall.kiosk.receive(), "MALFORMED")
        hall.kiosk.socket.send_multipart([b"", command])
        must_refuse(hall.kiosk.receive(), "MALFORMED")
        hall.kiosk.done(ping={})


@test("a command without a body is refused as malformed")
def _():
    with RunningHall() as hall:
        must_refuse(hall.kiosk.ask(hall.kiosk.command()), "MALFORMED")


@test("a body from the future, which this version does not know, is refused as malformed")
def _():
    with RunningHall() as hall:
        command = hall.kiosk.command()
        # Field 900, an empty message, as a newer client would send it.
        hall.kiosk.send(command.SerializeToString() + b"\xa2\x38\x00")
        must_refuse(hall.kiosk.reply_to(command.command_id), "MALFORMED")


@test("a command id is 16 bytes")
def _():
    with RunningHall() as hall:
        for length in (0, 1, 15):
            command = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
            command.command_id = os.urandom(length)
            hall.kiosk.send(command.SerializeToString())
            must_refuse(hall.kiosk.receive(), "MALFORMED")
        command.command_id = os.urandom(17)
        hall.kiosk.send(command.SerializeToString())
        must_refuse(hall.kiosk.receive(), "MALFORMED")
        equal(hall.take().number[1:], "001")


@test("fields over the limits of the schema are refused by their name")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        cases = {
            "pause_window.reason": (hall.web, dict(
                pause_window=dict(window=window, reason="x" * 121), clerk="0001")),
            "issue_ticket.service": (hall.kiosk, dict(issue_ticket=dict(service="x" * 33))),
            "clerk": (hall.web, dict(ping={}, clerk="x" * 33)),
            "get_ticket.token": (hall.kiosk, dict(get_ticket=dict(token="x" * 41))),
            "report_device.device": (hall.kiosk, dict(report_device=dict(
                device="x" * 33, state=wire.DEVICE_STATE_READY))),
            "report_device.facts": (hall.kiosk, dict(report_device=dict(
                device="printer", state=wire.DEVICE_STATE_READY, facts=["x"] * 17))),
        }
        for field, (client, fields) in cases.items():
            reply = client.refused("MALFORMED", **fields)
            assert field in reply.sentence, f"{reply.sentence!r} does not name {field}"
        # At the limit they are welcome.
        hall.web.done(pause_window=dict(window=window, reason="x" * 120), clerk="0001")


@test("text that is not UTF-8 is refused as malformed")
def _():
    with RunningHall() as hall:
        command = hall.kiosk.command(issue_ticket=dict(service="AAAAAAAA"))
        frame = command.SerializeToString().replace(b"AAAAAAAA", b"\xff\xfe\xc0\x80AAAA")
        hall.kiosk.send(frame)
        must_refuse(hall.kiosk.receive(), "MALFORMED")


@test("another hall's command, another version's command")
def _():
    with RunningHall() as hall:
        for hall_id in ("", "elsewhere"):
            command = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
            command.hall = hall_id
            must_refuse(hall.kiosk.ask(command), "WRONG_HALL")
        for version in (0, 2, 4_294_967_295):
            command = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
            command.version = version
            must_refuse(hall.kiosk.ask(command), "WRONG_VERSION")
        equal(hall.take().number[1:], "001")


@test("a command after its deadline has no effect; before it, it has")
def _():
    with RunningHall() as hall:
        now_ms = int(time.time() * 1000)
        for late in (1, now_ms - 1000):
            hall.kiosk.refused("DEADLINE_PASSED", deadline_ms=late,
                               issue_ticket=dict(service=hall.services[0]))
        hall.kiosk.done(deadline_ms=now_ms + 60_000,
                        issue_ticket=dict(service=hall.services[0]))


def disconnections(monitor):
    """How often the watched socket lost its connection since it was last asked."""
    count = 0
    while monitor.poll(0):
        count += recv_monitor_message(monitor)["event"] == zmq.EVENT_DISCONNECTED
    return count


@test("a message over 64 KiB is refused as malformed and counted, and the sender stays connected")
def _():
    with RunningHall() as hall:
        loud = hall.client("kiosk-2", "kiosk")
        loud.done(ping={})
        monitor = loud.socket.get_monitor_socket()
        longest = wire.SOCKET_BYTES_MAX - ENCRYPTION_BYTES
        for size in (wire.MESSAGE_BYTES_MAX + 1, wire.MESSAGE_BYTES_MAX + 1000, longest):
            loud.send(b"x" * size)
            reply = must_refuse(loud.receive(), "MALFORMED")
            assert str(size) in reply.sentence and str(wire.MESSAGE_BYTES_MAX) in reply.sentence
        loud.done(ping={})
        equal(disconnections(monitor), 0)
        hall.take()
        equal(hall.server.stop(), 0)
        assert "REFUSAL_MALFORMED 3" in hall.server.tail(1), hall.server.tail(3)


@test("a message over 128 KiB is dropped with its connection; the server and the others go on")
def _():
    with RunningHall() as hall:
        loud = hall.client("kiosk-2", "kiosk")
        loud.done(ping={})
        monitor = loud.socket.get_monitor_socket()
        loud.send(b"x" * (wire.SOCKET_BYTES_MAX - ENCRYPTION_BYTES + 1))
        hall.take()
        try:
            reply = loud.receive(1.0)
            raise AssertionError(f"answered: {name_of(reply)}")
        except Unanswered:
            pass
        # libzmq closed that one connection and made a new one.
        equal(disconnections(monitor), 1)
        loud.ask_until_answered(loud.command(ping={}))
        assert hall.server.running()
        hall.take()


@test("a thousand broken commands from one kiosk, and another still gets its tickets")
def _():
    with RunningHall() as hall:
        chance = random.Random(20250520)
        noisy = hall.client("kiosk-2", "kiosk")
        good = noisy.command(issue_ticket=dict(service=hall.services[0])).SerializeToString()
        for number in range(1000):
            frame = bytearray(good)
            for _ in range(chance.randint(1, 6)):
                frame[chance.randrange(len(frame))] = chance.randrange(256)
            if chance.random() < 0.3:
                frame = frame[:chance.randrange(len(frame))]
            noisy.send(bytes(frame))
            if number % 50 == 0:
                hall.take(hall.services[1])
        for _ in range(1000):
            noisy.receive()
        equal(hall.take(hall.services[1]).number[1:], "021")
        hall.verify()


if __name__ == "__main__":
    suite.main()
