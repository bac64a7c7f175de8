"""Forty windows call within ten seconds: each call is spoken, whole, once, in its order.

What was said is told from the sound alone: every call has a recording of its own, a tone that no
other has."""

import array
import math
import pathlib
import re
import time
import wave

from hallkit import suite
from hallkit.board import Board
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test

RATE = 22050
CALLS = 40
TONE_S = 0.4
CALL_WITHIN_S = 10.0


def frequency(index: int) -> float:
    """Of the index-th call's tone; the next is 25 Hz, ten periods, away."""
    return 400.0 + 25.0 * index


def write_tone(path: pathlib.Path, hertz: float):
    samples = array.array("h", (int(9000 * math.sin(2 * math.pi * hertz * n / RATE))
                                for n in range(int(TONE_S * RATE))))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def sounds(path: pathlib.Path):
    """(seconds, hertz) of everything that is not silence. Two zeros in a row are no tone."""
    samples = array.array("h", path.read_bytes())
    found, begin, quiet = [], None, 0
    for n, sample in enumerate(samples):
        if sample != 0:
            begin = n if begin is None else begin
            quiet = 0
        elif begin is not None:
            quiet += 1
            if quiet == RATE // 20:
                found.append(samples[begin:n - quiet + 1])
                begin = None
    if begin is not None:
        found.append(samples[begin:])
    told = []
    for sound in found:
        turns = sum(1 for a, b in zip(sound, sound[1:]) if a < 0 <= b)
        told.append((len(sound) / RATE, turns / (len(sound) / RATE)))
    return told


def hall_of_forty() -> RunningHall:
    class Forty(RunningHall):
        def write_config(self, **changes):
            path = self.catalogue / "hall.toml"
            head = re.split(r"(?m)^# The windows\.|^\[\[windows\]\]", path.read_text())[0]
            notices = re.findall(r"(?ms)^\[\[notices\]\]\n.*?(?=^\[|\Z)", path.read_text())
            windows = "".join(f'[[windows]]\nnumber = {number}\nzh = "综合窗口"\nen = "Counter"\n'
                              "general = true\n\n" for number in range(1, CALLS + 1))
            path.write_text(head + windows + "".join(
                notice for notice in notices if notice not in head))
            super().write_config(**changes)
    return Forty()


@test("forty calls in ten seconds: all spoken in order, none cut, none twice")
def _():
    with hall_of_forty() as hall:
        clips = pathlib.Path(hall.folder) / "clips" / "zh-CN"
        clips.mkdir(parents=True)
        tickets = [hall.take("social") for _ in range(CALLS)]
        for index, ticket in enumerate(tickets):
            write_tone(clips / f"{ticket.number}-window-{index + 1}.wav", frequency(index))
        voice = Board(hall, name="voice-1", view="announcer", config=(
            '[voice]\ntimes = 1\nchime = false\nlanguages = ["zh-CN"]\n'
            f'clips = "{clips.parent}"\n'))
        for index in range(CALLS):
            hall.sit(index + 1, f"{index + 1:04}")
        begin = time.monotonic()
        for index, ticket in enumerate(tickets):
            equal(hall.call(index + 1, f"{index + 1:04}").number, ticket.number)
        took_s = time.monotonic() - begin
        assert took_s < CALL_WITHIN_S, f"the calls took {took_s:.1f} s"
        wait_until(lambda: len(voice.spoken()) == CALLS, "forty announcements", patience_s=120)
        equal([line["number"] for line in voice.spoken()], [ticket.number for ticket in tickets])
        equal(voice.program.stop(), 0)
        heard = sounds(voice.sound)
        equal([round((hertz - 400) / 25) for _, hertz in heard], list(range(CALLS)))
        for index, (seconds, _) in enumerate(heard):
            assert abs(seconds - TONE_S) < 0.005, f"call {index} was cut: {seconds:.3f} s"


if __name__ == "__main__":
    suite.main()
