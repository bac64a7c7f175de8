"""The server is away: the kiosk gives numbers of its own, and hands them over when it is back."""

from hallkit import suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.kiosk_hall import FINISH, FIRST_SERVICE, GIVE_UP, PAPERLESS, SECOND_SERVICE, KioskHall


class SeriesHall(KioskHall):
    """The kiosk has the letter Z for itself."""

    def start_server(self, environment=None, preexec=None):
        rules = self.catalogue / "rules.toml"
        if self.NAME not in rules.read_text():
            with rules.open("a") as file:
                file.write(f'\n[[offline]]\nkiosk = "{self.NAME}"\nletter = "Z"\n')
        return super().start_server(environment, preexec)

    def until_offline(self):
        wait_until(lambda: "cut off from the server" in self.machine.text(), "the kiosk to notice")

    def take_offline(self, place=FIRST_SERVICE):
        done = self.screens().count("done")
        self.tap(place)
        wait_until(lambda: self.screens().count("done") > done, "a number to be given")
        self.tap(FINISH)
        self.until_screen("services")

    def numbers(self) -> list:
        tickets = self.state()["tickets"]
        return [tickets[key]["number"] for key in sorted(tickets)]

    def until_numbers(self, expected: list):
        wait_until(lambda: self.numbers() == expected,
                   f"the numbers {expected}", every_s=0.2)


@test("numbers are given and printed while the server is away, and queue when it is back")
def _():
    with SeriesHall() as hall:
        before = hall.take("tax")
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.server.kill()
        hall.until_offline()
        assert "away" not in hall.screens()[1:], hall.screens()
        hall.take_offline()
        hall.take_offline(SECOND_SERVICE)
        hall.start_server()
        hall.until_numbers([before.number, "Z001", "Z002"])
        equal(hall.tickets()[1:], [("WAITING", "PRINTED")] * 2)
        hall.tap(FIRST_SERVICE)  # and again as ever
        hall.until_numbers([before.number, "Z001", "Z002", "A001"])
        hall.verify()


@test("the kiosk is killed and starts again without the server: no number twice, none lost")
def _():
    with SeriesHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.server.kill()
        hall.until_offline()
        hall.take_offline()
        for _ in range(2):
            before = len(hall.screens())
            hall.machine.kill()
            hall.start_kiosk()
            hall.until_screen("services", after=before)  # the server had its chance
            hall.until_printer("ready")
            hall.take_offline()
        hall.start_server()
        hall.until_numbers(["Z001", "Z002", "Z003"])
        equal(hall.tickets(), [("WAITING", "PRINTED")] * 3)
        hall.verify()


@test("offline and out of paper: the number is photographed, or refused and never was")
def _():
    with SeriesHall() as hall:
        hall.start_kiosk(printer="none")
        hall.server.kill()
        hall.until_offline()
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.tap(GIVE_UP)
        hall.until_screen("services")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("choice")
        hall.tap(PAPERLESS)
        hall.until_screen("done")
        hall.start_server()
        hall.until_numbers(["Z002"])
        equal(hall.tickets(), [("WAITING", "PAPERLESS")])


@test("killed between printer and confirmation while the server is away: the paper's number counts")
def _():
    with SeriesHall() as hall:
        hall.start_kiosk()
        hall.until_printer("ready")
        hall.server.kill()
        hall.until_offline()
        hall.hands("rows_per_second 1")
        hall.tap(FIRST_SERVICE)
        hall.until_screen("printing")
        hall.machine.kill()
        hall.start_server()
        hall.start_kiosk()
        hall.until_tickets([("WAITING", "PRINTED")])
        equal(hall.numbers(), ["Z001"])


if __name__ == "__main__":
    suite.main()
