"""Tickets that a kiosk issued alone while the server was away, handed over afterwards."""

from hallkit import suite, wire
from hallkit.running import RunningHall
from hallkit.suite import equal, test


def handed_over(hall, ordinal, age_ms=0, kiosk=None, **changes):
    """The command of a kiosk whose clock is right and who heard the server an hour ago."""
    now_ms = hall.feed().pulse().at_ms
    fields = dict(service=hall.services[0], ordinal=ordinal, issued_ms=now_ms - age_ms,
                  last_contact_ms=now_ms - 3600_000, delivery=wire.DELIVERY_PRINTED)
    fields.update(changes)
    return (kiosk or hall.kiosk).command(adopt_ticket=fields)


@test("a kiosk's own tickets keep their numbers, their order and their arrival")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        online = hall.take()
        commands = [handed_over(hall, n, age_ms=600_000 - n * 1000) for n in (1, 2, 3)]
        numbers = [hall.kiosk.ask(command).ticket.number for command in commands]
        equal(numbers, ["X001", "X002", "X003"])
        called = []
        for _ in range(4):
            called.append(hall.call(window).number)
            hall.serve(window)
        equal(called, numbers + [online.number])
        hall.verify()


@test("handed over twice it is one ticket, also after a crash; another command gets no such number")
def _():
    with RunningHall() as hall:
        command = handed_over(hall, 1)
        first = hall.kiosk.ask(command)
        equal(hall.kiosk.ask(command), first)
        hall.restart(kill=True)
        equal(hall.kiosk.ask(command), first)
        equal(len(hall.state()["tickets"]), 1)
        equal(hall.kiosk.ask(handed_over(hall, 1)).refusal, wire.REFUSAL_INVALID_VALUE)
        hall.verify()


@test("it arrives never before the kiosk's last contact and never in the future")
def _():
    with RunningHall() as hall:
        for ordinal, age_ms in ((1, 5 * 3600_000), (2, -5 * 3600_000)):
            command = handed_over(hall, ordinal, age_ms)
            ticket = hall.kiosk.ask(command).ticket
            record = hall.state()["tickets"][ticket.ticket]
            contact_ms = command.adopt_ticket.last_contact_ms
            assert contact_ms <= record["arrival"] <= record["issued"], record


@test("a kiosk without a series, a web server, another day's ticket: refused")
def _():
    with RunningHall() as hall:
        stranger = hall.client("kiosk-9", "kiosk")
        command = handed_over(hall, 1, kiosk=stranger)
        equal(stranger.ask(command).refusal, wire.REFUSAL_NOT_ALLOWED)
        command = handed_over(hall, 1, kiosk=hall.web)
        equal(hall.web.ask(command).refusal, wire.REFUSAL_NOT_ALLOWED)
        command = handed_over(hall, 1, age_ms=24 * 3600_000)
        equal(hall.kiosk.ask(command).refusal, wire.REFUSAL_DEADLINE_PASSED)
        equal(hall.state()["tickets"], {})


if __name__ == "__main__":
    suite.main()
