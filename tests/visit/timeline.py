"""The story as it is told: a line a step, with its time; kept as timeline.json."""

import json
import pathlib
import time


class Timeline:
    def __init__(self, out: pathlib.Path):
        self._path = out / "timeline.json"
        self._start = time.monotonic()
        self._steps = []

    def seen(self, what: str, picture: str = "", **figures):
        """One thing that was seen to be true, with figures worth keeping."""
        at = time.monotonic() - self._start
        self._steps.append({"at_s": round(at, 2), "what": what, "picture": picture, **figures})
        told = "".join(f", {key} {value}" for key, value in figures.items())
        print(f"{at:7.1f} s  {what}{told}{f'  [{picture}]' if picture else ''}", flush=True)
        self._path.write_text(json.dumps(self._steps, ensure_ascii=False, indent=1) + "\n")
