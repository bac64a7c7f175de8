#!/usr/bin/python3
"""The style that a machine can check. ./hall fmt mends the first of these.

clang-format has nothing to say; lines are at most 100 columns (generated and data files aside);
files of code are at most 500 lines, the root CMakeLists.txt 120; no tabs, no trailing blanks, a
newline at the end; every header guards itself with #pragma once and says first what it is for.
"""

import pathlib
import re
import subprocess
import tomllib

from hallkit import suite
from hallkit.paths import REPOSITORY
from hallkit.suite import test

CODE = (".cc", ".h")
TEXT = CODE + (".py", ".proto", ".md", ".txt", ".toml", ".js", ".css", ".html", ".service")
LINES_MAX = 500
COLUMNS_MAX = 100
FOLDERS = ("lib", "queue-server", "kiosk", "display", "drivers", "tests", "docs", "systemd",
           "assets", "")


def files(*endings):
    """Our files with these endings; what git ignores is not ours."""
    listed = subprocess.run("git ls-files -co --exclude-standard", shell=True, cwd=REPOSITORY,
                            capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:  # a source archive, or a machine without git
        names = [str(path.relative_to(REPOSITORY)) for folder in FOLDERS if folder
                 for path in (REPOSITORY / folder).rglob("*")]
        names += [path.name for path in REPOSITORY.iterdir()]
    found = [pathlib.Path(name) for name in names if name.endswith(endings)]
    found = [path for path in found if (REPOSITORY / path).is_file()]
    assert found, f"no files end with {endings}: the test looks in the wrong place"
    return sorted(found)


def lines_of(path):
    return (REPOSITORY / path).read_text().split("\n")


def none(wrong):
    assert not wrong, "\n" + "\n".join(wrong)


@test("clang-format would change nothing")
def _():
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *map(str, files(*CODE))],
                          cwd=REPOSITORY, capture_output=True, text=True, check=False)
    first = [line for line in done.stderr.splitlines() if "clang-format-violations" in line]
    names = sorted({line.split(":")[0] for line in first})
    assert done.returncode == 0, "run ./hall fmt for:\n" + "\n".join(names or [done.stderr])


@test("lines are at most 100 columns")
def _():
    none([f"{path}:{number}: {len(line)} columns"
          for path in files(*CODE, ".py", ".proto", ".js", ".css")
          for number, line in enumerate(lines_of(path), 1) if len(line) > COLUMNS_MAX])


@test("a file of code has at most 500 lines; the root CMakeLists.txt 120")
def _():
    sizes = {path: len(lines_of(path)) - 1 for path in files(*CODE, ".py", ".js", ".css")}
    none([f"{path}: {size} lines" for path, size in sizes.items() if size > LINES_MAX])
    assert len(lines_of("CMakeLists.txt")) - 1 <= 120


@test("no tabs, no trailing blanks, one newline at the end, no Windows line ends")
def _():
    wrong = []
    for path in files(*TEXT):
        lines = lines_of(path)
        wrong += [f"{path}:{number}: tab, blank or CR" for number, line in enumerate(lines, 1)
                  if "\t" in line or "\r" in line or line != line.rstrip()]
        if lines[-1] != "" or (len(lines) > 1 and lines[-2] == ""):
            wrong.append(f"{path}: not exactly one newline at the end")
    none(wrong)


@test("a header says first what it is for, and guards itself")
def _():
    wrong = []
    for path in files(".h"):
        lines = lines_of(path)
        if not lines[0].startswith("//"):
            wrong.append(f"{path}: does not begin with its purpose")
        if "#pragma once" not in lines:
            wrong.append(f"{path}: no #pragma once")
    none(wrong)


@test("nothing is caught blindly, nothing is left to do")
def _():
    wrong = []
    for path in files(*CODE):
        for number, line in enumerate(lines_of(path), 1):
            for word in (r"catch \(\.\.\.\)", r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b"):
                if re.search(word, line):
                    wrong.append(f"{path}:{number}: {word}")
    none(wrong)


@test("a unit that allows a kind of device has the kind's driver loaded before it starts")
def _():
    drivers = {"ttyUSB": "usbserial", "ttyACM": "cdc_acm", "video4linux": "videodev",
               "alsa": "snd"}  # the other kinds are in Debian's kernel
    wrong = []
    for path in files(".service"):
        text = "\n".join(lines_of(path))
        for kind in re.findall(r"(?m)^DeviceAllow=char-(\S+)", text):
            if kind not in drivers:
                continue
            unit = f"modprobe@{drivers[kind]}.service"
            wrong += [f"{path}: {kind}: no {key}{unit}" for key in ("After=", "Wants=")
                      if not re.search(rf"(?m)^{key}.*\b{re.escape(unit)}", text)]
    none(wrong)


@test("every mutation of the simulator still has its place in the code")
def _():
    with open(REPOSITORY / "tests/sim/mutations.toml", "rb") as file:
        mutations = tomllib.load(file)["mutation"]
    none([mutation["name"] for mutation in mutations
          if (REPOSITORY / mutation["file"]).read_text().count(mutation["find"]) != 1])


if __name__ == "__main__":
    suite.main()
