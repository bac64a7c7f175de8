"""The hall's protocol from outside: a DEALER that asks, a SUB that listens; no code of ours."""

import os
import time
import tomllib

import zmq

from hallkit import wire

_CONTEXT = zmq.Context.instance()
_CONTEXT.max_sockets = 4096
ANSWER_S = 30.0


class Device:
    """A device file, as `hallctl enroll` wrote it."""

    def __init__(self, path):
        with open(path, "rb") as file:
            for key, value in tomllib.load(file).items():
                setattr(self, key, value)

    def connect(self, kind: int, endpoint: str) -> zmq.Socket:
        connection = _CONTEXT.socket(kind)
        connection.curve_serverkey = self.server_public_key.encode()
        connection.curve_publickey = self.public_key.encode()
        connection.curve_secretkey = self.secret_key.encode()
        connection.linger = 0
        connection.reconnect_ivl = 20
        connection.reconnect_ivl_max = 200
        if kind == zmq.DEALER:
            # Nothing is queued for a server that is not there, so nothing old arrives later.
            connection.immediate = 1
        connection.connect(endpoint)
        return connection


def stranger(device: Device) -> Device:
    """The same place, with a key pair that nobody enrolled."""
    other = Device.__new__(Device)
    other.__dict__.update(device.__dict__)
    public, secret = zmq.curve_keypair()
    other.public_key, other.secret_key = public.decode(), secret.decode()
    return other


def name_of(reply: wire.Reply) -> str:
    """The refusal's name without its prefix: "TOO_SOON"; "DONE" if there is none."""
    return wire.Refusal.Name(reply.refusal).removeprefix("REFUSAL_") if reply.refusal else "DONE"


def must_refuse(reply: wire.Reply, refusal: str) -> wire.Reply:
    assert name_of(reply) == refusal, f"expected {refusal}, got {name_of(reply)}: {reply}"
    assert reply.sentence and not reply.seq and not reply.WhichOneof("result"), reply
    return reply


class Unanswered(AssertionError):
    pass


def _when_ready(connection: zmq.Socket, event: int, patience_s: float, otherwise: str, action):
    """What `action` returns once the socket is ready. A server that dies after the poll takes the
    readiness with it: an action that waited would then hold its thread until the server is back."""
    deadline = time.monotonic() + patience_s
    while True:
        left_ms = int((deadline - time.monotonic()) * 1000)
        if left_ms <= 0 or not connection.poll(left_ms, event):
            raise Unanswered(otherwise)
        try:
            return action()
        except zmq.Again:
            pass


class Client:
    """Asks the server, one command at a time, and hears the reply."""

    def __init__(self, device: Device):
        self.device = device
        self.socket = device.connect(zmq.DEALER, device.commands)

    def command(self, clerk: str = "", deadline_ms: int = 0, staff: str = "",
                **body) -> wire.Command:
        """A well-formed command: command(call_next=dict(window=3), clerk="li", staff="MANAGER")."""
        command = wire.Command(version=wire.PROTOCOL_VERSION, hall=self.device.hall,
                               command_id=os.urandom(16), clerk=clerk, deadline_ms=deadline_ms)
        if staff:
            command.staff_role = wire.StaffRole.Value(f"STAFF_ROLE_{staff}")
        for name, fields in body.items():
            getattr(command, name).SetInParent()
            getattr(command, name).MergeFrom(type(getattr(command, name))(**fields))
        return command

    def ask(self, command: wire.Command = None, patience_s: float = ANSWER_S,
            **fields) -> wire.Reply:
        """Sends a command (or makes one of `fields`) and returns the reply to it."""
        command = command or self.command(**fields)
        self.send(command.SerializeToString(), patience_s)
        return self.reply_to(command.command_id, patience_s)

    def done(self, **fields) -> wire.Reply:
        """ask(), and the server must have done it."""
        reply = self.ask(**fields)
        assert not reply.refusal, f"{fields}: refused: {name_of(reply)}: {reply.sentence}"
        return reply

    def refused(self, refusal: str, **fields) -> wire.Reply:
        """ask(), and the server must have refused it for this reason, with a sentence."""
        return must_refuse(self.ask(**fields), refusal)

    def ask_until_answered(self, command: wire.Command, patience_s: float = ANSWER_S) -> wire.Reply:
        """As a real client does: the same command again, each second, until there is a reply."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            try:
                return self.ask(command, patience_s=1.0)
            except Unanswered:
                pass
        raise Unanswered(f"no reply in {patience_s} s to {command}")

    def send(self, frame: bytes, patience_s: float = ANSWER_S):
        _when_ready(self.socket, zmq.POLLOUT, patience_s, "not connected",
                    lambda: self.socket.send(frame, zmq.DONTWAIT))

    def reply_to(self, command_id: bytes, patience_s: float = ANSWER_S) -> wire.Reply:
        deadline = time.monotonic() + patience_s
        while True:
            reply = self.receive(deadline - time.monotonic())
            if reply.command_id == command_id:
                return reply

    def receive(self, patience_s: float = ANSWER_S) -> wire.Reply:
        """The next reply, whatever it answers."""
        return wire.Reply.FromString(
            _when_ready(self.socket, zmq.POLLIN, patience_s, "no reply",
                        lambda: self.socket.recv(zmq.DONTWAIT)))

    def connected(self, patience_s: float) -> bool:
        """Whether the server let this key in within the time."""
        return bool(self.socket.poll(int(patience_s * 1000), zmq.POLLOUT))

    def whole_snapshot(self) -> wire.SnapshotPage:
        """The whole state: all its pages in one."""
        whole = self.ask(get_snapshot=dict(page=0)).snapshot
        for number in range(1, whole.pages):
            page = self.ask(get_snapshot=dict(seq=whole.seq, page=number)).snapshot
            assert page.seq == whole.seq and page.page == number, page
            for records in ("tickets", "appointments", "vouchers", "alarms"):
                getattr(whole, records).extend(getattr(page, records))
        return whole

    def snapshot(self):
        """(head, tickets, seq) of the whole state."""
        whole = self.whole_snapshot()
        return whole.head, list(whole.tickets), whole.seq

    def close(self):
        self.socket.close()


class Feed:
    """Listens to what the server publishes."""

    def __init__(self, device: Device):
        self.socket = device.connect(zmq.SUB, device.feed)
        self.socket.subscribe(b"")

    def next(self, patience_s: float = ANSWER_S) -> wire.Feed:
        return wire.Feed.FromString(
            _when_ready(self.socket, zmq.POLLIN, patience_s, f"nothing in {patience_s:.1f} s",
                        lambda: self.socket.recv(zmq.DONTWAIT)))

    def pulse(self, patience_s: float = ANSWER_S) -> wire.Pulse:
        return self._of_kind("pulse", patience_s)

    def event(self, patience_s: float = ANSWER_S) -> wire.Event:
        return self._of_kind("event", patience_s)

    def events_until(self, seq: int, patience_s: float = ANSWER_S):
        """All events that come, up to and with number `seq`."""
        events = []
        while not events or events[-1].seq < seq:
            events.append(self.event(patience_s))
        return events

    def _of_kind(self, kind: str, patience_s: float):
        deadline = time.monotonic() + patience_s
        while True:
            message = self.next(deadline - time.monotonic())
            if message.WhichOneof("body") == kind:
                return getattr(message, kind)

    def close(self):
        self.socket.close()
