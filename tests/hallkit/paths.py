"""Where things are: the repository, the programs under test, generated code."""

import os
import pathlib

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

# The build under test; CTest and ./hall set it.
BIN = pathlib.Path(os.environ.get("YICHUANG_BIN", REPOSITORY / "build/release/bin"))


def program(name: str) -> pathlib.Path:
    """A program of the build under test; a sentence instead of a stack trace if it is missing."""
    path = BIN / name
    if not path.exists():
        raise SystemExit(f"{path} is not there: run ./hall build first")
    return path
