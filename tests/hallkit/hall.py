"""A whole hall in a temporary folder: configuration, keys, journal, programs."""

import datetime
import pathlib
import re
import shutil
import subprocess
import tempfile

from hallkit.client import Client, Device, Feed
from hallkit.paths import REPOSITORY, program
from hallkit.ports import Port
from hallkit.program import Program

CATALOGUE = REPOSITORY / "assets/catalogue"


class Hall:
    """Use as a context manager; everything ends and is removed when it is left. Its clocks show
    the morning (see _move_to_morning) unless `morning` is False: then it is where it is. It is open
    all day and every day, unless `always_open` is False: then its hours and its calendar are those
    that are shipped."""

    def __init__(self, folder: pathlib.Path = None, name: str = "binjiang", morning: bool = True,
                 always_open: bool = True):
        self._own_folder = folder is None
        # Short, because unix sockets are made inside and their paths are limited to 107 bytes.
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="hall."))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.ports = {what: Port() for what in ("commands", "feed", "web")}
        self.config = self.folder / "server.toml"
        self.journal = self.folder / "journal.db"
        self.catalogue = self.folder / "catalogue"
        self.server = None
        self.programs = []
        self._clients = []
        shutil.copytree(CATALOGUE, self.catalogue, dirs_exist_ok=True)
        if morning:
            self._move_to_morning()
        if always_open:
            self._open_always()
        self.write_config()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and self.server is not None:
            print(f"# the server's last words:\n{self.server.tail(15)}", flush=True)
        self.close()

    def write_config(self, **changes):
        """server.toml with the usual keys; a change replaces one, None leaves it out."""
        values = {
            "hall": self.name, "catalogue": "catalogue", "journal": "journal.db",
            "keys": "server.key", "devices": "devices.toml",
            "commands": f"tcp://127.0.0.1:{self.ports['commands']}",
            "feed": f"tcp://127.0.0.1:{self.ports['feed']}",
        }
        values.update(changes)
        lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value is not None]
        self.config.write_text("\n".join(lines) + "\n")

    def _move_to_morning(self):
        """Puts the hall where it is between ten and eleven: no test depends on when it is run, and
        none has midnight in its middle."""
        east_h = (10 - datetime.datetime.now(datetime.timezone.utc).hour + 12) % 24 - 12
        self.zone = f"Etc/GMT{-east_h:+d}"  # POSIX signs: west is positive
        self.rewrite("hall.toml", r"(?m)^time_zone = .*$", f'time_zone = "{self.zone}"')

    def _open_always(self):
        """No test depends on the day of the week, nor on the holidays of the year."""
        days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        hours = "".join(f'{day} = ["00:00-24:00"]\n' for day in days)
        self.rewrite("hall.toml", r"(?ms)^\[hours\]\n.*?(?=^#|^\[)", f"[hours]\n{hours}\n")
        calendar = self.catalogue / "calendar.toml"
        calendar.write_text(calendar.read_text().partition("[[holidays]]")[0])

    def rewrite(self, file: str, pattern: str, text: str):
        """Replaces what `pattern` finds, once, in a file of the hall's own catalogue."""
        path = self.catalogue / file
        changed, count = re.subn(pattern, lambda _: text, path.read_text())
        assert count == 1, f"{path} has {count} places like {pattern}"
        path.write_text(changed)

    # -- the server -------------------------------------------------------------------------------

    def server_command(self, *more):
        return [program("queue-server"), "--config", self.config, *more]

    def start_server(self, environment=None, preexec=None) -> Program:
        """Starts queue-server and waits until it is ready."""
        self.server = self.launch(self.server_command(), "server", environment, preexec)
        return self.server.wait_ready()

    def launch(self, arguments, name: str, environment=None, preexec=None) -> Program:
        """Starts any program of the hall; it ends with the hall."""
        started = Program(arguments, self.folder / f"{name}.log", environment, preexec=preexec)
        self.programs.append(started)
        return started

    def run(self, arguments, patience_s: float = 60.0) -> subprocess.CompletedProcess:
        """A program that ends by itself; its output as text."""
        return subprocess.run([str(argument) for argument in arguments], capture_output=True,
                              text=True, timeout=patience_s, stdin=subprocess.DEVNULL, check=False)

    # -- hallctl ----------------------------------------------------------------------------------

    def hallctl(self, *arguments) -> subprocess.CompletedProcess:
        return self.run([program("hallctl"), *arguments])

    def enroll(self, name: str, role: str) -> pathlib.Path:
        """A device file for `name`; made once."""
        path = self.folder / f"{name}.device.toml"
        if not path.exists():
            done = self.hallctl("enroll", "--config", self.config, "--role", role, "--name", name,
                                "--out", path)
            assert done.returncode == 0, f"enroll {name}: {done.stdout}{done.stderr}"
        return path

    def revoke(self, name: str):
        done = self.hallctl("revoke", "--config", self.config, "--name", name)
        assert done.returncode == 0, f"revoke {name}: {done.stdout}{done.stderr}"

    def verify(self) -> str:
        """What `hallctl verify` prints of the journal; fails if it found anything wrong. Ends a
        running server first, cleanly: the journal is its alone."""
        if self.server and self.server.running():
            code = self.server.stop()
            assert code == 0, f"the server ended with {code}:\n{self.server.tail()}"
        done = self.hallctl("verify", "--journal", self.journal)
        assert done.returncode == 0, f"verify: {done.stdout}{done.stderr}"
        return done.stdout

    # -- its clients ------------------------------------------------------------------------------

    def device(self, name: str, role: str) -> Device:
        return Device(self.enroll(name, role))

    def client(self, name: str, role: str) -> Client:
        client = Client(self.device(name, role))
        self._clients.append(client)
        return client

    def feed(self, name: str = "board-1", role: str = "display") -> Feed:
        feed = Feed(self.device(name, role))
        self._clients.append(feed)
        return feed

    def close(self):
        for client in self._clients:
            client.close()
        for started in reversed(self.programs):
            if started.running():
                started.kill()
        for port in self.ports.values():
            port.close()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def _toml(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
