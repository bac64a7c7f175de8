"""A program under test: started, awaited by its own READY, ended by SIGTERM, its log kept."""

import ctypes
import os
import pathlib
import signal
import socket
import subprocess
import time

PATIENCE_S = 60.0  # generous: a loaded machine or a sanitizer build must not fail a test


_PR_SET_PDEATHSIG = 1  # prctl(2)
_libc = ctypes.CDLL(None)


def _end_with_parent():
    """In the child: a test that is killed takes its programs along. (The parent's *thread* counts,
    so programs are started from the main thread.)"""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Failed(AssertionError):
    """The program did not do what was awaited; says what it logged."""


def wait_until(condition, what: str, patience_s: float = PATIENCE_S, every_s: float = 0.02):
    """Polls until `condition()` is true and returns its value; fails with `what` otherwise."""
    deadline = time.monotonic() + patience_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f"waited {patience_s:.0f} s in vain: {what}")
        time.sleep(every_s)


class Program:
    """One running process. `log` is a file with everything it wrote to stdout and stderr."""

    def __init__(self, arguments, log: pathlib.Path, environment=None, notifies: bool = True,
                 pass_fds=(), preexec=None):
        self.name = pathlib.Path(arguments[0]).name
        self.log = log
        self._notify = None
        variables = dict(os.environ)
        variables.update(environment or {})
        variables.pop("NOTIFY_SOCKET", None)
        if notifies:
            path = log.with_suffix(f".{time.monotonic_ns()}.notify")
            self._notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._notify.bind(str(path))
            self._notify_path = path
            variables["NOTIFY_SOCKET"] = str(path)

        def prepare():
            _end_with_parent()
            if preexec:
                preexec()

        with open(log, "ab") as output:
            # A session of its own, so that ending it also ends what it started (rig → kiosk).
            self.process = subprocess.Popen(
                [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, env=variables, start_new_session=True, pass_fds=pass_fds,
                preexec_fn=prepare)

    def wait_ready(self, patience_s: float = PATIENCE_S):
        """Until the program says READY=1 as it would to systemd; fails at once if it ends."""
        deadline = time.monotonic() + patience_s
        self._notify.settimeout(0.05)
        while time.monotonic() < deadline:
            try:
                if b"READY=1" in self._notify.recv(4096).split(b"\n"):
                    self._close_notify()  # nobody reads it any more: a full one would block
                    return self
            except TimeoutError:
                if not self.running():
                    raise Failed(f"{self.name} ended with {self.process.returncode} before it was "
                                 f"ready:\n{self.tail()}") from None
        raise Failed(f"{self.name} was not ready in {patience_s:.0f} s:\n{self.tail()}")

    def running(self) -> bool:
        return self.process.poll() is None

    def text(self) -> str:
        return self.log.read_text(errors="replace")

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.text().splitlines()[-lines:])

    def wait_end(self, patience_s: float = PATIENCE_S) -> int:
        try:
            return self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.name} did not end in {patience_s:.0f} s:\n{self.tail()}") from None
        finally:
            self._close_notify()

    def stop(self) -> int:
        """SIGTERM, and the exit code: 0 is a clean end."""
        if self.running():
            self.process.terminate()
        return self.wait_end()

    def kill(self):
        """SIGKILL to the program and all it started: the power cut."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.wait_end()

    def pause(self):
        os.killpg(self.process.pid, signal.SIGSTOP)

    def resume(self):
        os.killpg(self.process.pid, signal.SIGCONT)

    def _close_notify(self):
        if self._notify:
            self._notify.close()
            self._notify_path.unlink(missing_ok=True)
            self._notify = None
