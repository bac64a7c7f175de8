#!/usr/bin/python3
"""Proves that the simulator bites: builds it with each bug of mutations.toml, one at a time, and
runs seeds until a promise is broken.

    tests/sim/mutate.py [--build FOLDER] [--seeds-max N] [NAME…]

Names are parts of the mutations' names; none: all. Prints a table; exit 1 if a mutation survived or
was caught by an invariant that should not have noticed it.

No file of the tree is ever changed: the mutated file is written to a temporary folder that comes
first in the include path. Only what it changes is compiled, as the build in FOLDER compiles it, and
linked in place of the right one; so a mutation takes seconds.
"""

import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COMPILER_ONLY = {"-MD", "-MT", "-MF", "-o", "-c"}  # and what follows the last four


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


class Build:
    """The commands of a finished build, to be run again with another source."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        built = run(["cmake", "--build", str(self.folder), "-j2", "--target", "sim"])
        if built.returncode != 0:
            sys.exit(built.stdout[-3000:] + built.stderr)
        listed = run(["ninja", "-C", str(self.folder), "-t", "commands", "sim"])
        commands = [line for line in listed.stdout.splitlines() if " -o " in line]
        self.compiling = {}
        for line in commands:
            words = shlex.split(line)
            if "-c" in words:
                source = pathlib.Path(words[words.index("-c") + 1])
                self.compiling[self.folder.joinpath(source).resolve()] = words
        self.linking = shlex.split(commands[-1].removeprefix(": && ").removesuffix(" && :"))
        if self.output_of(self.linking) != "bin/sim":
            sys.exit(f"cannot read how {self.folder} links the simulator")

    @staticmethod
    def output_of(words):
        return words[words.index("-o") + 1]

    def compile(self, name, overlay, output):
        """The object of one source; the overlay's files come before the tree's."""
        words = self.compiling[REPOSITORY / name]
        kept = []
        skip = False
        for word in words:
            if skip or word in COMPILER_ONLY:
                skip = not skip and word != "-MD"
                continue
            kept.append(word)
        compiler = next(i for i, word in enumerate(kept) if "c++" in word or "g++" in word) + 1
        first = [f"-I{overlay}", f"-I{overlay}/lib"]
        mutated = overlay / name
        source = mutated if mutated.exists() else REPOSITORY / name
        # Later options win: no symbols and no optimizing are quick to build.
        return run([*kept[:compiler], *first, *kept[compiler:], "-O0", "-g0", "-w",
                    "-c", str(source), "-o", str(output)], cwd=self.folder)

    def link(self, objects, output):
        """`objects`: by source. What they define is not taken from the libraries any more."""
        words = list(self.linking)
        words[words.index("-o") + 1] = str(output)
        for name, fresh in objects.items():
            right = self.output_of(self.compiling[REPOSITORY / name])
            if right in words:
                words[words.index(right)] = str(fresh)
            else:
                words.insert(words.index("-o"), str(fresh))
        return run([*words, "-s"], cwd=self.folder)


def caught(simulator, seeds_max):
    """The first seed that fails, and the invariant; (0, "") if none does."""
    done = run([str(simulator), "--seeds", f"1..{seeds_max}", "--stop-at-first", "--no-minimise"])
    found = re.search(r"^seed (\d+) FAILED: ([^:]+)", done.stdout, re.MULTILINE)
    if not found and done.returncode != 0:
        return 0, "the simulator does not run"
    return (int(found[1]), found[2]) if found else (0, "")


def try_mutation(build, mutation, seeds_max, work):
    name = mutation["file"]
    right = (REPOSITORY / name).read_text()
    if right.count(mutation["find"]) != 1:
        return 0, "does not apply: mend mutations.toml"
    overlay = work / "overlay"
    mutated = overlay / name
    mutated.parent.mkdir(parents=True)
    mutated.write_text(right.replace(mutation["find"], mutation["replace"]))
    objects = {}
    for source in mutation.get("compile", [name]):
        objects[source] = work / f"{len(objects)}.o"
        built = build.compile(source, overlay, objects[source])
        if built.returncode != 0:
            errors = [line for line in built.stderr.splitlines() if "error" in line]
            return 0, f"does not build: {errors[:1]}"
    built = build.link(objects, work / "sim")
    if built.returncode != 0:
        return 0, f"does not link: {built.stderr[-300:]}"
    return caught(work / "sim", seeds_max)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--build", default=REPOSITORY / "build" / "release", type=pathlib.Path)
    options.add_argument("--seeds-max", type=int, default=600,
                         help="for a mutation that does not say itself how many it needs")
    options.add_argument("names", nargs="*")
    chosen = options.parse_args()
    os.nice(5)
    with open(REPOSITORY / "tests" / "sim" / "mutations.toml", "rb") as file:
        mutations = tomllib.load(file)["mutation"]
    if chosen.names:
        mutations = [m for m in mutations if any(name in m["name"] for name in chosen.names)]
    build = Build(chosen.build)
    survived = 0
    print(f"{'mutation':58} {'caught by':20} {'seeds':>5} {'time':>6}", flush=True)
    for mutation in mutations:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mutation-") as work:
            seeds_max = mutation.get("seeds_max", chosen.seeds_max)
            seeds, invariant = try_mutation(build, mutation, seeds_max, pathlib.Path(work))
        if seeds == 0:
            survived += 1
            invariant = invariant or "NOT CAUGHT"
        elif invariant not in mutation["caught_by"]:
            survived += 1
            invariant += f" (expected {', '.join(mutation['caught_by'])})"
        print(f"{mutation['name']:58} {invariant:20} {seeds or '-':>5} "
              f"{time.monotonic() - begin:4.0f} s", flush=True)
    print(f"{len(mutations) - survived} of {len(mutations)} mutations are caught")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
