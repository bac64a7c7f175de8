"""An LED text sign: the other end of a serial line that is a terminal pair, with a path that is
there while the sign is plugged in."""

import os
import pathlib
import threading

from hallkit.program import wait_until


class Sign:
    """`end` ends a frame. A sign with `answer` says that to each."""

    def __init__(self, path: pathlib.Path, end: bytes = b"\r\n", answer: bytes = b""):
        self.path = path
        self._end, self._answer = end, answer
        self._master = -1
        self._thread = None
        self._lock = threading.Lock()
        self._bytes = b""
        self._frames = []
        self._stop = threading.Event()
        self.plug()

    def plug(self):
        self._master, slave = os.openpty()
        self.path.symlink_to(os.ttyname(slave))
        os.close(slave)
        os.set_blocking(self._master, False)
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, args=(self._master,), daemon=True)
        self._thread.start()

    def unplug(self):
        """What the line still held is gone, as is its name."""
        self._stop.set()
        self._thread.join()
        self.path.unlink()
        os.close(self._master)
        with self._lock:
            self._bytes = b""

    def _run(self, master: int):
        # While nobody has the other side open, reading fails: it is tried again.
        while not self._stop.wait(0.005):
            try:
                got = os.read(master, 4096)
            except OSError:  # nothing has come, or nobody is there
                continue
            with self._lock:
                self._bytes += got
                *whole, self._bytes = self._bytes.split(self._end)
                self._frames += whole
            for _ in whole:
                if self._answer:
                    os.write(master, self._answer)

    def mute(self):
        """Takes what comes and says nothing from now on."""
        self._answer = b""

    def frames(self) -> list:
        """All that came whole since the beginning."""
        with self._lock:
            return list(self._frames)

    def texts(self) -> list:
        return [frame.decode("gbk") for frame in self.frames()]

    def wait_for(self, text: str, after: int = 0, patience_s: float = 60.0) -> int:
        """Until a page that begins so is shown as a frame behind the first `after` ones; how many
        there were with it."""
        def found():
            texts = self.texts()
            return next((count for count in range(after + 1, len(texts) + 1)
                         if texts[count - 1].startswith(text)), 0)
        return wait_until(found, f"{text!r} on the sign; it showed {self.texts()[after:]}",
                          patience_s)
