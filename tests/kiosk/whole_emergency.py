"""A manager's message over everything: at the kiosk and on the board, from the moment it is given
until it is over, whatever the citizen is doing."""

from hallkit import suite
from hallkit.board import Board, is_red, pixel, read
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.kiosk_hall import ENGLISH, FIRST_SERVICE, KioskHall

MESSAGE = dict(text=dict(zh="请从最近的出口离开大厅", en="Please leave by the nearest exit"))
MANAGER = dict(clerk="0009", staff="MANAGER")
CORNERS = [(20, 20), (1060, 20), (20, 1900), (1060, 1900)]


def glass_is_red(hall) -> bool:
    picture = hall.glass.picture().convert("RGB")
    colors = [picture.getpixel(place) for place in CORNERS]
    return all(red > 120 and red > 2 * max(green, blue) for red, green, blue in colors)


@test("it takes the whole kiosk and the board, gives no number, and gives both back")
def _():
    with KioskHall() as hall:
        board = Board(hall)
        board.shot("hall")
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.tap(ENGLISH)
        hall.web.done(set_emergency=MESSAGE, **MANAGER)
        hall.until_screen("emergency")
        wait_until(lambda: glass_is_red(hall), "the whole kiosk in red")
        assert is_red(pixel(board.shot("emergency"), 20, 20)), "the board"
        picture = hall.folder / "glass.png"
        hall.glass.picture().save(picture)
        words = read(picture, (0, 500, 1080, 1500))
        assert "出口" in words and "nearestexit" in words, words
        hall.tap(FIRST_SERVICE)  # nothing is there
        hall.tap(FIRST_SERVICE)
        before = len(list(board.shots.glob("*-hall.png")))
        hall.web.done(set_emergency={}, **MANAGER)
        hall.until_screen("services")
        wait_until(lambda: not glass_is_red(hall), "the kiosk's home screen")
        board.shot("hall", count=before + 1)
        equal(hall.tickets(), [])
        hall.tap(FIRST_SERVICE)
        hall.until_tickets([("WAITING", "PRINTED")])


@test("a paper in the printer comes out whole and its number counts, then the message stands there")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("rows_per_second 300")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("printing")
        hall.web.done(set_emergency=MESSAGE, **MANAGER)
        hall.until_screen("emergency")
        equal(hall.screens()[-3:], ["issuing", "printing", "emergency"])
        hall.until_tickets([("WAITING", "PRINTED")])
        wait_until(lambda: glass_is_red(hall), "the whole kiosk in red")


@test("a kiosk that is cut off from the server meanwhile goes on saying it")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.web.done(set_emergency=MESSAGE, **MANAGER)
        hall.until_screen("emergency")
        hall.server.kill()
        wait_until(lambda: "cut off from the server" in hall.machine.text(), "the kiosk to notice")
        assert glass_is_red(hall)
        equal(hall.screens()[-1], "emergency")
        hall.start_server()
        hall.web.ask_until_answered(hall.web.command(ping={}))
        hall.web.done(set_emergency={}, **MANAGER)
        hall.until_screen("services")


suite.main()
