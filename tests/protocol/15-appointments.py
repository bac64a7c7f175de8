"""Appointments from outside: slots, booking, moving, checking in, and over the days."""

import datetime

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test

MINUTE_MS = 60_000


class BookableHall(RunningHall):
    """Its first service takes two appointments each half hour."""

    def start_server(self, environment=None, preexec=None):
        if "slot_minutes" not in (self.catalogue / "services.toml").read_text():
            self.rewrite("services.toml", r'(?m)^id = "social"$',
                         'id = "social"\nslot_minutes = 30\nslot_capacity = 2')
        return super().start_server(environment, preexec)

    def now_ms(self):
        return self.feed().pulse().at_ms

    def slots(self, days=0):
        """The slots still to come, of a day after today's."""
        day = datetime.datetime.strptime(str(self.state()["day"]), "%Y%m%d")
        day += datetime.timedelta(days=days)
        return self.kiosk.done(get_slots=dict(
            service="social", day=int(day.strftime("%Y%m%d")))).slots.slots

    def book(self, slot, who):
        return self.kiosk.done(book_appointment=dict(
            service="social", slot_ms=slot.from_ms, person=person(who))).appointment


def person(who):
    return who.encode().ljust(16, b".")


@test("slots are listed with their free places; a booked one has one less")
def _():
    with BookableHall() as hall:
        tomorrow = hall.slots(days=1)
        equal(len(tomorrow), 48)
        equal({slot.free for slot in tomorrow}, {2})
        hall.book(tomorrow[3], "a")
        hall.book(tomorrow[3], "b")
        equal(hall.slots(days=1)[3].free, 0)
        hall.kiosk.refused("SLOT_FULL", book_appointment=dict(
            service="social", slot_ms=tomorrow[3].from_ms, person=person("c")))
        now_ms = hall.now_ms()
        assert all(slot.from_ms >= now_ms for slot in hall.slots()), "a past slot"
        equal(len(hall.kiosk.done(get_slots=dict(service="social", day=20269999)).slots.slots), 0)
        equal(len(hall.kiosk.done(get_slots=dict(service="tax", day=20261130)).slots.slots), 0)
        hall.kiosk.refused("UNKNOWN_SERVICE", get_slots=dict(service="x", day=20261130))


@test("two bookings a person, also after a restart; a cancelled one does not count")
def _():
    with BookableHall() as hall:
        slots = hall.slots(days=1)
        first = hall.book(slots[0], "a")
        hall.book(slots[1], "a")
        third = dict(book_appointment=dict(service="social", slot_ms=slots[2].from_ms,
                                           person=person("a")))
        hall.kiosk.refused("LIMIT_REACHED", **third)
        hall.restart(kill=True)
        hall.kiosk.refused("LIMIT_REACHED", **third)
        hall.web.done(cancel_appointment=dict(token=first.token))
        hall.kiosk.done(**third)
        hall.verify()


@test("moved by its token; a ticket's token opens no appointment, nor the other way round")
def _():
    with BookableHall() as hall:
        slots = hall.slots(days=1)
        booked, ticket = hall.book(slots[0], "a"), hall.take("social")
        hall.web.done(move_appointment=dict(token=booked.token, slot_ms=slots[5].from_ms))
        equal(hall.state()["appointments"], {booked.appointment: ("social", slots[5].from_ms)})
        hall.web.refused("UNKNOWN_APPOINTMENT", cancel_appointment=dict(token=ticket.token))
        hall.web.refused("UNKNOWN_TICKET", cancel_ticket=dict(token=booked.token))
        hall.web.refused("UNKNOWN_APPOINTMENT", check_in=dict(token=ticket.token))


@test("checked in inside its slot it comes before the walk-ins; too early is told when to come")
def _():
    with BookableHall(clock=True) as hall:
        slot = hall.slots()[1]
        booked = hall.book(slot, "a")
        refused = hall.kiosk.refused("NOT_YET", check_in=dict(token=booked.token))
        assert "check in from" in refused.sentence, refused
        assert hall.now_ms() < refused.not_before_ms < slot.from_ms, refused
        hall.clock.advance((slot.from_ms - 4 * MINUTE_MS - hall.now_ms()) / 1000)
        window = hall.sit(hall.general[0])
        hall.take("social")
        ticket = hall.kiosk.done(check_in=dict(token=booked.token)).ticket
        hall.kiosk.done(confirm_ticket=dict(ticket=ticket.ticket, delivery=wire.DELIVERY_PRINTED))
        equal(hall.call(window).number, ticket.number)
        equal(hall.state()["tickets"][ticket.ticket]["reason"], wire.CALL_REASON_APPOINTMENT)
        hall.kiosk.refused("LIMIT_REACHED", check_in=dict(token=booked.token))
        hall.verify()


@test("appointments live over midnight; those of the past day are missed")
def _():
    with BookableHall(clock=True) as hall:
        missed = hall.book(hall.slots()[2], "a")
        kept = hall.book(hall.slots(days=1)[30], "b")
        day = hall.state()["day"]
        hall.clock.advance(24 * 3600)
        wait_until(lambda: hall.state()["day"] > day, "the new day")
        equal(list(hall.state()["appointments"]), [kept.appointment])
        hall.kiosk.refused("UNKNOWN_APPOINTMENT", check_in=dict(token=missed.token))
        hall.verify()


if __name__ == "__main__":
    suite.main()
