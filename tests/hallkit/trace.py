"""What a display's --trace file says: when something was on the screen, in Unix microseconds."""

import pathlib
import re


def _lines(trace: pathlib.Path) -> str:
    return trace.read_text() if trace.exists() else ""


def presented_us(trace: pathlib.Path) -> dict:
    """seq → when the effect of that event was on the screen."""
    lines = re.findall(r"seq (\d+) presented (\d+)\n", _lines(trace))
    return {int(seq): int(at) for seq, at in lines}


def cut_off_us(trace: pathlib.Path) -> int:
    """When the banner "cut off" was last put on the screen."""
    return int(re.findall(r"cut-off presented (\d+)\n", _lines(trace))[-1])
