"""Codes and cards at the kiosk: a ticket's code, an appointment's, somebody else's, read by a HID
reader and typed by one that is a keyboard; an ID card."""

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.card_marks import marks_of_card
from kiosk.kiosk_hall import FINISH, KioskHall

READER = "hidpos:usb:0c2e:1007"
MINUTE_MS = 60_000
# Places on the screen (kiosk/screens/my_ticket.cc).
REACTIVATE, WITHDRAW, KEEP = (540, 1406), (318, 1604), (762, 1604)


class CodeHall(KioskHall):
    """Its first service takes appointments."""

    def start_server(self, environment=None, preexec=None):
        if "slot_minutes" not in (self.catalogue / "services.toml").read_text():
            self.rewrite("services.toml", r'(?m)^id = "social"$',
                         'id = "social"\nslot_minutes = 30\nslot_capacity = 2')
        return super().start_server(environment, preexec)

    def start_with_reader(self):
        self.start_kiosk(code_reader=READER)
        self.until_reader("ready")

    def show(self, token: str):
        """A citizen holds the page's QR code to the reader."""
        self.hands(f"scan http://hall.example:8080/t/{token}")

    def phase(self, ticket: int) -> str:
        phase = self.state()["tickets"][ticket]["phase"]
        return wire.TicketPhase.Name(phase).removeprefix("TICKET_PHASE_")

    def until_phase(self, ticket: int, phase: str):
        wait_until(lambda: self.phase(ticket) == phase,
                   f"ticket {ticket} to be {phase}; it is {self.phase(ticket)}", every_s=0.2)

    def until_looked(self, times: int):
        wait_until(lambda: self.screens().count("my-ticket") >= times,
                   f"the ticket shown {times} times; screens: {self.screens()}")


def missed_ticket(hall: CodeHall):
    """A ticket whose number was called and nobody came."""
    window = hall.sit(hall.general[0])
    ticket = hall.take("social")
    hall.call(window)
    hall.web.done(mark_missed=dict(window=window), clerk="0001")
    equal(hall.phase(ticket.ticket), "MISSED")
    return ticket


@test("a ticket's code shows where it stands; a missed number is restored by a finger")
def _():
    with CodeHall() as hall:
        ticket = missed_ticket(hall)
        hall.start_with_reader()
        hall.show(ticket.token)
        hall.until_screen("my-ticket")
        hall.tap(REACTIVATE)
        hall.until_looked(2)  # and what came of it
        equal(hall.phase(ticket.ticket), "WAITING")
        equal(hall.screens()[-4:], ["looking", "my-ticket", "looking", "my-ticket"])
        hall.tap(KEEP)
        hall.until_screen("services")
        assert ticket.token not in hall.machine.text(), "a token in the log"


@test("a number is given up by two touches, not by one")
def _():
    with CodeHall() as hall:
        ticket = hall.take("social")
        hall.start_with_reader()
        hall.show(ticket.token)
        hall.until_screen("my-ticket")
        hall.tap(WITHDRAW)
        equal(hall.phase(ticket.ticket), "WAITING")
        hall.tap(WITHDRAW)
        hall.until_phase(ticket.ticket, "CANCELLED")
        hall.until_looked(2)


@test("an appointment's code: too early is told; in its time it is checked in, printed, confirmed")
def _():
    with CodeHall(clock=True) as hall:
        day = hall.state()["day"]
        slots = hall.kiosk.done(get_slots=dict(service="social", day=day)).slots.slots
        slot = slots[1]
        booked = hall.kiosk.done(book_appointment=dict(
            service="social", slot_ms=slot.from_ms, person=b"a" * 16)).appointment
        hall.start_with_reader()
        hall.until_printer("ready")
        hall.show(booked.token)
        hall.until_screen("trouble")
        equal(hall.screens()[-3:], ["looking", "issuing", "trouble"])
        equal(hall.tickets(), [])
        now_ms = hall.feed().pulse().at_ms
        hall.clock.advance((slot.from_ms - 4 * MINUTE_MS - now_ms) / 1000)
        feed = hall.feed()
        feed.pulse(), feed.pulse()  # the kiosk has heard the new time, too
        hall.show(booked.token)
        hall.until_screen("done")
        equal(hall.tickets(), [("WAITING", "PRINTED")])
        equal(hall.state()["appointments"], {})
        hall.show(booked.token)  # again: it has a number already
        hall.until_screen("trouble")
        equal(len(hall.tickets()), 1)
        hall.verify()


@test("a code of somebody else's changes nothing and is said to be unknown")
def _():
    with CodeHall() as hall:
        hall.start_with_reader()
        hall.hands("scan 6901234567892")
        hall.until_screen("trouble")
        hall.tap(FINISH)
        hall.until_screen("services")
        hall.show("A" * 22)  # looks like one of ours
        hall.until_screen("trouble")
        equal(hall.screens()[-3:], ["looking", "issuing", "trouble"])
        equal(hall.tickets(), [])


@test("a reader that is pulled and put back reads on")
def _():
    with CodeHall() as hall:
        ticket = hall.take("social")
        hall.start_with_reader()
        for _ in range(3):
            hall.hands("unplug_reader")
            hall.until_reader("away")
            hall.hands("plug_reader")
            hall.until_reader("ready")
        hall.show(ticket.token)
        hall.until_screen("my-ticket")


@test("a reader that types like a keyboard; other typing opens nothing, its Enter presses nothing")
def _():
    with CodeHall() as hall:
        ticket = hall.take("social")
        hall.start_kiosk(printer="none", code_reader="wedge:~")
        hall.glass.keyboard.type(f"{ticket.token}\n")  # without the prefix: just typing
        hall.glass.keyboard.type(f"~http://hall.example:8080/t/{ticket.token}\n")
        hall.until_screen("my-ticket")
        equal(hall.screens()[-2:], ["looking", "my-ticket"])
        hall.tap(WITHDRAW)  # the button has the focus now
        hall.glass.keyboard.type("~6901234567892\n")
        hall.until_screen("trouble")
        equal(hall.phase(ticket.ticket), "WAITING")


@test("an ID card gives its owner one number, with priority by age, and nothing of it stays")
def _():
    without_card, again = (540, 1374), (300, 600)
    with CodeHall() as hall:
        hall.start_kiosk(id_reader="idcard:usb:0400:c35a")
        marks = marks_of_card(hall.enroll(hall.NAME, "kiosk"))
        hall.until_printer("ready")
        wait_until(lambda: "reader idcard:usb:0400:c35a: ready" in hall.machine.text(),
                   "the reader of ID cards")
        hall.tap(again)
        hall.until_screen("identify")
        hall.hands("card")
        hall.until_screen("done")
        ticket = next(iter(hall.state()["tickets"].values()))
        equal(ticket["priority"], wire.PRIORITY_CLASS_ELDERLY)
        equal(hall.tickets(), [("WAITING", "PRINTED")])
        hall.tap(FINISH)
        hall.until_screen("services")
        hall.until_nothing_of(marks)
        hall.hands("no_card")
        hall.tap(again)
        hall.until_screen("identify")
        hall.hands("card")  # the same person once more
        hall.until_screen("trouble")
        equal(len(hall.tickets()), 1)
        hall.hands("no_card")
        hall.tap(FINISH)
        hall.until_screen("services")
        hall.tap(again)
        hall.until_screen("identify")
        hall.tap(without_card)
        hall.until_tickets([("WAITING", "PRINTED")] * 2)
        hall.verify()


if __name__ == "__main__":
    suite.main()
