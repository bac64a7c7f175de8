"""The kiosk as citizens meet it: the real program under fingers on a touch screen, with the real
server and an emulated printer on USB."""

import json
import re
import socket
import time

from hallkit import suite, wire
from hallkit.paths import REPOSITORY, program
from hallkit.program import Program, wait_until
from hallkit.running import RunningHall
from hallkit.screens import TouchableScreen
from hallkit.sick_disk import SickDisk
from hallkit.suite import equal, test

# Places on the screen, of the 1080 × 1920 design (kiosk/screens/).
FIRST_SERVICE, SECOND_SERVICE = (300, 600), (780, 600)
REPRINT, PAPERLESS, GIVE_UP, FINISH = (540, 1136), (540, 1368), (540, 1584), (540, 1604)
TAKEN, REPRINT_TOO = (540, 1028), (540, 1212)  # when the paper may be out
ENGLISH = (780, 1848)


class KioskHall(RunningHall):
    """A running hall and, on kiosk(), the machine named "kiosk-9"."""

    NAME = "kiosk-9"

    def __init__(self):
        super().__init__()
        self.glass = TouchableScreen(self.folder, "glass")
        self.programs.append(self.glass.program)
        self.pictures = self.folder / "pictures"
        self._control = self.folder / "rig.socket"
        self.machine = None

    def start_kiosk(self, printer: str = "escpos:usb", outbox: str = "kiosk-outbox.db",
                    environment: dict = None) -> Program:
        config = self.folder / "kiosk.toml"
        config.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in {
            "device": str(self.enroll(self.NAME, "kiosk")), "outbox": outbox,
            "printer": printer, "web": "http://hall.example:8080",
            "assets": str(REPOSITORY / "assets")}.items()))
        self.machine = self.launch(
            [program("rig"), "--control", self._control, "--", program("kiosk"), "--config",
             config, "--screenshots", self.pictures], "kiosk",
            {"DISPLAY": self.glass.display, "SDL_VIDEODRIVER": "x11"} | (environment or {}))
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
        return re.findall(r"screen \w+ → (\w+)", self.machine.text())

    def until_printer(self, words: str):
        wait_until(lambda: (re.findall(r"info printer (?!escpos)(.+)", self.machine.text())
                            or [""])[-1]
                   .startswith(words), f"the printer to be {words}")

    def tap(self, place):
        self.glass.panel.tap(*place)

    def hands(self, command: str):
        """What hands do to the printer (rig --help)."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self._control))
            control.sendall(command.encode() + b"\n")
            answer = control.makefile().readline().strip()
        assert answer.startswith("ok"), f"{command}: {answer}"

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


@test("a tap gives a ticket, printed and confirmed, and the next citizen finds the home screen")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.tap(FIRST_SERVICE)
        hall.until_tickets([("WAITING", "PRINTED")])
        hall.until_screen("services", after=4)  # by itself, from "done"
        equal(hall.screens()[-4:], ["issuing", "printing", "done", "services"])
        names = sorted(path.name[4:-4] for path in hall.pictures.glob("*.png"))
        assert {"services", "printing", "done"} <= set(names), names


@test("two fast taps give one ticket")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.tap(FIRST_SERVICE)
        hall.tap(FIRST_SERVICE)
        hall.tap(SECOND_SERVICE)
        hall.until_screen("done")
        equal(hall.tickets(), [("WAITING", "PRINTED")])


@test("without paper the same ticket is taken by phone")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("paper_out 1")
        hall.until_printer("stopped")
        wait_until(lambda: hall.state()["devices"].get((hall.NAME, "printer"), (0, ()))[0] ==
                   wire.DEVICE_STATE_STOPPED, "the server to know that the paper is out")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        equal(hall.tickets(), [("ISSUED", "UNSPECIFIED")])
        hall.tap(PAPERLESS)
        hall.until_screen("done")
        hall.until_tickets([("WAITING", "PAPERLESS")])
        hall.tap(FINISH)
        hall.until_screen("services")


@test("the printer is unplugged in the middle of a ticket: asked, then printed again, one ticket")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("unplug_after_bytes 9000")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        equal(hall.tickets(), [("ISSUED", "UNSPECIFIED")])
        hall.hands("plug")
        hall.until_printer("ready")
        hall.tap(REPRINT_TOO)
        hall.until_screen("done")
        hall.until_tickets([("WAITING", "PRINTED")])


@test("a ticket that may be printed keeps its number for who has it, and for who walks off")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("unplug_after_bytes 9000")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.tap(TAKEN)
        hall.until_screen("done")
        hall.until_tickets([("WAITING", "PRINTED")])
        hall.tap(FINISH)
        hall.until_screen("services")
        hall.hands("plug")
        hall.until_printer("ready")
        hall.hands("unplug_after_bytes 9000")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.until_screen("services")  # nobody touches it for half a minute
        hall.until_tickets([("WAITING", "PRINTED")] * 2)


@test("a confirmation that the kiosk's full disk does not take is told, and made later")
def _():
    with KioskHall() as hall:
        disk = SickDisk(hall.folder)  # sick are files with "journal" in their names
        hall.start_kiosk(printer="none", outbox="kiosk-journal.db", environment=disk.environment)
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        disk.feel("full")
        hall.tap(PAPERLESS)
        hall.until_screen("trouble")
        equal(hall.screens()[-2:], ["done", "trouble"])
        equal(hall.tickets(), [("ISSUED", "UNSPECIFIED")])
        hall.tap(FINISH)
        hall.until_screen("services")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("trouble")  # no second ticket while the first is not settled
        disk.feel("well")
        hall.until_tickets([("WAITING", "PAPERLESS")])


@test("whoever refuses the ticket, or walks away from the choice, leaves no ghost")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("cover_open 1")
        hall.until_printer("stopped")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.tap(GIVE_UP)
        hall.until_screen("services")
        hall.until_tickets([("CANCELLED", "UNSPECIFIED")])
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.until_screen("services")  # nobody touches it for half a minute
        hall.until_tickets([("CANCELLED", "UNSPECIFIED")] * 2)


@test("a kiosk that is killed while it prints keeps the number of the paper that may be out")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("rows_per_second 100")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("printing")
        hall.machine.kill()
        equal(hall.tickets(), [("ISSUED", "UNSPECIFIED")])
        hall.start_kiosk()
        hall.until_tickets([("WAITING", "PRINTED")])


@test("a kiosk that is stopped while it prints ends after the ticket, which counts")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("rows_per_second 500")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("printing")
        equal(hall.machine.stop(), 0, "the kiosk's exit code on SIGTERM")
        assert "print: printed" in hall.machine.text(), hall.machine.tail()
        equal(hall.tickets(), [("WAITING", "PRINTED")])


@test("a kiosk that is stopped while the printer hangs ends soon, and the number counts")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("rows_per_second 1")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("printing")
        begun = time.monotonic()
        equal(hall.machine.stop(), 0, "the kiosk's exit code on SIGTERM")
        assert time.monotonic() - begun < 10, "longer than its unit allows"
        equal(hall.tickets(), [("WAITING", "PRINTED")])


@test("a kiosk that is killed between issue and paper leaves no ghost when it is back")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.hands("paper_out 1")
        hall.until_printer("stopped")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.machine.kill()
        hall.start_kiosk()
        hall.until_tickets([("CANCELLED", "UNSPECIFIED")])


@test("a kiosk that is killed while it waits for the answer takes nothing when it is back")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.server.pause()
        hall.tap(FIRST_SERVICE)
        hall.until_screen("issuing")
        hall.machine.kill()
        hall.server.resume()
        hall.start_kiosk()
        hall.until_tickets([("CANCELLED", "UNSPECIFIED")])


@test("the server goes: the kiosk says so, and is back by itself when the server is")
def _():
    with KioskHall() as hall:
        hall.start_kiosk(printer="none")
        hall.server.kill()
        hall.until_screen("away")
        hall.tap(FIRST_SERVICE)  # nothing is there to be touched
        hall.tap(ENGLISH)
        hall.start_server()
        hall.until_screen("services")
        equal(hall.tickets(), [])


if __name__ == "__main__":
    suite.main()
