"""A running hall with a kiosk in it, as citizens meet it: the real program under fingers on a touch
screen, on an emulated bus with a ticket printer and a code reader."""

import json
import re
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
                    **settings) -> Program:
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
             "--screenshots", self.pictures], name,
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

    def close(self):
        if self.machine and self.machine.running():
            equal(self.machine.stop(), 0, "the kiosk's exit code on SIGTERM")
        super().close()
