"""A hall that is open: the server runs, a kiosk and the web server are connected."""

from hallkit import wire
from hallkit.client import Client
from hallkit.fake_clock import FakeClock
from hallkit.hall import Hall


class RunningHall(Hall):
    """`kiosk` and `web` are clients; `services` are the ids of the catalogue, in its order;
    `general` are the numbers of the windows that serve everything, `special` maps the others to
    what they serve. With clock=True the server's wall clock is the test's: see `clock`."""

    def __init__(self, clock: bool = False, **more):
        super().__init__(**more)
        self.clock = FakeClock(self.folder) if clock else None
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

    def take(self, service: str = None, kiosk: Client = None) -> wire.TicketResult:
        """A ticket with its paper in the citizen's hand."""
        kiosk = kiosk or self.kiosk
        ticket = kiosk.done(issue_ticket=dict(service=service or self.services[0])).ticket
        kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        return ticket

    def call(self, window: int, clerk: str = "0001") -> wire.TicketResult:
        return self.web.done(call_next=dict(window=window), clerk=clerk).ticket

    def serve(self, window: int, clerk: str = "0001"):
        """The called person comes and is served to the end."""
        self.web.done(start_service=dict(window=window), clerk=clerk)
        self.web.done(complete_service=dict(window=window), clerk=clerk)

    # -- what is seen -----------------------------------------------------------------------------

    def ticket_record(self, key: int) -> wire.TicketRecord:
        _, tickets, _ = self.kiosk.snapshot()
        return next(record for record in tickets if record.ticket == key)

    def phase(self, ticket) -> str:
        """"WAITING", "CALLED", … of a TicketResult."""
        phase = self.ticket_record(ticket.ticket).phase
        return wire.TicketPhase.Name(phase).removeprefix("TICKET_PHASE_")

    def window_state(self, window: int) -> wire.WindowState:
        head, _, _ = self.kiosk.snapshot()
        return next(state for state in head.windows if state.record.window == window)
