"""A hall with a kiosk that scans, a board and a clerk's browser, each behind cables of its own, and
what the citizen, the clerk and the hall see of it: told in order, each with its picture."""

import time
from concurrent.futures import ThreadPoolExecutor

from hallkit import reading
from hallkit.board import Board
from hallkit.cable import Cable
from hallkit.hero import is_cut_off
from hallkit.program import wait_until
from hallkit.suite import equal
from hallkit.trace import cut_off_us
from kiosk.kiosk_hall import KioskHall
from kiosk.paper_hall import PaperHall
from PIL import Image, ImageChops
from visit.timeline import Timeline

MIDDLE = (0, 150, 1080, 1750)  # of the kiosk: without the clock and the footer
PEOPLE = (1500, 260, 1600, 984)  # of the board: how many wait, a service a row
FIRST_SERVICE_ENDS = 80  # the first row's lower end, in that part
NUMBER, WINDOW = (48, 200, 640, 420), (840, 160, 1220, 400)  # of the newest call
AS_NUMBER = dict(scale=0.25, languages="eng", only="ABCDEFGH0123456789", layout=7)
AS_WINDOW = dict(scale=0.3, languages="eng", only="0123456789", layout=10)
STRIP = (0, 1008, 1920, 1080)
PHONE = dict(width=390, height=844)
BANNER_PROMISE_S = 3.0
# No single way reads titles, cards and lists.
WAYS = (dict(scale=0.5, layout=6), dict(scale=1.0, layout=11), dict(scale=0.5, layout=11))


class VisitHall(PaperHall):
    """`cables` maps (device, what) to the cable between them and the servers; "clerk" is the
    browser at the desk."""

    def __init__(self):
        self.cables = {}
        super().__init__()

    def enroll(self, name: str, role: str):
        fresh = not (self.folder / f"{name}.device.toml").exists()
        path = super().enroll(name, role)
        if fresh and name in (KioskHall.NAME, "board-1", "pages-1"):
            text = path.read_text()
            for what in ("commands", "feed"):
                text = text.replace(f":{self.ports[what]}", f":{int(self.cable(name, what))}")
            path.write_text(text)
        return path

    def cable(self, name: str, what: str) -> Cable:
        if (name, what) not in self.cables:
            self.cables[name, what] = Cable(self.ports[what])
        return self.cables[name, what]

    @property
    def url(self) -> str:
        """As the desk reaches queue-web."""
        return f"http://127.0.0.1:{int(self.cable('clerk', 'web'))}"

    @property
    def kiosk_url(self) -> str:
        return f"http://127.0.0.1:{int(self.cable(KioskHall.NAME, 'web'))}"

    def close(self):
        super().close()
        for cable in self.cables.values():
            cable.close()


class Witness:
    """Looks at the kiosk, the desk, the board and the citizen's phone, and keeps what it saw in
    `out`. Pictures of the kiosk and of the board are read while the visit goes on; read_all() says
    what was not on them."""

    def __init__(self, hall: VisitHall, out, board: Board, desk):
        self.hall, self.out, self.board, self.desk = hall, out, board, desk
        self.phone = None
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob("*.png"):
            old.unlink()
        self._told = Timeline(out)
        with Image.open(board.snapped("hall")) as picture:
            self._nobody_waits = picture.crop(PEOPLE)
        self._count = 0
        self._reader = ThreadPoolExecutor(1)
        self._readings = []

    def did(self, what: str, **figures):
        """One thing that was done to the hall."""
        self._told.seen(what, **figures)

    # -- who sees what ----------------------------------------------------------------------------

    def citizen(self, screen: str, *words: str):
        """The kiosk shows that screen, and on it these words."""
        self.hall.until_screen(screen)
        wait_until(lambda: self._painted(screen), f"{screen} to be painted")
        path = self._path(f"kiosk-{screen}")
        self._keep(self.hall.glass.picture(), path)
        self._told.seen(f"citizen: {screen}", path.name, words=words)
        self._expect(path, MIDDLE, words)

    def citizen_reads(self, words: str, name: str, box=MIDDLE):
        """The words come onto the screen that is there."""
        def there():
            picture = self.hall.glass.picture()
            return picture if shows(picture, box, words) else None
        picture = wait_until(there, f"“{words}” on the kiosk")
        path = self._path(f"kiosk-{name}")
        self._keep(picture, path)
        self._told.seen("citizen: the words came", path.name, words=[words])

    def clerk(self, name: str, **texts: str):
        """The desk shows these texts, by the id of the element."""
        for element, words in texts.items():
            self.desk.wait_text(f"#{element.replace('_', '-')}", words)
        self._of_browser(self.desk, f"desk-{name}", f"clerk: {name}", list(texts.values()))

    def papers_to_open(self) -> list:
        """The addresses behind the desk's links to papers."""
        return self.desk.run("return [...document.querySelectorAll('#papers-list a[href]')]"
                             ".filter((a) => !a.hidden).map((a) => a.getAttribute('href'))")

    def clerk_opens(self, place: int):
        """A click on a paper's link: the paper comes in another tab, which is then closed."""
        driver = self.desk.driver
        desk = driver.current_window_handle
        self.desk.click(f"#papers-list li:nth-child({place}) a")
        wait_until(lambda: len(driver.window_handles) > 1, "a tab with the paper")
        driver.switch_to.window([tab for tab in driver.window_handles if tab != desk][0])
        path = self._path("desk-paper")
        before = b""

        def is_there():
            nonlocal before
            same, before = before, driver.get_screenshot_as_png()
            path.write_bytes(before)
            with Image.open(path) as picture:  # a viewer's grey, and on it the light paper
                light = picture.convert("L").point(lambda grey: grey > 200 and 255)
                return same == before and \
                    light.histogram()[255] > picture.width * picture.height / 3
        wait_until(is_there, "the paper to be painted", every_s=0.3)
        self._told.seen("clerk: opens a paper", path.name)
        driver.close()
        driver.switch_to.window(desk)

    def on_phone(self, name: str, **texts: str):
        """The citizen's phone shows these texts, by the id of the element."""
        for element, words in texts.items():
            self.phone.wait_text(f"#{element}", words)
        self._of_browser(self.phone, f"phone-{name}", f"citizen's phone: {name}",
                         list(texts.values()))

    def hall_counts(self, name: str, waiting: bool):
        """The board counts somebody who waits for the first service, or nobody; for the others
        nobody."""
        def look():
            picture = self._live_board()
            changed = ImageChops.difference(picture.crop(PEOPLE).convert("RGB"),
                                            self._nobody_waits.convert("RGB")).getbbox()
            assert not changed or changed[3] <= FIRST_SERVICE_ENDS, f"others, too: {changed}"
            return picture if bool(changed) == waiting else None
        path = self._path(f"board-{name}")
        self._keep(wait_until(look, f"the board to count: {name}"), path)
        self._told.seen(f"board: {name}", path.name)

    def hall_sees(self, name: str, box, *words: str, **how):
        """The board shows these words there."""
        path = self._path(f"board-{name}")
        with self._live_board() as picture:
            self._keep(picture, path)
        self._told.seen(f"board: {name}", path.name, words=words)
        self._expect(path, box, words, **how)

    def paper_in_hand(self, path):
        """The ticket's paper, as it came out of the printer."""
        kept = self._path("paper")
        with Image.open(path) as picture:
            self._keep(picture, kept)
        self._told.seen("citizen: the paper", kept.name)

    # -- faults -----------------------------------------------------------------------------------

    def fault(self, what: str, begin, banner: str, screen: str, words):
        """Something is lost, with the first thing that `begin` does: within 3 s the board says so,
        the desk says this `banner` and lets nothing be done, the citizen reads these words on that
        screen. Gives back what waits until all is well again."""
        banners = {each: self._boards(each) for each in ("banner-on", "banner-off")}
        self.did(what)
        lost, lost_us = time.monotonic(), time.time_ns() // 1000
        begin()
        self.desk.wait_text("#banner", banner)
        desk_s = time.monotonic() - lost
        self.board.shot("banner-on", banners["banner-on"] + 1)
        board_s = (cut_off_us(self.board.trace) - lost_us) / 1e6
        assert board_s <= BANNER_PROMISE_S, f"the board took {board_s:.2f} s to say so"
        for action in ("next", "serve", "done"):
            assert not self.desk.enabled(f"[data-action={action}]"), f"{action} can be pressed"
        equal(self.papers_to_open(), [], "papers that seem to open")
        hint = self.desk.text("#ticket-none-hint")  # empty while somebody is at the window
        assert not hint or "恢复连接后" in hint, f"the desk says “{hint}”"
        self._of_browser(self.desk, "desk-cut-off", "clerk: the desk says that it is cut off",
                         [banner], after_s=round(desk_s, 2))
        path = self._path("board-cut-off")
        with Image.open(self.board.snapped("hall")) as picture:
            self._keep(picture, path)
            equal(is_cut_off(picture), True, "the banner on the board")
        self._told.seen("board: cut off", path.name, words=["已中断"], after_s=round(board_s, 2))
        self._expect(path, STRIP, ["已中断"])
        self.citizen(screen, *words)
        if self.phone:
            self.on_phone("cut off", stale="暂时无法更新")

        def until_well():
            self.desk.wait_hidden("#banner")
            if self.phone:
                self.phone.wait_hidden("#stale")
            self.board.shot("banner-off", banners["banner-off"] + 1)
            self.did("all screens are live again")
        return until_well

    # -- reading ----------------------------------------------------------------------------------

    def read_all(self):
        for reading_ in self._readings:
            reading_.result()
        self._readings.clear()

    def close(self):
        self._reader.shutdown(cancel_futures=True)

    def _expect(self, path, box, words, **how):
        def look():
            with Image.open(path) as picture:
                for each in words:
                    assert shows(picture, box, each, **how), \
                        f"{path.name} does not say “{each}”, but:\n" + \
                        reading.text_of(picture.crop(box), **WAYS[0] | how)
        self._readings.append(self._reader.submit(look))

    def _painted(self, screen: str) -> bool:
        """The kiosk takes a picture of its own of each screen, once that is painted."""
        _, _, since = self.hall.machine.text().rpartition(f"→ {screen}\n")
        return " screenshot " in since

    def _live_board(self) -> Image.Image:
        """The board as it is now, or as soon as it says no more that it is cut off."""
        def look():
            picture = Image.open(self.board.snapped("hall"))
            return None if is_cut_off(picture) else picture
        return wait_until(look, "the board to be live")

    def _boards(self, name: str) -> int:
        return len(list(self.board.shots.glob(f"*-{name}.png")))

    def _path(self, name: str):
        self._count += 1
        return self.out / f"{self._count:02}-{name.replace(' ', '-')}.png"

    def _keep(self, picture: Image.Image, path):
        picture.save(path, compress_level=1)

    def _of_browser(self, browser, name: str, what: str, words, **figures):
        path = self._path(name)
        browser.driver.save_screenshot(str(path))
        self._told.seen(what, path.name, words=words, **figures)


def shows(picture: Image.Image, box, words: str, **how) -> bool:
    """Whether the words are in that part of the picture; `how` is reading's, if it is known."""
    part = picture.crop(box)
    ways = [how] if how else [way | dict(languages="chi_sim") for way in WAYS]
    return any(words in reading.text_of(part, **way) for way in ways)
