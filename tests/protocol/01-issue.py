"""Issue, confirm, cancel: a citizen takes a number."""

from hallkit import suite, wire
from hallkit.running import RunningHall
from hallkit.suite import equal, test


@test("the first ticket of a service has its letter and 001, and nobody ahead")
def _():
    with RunningHall() as hall:
        head, _, _ = hall.kiosk.snapshot()
        for counter in head.counters:
            ticket = hall.kiosk.done(issue_ticket=dict(service=counter.service.id)).ticket
            equal(ticket.number, counter.service.prefix + "001")
            equal(ticket.service, counter.service.id)
            equal((ticket.ahead, ticket.window), (0, 0))
            assert ticket.wait_min_p50 <= ticket.wait_min_p90, ticket


@test("numbers of a service run 001, 002, …; ticket keys and tokens never repeat")
def _():
    with RunningHall() as hall:
        tickets = [hall.take(service) for _ in range(5) for service in hall.services[:2]]
        equal([t.number[1:] for t in tickets],
              ["001", "001", "002", "002", "003", "003", "004", "004", "005", "005"])
        equal(len({t.ticket for t in tickets}), 10)
        equal(len({t.token for t in tickets}), 10)
        assert all(len(t.token) >= 16 for t in tickets), "a token can be guessed"


@test("a ticket tells how many confirmed people of its line are ahead")
def _():
    with RunningHall() as hall:
        hall.kiosk.done(issue_ticket=dict(service=hall.services[0]))  # never confirmed
        equal([hall.take().ahead for _ in range(3)], [0, 1, 2])


@test("a ticket is not callable before its paper is out")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        ticket = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        equal(hall.phase(ticket), "ISSUED")
        hall.web.refused("NOBODY_WAITING", call_next=dict(window=window), clerk="0001")
        hall.kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        equal(hall.phase(ticket), "WAITING")
        equal(hall.call(window).ticket, ticket.ticket)


@test("paperless is as good as paper, and the delivery is kept")
def _():
    with RunningHall() as hall:
        ticket = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        hall.kiosk.done(
            confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PAPERLESS))
        record = hall.state()["tickets"][ticket.ticket]
        equal((record["phase"], record["delivery"]),
              (wire.TICKET_PHASE_WAITING, wire.DELIVERY_PAPERLESS))


@test("a late confirmation keeps the place of the issue")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        slow = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        quick = hall.take()
        hall.kiosk.done(confirm_ticket=dict(ticket=slow.ticket, delivery=wire.DELIVERY_PAPERLESS))
        equal(hall.call(window).number, slow.number)
        hall.serve(window)
        equal(hall.call(window).number, quick.number)


@test("a confirmation must say how the number was delivered, and of which ticket")
def _():
    with RunningHall() as hall:
        ticket = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        hall.kiosk.refused("INVALID_VALUE", confirm_ticket=dict(ticket=ticket.ticket))
        hall.kiosk.refused("UNKNOWN_TICKET", confirm_ticket=dict(
            ticket=ticket.ticket + 1, delivery=wire.DELIVERY_PRINTED))
        hall.kiosk.refused("UNKNOWN_TICKET", confirm_ticket=dict(
            ticket=0, delivery=wire.DELIVERY_PRINTED))


@test("a service that is not in the catalogue is refused")
def _():
    with RunningHall() as hall:
        hall.kiosk.refused("UNKNOWN_SERVICE", issue_ticket=dict(service="no-such-service"))
        hall.kiosk.refused("UNKNOWN_SERVICE", issue_ticket=dict(service=""))


@test("a cancelled ticket leaves the line and cannot come back")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        first, second = hall.take(), hall.take()
        hall.kiosk.done(cancel_ticket=dict(ticket=first.ticket))
        equal(hall.phase(first), "CANCELLED")
        equal(hall.call(window).number, second.number)
        hall.kiosk.done(cancel_ticket=dict(ticket=first.ticket))  # already so: no news
        hall.kiosk.refused("WRONG_PHASE", confirm_ticket=dict(
            ticket=first.ticket, delivery=wire.DELIVERY_PRINTED))
        hall.kiosk.refused("UNKNOWN_TICKET", cancel_ticket=dict(ticket=99999))


@test("the thousandth ticket of a series is refused; other services go on")
def _():
    with RunningHall() as hall:
        service = hall.services[0]
        commands = [hall.kiosk.command(issue_ticket=dict(service=service)) for _ in range(999)]
        for command in commands:
            hall.kiosk.send(command.SerializeToString())
        numbers = [hall.kiosk.receive().ticket.number for _ in commands]
        equal(len(set(numbers)), 999)
        equal(max(numbers)[1:], "999")
        hall.kiosk.refused("SERIES_FULL", issue_ticket=dict(service=service))
        hall.kiosk.done(issue_ticket=dict(service=hall.services[1]))
        hall.verify()


if __name__ == "__main__":
    suite.main()
