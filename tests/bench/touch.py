"""How soon a kiosk answers a finger: the real program on a screen with a touch panel, an emulated
printer beside it. Prints a line a sample, "TOPIC MILLISECONDS", measured from outside: the picture
of the X server and the file of the printer's bytes are looked at all the time.

    pressed   finger down → the touched key looks touched
    screen    finger up → the next screen
    paper     finger up on a service → the printer's first byte
"""

import ctypes
import ctypes.util
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1]))

from hallkit.program import wait_until  # noqa: E402
from kiosk.kiosk_hall import CHINESE, ENGLISH, FINISH, FIRST_SERVICE, KioskHall  # noqa: E402

TOUCHES, TICKETS = 200, 30
QUESTIONS = 32  # bytes: before a ticket the printer is asked how it is
PATIENCE_S = 10
Z_PIXMAP = 2  # XGetImage(3)
ALL_PLANES = 0xFFFFFFFF


class Glass:
    """The pixels of a screen around a place, by one request to the X server."""

    SIDE = 32

    def __init__(self, display: str):
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x.XGetImage.restype = ctypes.c_void_p
        self._x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
                                      ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self._x.XDestroyImage.argtypes = [ctypes.c_void_p]
        self._display = self._x.XOpenDisplay(display.encode())
        assert self._display, f"no X server {display}"
        self._root = self._x.XDefaultRootWindow(self._display)

    def look(self, place) -> bytes:
        left, top = (int(at) - self.SIDE // 2 for at in place)
        image = self._x.XGetImage(self._display, self._root, left, top, self.SIDE, self.SIDE,
                                  ALL_PLANES, Z_PIXMAP)
        # Of an XImage's fields (X11/Xlib.h): width, height, xoffset, format, then the data.
        data = ctypes.c_void_p.from_address(image + 16).value
        pixels = ctypes.string_at(data, self.SIDE * self.SIDE * 4)
        self._x.XDestroyImage(image)
        return pixels


def ms_until(changed, began_s: float) -> float:
    while not changed():
        assert time.monotonic() - began_s < PATIENCE_S, "the kiosk did not answer the finger"
    return (time.monotonic() - began_s) * 1000


def settled(glass: Glass, place) -> bytes:
    """The picture of a place once nothing moves there for a tenth of a second."""
    before = glass.look(place)
    still_since = time.monotonic()
    while time.monotonic() - still_since < 0.1:
        now = glass.look(place)
        if now != before:
            before, still_since = now, time.monotonic()
    return before


def tell(topic: str, ms: float):
    print(f"{topic} {ms:.3f}", flush=True)


def measure_touches(hall: KioskHall, glass: Glass):
    """From one language to the other and back: each touch turns the whole screen."""
    elsewhere = FIRST_SERVICE
    for touch in range(TOUCHES):
        key = CHINESE if touch % 2 else ENGLISH
        untouched, words = settled(glass, key), settled(glass, elsewhere)
        began = time.monotonic()
        with hall.glass.panel.finger(*key):
            tell("pressed", ms_until(lambda: glass.look(key) != untouched, began))
            began = time.monotonic()
        tell("screen", ms_until(lambda: glass.look(elsewhere) != words, began))


def measure_tickets(hall: KioskHall):
    hall.until_printer("ready")
    for _ in range(TICKETS):
        begin = hall.printer_bin.stat().st_size + QUESTIONS
        done = hall.screens().count("done")
        with hall.glass.panel.finger(*FIRST_SERVICE):
            began = time.monotonic()
        tell("paper", ms_until(lambda: hall.printer_bin.stat().st_size > begin, began))
        wait_until(lambda: hall.screens().count("done") > done, "the ticket")
        hall.tap(FINISH)
        hall.until_screen("services")


with KioskHall() as a_hall:
    a_hall.start_kiosk()
    measure_touches(a_hall, Glass(a_hall.glass.display))
    measure_tickets(a_hall)
