"""A disk that fails on demand, under an unmodified server (see sick_disk.cc)."""

import os
import pathlib
import subprocess

_SOURCE = pathlib.Path(__file__).with_suffix(".cc")


class SickDisk:
    def __init__(self, folder: pathlib.Path):
        library = folder / "sick_disk.so"
        subprocess.run(["g++", "-O1", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"],
                       check=True)
        self._state = folder / "disk"
        self.feel("well")
        self.environment = {
            "LD_PRELOAD": str(library),
            "SICK_DISK": str(self._state),
            # Sanitizers insist on being the first library; this one does not disturb them.
            "ASAN_OPTIONS": "verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""),
        }

    def feel(self, how: str):
        """"well", "sync", "full" or "nearly-full"; at once."""
        fresh = self._state.with_suffix(".new")
        fresh.write_text(how + "\n")
        fresh.rename(self._state)
