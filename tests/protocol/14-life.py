"""The rest of a ticket's life: voided, held, transferred, of several items, walk-ins, vouchers."""

import datetime
import zoneinfo

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test


def begin(hall, window, clerk="0001"):
    """The next person is called and comes; the number."""
    called = hall.call(window, clerk)
    hall.web.done(start_service=dict(window=window), clerk=clerk)
    return called.number


@test("a ticket that nobody confirms is void after a minute, and comes back if its paper did")
def _():
    with RunningHall(clock=True) as hall:
        window = hall.sit(hall.general[0])
        ticket = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        later = hall.take()
        hall.clock.advance(61)
        wait_until(lambda: hall.phase(ticket) == "VOIDED", "the void")
        equal(hall.phase(later), "WAITING")
        hall.kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        equal(hall.call(window).number, ticket.number)
        hall.verify()


@test("a held visit frees the window, and comes back first and to it")
def _():
    with RunningHall() as hall:
        first, second = hall.sit(hall.general[0]), hall.sit(hall.general[1], "0002")
        ticket = hall.take()
        equal(begin(hall, first), ticket.number)
        hall.web.done(hold_ticket=dict(window=first), clerk="0001")
        equal((hall.phase(ticket), hall.window(first)["ticket"]), ("HELD", 0))
        other = hall.take()
        hall.web.done(resume_ticket=dict(ticket=ticket.ticket), clerk="0001")
        equal(hall.call(second, "0002").number, other.number)
        reply = hall.web.done(call_next=dict(window=first), clerk="0001")
        equal(reply.ticket.number, ticket.number)
        hall.web.refused("WRONG_PHASE", resume_ticket=dict(ticket=ticket.ticket))
        hall.verify()


@test("a transfer keeps number and arrival, needs a reason, and a manager to go in front")
def _():
    with RunningHall() as hall:
        first, second = hall.sit(hall.general[0]), hall.sit(hall.general[1], "0002")
        ticket = hall.take(hall.services[0])
        hall.take(hall.services[1])
        begin(hall, first)
        to = dict(window=first, service=hall.services[1])
        hall.web.refused("INVALID_VALUE", transfer_ticket=to, clerk="0001")
        to["reason"] = "另一业务"
        hall.web.refused("NOT_ALLOWED", transfer_ticket=dict(to, front=True), clerk="0001")
        hall.web.refused("WRONG_PHASE", clerk="0001",
                         transfer_ticket=dict(to, to_window=hall.general[2]))  # closed
        hall.web.done(transfer_ticket=to, clerk="0001")
        equal(hall.call(second, "0002").number, ticket.number)
        hall.web.done(transfer_ticket=dict(to, window=second, front=True), clerk="0002",
                      staff="MANAGER")
        equal(hall.call(first).number, ticket.number)
        hall.verify()


@test("several items: the next at the same window if it serves it, else in its queue")
def _():
    with RunningHall() as hall:
        special, served = next(iter(hall.special.items()))
        other = next(service for service in hall.services if service not in served)
        hall.sit(special)
        general = hall.sit(hall.general[0], "0002")
        ticket = hall.kiosk.done(issue_ticket=dict(
            service=served[0], more_services=[other, served[0]])).ticket
        hall.kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        equal(begin(hall, special), ticket.number)
        hall.web.done(complete_service=dict(window=special), clerk="0001")
        equal(hall.phase(ticket), "WAITING")
        equal(begin(hall, general, "0002"), ticket.number)
        hall.web.done(add_service=dict(window=general, service=other), clerk="0002")
        hall.web.done(complete_service=dict(window=general), clerk="0002")
        equal(hall.phase(ticket), "SERVING")
        hall.web.done(complete_service=dict(window=general, all=True), clerk="0002")
        equal(hall.phase(ticket), "SERVED")
        hall.verify()


@test("a window with nobody waiting makes a walk-in's ticket and serves it, in one reply")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        walk_in = dict(serve_walk_in=dict(window=window, service=hall.services[0]), clerk="0001")
        ticket = hall.web.done(**walk_in).ticket
        equal((ticket.number[1:], ticket.window), ("001", window))
        equal(hall.phase(ticket), "SERVING")
        hall.web.done(complete_service=dict(window=window), clerk="0001")
        hall.take()
        hall.web.refused("WRONG_PHASE", **walk_in)
        hall.verify()


@test("a phone cancels and reactivates by its token, and by no other")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        first, second = hall.take(), hall.take()
        hall.web.refused("UNKNOWN_TICKET", cancel_ticket=dict(token=first.token[:-1] + "?"))
        hall.web.done(cancel_ticket=dict(token=second.token))
        equal(hall.phase(second), "CANCELLED")
        hall.call(window)
        hall.web.done(mark_missed=dict(window=window), clerk="0001")
        hall.web.done(reactivate_ticket=dict(token=first.token))
        equal(hall.phase(first), "WAITING")


@test("why others went first is told by rule and count")
def _():
    with RunningHall(clock=True) as hall:
        window = hall.sit(hall.general[0])
        patient = hall.take()
        hall.clock.advance(2)
        urgent = hall.web.done(issue_ticket=dict(
            service=hall.services[0], priority=wire.PRIORITY_CLASS_EMERGENCY),
            clerk="9", staff="GUIDE").ticket
        hall.kiosk.done(confirm_ticket=dict(ticket=urgent.ticket, delivery=wire.DELIVERY_PRINTED))
        equal(begin(hall, window), urgent.number)
        view = hall.web.done(get_ticket=dict(token=patient.token)).ticket_view
        equal([(p.reason, p.people) for p in view.passed_by], [(wire.CALL_REASON_EMERGENCY, 1)])


@test("who waited in vain has a voucher the next day, good once")
def _():
    with RunningHall(clock=True) as hall:
        ticket = hall.take()
        day = hall.state()["day"]
        hall.clock.advance(24 * 3600)
        wait_until(lambda: hall.state()["day"] > day, "the new day")
        equal(hall.state()["vouchers"], {ticket.ticket: hall.services[0]})
        redeem = dict(issue_ticket=dict(service=hall.services[1], voucher=ticket.token))
        fresh = hall.kiosk.done(**redeem).ticket
        equal(hall.state()["tickets"][fresh.ticket]["priority"], wire.PRIORITY_CLASS_VOUCHER)
        hall.kiosk.refused("UNKNOWN_TICKET", **redeem)
        hall.verify()


@test("one live ticket a service and person; the person stands nowhere but in the journal")
def _():
    with RunningHall() as hall:
        feed = hall.feed()
        feed.pulse()
        person = b"\x99person of test!"
        issue = dict(issue_ticket=dict(service=hall.services[0], person=person))
        first = hall.kiosk.done(**issue).ticket
        hall.kiosk.refused("LIMIT_REACHED", **issue)
        hall.restart(kill=True)
        hall.kiosk.refused("LIMIT_REACHED", **issue)
        hall.kiosk.done(cancel_ticket=dict(ticket=first.ticket))
        hall.kiosk.done(**issue)
        events = hall.kiosk.done(get_events=dict(
            after_seq=hall.kiosk.snapshot()[0].day_seq, count=500)).events
        assert person not in events.SerializeToString(), "the person is in the events"
        assert person not in hall.kiosk.whole_snapshot().SerializeToString()
        hall.verify()


@test("outside its hours the hall gives no numbers, but the guide desk may")
def _():
    with RunningHall(clock=True, always_open=False) as hall:
        head, _, _ = hall.kiosk.snapshot()
        zone = zoneinfo.ZoneInfo(head.catalogue.time_zone)
        now = datetime.datetime.fromtimestamp(hall.feed().pulse().at_ms / 1000, zone)
        hall.clock.advance(((20 - now.hour) % 24) * 3600)
        issue = dict(issue_ticket=dict(service=hall.services[0]))
        hall.kiosk.refused("SERVICE_CLOSED", **issue)
        hall.web.done(clerk="9", staff="GUIDE", **issue)


if __name__ == "__main__":
    suite.main()
