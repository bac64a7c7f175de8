"""A display program beside a running hall, and what is to be seen on its pictures."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import time

from PIL import Image, ImageChops

from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.suite import equal
from hallkit.trace import cut_off_us

CUT_OFF_PROMISE_US = 3_000_000


class Board:
    """A display program of a hall, without a screen, its loudspeaker a file. `config` comes behind
    the window's size (None: the whole screen); `more` are further arguments; `video` is SDL's
    driver; `environment` has further variables."""

    def __init__(self, hall, config: str = "", name: str = "board-1", view: str = "hall",
                 size=(1920, 1080), more=(), video: str = "offscreen", environment=None):
        self.folder = pathlib.Path(hall.folder) / name
        self.folder.mkdir()
        self.shots = self.folder / "shots"
        self.trace = self.folder / "trace.log"
        self.voice_log = self.folder / "voice.log"
        self.sound = self.folder / "voice.raw"
        device = hall.enroll(name, "display")
        self.head = f'device = "{device}"\n'
        if size:
            self.head += f"width = {size[0]}\nheight = {size[1]}\n"
        self.config = self.folder / "display.toml"
        self.config.write_text(self.head + config)
        records = []  # of what it does; a view has options for what it can do
        if view != "announcer":
            records += ["--screenshots", self.shots, "--trace", self.trace]
        if view in ("hall", "announcer"):
            records += ["--voice-log", self.voice_log]
        self.program = hall.launch(
            [program("display"), "--config", self.config, "--view", view, *records, *more], name,
            {"SDL_VIDEODRIVER": video, "SDL_AUDIODRIVER": "disk",
             "SDL_DISKAUDIOFILE": str(self.sound), "SDL_DISKAUDIODELAY": "10",
             **(environment or {})})
        self.program.wait_ready()

    def shot(self, name: str, count: int = 1) -> pathlib.Path:
        """The latest screenshot of that name, once there are `count` of them."""
        def found():
            files = sorted(self.shots.glob(f"*-{name}.png"))
            return files if len(files) >= count else None
        return wait_until(found, f"{count} screenshots {name} in {self.shots}")[-1]

    def ask_for_picture(self):
        """A screenshot of the screen as it is now will be there soon."""
        self.program.process.send_signal(signal.SIGUSR1)

    def snapped(self, name: str) -> pathlib.Path:
        """A screenshot of the screen as it is now, which shows the view of that name."""
        before = len(list(self.shots.glob(f"*-{name}.png")))
        self.ask_for_picture()
        return self.shot(name, count=before + 1)

    def rewrite(self, config: str):
        """Another configuration, there whole or not at all."""
        fresh = self.config.with_suffix(".new")
        fresh.write_text(self.head + config)
        fresh.rename(self.config)

    def spoken(self) -> list:
        lines = self.voice_log.read_text().splitlines() if self.voice_log.exists() else []
        return [json.loads(line) for line in lines]


@contextlib.contextmanager
def cut_off(hall, boards):
    """The server stands still. Gives each board's picture with the banner, which must come within
    3 s; when it goes on, the banner must go."""
    before = [len(list(board.shots.glob("*-banner-on.png"))) for board in boards]
    hall.server.pause()
    silent_us = time.time_ns() // 1000
    try:
        pictures = [board.shot("banner-on", count + 1) for board, count in zip(boards, before)]
        for board in boards:
            took_us = cut_off_us(board.trace) - silent_us
            assert took_us <= CUT_OFF_PROMISE_US, f"{board.folder.name}: took {took_us / 1e6:.2f} s"
        yield pictures
    finally:
        hall.server.resume()
    for board, count in zip(boards, before):
        board.shot("banner-off", count + 1)


def read(path: pathlib.Path, box, bright: bool = False) -> str:
    """The words in that part of a picture, white space removed."""
    part = path.with_suffix(".part.png")
    with Image.open(path) as picture:
        picture.convert("L").point(lambda grey: grey if bright else 255 - grey).crop(box).resize(
            (2 * (box[2] - box[0]), 2 * (box[3] - box[1]))).save(part)
    words = subprocess.run(["tesseract", part, "-", "-l", "chi_sim+eng", "--psm", "6"],
                           capture_output=True, text=True, check=True,
                           env=os.environ | {"OMP_THREAD_LIMIT": "1"}).stdout
    part.unlink()
    return "".join(words.split())


def pixel(path: pathlib.Path, x: int, y: int, size=(1920, 1080)):
    with Image.open(path) as picture:
        equal(picture.size, size, str(path))
        return picture.convert("RGB").getpixel((x, y))


def same_pixels(a: Image.Image, b: Image.Image) -> bool:
    return a.size == b.size and \
        ImageChops.difference(a.convert("RGB"), b.convert("RGB")).getbbox() is None


def is_red(colour) -> bool:
    return colour[0] > 150 and colour[1] < 80 and colour[2] < 80
