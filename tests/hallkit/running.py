"""A hall that is open: the server runs, a kiosk and the web server are connected."""

from hallkit import fold, wire
from hallkit.client import Client
from hallkit.fake_clock import FakeClock
from hallkit.hall import Hall
from hallkit.program import wait_until


class RunningHall(Hall):
    """`kiosk` and `web` are clients; `services` are the ids of the catalogue, in its order;
    `general` are the numbers of the windows that serve everything, `special` maps the others to
    what they serve. With clock=True the server's wall clock is the test's: see `clock`."""

    def __init__(self, clock: bool = False, **more):
        super().__init__(**more)
        self.clock = FakeClock(self.folder) if clock else None
        try:
            self._open()
        except BaseException:
            self.close()  # nobody has entered the context yet, nobody else would
            raise

    def _open(self):
        self.start_server()
        self.kiosk = self.client("kiosk-1", "kiosk")
        self.web = self.client("web-1", "web")
        head, _, _ = self.kiosk.snapshot()
        self.services = [counter.service.id for counter in head.counters]
        self.general = [w.record.window for w in head.windows if w.record.general]
        self.special = {w.record.window: list(w.record.services) for w in head.windows
                        if not w.record.general}

    def start_server(self, environment=None, preexec=None):
        variables = dict(environment or {})
        if self.clock:
            variables.update(self.clock.environment)
        return super().start_server(variables, preexec)

    def restart(self, kill: bool = False):
        """Ends the server, cleanly or by SIGKILL, and starts it again on the same journal."""
        if kill:
            self.server.kill()
        else:
            code = self.server.stop()
            assert code == 0, f"the server ended with {code}:\n{self.server.tail()}"
        self.start_server()
        for client in (self.kiosk, self.web):
            client.ask_until_answered(client.command(ping={}))

    # -- what people do ---------------------------------------------------------------------------

    def sit(self, window: int, clerk: str = "0001") -> int:
        """A clerk signs in at the window and opens it."""
        self.web.done(sign_in=dict(window=window), clerk=clerk)
        self.web.done(open_window=dict(window=window), clerk=clerk)
        return window

    def take(self, service: str = None, kiosk: Client = None,
             item: str = "") -> wire.TicketResult:
        """A ticket, for an item of the catalogue or none, with its paper in the citizen's hand."""
        kiosk = kiosk or self.kiosk
        wanted = dict(service=service or self.services[0], item=item)
        ticket = kiosk.done(issue_ticket=wanted).ticket
        kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        return ticket

    def issue_many(self, count: int) -> list:
        """So many tickets, over the services in turn, without waiting for each."""
        commands = [self.kiosk.command(issue_ticket=dict(
            service=self.services[number % len(self.services)])) for number in range(count)]
        for command in commands:
            self.kiosk.send(command.SerializeToString())
        replies = [self.kiosk.receive() for _ in commands]
        assert not any(reply.refusal for reply in replies), replies
        return [reply.ticket for reply in replies]

    def call(self, window: int, clerk: str = "0001") -> wire.TicketResult:
        return self.web.done(call_next=dict(window=window), clerk=clerk).ticket

    def serve(self, window: int, clerk: str = "0001"):
        """The called person comes and is served to the end."""
        self.web.done(start_service=dict(window=window), clerk=clerk)
        self.web.done(complete_service=dict(window=window), clerk=clerk)

    # -- what is seen -----------------------------------------------------------------------------

    def state(self) -> dict:
        """The hall as it is now (see fold.state_of). A snapshot may be a second old: the events
        after it are folded in, as a mirror does it."""
        whole = self.kiosk.whole_snapshot()
        state, seq = fold.state_of(whole), whole.seq
        while True:
            reply = self.kiosk.ask(get_events=dict(after_seq=seq, count=500))
            if reply.refusal == wire.REFUSAL_NO_SUCH_HISTORY or any(
                    event.HasField("day_opened") for event in reply.events.events):
                now = self.last_seq()
                return wait_until(lambda: self._state_since(now), "a snapshot of the new day")
            batch = reply.events
            for event in batch.events:
                fold.apply(state, event)
                seq = event.seq
            if seq >= batch.last_seq:
                return state

    def _state_since(self, seq: int):
        whole = self.kiosk.whole_snapshot()
        return fold.state_of(whole) if whole.seq >= seq else None

    def last_seq(self) -> int:
        return self.kiosk.done(ping={}).pong.last_seq

    def asked_for_since(self, seq: int) -> int:
        """How many events there are after `seq` that somebody asked for: alarms begin and end by
        themselves."""
        events = self.kiosk.done(get_events=dict(after_seq=seq, count=500)).events.events
        return sum(not event.WhichOneof("body").startswith("alarm_") for event in events)

    def phase(self, ticket: wire.TicketResult) -> str:
        """"WAITING", "CALLED", … of a ticket."""
        phase = self.state()["tickets"][ticket.ticket]["phase"]
        return wire.TicketPhase.Name(phase).removeprefix("TICKET_PHASE_")

    def window(self, number: int) -> dict:
        return self.state()["windows"][number]

    def window_phase(self, number: int) -> str:
        return wire.WindowPhase.Name(self.window(number)["phase"]).removeprefix("WINDOW_PHASE_")
