"""A camera in front of a screen: keeps every picture that differs from the one before.

Reading a picture takes seconds, screens change in tenths: so the camera runs on a thread of its
own, and what is asked of it is looked for in all that it has seen since a moment.
"""

import threading
import time

from hallkit import reading
from hallkit.program import Failed

_EVERY_S = 0.1
_KEPT_MAX = 80  # a picture has 6 MB

# How a text is looked for, cheapest first: no single way reads titles, cards and lists.
_WAYS = (dict(scale=0.5, layout=6), dict(scale=1.0, layout=11), dict(scale=0.5, layout=11))


class Frame:
    def __init__(self, at: float, picture):
        self.at = at
        self.picture = picture
        self._shown = {}

    def text(self, box, **how) -> str:
        """What is written inside `box`."""
        return reading.text_of(self.picture.crop(box), **how)

    def shows(self, wanted: str, box, **how) -> bool:
        """Whether `wanted` is written there; once looked at, remembered."""
        key = (wanted, box)
        if key not in self._shown:
            ways = [how] if "layout" in how else [how | way for way in _WAYS]
            self._shown[key] = any(wanted in self.text(box, **way) for way in ways)
        return self._shown[key]


class Camera:
    """`ignore`: a box in which things move all the time (a ticker)."""

    def __init__(self, screen, ignore=None):
        self.screen = screen
        self._ignore = ignore
        self._frames = []
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def since(self, moment: float):
        """The frames that were on the screen at or after the moment (time.monotonic())."""
        with self._lock:
            frames = list(self._frames)
        first = max((n for n, frame in enumerate(frames) if frame.at <= moment), default=0)
        return frames[first:]

    def wait_text(self, wanted: str, moment: float, box, patience_s: float, latest: bool = False,
                  **how) -> Frame:
        """The first frame since `moment` that shows the text inside `box`. With latest=True only
        what is on the screen now counts: for what must not pass unseen before going on."""
        deadline = time.monotonic() + patience_s
        while True:
            ended = time.monotonic() > deadline
            frames = self.since(moment)
            for frame in frames[-1:] if latest else frames:
                if frame.shows(wanted, box, **how):
                    return frame
            if ended:
                said = frames[-1].text(box, **how) if frames else "(nothing)"
                raise Failed(f"“{wanted}” was not seen in {patience_s:.0f} s; the screen says:\n"
                             + said)
            time.sleep(_EVERY_S)

    def stop(self):
        self._ending.set()
        self._thread.join()

    def _run(self):
        before = None
        while not self._ending.wait(_EVERY_S):
            at = time.monotonic()
            picture = self.screen.picture()
            seen = picture
            if self._ignore:
                seen = picture.copy()
                seen.paste(0, self._ignore)
            now = seen.tobytes()
            if now == before:
                continue
            before = now
            with self._lock:
                self._frames.append(Frame(at, picture))
                del self._frames[:-_KEPT_MAX]
