#!/usr/bin/python3
"""Proves that the simulator bites: applies each bug of mutations.toml to a copy of the tree, builds
the simulator there and runs seeds until a promise is broken.

    tests/sim/mutate.py [--seeds-max N] [NAME…]

Names are parts of the mutations' names; none: all. Prints a table; exit 1 if a mutation survived or
was caught by an invariant that should not have noticed it. The copy stays in build/mutations, so
that a second run is quick.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
COPY = REPOSITORY / "build" / "mutations"
FOLDERS = "lib;queue-server;tests/sim"


def run(*command, **more):
    # ccache then knows the copy's files from the tree's own.
    environment = {**os.environ, "CCACHE_BASEDIR": str(COPY), "CCACHE_NOHASHDIR": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment,
                          **more)


def copy_tree():
    """Brings the copy up to date; files that are equal keep their time, so they are not rebuilt."""
    listed = run("git", "ls-files", "-co", "--exclude-standard", cwd=REPOSITORY)
    for name in listed.stdout.splitlines():
        source, target = REPOSITORY / name, COPY / name
        if not source.is_file():
            continue
        if target.is_file() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def build():
    if not (COPY / "build" / "build.ninja").exists():
        done = run("cmake", "-S", str(COPY), "-B", str(COPY / "build"), "-G", "Ninja",
                   "-DCMAKE_BUILD_TYPE=RelWithDebInfo", f"-DYICHUANG_FOLDERS={FOLDERS}")
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
    return run("cmake", "--build", str(COPY / "build"), "-j2", "--target", "sim")


def caught(seeds_max):
    """The first seed that fails, and the invariant; (0, "") if none does."""
    done = run(str(COPY / "build" / "bin" / "sim"), "--seeds", f"1..{seeds_max}",
               "--stop-at-first", "--no-minimise")
    found = re.search(r"^seed (\d+) FAILED: ([^:]+)", done.stdout, re.MULTILINE)
    return (int(found[1]), found[2]) if found else (0, "")


def try_mutation(mutation, seeds_max):
    path = COPY / mutation["file"]
    right = path.read_text()
    if right.count(mutation["find"]) != 1:
        return 0, "does not apply: mend mutations.toml"
    path.write_text(right.replace(mutation["find"], mutation["replace"]))
    try:
        built = build()
        if built.returncode != 0:
            errors = [line for line in built.stdout.splitlines() if "error" in line]
            return 0, f"does not build: {errors[:1]}"
        return caught(seeds_max)
    finally:
        path.write_text(right)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds-max", type=int, default=600)
    options.add_argument("names", nargs="*")
    chosen = options.parse_args()
    with open(REPOSITORY / "tests" / "sim" / "mutations.toml", "rb") as file:
        mutations = tomllib.load(file)["mutation"]
    if chosen.names:
        mutations = [m for m in mutations if any(name in m["name"] for name in chosen.names)]
    copy_tree()
    built = build()
    if built.returncode != 0:
        sys.exit(built.stdout[-3000:])
    survived = 0
    print(f"{'mutation':52} {'caught by':18} seeds", flush=True)
    for mutation in mutations:
        seeds, invariant = try_mutation(mutation, chosen.seeds_max)
        if seeds == 0:
            survived += 1
            invariant = invariant or "NOT CAUGHT"
        elif invariant not in mutation["caught_by"]:
            survived += 1
            invariant += f" (expected {', '.join(mutation['caught_by'])})"
        print(f"{mutation['name']:52} {invariant:18} {seeds or '-'}", flush=True)
    print(f"{len(mutations) - survived} of {len(mutations)} mutations are caught")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
