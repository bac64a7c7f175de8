"""The kiosk's other looks under fingers: on its side, in high contrast, with its controls low."""

from hallkit import suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.kiosk_hall import FIRST_SERVICE, KioskHall

BLUE, YELLOW = (10, 52, 116), (255, 225, 77)  # the header's ground at its left edge, by palette

# Of the 1920 × 1080 design.
WIDE_FIRST, WIDE_SECOND, WIDE_ACCESS = (356, 328), (958, 328), (1217, 1031)
WIDE_CONTRAST, WIDE_CLOSE, WIDE_FINISH = (1480, 360), (1480, 736), (1480, 548)
# Of the 1080 × 1920 design.
ACCESS, CONTRAST, LOW = (667, 1846), (540, 1068), (540, 1240)
LOW_IS_ON, LOW_CLOSE, LOW_FIRST = (1000, 1370), (540, 1680), (295, 1040)


def until_color(hall, place: tuple, color: tuple):
    def shown():
        return hall.glass.picture().convert("RGB").getpixel(place)
    wait_until(lambda: all(abs(a - b) <= 8 for a, b in zip(shown(), color)),
               f"{color} at {place}; it is {shown()}")


def until_header(hall, color: tuple):
    until_color(hall, (6, 6), color)


@test("a kiosk on its side gives a number, also in high contrast, which ends with its citizen")
def _():
    with KioskHall(size=(1920, 1080)) as hall:
        hall.start_kiosk(landscape=True, width=1920, height=1080)
        hall.until_printer("ready")
        until_header(hall, BLUE)
        hall.tap(WIDE_FIRST)
        hall.until_screen("done")
        equal(hall.tickets(), [("WAITING", "PRINTED")])
        hall.tap(WIDE_FINISH)
        hall.until_screen("services", after=4)
        hall.tap(WIDE_ACCESS)
        hall.tap(WIDE_CONTRAST)
        until_header(hall, YELLOW)
        hall.tap(WIDE_CLOSE)
        hall.tap(WIDE_SECOND)
        hall.until_tickets([("WAITING", "PRINTED")] * 2)
        until_header(hall, YELLOW)
        hall.until_screen("services", after=8)  # by itself, from "done"
        until_header(hall, BLUE)


@test("whoever cannot reach up brings the controls down, in high contrast too")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.tap(ACCESS)
        hall.tap(CONTRAST)
        until_header(hall, YELLOW)
        hall.tap(LOW)
        until_color(hall, LOW_IS_ON, YELLOW)
        hall.tap(LOW_CLOSE)
        until_color(hall, LOW_IS_ON, (22, 22, 22))
        hall.tap(FIRST_SERVICE)  # nothing is there any more
        hall.tap(LOW_FIRST)
        hall.until_tickets([("WAITING", "PRINTED")])
        hall.until_screen("services", after=4)
        until_header(hall, BLUE)
        hall.tap(FIRST_SERVICE)  # the next citizen finds it as it was
        hall.until_tickets([("WAITING", "PRINTED")] * 2)


suite.main()
