"""A running hall with a kiosk that scans: papers on the plate of a network scanner, pages of the
staff, and what a citizen does to hand a paper in."""

import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "web"), str(TESTS / "devices/scan")]

from escl_scanner import EsclScanner  # noqa: E402
from hallkit.ports import Port  # noqa: E402
from hallkit.program import wait_until  # noqa: E402
from kiosk.kiosk_hall import KioskHall  # noqa: E402
from web_hall import WebHall  # noqa: E402

# Places on the screen (kiosk/screens/services.cc, items.cc, visit.cc, papers.cc).
SEARCH, FIRST_FOUND, TAKE, NOTICE = (708, 430), (540, 434), (800, 1592), (540, 535)
SCAN_PAPERS, FINISH_PAPERS, SCAN_MINE = (364, 1604), (540, 1616), (540, 1406)
SCAN, FILE, BACK, STOP = (540, 1288), (540, 1460), (540, 1616), (540, 1616)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"  # how each page begins, as it is filed
KEEP, AGAIN, EARLIER = (318, 1452), (762, 1452), (248, 1616)
IN_HALL, NOT_YET = (15, 122, 72), (126, 146, 172)  # how a row of the list is framed (theme.toml)


def row(place: int):
    return (540, 572 + place * 180)


def thumb(place: int):
    return (188 + place % 5 * 176, 577 + place // 5 * 234)


class PaperHall(WebHall, KioskHall):
    """A kiosk with a scanner, and the pages of the staff."""

    def __init__(self):
        self.scanner = EsclScanner(int(Port()))
        self.scanner.pages_in_feeder = 0  # papers lie on the plate, one by one
        super().__init__()

    def start(self, **settings):
        self.start_kiosk(**{"scanner": self.scanner.address, "web": self.kiosk_url, **settings})
        self.until_said("items of the catalogue")

    @property
    def kiosk_url(self) -> str:
        """Where the kiosk reaches queue-web."""
        return self.url

    def until_said(self, words: str, times: int = 1):
        wait_until(lambda: self.machine.text().count(words) >= times,
                   f"the kiosk to say {words!r} {times} times")

    def type(self, letters: str):
        for letter in letters:
            place = ord(letter) - ord("a")
            self.tap((126 + place % 7 * 138, 1286 + place // 7 * 112))

    def take_item(self, letters: str):
        """A citizen finds an item by its letters and takes a number for it."""
        self.tap(SEARCH)
        self.until_screen("search")
        self.type(letters)
        self.tap(FIRST_FOUND)
        self.until_screen("item")
        self.tap(TAKE)
        self.until_screen("done")

    def scan_page(self):
        self.tap(SCAN)
        self.until_screen("page")
        self.tap(KEEP)
        self.until_screen("pages")

    def scan_paper(self, place: int, pages: int):
        self.tap(row(place))
        self.until_screen("pages")
        for _ in range(pages):
            self.scan_page()
        self.tap(FILE)
        self.until_screen("papers")

    def show_code(self, ticket):
        self.until_reader("ready")
        self.hands(f"scan {self.url}/t/{ticket.token}")
        self.until_screen("my-ticket")

    def until_rows(self, frames: list):
        """Until the list of papers frames its rows so: in the hall, or not yet."""
        def seen():
            picture = self.glass.picture().convert("RGB")
            return [picture.getpixel((112, row(place)[1])) for place in range(len(frames))]
        wait_until(lambda: seen() == frames, f"rows framed {frames}; they are {seen()}")

    def papers(self, visitor, number: str) -> list:
        """What the staff's pages know of the papers of a ticket that waits or is at a window."""
        state = visitor.get("/api/state").json["state"]
        at_windows = [w["ticket"] for w in state["windows"] if w["ticket"]]
        for ticket in state["waiting"] + at_windows:
            if ticket["number"] == number:
                return ticket.get("papers", [])
        return []

    def close(self):
        super().close()
        self.scanner.close()
