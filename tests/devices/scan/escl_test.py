"""Network scanners: `hallctl devices --scan-test` through the driver, its helper and sane-airscan
against a scanner on the loopback, well and with everything that goes wrong at one."""

import pathlib
import re
import signal
import subprocess
import tempfile
import time

from PIL import Image

from escl_scanner import EsclScanner
from hallkit import suite
from hallkit.paths import program
from hallkit.ports import Port
from hallkit.suite import equal, test

PORT = Port()
SCANNER = EsclScanner(int(PORT))


def scan(*options, fault="", address=None):
    """Exit code, reason and pages of one job."""
    SCANNER.fault = fault
    command = [program("hallctl"), "devices", "--scan-test", address or SCANNER.address, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    match = re.search(r"^scan (\w+) (\S+) (\d+) pages", done.stdout, re.MULTILINE)
    assert match, done.stdout + done.stderr
    return done.returncode, match[2], int(match[3]), done.stdout


@test("a page from the plate, in colour, as large as A4")
def _():
    with tempfile.TemporaryDirectory() as folder:
        code, reason, pages, _ = scan("--out", folder)
        equal((code, reason, pages), (0, "scanner.ok", 1))
        picture = Image.open(pathlib.Path(folder) / "page-1.pnm")
        equal(picture.mode, "RGB")
        assert abs(picture.width - 2550) < 20 and abs(picture.height - 3508) < 20, picture.size
        assert picture.getpixel((100, 20))[0] > 200 and picture.getpixel((100, 41))[1] < 80


@test("every page of the feeder, in grey, and no more than were wanted")
def _():
    equal(scan("--source", "feeder", "--grey", "--dpi", "100", "--pages", "9")[:3],
          (0, "scanner.ok", 3))
    equal(scan("--source", "feeder", "--grey", "--dpi", "100", "--pages", "2")[:3],
          (0, "scanner.ok", 2))


@test("colour at 600 dots an inch")
def _():
    code, reason, pages, told = scan("--dpi", "600")
    equal((code, reason, pages), (0, "scanner.ok", 1))
    assert re.search(r"^page 1 5\d\d\d x 7\d\d\d colour 600 dpi", told, re.MULTILINE), told


@test("an empty feeder, a jam and an open hatch are told apart")
def _():
    equal(scan("--source", "feeder", fault="empty")[:3], (1, "scanner.no_paper", 0))
    code, reason, _, told = scan("--source", "feeder", fault="jam")
    equal((code, reason), (1, "scanner.jammed"))
    assert "status attention: jammed" in told, told
    code, reason, _, told = scan("--source", "feeder", fault="hatch")
    equal((code, reason), (1, "scanner.cover_open"))
    assert "status attention: cover_open" in told, told


@test("pages before a jam are kept")
def _():
    code, reason, pages, _ = scan("--source", "feeder", "--pages", "9", "--dpi", "100",
                                  fault="jam-after-two")
    equal((code, reason, pages), (1, "scanner.jammed", 2))


@test("a page that is cut short is no page")
def _():
    code, reason, pages, _ = scan(fault="drop")
    equal((code, pages), (1, 0))
    assert reason in ("scanner.transfer_error", "scanner.truncated"), reason


@test("a job that is cancelled while its page comes ends soon, and the next is whole")
def _():
    for _ in range(3):
        SCANNER.fault = "slow"
        SCANNER.sending.clear()
        running = subprocess.Popen([program("hallctl"), "devices", "--scan-test", SCANNER.address],
                                   stdout=subprocess.PIPE, text=True)
        assert SCANNER.sending.wait(30), "the page did not begin"
        begun = time.monotonic()
        running.send_signal(signal.SIGINT)
        told, _ = running.communicate(timeout=30)
        took_s = time.monotonic() - begun
        equal(running.returncode, 1)
        assert "scanner.cancelled 0 pages" in told, told
        assert took_s < 5, f"{took_s:.1f} s"
        equal(scan("--dpi", "100")[:3], (0, "scanner.ok", 1))


@test("a scanner that is used at its panel is busy")
def _():
    equal(scan(fault="busy")[:2], (1, "scanner.busy"))


@test("a scanner that says it has stopped is told so")
def _():
    assert "status stopped: stopped" in scan(fault="stopped")[3]


@test("a scanner whose answers are no XML fails, and nothing else does")
def _():
    equal(scan("--dpi", "100", fault="no-xml")[:2], (1, "scanner.transfer_error"))
    equal(scan("--dpi", "100")[:2], (0, "scanner.ok"))


@test("no scanner at the address")
def _():
    with_nobody = f"sane:airscan:escl:Test:http://127.0.0.1:{int(Port())}/eSCL"
    equal(scan("--wait-ready", "2000", address=with_nobody)[:2], (1, "scanner.away"))


if __name__ == "__main__":
    suite.main()
