"""The kiosk as citizens meet it: the real program under fingers on a touch screen, with the real
server and an emulated printer on USB."""

import subprocess
import time

from hallkit import suite, wire
from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.sick_disk import SickDisk
from hallkit.suite import equal, test
from kiosk.kiosk_hall import (ELDER, ENGLISH, FINISH, FIRST_SERVICE, GIVE_UP, HELP, PAPERLESS,
                              REPRINT, REPRINT_TOO, SECOND_SERVICE, TAKEN, KioskHall)


@test("a tap gives a ticket, printed and confirmed, and the next citizen finds the home screen")
def _():
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.tap(FIRST_SERVICE)
        hall.until_tickets([("WAITING", "PRINTED")])
        hall.until_screen("services", after=4)  # by itself, from "done"
        equal(hall.screens()[-4:], ["issuing", "printing", "done", "services"])
        wait_until(lambda: {"services", "printing", "done"} <=
                   {path.name[4:-4] for path in hall.pictures.glob("*.png")},
                   "a picture of each screen")


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


@test("in large type: staff are called, a ticket is taken, and the next citizen finds it small")
def _():
    first_large, call_large = (540, 440), (540, 1600)
    with KioskHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")

        def help_():
            return hall.state()["devices"].get((hall.NAME, "help"), (0, ()))

        hall.tap(HELP)
        wait_until(lambda: help_()[0] == wire.DEVICE_STATE_ATTENTION, "the call for help")
        equal(list(help_()[1]), ["help_wanted"])
        hall.tap(ELDER)
        wait_until(lambda: list(hall.pictures.glob("*-plain.png")), "the large screen")
        hall.tap(call_large)  # not needed any more
        wait_until(lambda: help_()[0] == wire.DEVICE_STATE_READY, "the end of the call")
        hall.tap(first_large)
        hall.until_tickets([("WAITING", "PRINTED")])
        hall.until_screen("services", after=4)
        hall.tap(SECOND_SERVICE)  # where it is in the standard type
        hall.until_tickets([("WAITING", "PRINTED")] * 2)


@test("staff open their panel by the corner and a PIN, print a test, and start the program again")
def _():
    pin = subprocess.run([program("kiosk"), "--hash-pin"], input="135790\n", text=True,
                         capture_output=True, check=True).stdout.strip()
    with KioskHall() as hall:
        hall.start_kiosk(staff_pin=pin)
        hall.until_printer("ready")

        def open_panel(digits):
            for _ in range(5):
                hall.tap((60, 60))
            hall.until_screen("staff-pin")
            for digit in digits:
                place = 10 if digit == "0" else int(digit) - 1
                hall.tap((252 + place % 3 * 288, 992 + place // 3 * 200))

        open_panel("246810")  # wrong: it stays shut
        hall.tap((828, 1592))
        hall.until_screen("services")
        open_panel("135790")
        hall.until_screen("staff")
        hall.tap((320, 1572))  # test print
        wait_until(lambda: "tickets=1" in hall.hands("status"), "the test's paper")
        equal(hall.tickets(), [])
        hall.tap((320, 1748))  # restart: the unit starts it again
        wait_until(lambda: not hall.machine.running(), "the program's end")
        assert "135790" not in hall.machine.text() and "246810" not in hall.machine.text()
        log = hall.machine.text()
        assert "staff: test print" in log and "staff: the program is started again" in log, log


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
