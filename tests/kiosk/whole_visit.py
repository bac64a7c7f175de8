"""One visit from the kiosk's first touch to the end at the window, on a bad day: the printer is
pulled out in the middle of the ticket, the server is killed at five points, the network goes while
a paper is filed. What the citizen, the clerk and the hall saw each time is asserted, and kept in
build/visit-with-faults: a picture a moment and timeline.json."""

import re
import sqlite3

from hallkit import reading, suite, wire
from hallkit.board import Board
from hallkit.paths import REPOSITORY, program
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.kiosk_hall import REPRINT_TOO, KioskHall
from kiosk.paper_hall import (FILE, FINISH_PAPERS, FIRST_FOUND, KEEP, SCAN, SCAN_PAPERS, SEARCH,
                              TAKE, row)
from kiosk.visit_hall import (AS_NUMBER, AS_WINDOW, NUMBER, PHONE, WINDOW, VisitHall,
                              Witness)
from PIL import Image
from browser import Browser  # found by kiosk.paper_hall, as console_kit is
import console_kit

OUT = REPOSITORY / "build/visit-with-faults"
DESK = 3  # the clerk's window
ITEM = "社会保障卡申领"  # needs two documents
SECOND_ROW = (112, 672, 968, 832)  # of the list of papers
SERVER_AWAY, NETWORK_AWAY = "叫号服务器没有回应", "连接中断"
# Events that are not of the ticket, nor of anybody who asked for something.
BESIDE = ("day_opened", "catalogue_adopted", "device_reported", "alarm_raised", "alarm_cleared",
          "clerk_signed_in", "window_opened")


def journal(hall: VisitHall) -> list:
    """Every event on record: the server has ended."""
    with sqlite3.connect(f"file:{hall.journal}?mode=ro&immutable=1", uri=True) as file:
        return [wire.Event.FromString(body) for (body,) in file.execute(
            "SELECT body FROM event ORDER BY seq")]


class Visit:
    def __init__(self, hall: VisitHall, desk: Browser):
        self.hall, self.desk = hall, desk
        console_kit.sit(desk, hall, DESK)
        self.board = Board(hall)
        self.board.shot("hall")
        hall.start()
        hall.until_printer("ready")
        self.see = Witness(hall, OUT, self.board, desk)
        self.number = ""

    def kill(self, when: str, screen: str, *words: str, begin=None):
        """The server is killed (by `begin`, if more happens with it), all say so, and it is started
        again."""
        until_well = self.see.fault(f"the server is killed {when}", begin or self.hall.server.kill,
                                    SERVER_AWAY, screen, words)
        self.hall.start_server()
        until_well()

    # -- the story --------------------------------------------------------------------------------

    def play(self):
        self.ask_for_a_number()
        self.get_it_on_paper()
        self.read_the_paper()
        self.scan_and_file_the_first_paper()
        self.file_the_second_without_network()
        self.be_called()
        self.be_served()
        self.see.read_all()
        self.judge()

    def ask_for_a_number(self):
        hall, see = self.hall, self.see
        see.citizen("services", "现场取号")
        hall.tap(SEARCH)
        hall.until_screen("search")
        hall.type("shbz")
        see.citizen_reads(ITEM, "search")
        hall.tap(FIRST_FOUND)
        see.citizen("item", ITEM, "居民身份证")
        hall.hands("unplug_after_bytes 9000")
        # The answer is lost on its way, and then the server with whatever else it knew by heart.
        line = hall.cable(KioskHall.NAME, "commands")
        line.mute()
        hall.tap(TAKE)
        see.citizen("issuing", "正在为您取号")
        hall.until_tickets([("ISSUED", "UNSPECIFIED")])
        see.clerk("nobody waits before the paper is out", ticket_none_hint="目前没有人在等候")
        see.did("the server is killed: the number is on record, its answer not at the kiosk")
        hall.server.kill()
        line.pull(reset=True)  # what was said before the end never arrives
        hall.start_server()
        line.plug()

    def get_it_on_paper(self):
        hall, see = self.hall, self.see
        see.citizen("choice", "号票可能没有打印完整", "已保留，位置不变", "票已取到", "重新打印")
        see.did("the printer was pulled out in the middle of the ticket")
        (ticket,) = hall.state()["tickets"].values()
        self.number = ticket["number"]
        equal(hall.tickets(), [("ISSUED", "UNSPECIFIED")])
        self.until_staff_know("AWAY")
        self.desk.wait_hidden("#banner")  # it was a blink, or not
        see.clerk("still nobody waits", ticket_none_hint="目前没有人在等候")
        see.hall_counts("nobody waits", waiting=False)
        hall.hands("plug")
        hall.hands("rows_per_second 800")
        hall.until_printer("ready")
        self.until_staff_know("READY")
        hall.tap(REPRINT_TOO)
        see.citizen("printing", "正在打印号票")

        def lose():
            hall.server.pause()  # nothing that comes now is heard
            hall.until_said("print: printed")
            see.citizen("done", "请取走号票", "扫描材料")
            hall.tap(SCAN_PAPERS)
            hall.until_screen("papers")
            hall.server.kill()

        self.kill("after the print, before its confirmation", "papers", "请扫描办事材料",
                  self.number, begin=lose)
        hall.until_tickets([("WAITING", "PRINTED")])
        self.clerk_counts(0)
        see.hall_counts("one waits", waiting=True)

    def until_staff_know(self, printer: str):
        """The hall has it on record how the printer is, where managers and guides look."""
        state = wire.DeviceState.Value(f"DEVICE_STATE_{printer}")
        wait_until(lambda: self.hall.state()["devices"].get((KioskHall.NAME, "printer"), (0,))[0]
                   == state, f"the printer to be known as {printer}")

    def clerk_counts(self, papers: int):
        missing = f" · 缺 {2 - papers} 项" if papers < 2 else ""
        self.see.clerk(f"{papers} of 2 documents", waiting_count="1",
                       waiting_list=f"材料 {papers}/2{missing}")
        console_kit.wait_numbers(self.desk, "#waiting-list", [self.number])

    def read_the_paper(self):
        """What lies in the citizen's hand is what the hall has on record."""
        path = self.hall.folder / "ticket.png"
        done = self.hall.run([program("paper"), self.hall.printer_bin, path])
        assert done.returncode == 0, f"paper: {done.stdout}{done.stderr}"
        self.see.paper_in_hand(path)
        with Image.open(path) as paper:
            head = paper.crop((0, 0, paper.width, paper.height * 27 // 100))
            numbers = {number for scale in (0.25, 0.35, 0.5, 1.0) for number in re.findall(
                r"[A-H]\d{3}", reading.text_of(head, scale=scale, languages="eng",
                                               only="ABCDEFGH0123456789"))}
            equal(numbers, {self.number}, "the number on the paper")
            links = {code for code in reading.codes_of(paper) if "/t/" in code}
        (self.link,) = links

    def scan_page(self):
        hall = self.hall
        hall.tap(SCAN)
        hall.until_screen("page")
        hall.tap(KEEP)
        hall.until_screen("pages")

    def scan_and_file_the_first_paper(self):
        hall, see = self.hall, self.see
        hall.tap(row(0))
        see.citizen("pages", "居民身份证", "开始扫描")
        self.scan_page()
        hall.scanner.fault = "halt"
        hall.tap(SCAN)
        assert hall.scanner.sending.wait(30), "the page is under way"
        self.kill("in the middle of a page", "scanning", "正在扫描", "先不要拿起材料")
        hall.scanner.fault = ""
        hall.scanner.go_on.set()
        see.citizen("page", "第2页", "保留")
        hall.tap(KEEP)
        see.citizen("pages", "已扫描2页")
        # It is on its way, and the server that allowed it goes: it arrives all the same.
        line = hall.cable(KioskHall.NAME, "web")
        line.pull()
        hall.tap(FILE)
        line.wait_knock()
        see.citizen("papers", "正在送往窗口")

        def lose():
            hall.server.kill()
            line.plug()
            hall.until_said("has reached the hall")

        self.kill("while a paper is on its way", "papers", "窗口已收到", "已扫描1项", begin=lose)
        self.clerk_counts(1)

    def file_the_second_without_network(self):
        hall, see = self.hall, self.see
        hall.tap(row(1))
        see.citizen("pages", "近期免冠证件照片")
        self.scan_page()

        def pull():
            for cable in hall.cables.values():
                cable.pull(reset=True)
            hall.tap(FILE)

        until_well = see.fault("the network is lost while the second paper is filed", pull,
                               NETWORK_AWAY, "papers", ["正在送往窗口", "已扫描2项"])
        equal(len(self.spooled()), 1, "papers that wait, sealed")
        for cable in hall.cables.values():
            cable.plug()
        until_well()
        hall.until_said("has reached the hall", times=2)
        self.clerk_counts(2)
        see.citizen_reads("窗口已收到", "papers-sent", SECOND_ROW)
        hall.tap(FINISH_PAPERS)
        see.citizen("services", "现场取号")
        equal(self.spooled(), [], "the spool is empty")

    def spooled(self) -> list:
        return list(self.hall.folder.glob("kiosk-outbox.db.papers/*.sealed"))

    def be_called(self):
        hall, see = self.hall, self.see
        see.phone = Browser(**PHONE)
        see.phone.open(self.link)
        see.on_phone("waits", number=self.number, headline="下一位就是您")
        self.desk.click("[data-action=next]")
        see.clerk("called", ticket_number=self.number, said=f"已呼叫 {self.number}",
                  papers_line="材料 2/2")
        self.board.shot(f"call-{self.number}-window-{DESK}")
        see.hall_counts("nobody waits any more", waiting=False)
        see.hall_sees("the call", NUMBER, self.number, **AS_NUMBER)
        see.hall_sees("the window", WINDOW, str(DESK), **AS_WINDOW)
        see.on_phone("called", headline="请到", big=f"{DESK} 号窗口")
        equal(len(see.papers_to_open()), 2, "papers that can be opened")
        see.clerk_opens(1)
        equal(self.opened(), 1, "openings on record")

    def opened(self) -> int:
        batch = self.hall.kiosk.done(get_events=dict(after_seq=0, count=500)).events
        return sum(event.HasField("document_opened") for event in batch.events)

    def be_served(self):
        hall, see = self.hall, self.see
        self.desk.click("[data-action=serve]")
        see.clerk("serving", ticket_phase="办理中")
        see.on_phone("serving", headline="正在办理")
        self.kill("while the citizen is served", "away", "取号系统暂时连不上", "请到导办台取号")
        see.citizen("services", "现场取号")
        see.clerk("serving as before", ticket_number=self.number, ticket_phase="办理中",
                  papers_line="材料 2/2")
        equal(len(see.papers_to_open()), 2, "papers that can be opened")
        see.hall_sees("still the same call", NUMBER, self.number, **AS_NUMBER)
        self.desk.click("[data-action=done]")
        self.desk.wait_hidden("#ticket-number")
        see.clerk("nobody at the window", ticket_none_hint="目前没有人在等候")
        see.on_phone("served", headline="已办结")

    # -- the end ----------------------------------------------------------------------------------

    def judge(self):
        hall = self.hall
        equal(hall.tickets(), [("SERVED", "PRINTED")])
        equal(len(list(hall.folder.glob("web-outbox.db.papers/*.sealed"))), 2, "papers kept")
        equal(hall.machine.text().count("has reached the hall"), 2)
        said = hall.verify()
        events = [event for event in journal(hall) if event.WhichOneof("body") not in BESIDE]
        equal([event.WhichOneof("body") for event in events],
              ["ticket_issued", "ticket_confirmed", "ticket_called", "document_opened",
               "service_started", "ticket_served"])
        equal(events[0].ticket_issued.number, self.number, "the number on record")
        self.see.did("verified: " + " ".join(said.split()))


@test("a visit with three scanned pages: five deaths of the server, no printer, no network")
def _():
    with VisitHall() as hall, Browser() as desk:
        visit = Visit(hall, desk)
        try:
            visit.play()
        except BaseException:
            hall.glass.picture().save(OUT / "failed-kiosk.png")
            desk.driver.save_screenshot(str(OUT / "failed-desk.png"))
            print("".join(f"# {line}\n" for line in hall.machine.tail(40).splitlines()))
            raise
        finally:
            visit.see.close()
            if visit.see.phone:
                visit.see.phone.driver.quit()


if __name__ == "__main__":
    suite.main()
