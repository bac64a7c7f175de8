"""docs/examples/call_next.py, as an integrator runs it."""

import subprocess

from hallkit import suite, wire
from hallkit.paths import REPOSITORY
from hallkit.running import RunningHall
from hallkit.suite import equal, test

EXAMPLE = REPOSITORY / "docs/examples/call_next.py"


def call_next(hall, device, window, *more):
    # hallkit has compiled the schema already, into the folder of this module.
    folder = wire.GENERATED_FOLDER
    return subprocess.run(
        ["/usr/bin/python3", EXAMPLE, "--device", hall.enroll(*device), "--window", str(window),
         "--clerk", "1001", *more],
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True,
        timeout=60, check=False)


@test("the example opens a window, calls the next ticket and prints its number")
def _():
    with RunningHall() as hall:
        ticket = hall.take()
        done = call_next(hall, ("crm-1", "web"), 3, "--open")
        equal((done.returncode, done.stdout), (0, f"{ticket.number} to window 3\n"), done.stderr)
        equal(hall.phase(ticket), "CALLED")


@test("a refusal is printed with its sentence")
def _():
    with RunningHall() as hall:
        done = call_next(hall, ("crm-1", "web"), 3, "--open")
        equal(done.returncode, 1)
        assert "NOBODY_WAITING" in done.stderr, done.stderr
        done = call_next(hall, ("crm-2", "display"), 3)
        equal(done.returncode, 1)
        assert "NOT_ALLOWED" in done.stderr, done.stderr


@test("without a server the example says so and ends")
def _():
    with RunningHall() as hall:
        hall.enroll("crm-1", "web")
        hall.server.kill()
        equal(call_next(hall, ("crm-1", "web"), 3).returncode, 2)


if __name__ == "__main__":
    suite.main()
