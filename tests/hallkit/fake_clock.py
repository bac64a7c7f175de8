"""A clock that a test can turn, for programs whose rules count seconds and days.

libfaketime stands between the unmodified program and the kernel's wall clock; what a monotonic
clock measures (timeouts, heartbeats) stays true.
"""

import glob
import os
import pathlib


class FakeClock:
    def __init__(self, folder: pathlib.Path):
        self._file = folder / "clock"
        self._offset_s = 0.0
        self.advance(0)
        libraries = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not libraries:
            raise RuntimeError("libfaketime is not installed (see packages.txt)")
        self.environment = {
            "LD_PRELOAD": libraries[0],
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",  # a file's age grows when the clock is turned on
            # Sanitizers insist on being the first library; this one does not disturb them.
            "ASAN_OPTIONS": "verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""),
        }

    def advance(self, seconds: float):
        """Turns the clock on (or, if negative, back)."""
        self._offset_s += seconds
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{self._offset_s:+.3f}\n")
        fresh.rename(self._file)
