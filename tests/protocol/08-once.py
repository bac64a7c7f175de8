"""The same command id: the same reply, one effect. Also after a crash."""

from hallkit import suite, wire
from hallkit.client import must_refuse
from hallkit.running import RunningHall
from hallkit.suite import equal, test


@test("a command sent twice takes effect once and is answered twice the same")
def _():
    with RunningHall() as hall:
        command = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
        first = hall.kiosk.ask(command)
        seq = hall.last_seq()
        for _ in range(3):
            equal(hall.kiosk.ask(command), first)
        equal(hall.last_seq(), seq)
        equal(len(hall.state()["tickets"]), 1)


@test("two copies in one breath are one ticket")
def _():
    with RunningHall() as hall:
        command = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
        for _ in range(20):
            hall.kiosk.send(command.SerializeToString())
        replies = [hall.kiosk.receive() for _ in range(20)]
        equal(len({reply.SerializeToString() for reply in replies}), 1)
        equal(len(hall.state()["tickets"]), 1)


@test("the answer survives kill -9: same reply, no second ticket, also for a call")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        issue = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
        issued = hall.kiosk.ask(issue)
        hall.kiosk.done(confirm_ticket=dict(
            ticket=issued.ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        call = hall.web.command(call_next=dict(window=window), clerk="0001")
        called = hall.web.ask(call)
        assert not called.refusal, called
        hall.take()
        hall.restart(kill=True)
        equal(hall.kiosk.ask_until_answered(issue), issued)
        equal(hall.web.ask_until_answered(call), called)
        equal(len(hall.state()["tickets"]), 2)
        hall.verify()


@test("a remembered answer is given before the deadline and the phase are looked at")
def _():
    with RunningHall() as hall:
        ticket = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        confirm = hall.kiosk.command(confirm_ticket=dict(
            ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        first = hall.kiosk.ask(confirm)
        hall.kiosk.done(cancel_ticket=dict(ticket=ticket.ticket))
        equal(hall.kiosk.ask(confirm), first)
        equal(hall.phase(ticket), "CANCELLED")


@test("the role comes before the memory: a display that repeats a kiosk's id learns nothing")
def _():
    with RunningHall() as hall:
        command = hall.kiosk.command(issue_ticket=dict(service=hall.services[0]))
        hall.kiosk.ask(command)
        board = hall.client("board-1", "display")
        must_refuse(board.ask(command), "NOT_ALLOWED")


@test("a window's command repeated after other work is not done again")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        first, second = hall.take(), hall.take()
        call = hall.web.command(call_next=dict(window=window), clerk="0001")
        equal(hall.web.ask(call).ticket.ticket, first.ticket)
        hall.serve(window)
        equal(hall.web.ask(call).ticket.ticket, first.ticket)
        equal(hall.phase(second), "WAITING")


if __name__ == "__main__":
    suite.main()
