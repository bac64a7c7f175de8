"""The journal: one server, fail-stop on a bad disk, nothing acknowledged lost."""

import resource
import signal

from hallkit import suite
from hallkit.client import Unanswered, name_of
from hallkit.hall import Hall
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.sick_disk import SickDisk
from hallkit.suite import equal, test


class SickHall(RunningHall):
    """A running hall whose disk can fail."""

    def __init__(self):
        self.disk = None
        super().__init__()

    def start_server(self, environment=None, preexec=None):
        self.disk = self.disk or SickDisk(self.folder)
        return super().start_server(self.disk.environment, preexec)


def issue_until_it_ends(hall, at_most=20000):
    """Issues until the server is gone or refuses; returns acknowledged numbers and a refusal."""
    numbers = []
    for count in range(at_most):
        service = hall.services[count // 900]
        try:
            reply = hall.kiosk.ask(issue_ticket=dict(service=service), patience_s=3)
        except Unanswered:
            return numbers, None
        if reply.refusal:
            return numbers, name_of(reply)
        numbers.append(reply.ticket.number)
    return numbers, None


def all_there(hall, numbers):
    """Every acknowledged number is in the state after a restart, once."""
    kept = [record["number"] for record in hall.state()["tickets"].values()]
    equal(len(kept), len(set(kept)), "a number twice")
    lost = set(numbers) - set(kept)
    assert not lost, f"acknowledged and lost: {sorted(lost)}"


@test("a second server on the same journal is refused with a sentence; the first goes on")
def _():
    with RunningHall() as hall:
        second = hall.folder / "second.toml"
        text = hall.config.read_text()
        for name in ("commands", "feed"):  # any free ports; what devices are told does not matter
            address = f"tcp://127.0.0.1:{hall.ports[name]}"
            text = text.replace(address, "tcp://127.0.0.1:*")
            text += f'{name}_for_devices = "{address}"\n'
        second.write_text(text)
        done = hall.run([hall.server_command()[0], "--config", second])
        assert done.returncode != 0, "two servers on one journal"
        assert "journal.db" in done.stdout + done.stderr, done
        hall.take()
        hall.verify()


@test("the journal of a killed server verifies as it lies, without the server")
def _():
    with RunningHall() as hall:
        for _ in range(30):
            hall.take()
        hall.server.kill()
        said = hall.verify()
        assert "30" in said, said
        equal(hall.verify(), said)


@test("a flipped byte in the journal is found by verify, and the server does not start on it")
def _():
    with RunningHall() as hall:
        for _ in range(30):
            hall.take()
        equal(hall.server.stop(), 0)
        number = b"A017"
        data = bytearray(hall.journal.read_bytes())
        at = data.find(number)
        assert at >= 0, "the event is not in the main file: the test proves nothing"
        data[at + 3] ^= 1
        hall.journal.write_bytes(data)
        done = hall.hallctl("verify", "--journal", hall.journal)
        equal(done.returncode, 1, done.stdout + done.stderr)
        done = hall.run(hall.server_command())
        assert done.returncode != 0, "started on a damaged journal"


@test("a file that is not a journal is refused, and left as it was")
def _():
    with Hall() as hall:
        hall.journal.write_bytes(b"precious holiday pictures" * 100)
        done = hall.run(hall.server_command())
        assert done.returncode != 0 and "journal.db" in done.stdout + done.stderr, done
        equal(hall.journal.read_bytes(), b"precious holiday pictures" * 100)
        equal(hall.hallctl("verify", "--journal", hall.journal).returncode, 1)


@test("a failed sync ends the server, and nothing acknowledged is lost")
def _():
    with SickHall() as hall:
        numbers = [hall.take().number for _ in range(5)]
        hall.disk.feel("sync")
        more, refusal = issue_until_it_ends(hall, 50)
        equal((more, refusal), ([], None), "acknowledged although it cannot be durable")
        code = hall.server.wait_end()
        assert code != 0, "a clean end after a failed commit"
        hall.disk.feel("well")
        hall.start_server()
        all_there(hall, numbers)
        hall.take()
        hall.verify()


@test("writes that fail for want of room end the server, and nothing acknowledged is lost")
def _():
    with SickHall() as hall:
        numbers = [hall.take().number for _ in range(5)]
        hall.disk.feel("full")
        more, refusal = issue_until_it_ends(hall, 50)
        equal(more, [])
        if refusal:
            # The reserve was noticed before the write failed: refused, still up.
            equal(refusal, "DISK_FULL")
        else:
            assert hall.server.wait_end() != 0
            hall.disk.feel("well")
            hall.start_server()
        hall.disk.feel("well")
        all_there(hall, numbers)
        hall.verify()


@test("with little room left new tickets are refused as DISK_FULL, and room heals it")
def _():
    with SickHall() as hall:
        window = hall.sit(hall.general[0])
        hall.take()
        hall.disk.feel("nearly-full")

        def refused():
            reply = hall.kiosk.ask(issue_ticket=dict(service=hall.services[0]))
            return name_of(reply) == "DISK_FULL"
        wait_until(refused, "the refusal")
        hall.kiosk.done(ping={})
        hall.disk.feel("well")
        wait_until(lambda: not refused(), "tickets again")
        hall.call(window)
        hall.verify()


@test("a hard limit on the file's size ends the server like a full disk; nothing is lost")
def _():
    def small_files():
        # The kernel itself refuses: EFBIG instead of SIGXFSZ, as SQLite sees it.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    with RunningHall() as hall:
        hall.server.stop()
        hall.start_server(preexec=small_files)
        numbers, refusal = issue_until_it_ends(hall, 7000)
        assert numbers, "not one ticket below the limit"
        assert len(numbers) < 7000, "the limit was never met: the test proves nothing"
        if refusal is None:
            hall.server.wait_end()
        else:
            equal(refusal, "DISK_FULL")
            hall.server.kill()
        hall.start_server()
        all_there(hall, numbers)
        hall.verify()


if __name__ == "__main__":
    suite.main()
