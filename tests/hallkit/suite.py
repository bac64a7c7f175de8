"""A numbered suite: functions marked @test, run in order, one "ok" or "not ok" line each.

    @test("a service that is not in the catalogue is refused")
    def _(): …

    if __name__ == "__main__":
        suite.main()

An argument runs only the tests whose sentence contains it. The output is TAP; the exit code is 0
only if at least one test ran and every one held.
"""

import sys
import time
import traceback

_TESTS = []


def test(sentence: str):
    def mark(function):
        _TESTS.append((sentence, function))
        return function
    return mark


def equal(got, expected, what: str = ""):
    """`got == expected`, and both in the message if not."""
    if got != expected:
        raise AssertionError(f"{what + ': ' if what else ''}got {got!r}, expected {expected!r}")


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [(sentence, function) for sentence, function in _TESTS if wanted in sentence]
    print(f"1..{len(chosen)}", flush=True)
    failed = 0
    for number, (sentence, function) in enumerate(chosen, 1):
        start = time.monotonic()
        try:
            function()
            outcome = "ok"
        except Exception:  # a test may fail in any way; the others still run
            failed += 1
            outcome = "not ok"
            print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
        print(f"{outcome} {number} - {sentence} # {time.monotonic() - start:.1f} s", flush=True)
    sys.exit(1 if failed or not chosen else 0)
