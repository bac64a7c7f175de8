#!/usr/bin/python3
"""A hall's board while servers die, networks fail, processes stand still and clocks jump.

    ./hall faults [--seeds A..B] [--jobs N]

Each seed is a run: a real server, a real board, people who are called all the time, and one fault.
Each picture that the board takes meanwhile is read (hallkit/hero.py): the call on it must be the
hall's newest, or have been until at most 3 s ago, or the banner "cut off" must stand below it; no
call is shown before it was asked for, and none after a newer one. At the end the whole picture,
clock included, must be that of a board which was started after the fault was over, pixel for pixel,
and the state behind it must have the hash that `hallctl verify` finds in the server's journal.

The times: from the fault, or from the moment at which a board that stood still goes on, to the
banner; and from the end of the fault until the hall's newest call stands there without a banner.
What broke a promise is told with its seed, the pictures kept in build/faults; exit 1.
"""

import argparse
import concurrent.futures
import dataclasses
import math
import multiprocessing
import os
import pathlib
import random
import re
import shutil
import statistics
import sys
import time
import traceback

from PIL import Image

from hallkit import wire
from hallkit.board import Board, same_pixels
from hallkit.cable import Cable
from hallkit.fake_clock import FakeClock
from hallkit.hero import HeroReader, Unreadable, is_cut_off
from hallkit.paths import REPOSITORY
from hallkit.program import wait_until
from hallkit.running import RunningHall

BANNER_PROMISE_S = 3.0
CONVERGENCE_PROMISE_S = 10.0  # a server that starts, or has stood still
NETWORK_PROMISE_S = 3.0  # a network that is back: within a second, on a machine that has time
PAUSE_S = 30.0
SETTLES_S = 30.0  # a call flashes for 6 s; a loaded machine needs more
CALLS_MAX = 45  # in a run, and numbers that the reader learns
CALL_EVERY_S = 1.0
PICTURE_EVERY_S = 0.2
WINDOWS = 3
SERVICE = "social"
SIZE = (960, 540)
# One page of services, for pages turn by when a board began; no line that moves; no voice.
CONFIG = f'[hall]\nnotices = false\nservices = ["{SERVICE}", "tax"]\n[voice]\nenabled = false\n'
FINDINGS = REPOSITORY / "build/faults"


@dataclasses.dataclass
class Call:
    number: str  # empty while nobody knows
    window: int
    asked: float  # time.time()
    answered: float = math.inf
    seq: int = 0


@dataclasses.dataclass
class Outcome:
    seed: int
    fault: str
    banner_s: float = None  # None: none came, and none had to
    convergence_s: float = None
    pictures: int = 0
    with_banner: int = 0
    wrong: list = dataclasses.field(default_factory=list)  # sentences


class CallingHall(RunningHall):
    """A few windows call one person after another."""

    def __init__(self, **more):
        super().__init__(**more)
        self.windows = self.general[:WINDOWS]
        self.calls = []
        for window in self.windows:
            self.sit(window, self.clerk(window))

    def clerk(self, window: int) -> str:
        return f"{window:04}"

    def prepare_call(self):
        """The next window is free, somebody waits; (window, the command that calls)."""
        window = self.windows[len(self.calls) % WINDOWS]
        if len(self.calls) >= WINDOWS:
            self.serve(window, self.clerk(window))
        self.take(SERVICE)
        return window, self.web.command(call_next=dict(window=window), clerk=self.clerk(window))

    def call_one(self) -> Call:
        window, command = self.prepare_call()
        call = self.note_asked(window)
        self.note_answer(call, self.web.ask(command))
        return call

    def note_asked(self, window: int) -> Call:
        self.calls.append(Call("", window, time.time()))
        return self.calls[-1]

    def note_answer(self, call: Call, reply: wire.Reply):
        assert not reply.refusal, reply
        call.answered, call.number, call.seq = time.time(), reply.ticket.number, reply.seq


def learn_numbers() -> HeroReader:
    reader = HeroReader()
    with CallingHall() as hall:
        board = Board(hall, CONFIG, size=SIZE)
        for _ in range(CALLS_MAX):
            call = hall.call_one()
            with Image.open(board.shot(f"call-{call.number}-window-{call.window}")) as picture:
                reader.learn(call.number, call.window, picture)
    return reader


class Judge:
    """Holds each picture of the board against what the hall called, and when."""

    def __init__(self, reader: HeroReader, hall: CallingHall, board: Board, outcome: Outcome):
        self._reader, self._hall, self._board, self._outcome = reader, hall, board, outcome
        self._stood = []  # (from, until) in which the board's process stood still
        self._last_at = time.time()
        self._newest_shown = -1

    def stood_still(self, begin: float, end: float):
        self._stood.append((begin, end))

    def look(self):
        """Judges the pictures that are there, in their order, and removes them."""
        for path in sorted(self._board.shots.glob("*.png")):
            at = path.stat().st_mtime
            with Image.open(path) as picture:
                self._judge(path, picture, at)
            self._last_at = at
            path.unlink()

    def _judge(self, path: pathlib.Path, picture: Image.Image, at: float):
        self._outcome.pictures += 1
        cut_off = is_cut_off(picture)
        self._outcome.with_banner += cut_off
        try:
            shown = self._reader.read(picture)
        except Unreadable as error:
            return self._wrong(path, f"no number that was called: {error}")
        index = next((index for index, call in enumerate(self._hall.calls)
                      if (call.number, call.window) == shown), None)
        if index is None:
            # The one that is being asked for just now: its number is not known here yet.
            index = len(self._hall.calls) - 1
            if self._hall.calls[index].number or self._hall.calls[index].window != shown[1]:
                return self._wrong(path, f"{shown} was never called")
        if self._hall.calls[index].asked > at:
            return self._wrong(path, f"{shown} stood there before anybody called it")
        if index < self._newest_shown:
            return self._wrong(path, f"{shown} came back after a newer call")
        self._newest_shown = index
        old_s = self._old_for_s(index)
        if old_s > BANNER_PROMISE_S and not cut_off:
            self._wrong(path, f"{shown} stood there {old_s:.2f} s after the next, without a banner")

    def _old_for_s(self, index: int) -> float:
        """How long the call had not been the newest, at the least, when the picture was taken: no
        earlier than the one before it was written. While a process stands still it can do
        nothing."""
        if index + 1 == len(self._hall.calls):
            return 0
        begin, end = self._hall.calls[index + 1].answered, self._last_at
        stood = sum(max(0.0, min(end, until) - max(begin, since)) for since, until in self._stood)
        return end - begin - stood

    def _wrong(self, path: pathlib.Path, sentence: str):
        self._outcome.wrong.append(sentence)
        FINDINGS.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, FINDINGS / f"seed-{self._outcome.seed}-{path.name}")


class Run:
    """One seed: the hall, its board behind two cables, and the fault."""

    def __init__(self, seed: int, reader: HeroReader):
        self.random = random.Random(seed)
        self.fault = list(FAULTS)[seed % len(FAULTS)]
        self.outcome = Outcome(seed, self.fault)
        self.reader = reader
        self.next_call = self.next_picture = 0.0

    def run(self) -> Outcome:
        skews = self.fault == "skew"
        skews_server = skews and self.random.random() < 0.5
        with CallingHall(clock=skews_server) as self.hall:
            self.cables = {what: Cable(self.hall.ports[what]) for what in ("commands", "feed")}
            try:
                environment = {}
                self.clock = self.hall.clock
                if skews and not skews_server:
                    folder = self.hall.folder / "clock-of-board"
                    folder.mkdir()
                    self.clock = FakeClock(folder)
                    environment = self.clock.environment
                self.go_through_cables("board-1")
                self.hall.call_one()  # right before the board begins: it must not miss it
                self.board = Board(self.hall, CONFIG, size=SIZE, environment=environment)
                self.board.shot("hall")
                for path in self.board.shots.glob("*-connecting.png"):
                    path.unlink()
                self.judge = Judge(self.reader, self.hall, self.board, self.outcome)
                self.go_on(self.random.uniform(1.0, 3.0))
                FAULTS[self.fault](self)
                self.converge()
                self.compare()
                self.compare_hashes()
            finally:
                for cable in self.cables.values():
                    cable.close()
        return self.outcome

    def go_through_cables(self, name: str):
        path = self.hall.enroll(name, "display")
        text = path.read_text()
        for what, cable in self.cables.items():
            text = text.replace(f":{self.hall.ports[what]}", f":{int(cable)}")
        path.write_text(text)

    # -- time goes by -----------------------------------------------------------------------------

    def go_on(self, seconds: float = math.inf, until=lambda: False, calls: bool = True,
              pictures: bool = True):
        """People are called and pictures are taken, so long or until then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            now = time.monotonic()
            if calls and now >= self.next_call and len(self.hall.calls) < CALLS_MAX:
                self.next_call = now + self.random.uniform(0.5, 1.5) * CALL_EVERY_S
                self.hall.call_one()
            if pictures and now >= self.next_picture:
                self.next_picture = now + PICTURE_EVERY_S
                self.board.ask_for_picture()
            self.judge.look()
            time.sleep(0.01)

    def trace(self) -> str:
        return self.board.trace.read_text() if self.board.trace.exists() else ""

    def told(self) -> list:
        """Of the trace: whether the board was in step, each time that this changed."""
        words = re.findall(r"(cut-off|in-step) presented \d+\n", self.trace())
        return [word == "in-step" for word in words]

    def await_banner(self, since: float, calls: bool):
        """Until the banner stands; `since` is time.monotonic() when the fault began."""
        self.go_on(BANNER_PROMISE_S + 5, lambda: self.told()[-1:] == [False], calls)
        if self.told()[-1:] != [False]:
            self.outcome.wrong.append("the banner did not come")
            return
        # By the board's own record: this loop may look late.
        shown_us = int(re.findall(r"cut-off presented (\d+)\n", self.trace())[-1])
        self.outcome.banner_s = time.monotonic() - (time.time() - shown_us / 1e6) - since
        if self.outcome.banner_s > BANNER_PROMISE_S:
            self.outcome.wrong.append(f"the banner took {self.outcome.banner_s:.2f} s")

    # -- the faults; each ends with the time (time.monotonic()) at which it was over in self.healed

    def kill_server(self):
        """SIGKILL in the middle of a call; it comes back at once, or later."""
        window, command = self.hall.prepare_call()
        call = self.hall.note_asked(window)
        self.hall.web.send(command.SerializeToString())
        time.sleep(self.random.uniform(0, 0.01))  # somewhere before, in or after the commit
        killed = time.monotonic()
        self.hall.server.kill()
        if self.random.random() < 0.7:
            self.await_banner(killed, calls=False)
            self.go_on(self.random.uniform(0, 4), calls=False)
        self.hall.start_server()
        self.healed = time.monotonic()
        self.hall.note_answer(call, self.hall.web.ask_until_answered(command))

    def drop_network(self):
        """The board's connections hang, or are reset, both or one of them; the hall goes on. A
        board without the link for commands still hears all that happens."""
        reset = self.random.random() < 0.5
        pulled = self.random.choice([["commands", "feed"], ["feed"], ["commands"]])
        dropped = time.monotonic()
        for what in pulled:
            self.cables[what].pull(reset)
        if "feed" in pulled:
            self.await_banner(dropped, calls=True)
        self.go_on(self.random.uniform(0, 15))
        for what in pulled:
            self.cables[what].plug()
        self.healed = time.monotonic()

    def pause_process(self):
        """The server, or the board, stands still for half a minute."""
        paused = time.monotonic()
        if self.random.random() < 0.5:
            self.hall.server.pause()
            self.await_banner(paused, calls=False)
            self.go_on(PAUSE_S - (time.monotonic() - paused), calls=False)
            self.hall.server.resume()
            self.healed = time.monotonic()
            return
        begin = time.time()
        self.board.program.pause()
        self.go_on(PAUSE_S, pictures=False)
        banners = len(self.told())
        self.judge.stood_still(begin, time.time())
        self.board.program.resume()
        self.healed = time.monotonic()
        # Until then its screen could not but show what it had shown. It may find out that it is
        # behind, and have caught up, before there is anything to say.
        self.go_on(BANNER_PROMISE_S, lambda: len(self.told()) > banners or self.is_in_step())
        if len(self.told()) > banners:
            self.outcome.banner_s = time.monotonic() - self.healed

    def skew_clock(self):
        """The server's clock, or the board's, jumps, twice."""
        for _ in range(2):
            self.clock.advance(self.random.choice([-1, 1]) * 10 ** self.random.uniform(0, 4))
            self.healed = time.monotonic()
            self.go_on(self.random.uniform(0.5, 4))

    # -- afterwards -------------------------------------------------------------------------------

    def is_in_step(self) -> bool:
        """The newest call was presented, and no banner stands."""
        seq = self.hall.calls[-1].seq
        return f"seq {seq} presented" in self.trace() and self.told()[-1:] != [False]

    def converge(self):
        self.go_on(CONVERGENCE_PROMISE_S + 20, self.is_in_step, calls=False)
        self.outcome.convergence_s = time.monotonic() - self.healed
        if self.fault == "skew":  # nothing had to be mended: what counts is that calls go on
            self.outcome.convergence_s = None
        promise_s = NETWORK_PROMISE_S if self.fault == "network" else CONVERGENCE_PROMISE_S
        if not self.is_in_step() or (self.outcome.convergence_s or 0) > promise_s:
            self.outcome.wrong.append("it did not come back in step in time")
        # And it goes on: one more call, seen on a picture.
        before = len(self.hall.calls)
        self.next_call, calls = 0.0, before < CALLS_MAX
        self.go_on(5, lambda: len(self.hall.calls) > before and self.is_in_step(), calls)

    def compare(self):
        """With a board that has lived through nothing."""
        fresh = Board(self.hall, CONFIG, name="board-2", size=SIZE)
        pictures = []

        def same():
            pictures[:] = [board.snapped("hall") for board in (self.board, fresh)]
            with Image.open(pictures[0]) as old, Image.open(pictures[1]) as new:
                return same_pixels(old, new)

        try:
            wait_until(same, "the picture of a fresh board", SETTLES_S, every_s=0.25)
        except AssertionError as error:
            self.outcome.wrong.append(f"in the end: {error}")
            FINDINGS.mkdir(parents=True, exist_ok=True)
            for name, path in zip(("old", "fresh"), pictures):
                shutil.copy(path, FINDINGS / f"seed-{self.outcome.seed}-{name}.png")
        self.judge.look()


    def compare_hashes(self):
        """With the server's journal, which is read when the server has ended."""
        (hash_there,) = re.findall(r"hash +(\w{16})", self.hall.verify())
        self.board.program.stop()
        (hash_here,) = re.findall(r"ended seq \d+ hash (\w{16})\n", self.trace())
        if hash_here != hash_there:
            self.outcome.wrong.append(f"its state has the hash {hash_here}, not {hash_there}")


FAULTS = {"kill": Run.kill_server, "network": Run.drop_network, "pause": Run.pause_process,
          "skew": Run.skew_clock}


_reader = None  # of a worker


def begin_worker(reader: HeroReader):
    global _reader
    _reader = reader


def run_seed(seed: int) -> Outcome:
    run = Run(seed, _reader)
    try:
        return run.run()
    except Exception:  # a run may fail in any way; the others go on
        run.outcome.wrong.append(traceback.format_exc())
        return run.outcome


def table(outcomes: list):
    """Seconds (median, greatest, of how many runs), and what was seen."""
    def times(values):
        known = [value for value in values if value is not None]
        if not known:
            return f"{'-':>8}{'-':>8}{0:>5}"
        return f"{statistics.median(known):8.2f}{max(known):8.2f}{len(known):5}"

    print(f"\n{'fault':8}{'runs':>5} |{'banner':>8}{'max':>8}{'of':>5} |{'in step':>8}{'max':>8}"
          f"{'of':>5} |{'pictures':>9}{'banner':>8}{'wrong':>6}")
    for fault in [*FAULTS, "all"]:
        chosen = [one for one in outcomes if fault in (one.fault, "all")]
        if chosen:
            print(f"{fault:8}{len(chosen):5} |{times([one.banner_s for one in chosen])} |"
                  f"{times([one.convergence_s for one in chosen])} |"
                  f"{sum(one.pictures for one in chosen):9}"
                  f"{sum(one.with_banner for one in chosen):8}"
                  f"{sum(len(one.wrong) for one in chosen):6}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1..100", help="A..B; default: 1..100")
    parser.add_argument("--jobs", type=int, default=2 * os.cpu_count(),
                        help="runs at a time; most of a run is waiting")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("..")
    seeds = range(int(first), int(last or first) + 1)
    outcomes = []
    # Spawned, not forked: the connections of one process are nothing for another.
    with concurrent.futures.ProcessPoolExecutor(
            options.jobs, multiprocessing.get_context("spawn"), begin_worker,
            (learn_numbers(),)) as pool:
        for outcome in pool.map(run_seed, seeds):
            outcomes.append(outcome)
            told = "ok" if not outcome.wrong else "WRONG"
            print(f"seed {outcome.seed} {outcome.fault}: {told}", flush=True)
            for sentence in outcome.wrong:
                print(f"  {sentence}", flush=True)
    table(outcomes)
    sys.exit(1 if not outcomes or any(outcome.wrong for outcome in outcomes) else 0)


if __name__ == "__main__":
    main()
