"""A monkey at the real kiosk: fingers anywhere, keys, codes, cards and papers, while printer,
scanner and readers fail. Nothing breaks, the kiosk is home again by itself, and nothing of whoever
was there is left. YICHUANG_SEED=N draws another walk, the same each time as far as machines keep
the time, YICHUANG_STEPS=N is its length."""

import os
import random

from hallkit import suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk import paper_hall
from kiosk.card_marks import marks_of_card
from kiosk.kiosk_hall import CHINESE, ELDER, ENGLISH, FINISH, FIRST_SERVICE, HELP, SECOND_SERVICE
from kiosk.paper_hall import JPEG, SCAN, SCAN_MINE, PaperHall, row

SEED = int(os.environ.get("YICHUANG_SEED", "1"))
STEPS = int(os.environ.get("YICHUANG_STEPS", 300))
# The longest that a screen stays untouched: a scan, and then who listens has three times a minute.
QUIET_S = 400
KEYS = ("Right", "Left", "Return", "Escape", "Up", "Down", "F1", "F3", "F4")
FACTS = ("paper_out", "paper_near_end", "cover_open", "offline", "cutter_error")
# Where something is on some screen, for the walk to come far.
PLACES = [FIRST_SERVICE, SECOND_SERVICE, FINISH, CHINESE, ENGLISH, ELDER, HELP, row(0), row(1),
          (540, 1374), (540, 1136), (540, 1368), (540, 1584)] + [
    getattr(paper_hall, name) for name in (
        "SEARCH", "FIRST_FOUND", "TAKE", "NOTICE", "SCAN_PAPERS", "FINISH_PAPERS", "SCAN_MINE",
        "SCAN", "FILE", "BACK", "STOP", "KEEP", "AGAIN", "EARLIER")]


class Monkey:
    def __init__(self, hall: PaperHall, seed: int, token: str):
        self._hall, self._dice, self._token = hall, random.Random(seed), token
        self._plugged = {"plug": True, "plug_reader": True}
        self.did = []

    def step(self):
        """One thing that a citizen, a thing or a fault does."""
        moves = {self._touch: 6, self._touch_something: 8, self._key: 2, self._code: 1,
                 self._card: 1, self._printer: 1, self._plugs: 1, self._scanner: 1}
        (move,) = self._dice.choices(list(moves), moves.values())
        move()

    def mend(self):
        """Everybody has gone, and every device works."""
        for fact in FACTS:
            self._hands(f"{fact} 0")
        for plug, there in self._plugged.items():
            if not there:
                self._hands(plug)
        self._hands("no_card")
        self._hall.scanner.fault = ""

    def _tap(self, place):
        self.did.append(f"tap {place}")
        self._hall.tap(place)

    def _hands(self, command: str):
        self.did.append(command)
        self._hall.hands(command)

    def _touch(self):
        self._tap((self._dice.randrange(1080), self._dice.randrange(1920)))

    def _touch_something(self):
        self._tap(self._dice.choice(PLACES))

    def _key(self):
        key = self._dice.choice(KEYS)
        self.did.append(f"key {key}")
        self._hall.glass.keyboard.press(key)

    def _code(self):
        token = self._dice.choice((self._token, self._token, "A" * 22, "6901234567892"))
        if self._plugged["plug_reader"]:
            self._hands(f"scan {self._hall.url}/t/{token}")

    def _card(self):
        self._hands(self._dice.choice(("card", "no_card")))

    def _printer(self):
        self._hands(f"{self._dice.choice(FACTS)} {self._dice.choice((0, 0, 1))}")

    def _plugs(self):
        plug = self._dice.choice(list(self._plugged))
        self._hands(f"un{plug}" if self._plugged[plug] else plug)
        self._plugged[plug] = not self._plugged[plug]

    def _scanner(self):
        self._hall.scanner.fault = self._dice.choice(("", "", "drop", "jam", "busy"))
        self.did.append(f"scanner {self._hall.scanner.fault!r}")


def begin_a_visit(hall: PaperHall, token: str):
    """A card and a code are read and a page is scanned: something is there to be left behind."""
    hall.tap(FIRST_SERVICE)
    hall.until_screen("identify")
    hall.hands("card")
    hall.until_screen("done")
    hall.hands("no_card")
    hall.hands(f"scan {hall.url}/t/{token}")
    hall.until_screen("my-ticket")
    hall.tap(SCAN_MINE)
    hall.until_screen("papers")
    hall.tap(row(0))
    hall.until_screen("pages")
    hall.tap(SCAN)
    hall.until_screen("page")
    assert JPEG in hall.memory() and token.encode() in hall.memory(), "they are there while needed"


@test(f"whatever a monkey does, the kiosk is home again and nothing of it is left (seed {SEED})")
def _():
    print(f"# YICHUANG_SEED={SEED} YICHUANG_STEPS={STEPS}", flush=True)
    with PaperHall() as hall:
        token = hall.take().token
        hall.start(code_reader="hidpos:usb:0c2e:1007", id_reader="idcard:usb:0400:c35a")
        hall.until_reader("ready")
        hall.until_printer("ready")
        wait_until(lambda: "reader idcard:usb:0400:c35a: ready" in hall.machine.text(),
                   "the reader of ID cards")
        pid = hall.pid()
        begin_a_visit(hall, token)
        monkey = Monkey(hall, SEED, token)
        try:
            for _ in range(STEPS):
                monkey.step()
            monkey.mend()
            wait_until(lambda: hall.screens()[-1] in ("services", "welcome"),
                       f"home; the kiosk showed {hall.screens()[-12:]}", QUIET_S)
            hall.until_nothing_of(
                {"token": token.encode()[8:], "page": JPEG, "PDF": b"%PDF-"}
                | marks_of_card(hall.enroll(hall.NAME, "kiosk")))
            equal(hall.pid(), pid, "the same process from the first touch to the last")
            hall.verify()
        except Exception:
            print("".join(f"# {what}\n" for what in monkey.did[-40:]), end="")
            raise
        print(f"# it came to {', '.join(sorted(set(hall.screens())))}", flush=True)


if __name__ == "__main__":
    suite.main()
