"""A running hall with a kiosk in it, as citizens meet it: the real program under fingers on a touch
screen, on an emulated bus with a ticket printer and a code reader."""

import json
import pathlib
import re
import resource
import socket

from hallkit import wire
from hallkit.paths import REPOSITORY, program
from hallkit.program import Program, wait_until
from hallkit.running import RunningHall
from hallkit.screens import TouchableScreen
from hallkit.suite import equal

# Places on the screen, of the 1080 × 1920 design (kiosk/screens/).
FIRST_SERVICE, SECOND_SERVICE = (300, 600), (780, 600)
REPRINT, PAPERLESS, GIVE_UP, FINISH = (540, 1136), (540, 1368), (540, 1584), (540, 1604)
TAKEN, REPRINT_TOO = (540, 1028), (540, 1212)  # when the paper may be out
CHINESE, ENGLISH = (130, 1848), (262, 1848)
ELDER, HELP = (452, 1848), (904, 1848)


class KioskHall(RunningHall):
    """A running hall and, on start_kiosk(), the machine named NAME."""

    NAME = "kiosk-9"

    def __init__(self, clock: bool = False, size=(1080, 1920)):
        super().__init__(clock=clock)
        self.glass = TouchableScreen(self.folder, "glass", size)
        self.programs.append(self.glass.program)
        self.pictures = self.folder / "pictures"
        self.printer_bin = self.folder / "printer.bin"
        self._control = self.folder / "rig.socket"
        self.machine = None

    def start_kiosk(self, printer: str = "escpos:usb", outbox: str = "kiosk-outbox.db",
                    environment: dict = None, code_reader: str = "none", name: str = NAME,
                    pictures: bool = True, **settings) -> Program:
        """`pictures`: of each screen, for whom a test fails; they take memory of their own."""
        config = self.folder / "kiosk.toml"
        tables = {key: settings.pop(key) for key in list(settings)
                  if isinstance(settings[key], dict)}
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in {
            "device": str(self.enroll(name, "kiosk")), "outbox": outbox,
            "printer": printer, "code_reader": code_reader, "web": "http://hall.example:8080",
            "assets": str(REPOSITORY / "assets"), **settings}.items()]
        for name, table in tables.items():
            lines += [f"[{name}]\n"] + [f"{key} = {json.dumps(value)}\n"
                                        for key, value in table.items()]
        config.write_text("".join(lines))
        self.machine = self.launch(
            [program("rig"), "--code-reader", "--id-reader", "--control", self._control,
             "--printer-bin", self.printer_bin, "--", program("kiosk"), "--config", config,
             *(["--screenshots", self.pictures] if pictures else [])], name,
            # No sound card: looking for one takes more files than the emulated bus has room for.
            {"DISPLAY": self.glass.display, "SDL_VIDEODRIVER": "x11",
             "SDL_AUDIODRIVER": "dummy"} | (environment or {}))
        self.machine.wait_ready()
        self.until_screen("services")
        return self.machine

    def until_screen(self, name: str, after: int = None):
        """Until the last screen that the kiosk logged is this one; with `after`, one that came
        later than so many others."""
        def there():
            screens = self.screens()
            return screens and screens[-1] == name and (after is None or len(screens) > after)
        wait_until(there, f"the screen {name}; it showed {self.screens()}")

    def screens(self) -> list:
        return re.findall(r"screen [\w-]+ → ([\w-]+)", self.machine.text())

    def until_printer(self, words: str):
        wait_until(lambda: (re.findall(r"info printer (?!escpos)(.+)", self.machine.text())
                            or [""])[-1]
                   .startswith(words), f"the printer to be {words}")

    def until_reader(self, words: str):
        wait_until(lambda: (re.findall(r"info reader hidpos\S+ (.+)", self.machine.text())
                            or [""])[-1].startswith(words), f"the reader to be {words}")

    def tap(self, place):
        self.glass.panel.tap(*place)

    def hands(self, command: str) -> str:
        """What hands do to the devices (rig --help); what the rig answers."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self._control))
            control.sendall(command.encode() + b"\n")
            answer = control.makefile().readline().strip()
        assert answer.startswith("ok"), f"{command}: {answer}"
        return answer

    def tickets(self) -> list:
        """(phase, delivery) of every ticket, in order."""
        tickets = self.state()["tickets"]
        return [(wire.TicketPhase.Name(tickets[key]["phase"]).removeprefix("TICKET_PHASE_"),
                 wire.Delivery.Name(tickets[key]["delivery"]).removeprefix("DELIVERY_"))
                for key in sorted(tickets)]

    def until_tickets(self, expected: list):
        wait_until(lambda: self.tickets() == expected,
                   f"the tickets {expected}; they are {self.tickets()}", every_s=0.2)

    def pid(self) -> int:
        """Of the kiosk itself, which the rig starts."""
        rig = self.machine.process.pid
        (pid,) = pathlib.Path(f"/proc/{rig}/task/{rig}/children").read_text().split()
        assert pathlib.Path(f"/proc/{pid}/comm").read_text() == "kiosk\n"
        return int(pid)

    def resident_mb(self) -> float:
        """Memory that the kiosk takes from the machine, in 10^6 bytes."""
        pages = int(pathlib.Path(f"/proc/{self.pid()}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1e6

    def memory(self) -> bytes:
        """All that the kiosk's process has written to its memory: what a core image would hold."""
        pid, found = self.pid(), []
        with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, \
                open(f"/proc/{pid}/mem", "rb") as mem:
            for line in maps:
                where, rights, _, _, inode, *_ = line.split()
                if not rights.startswith("rw") or inode != "0":
                    continue
                begin, end = (int(side, 16) for side in where.split("-"))
                mem.seek(begin)
                try:
                    found.append(mem.read(end - begin))
                except OSError:
                    continue  # the kernel's own pages
        return b"\0".join(found)

    def disk(self) -> bytes:
        """All that the kiosk keeps in files: what somebody finds who takes its disk out."""
        files = [path for path in self.folder.rglob("*")
                 if path.is_file() and "/kiosk-outbox.db" in str(path)]
        return b"\0".join(path.read_bytes() for path in files)

    def until_nothing_of(self, marks: dict):
        """Until none of the marks, by what they are, is in the kiosk's memory, files or log. They
        are parts, too: a string that was emptied carelessly lacks its first byte alone."""
        def traces() -> list:
            places = {"memory": self.memory(), "disk": self.disk(),
                      "log": self.machine.text().encode()}
            return [f"{what} in the {place}" for what, mark in marks.items()
                    for place, held in places.items() if mark in held]
        wait_until(lambda: not traces(), f"no trace of the visit; there is {traces()}")

    def close(self):
        if self.machine and self.machine.running():
            equal(self.machine.stop(), 0, "the kiosk's exit code on SIGTERM")
        super().close()
