#!/usr/bin/python3
"""Reads CTest's JUnit file and ends with one line, "N passed, N failed"; exit 1 on any failure.

A test that was skipped, disabled or could not be started counts as failed: only what ran and said
yes has passed. A missing or empty file is a failure too.
"""

import sys
import xml.etree.ElementTree as ElementTree


def main() -> int:
    try:
        cases = ElementTree.parse(sys.argv[1]).getroot().findall("testcase")
    except (OSError, ElementTree.ParseError) as error:
        print(f"no test results: {error}")
        cases = []
    failed = [case.get("name") for case in cases if case.get("status") != "run"]
    for name in failed:
        print(f"failed: {name}")
    print(f"{len(cases) - len(failed)} passed, {len(failed) if cases else 1} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
