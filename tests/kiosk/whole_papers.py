"""Papers from the citizen's hand to the clerk's screen: an item found by its name, a number for
it, pages scanned by a network scanner, sealed, sent, seen before the call and opened after it; and
all of that while things fail."""

import hashlib
import sqlite3
import subprocess

from hallkit import reading, suite, wire
from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.cut_line import Line
from kiosk.kiosk_hall import ENGLISH
from kiosk.paper_hall import (AGAIN, BACK, FILE, FINISH_PAPERS, FIRST_FOUND, IN_HALL, JPEG, KEEP,
                              NOT_YET, NOTICE, SCAN, SCAN_MINE, SCAN_PAPERS, SEARCH, STOP, TAKE,
                              PaperHall, row, thumb)
from browser import Browser  # found by kiosk.paper_hall, as console_kit and paper_kit are
from paper_kit import scanner, take_for

MEMORY_MB = 180  # DESIGN §12, also while papers are scanned


def one_ticket(hall: PaperHall) -> dict:
    tickets = hall.state()["tickets"]
    return tickets[max(tickets)]


def opened(hall: PaperHall) -> int:
    """How many openings are on record, by the journal's own bytes."""
    with sqlite3.connect(f"file:{hall.journal}?mode=ro&immutable=1", uri=True) as journal:
        bodies = [wire.Event.FromString(body) for (body,) in journal.execute(
            "SELECT body FROM event")]
    return sum(event.HasField("document_opened") for event in bodies)


@test("a citizen finds an item, takes a number, scans three pages; the clerk sees and opens them")
def _():
    with PaperHall() as hall, Browser() as browser:
        hall.start()
        hall.take_item("shbz")
        ticket = one_ticket(hall)
        assert ticket["item"], "the ticket does not say what it is for"
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.scan_paper(0, pages=3)
        hall.until_said("has reached the hall")
        staff = hall.staff()
        wait_until(lambda: hall.papers(staff, ticket["number"]), "the paper on the staff's pages")
        (paper,) = hall.papers(staff, ticket["number"])
        equal((paper["ordinal"], paper["pages"]), (1, 3))
        equal(list(hall.folder.glob("kiosk-outbox.db.papers/*")), [], "the spool is empty")

        # Sealed: what lies on the disk of queue-web is no PDF.
        (stored,) = hall.folder.glob("web-outbox.db.papers/*.sealed")
        assert b"%PDF" not in stored.read_bytes()

        window = hall.general[0]
        address = f"/api/paper/{window}/{max(hall.state()['tickets'])}/{paper['id']}"
        equal(hall.visitor().get(address).status, 401, "a stranger")
        equal(staff.act("window/sign-in", window=window).status, 200)
        equal(staff.act("window/open", window=window).status, 200)
        refused = staff.get(address)
        equal(refused.status, 409, refused.body)  # before the call
        equal(staff.act("window/next", window=window).status, 200)
        pdf = staff.get(address)
        equal((pdf.status, pdf.headers["Content-Type"]), (200, "application/pdf"))
        assert pdf.body.startswith(b"%PDF-1.7"), pdf.body[:20]
        other = hall.staff("1002")
        equal(other.get(address).status in (403, 409), True, "another clerk")
        browser.resize(1366, 768)
        sign_in_and_look(browser, hall)

        # Taken in: who did opens it after the visit.
        later = address.replace(f"/paper/{window}/", "/paper/0/")
        equal(staff.get(later).status, 403, "the visit is not over")
        equal(staff.act("window/serve", window=window).status, 200)
        equal(staff.act("window/done", window=window, outcome="ACCEPTED").status, 200)
        wait_until(lambda: staff.get(later).status == 200, "the paper to open after the visit")
        assert staff.get(later).body.startswith(b"%PDF-1.7")
        equal(other.get(later).status, 403, "another clerk")
        equal(staff.get(address).status, 409, "at the window it is not any more")
        hall.verify()
        equal(opened(hall), 3, "each opening is on record, and nothing else is")


def sign_in_and_look(browser: Browser, hall: PaperHall):
    """The desk shows the item's documents, the one that is there with a link."""
    import console_kit
    console_kit.sign_in(browser, hall)
    browser.wait_visible("#papers")
    assert "1/" in browser.text("#papers-line"), browser.text("#papers-line")
    links = browser.run("return [...document.querySelectorAll('#papers-list a')]"
                        ".filter((a) => !a.hidden).map((a) => a.getAttribute('href'))")
    equal(len(links), 1)
    browser.picture("papers-at-the-desk")
    console_kit.no_problems(browser)


@test("queue-web is away and the kiosk is killed: the paper waits sealed and arrives later, once")
def _():
    with PaperHall() as hall:
        hall.start()
        hall.take_item("shbz")
        number = one_ticket(hall)["number"]
        hall.queue_web.kill()
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.scan_paper(0, pages=1)
        hall.until_said("a scanned paper waits: not reached")
        (waiting,) = hall.folder.glob("kiosk-outbox.db.papers/*.sealed")
        assert b"%PDF" not in waiting.read_bytes()
        hall.machine.kill()
        hall.start_web()
        hall.start()
        hall.until_said("has reached the hall")
        staff = hall.staff()
        wait_until(lambda: hall.papers(staff, number), "the paper on the staff's pages")
        equal(len(hall.papers(staff, number)), 1)


@test("queue-web is killed in mid-upload: the paper goes on where it was, and is the same")
def _():
    with PaperHall() as hall:
        line = Line(int(hall.ports["web"]))
        parts = []

        def die():
            hall.queue_web.kill()
            parts.extend(file.stat().st_size
                         for file in hall.folder.glob("web-outbox.db.papers/*.part"))

        line.cut_behind, line.at_cut = 2, die
        hall.scanner.paper = "grain"
        hall.start(web=line.url)
        hall.take_item("shbz")
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.scan_paper(0, pages=1)
        hall.until_said("a scanned paper waits: not reached")
        (sealed,) = hall.folder.glob("kiosk-outbox.db.papers/*.sealed")
        paper = sealed.read_bytes()
        assert len(paper) > 1 << 20, f"{len(paper)} bytes are no large paper"
        (part,) = parts
        equal(part, 2 * (256 << 10), "what queue-web had when it was killed")
        before = len(line.began_at)
        hall.start_web()
        hall.until_said("has reached the hall")
        equal(line.began_at[before], part, "where it went on")
        equal(line.began_at[before:], list(range(part, len(paper), 256 << 10)))
        (stored,) = hall.folder.glob("web-outbox.db.papers/*.sealed")
        equal(hashlib.sha256(stored.read_bytes()).digest(), hashlib.sha256(paper).digest())
        hall.machine.stop()
        line.close()


@test("what is wrong with a page is told in words: an empty one, a blurred one, then a good one")
def _():
    with PaperHall() as hall:
        hall.start()
        hall.tap(ENGLISH)
        hall.take_item("shbz")
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.tap(row(0))
        hall.until_screen("pages")

        def until_words(words: str):
            wait_until(lambda: words in reading.text_of(hall.glass.picture()),
                       f"{words!r} on the screen:\n{reading.text_of(hall.glass.picture())}")

        for paper, words in (("blank", "Thispagelooksempty.Isittherightside?"),
                             ("blurred", "Blurred.Pleasescanagain"),
                             ("lines", "Thepageisclear")):
            hall.scanner.paper = paper
            before = len(hall.screens())
            hall.tap(SCAN if paper == "blank" else AGAIN)
            hall.until_screen("page", after=before)
            until_words(words)


@test("a paper that the hall does not take any more: guide desk and staff panel tell it, in words")
def _():
    pin = subprocess.run([program("kiosk"), "--hash-pin"], input="135790\n", text=True,
                         capture_output=True, check=True).stdout.strip()
    with PaperHall() as hall:
        hall.start(staff_pin=pin)
        hall.take_item("shbz")
        number, key = one_ticket(hall)["number"], max(hall.state()["tickets"])
        hall.queue_web.kill()
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.scan_paper(0, pages=1)
        hall.until_said("a scanned paper waits: not reached")
        hall.tap(FINISH_PAPERS)
        hall.until_screen("services")
        hall.web.done(cancel_ticket=dict(ticket=key))  # on the phone, meanwhile
        hall.until_said(f"a scanned paper of ticket {key} is not taken by the hall")
        for _ in range(5):
            hall.tap((60, 60))
        hall.until_screen("staff-pin")
        for digit in "135790":
            place = 10 if digit == "0" else int(digit) - 1
            hall.tap((252 + place % 3 * 288, 992 + place // 3 * 200))
        hall.until_screen("staff")

        def until_shown(*words: str):
            def shown():
                text = reading.text_of(hall.glass.picture())
                return all(each in text for each in words)
            wait_until(shown, f"{words}:\n{reading.text_of(hall.glass.picture())}")

        until_shown("没有应答", "未被接收的材料", number)
        hall.start_web()
        wait_until(lambda: "没有应答" not in reading.text_of(hall.glass.picture()), "it to answer")
        guide = hall.staff("2001")

        def facts() -> list:
            return [device["facts"] for device in guide.get("/api/state").json["state"]["devices"]
                    if device["device"] == "papers"]

        wait_until(lambda: facts() == [["paper_not_taken"]], "the guide desk to be told")
        hall.tap((760, 1748))  # leave
        hall.until_screen("services")
        wait_until(lambda: facts() == [[]], "seen, and no trouble any more")


@test("a citizen goes on at another kiosk: what is in the hall is there, replaced or added to")
def _():
    with PaperHall() as hall:
        scanner(hall)
        ticket = take_for(hall)
        reader = dict(code_reader="hidpos:usb:0c2e:1007")
        hall.start(**reader)
        hall.show_code(ticket)
        hall.until_said("0 papers of the ticket are in the hall")
        hall.tap(SCAN_MINE)
        hall.until_screen("papers")
        hall.scan_paper(0, pages=2)
        hall.until_said("has reached the hall")
        hall.tap(FINISH_PAPERS)
        hall.until_screen("services")
        hall.machine.kill()

        # Another machine: it has never heard of the paper.
        hall.start(name="kiosk-8", outbox="kiosk-8-outbox.db", **reader)
        hall.show_code(ticket)
        hall.until_said("1 papers of the ticket are in the hall")
        hall.tap(ENGLISH)
        wait_until(lambda: "1of4papershandedin" in reading.text_of(hall.glass.picture()),
                   f"my ticket to say what is handed in:\n{reading.text_of(hall.glass.picture())}")
        hall.tap(SCAN_MINE)
        hall.until_screen("papers")
        hall.until_rows([IN_HALL, NOT_YET, NOT_YET, NOT_YET])
        staff = hall.staff()
        (first,) = hall.papers(staff, ticket.number)
        hall.scan_paper(1, pages=1)
        hall.until_said("has reached the hall", 1)
        hall.scan_paper(0, pages=1)  # again
        hall.until_said("has reached the hall", 2)
        hall.until_rows([IN_HALL, IN_HALL, NOT_YET, NOT_YET])

        def told() -> list:
            return sorted((p["ordinal"], p["pages"]) for p in hall.papers(staff, ticket.number))

        wait_until(lambda: told() == [(1, 1), (2, 1)], f"both papers once; it is {told()}")
        assert first["id"] not in {paper["id"] for paper in hall.papers(staff, ticket.number)}
        stored = list(hall.folder.glob("web-outbox.db.papers/*.sealed"))
        equal(len(stored), 2, "the old scan is gone")
        phone = hall.visitor().get(f"/api/ticket/{ticket.token}").json
        equal(sorted((p["ordinal"], p["pages"]) for p in phone["papers"]), [(1, 1), (2, 1)])


@test("a paper that still waits at this kiosk is no missing one when its citizen comes back")
def _():
    with PaperHall() as hall:
        ticket = take_for(hall)
        hall.start(code_reader="hidpos:usb:0c2e:1007")
        hall.queue_web.kill()
        hall.show_code(ticket)
        hall.tap(SCAN_MINE)
        hall.until_screen("papers")
        hall.scan_paper(0, pages=1)
        hall.until_said("a scanned paper waits: not reached")
        hall.tap(FINISH_PAPERS)
        hall.until_screen("services")
        hall.hands(f"scan {ticket.token}")  # the code on the phone is the token alone
        hall.until_screen("my-ticket")
        hall.tap(SCAN_MINE)
        hall.until_screen("papers")
        hall.until_rows([IN_HALL, NOT_YET, NOT_YET, NOT_YET])
        assert "papers of the ticket are in the hall" not in hall.machine.text()
        hall.start_web()  # and the question is asked again by itself
        hall.until_said("has reached the hall")
        hall.until_said("papers of the ticket are in the hall")
        hall.until_rows([IN_HALL, NOT_YET, NOT_YET, NOT_YET])


@test("a page that breaks off and one that is stopped are dropped; the next one is whole")
def _():
    with PaperHall() as hall:
        hall.start()
        hall.take_item("shbz")
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.tap(row(0))
        hall.until_screen("pages")
        hall.scanner.fault = "drop"
        hall.tap(SCAN)
        hall.until_screen("scanning")
        hall.until_screen("pages")
        hall.scanner.fault = "slow"
        hall.tap(SCAN)
        assert hall.scanner.sending.wait(30), "the page is under way"
        hall.tap(STOP)
        hall.until_said("scan: cancelled")
        hall.scanner.fault = ""
        hall.until_screen("pages")
        hall.scan_page()
        hall.tap(FILE)
        hall.until_screen("papers")
        hall.until_said("has reached the hall")
        assert "%PDF" not in hall.machine.text()


@test("a citizen who walks away leaves no page behind: not on the disk, not in the next session")
def _():
    with PaperHall() as hall:
        hall.start()
        hall.take_item("shbz")
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.tap(row(0))
        hall.until_screen("pages")
        hall.scan_page()
        hall.tap(BACK)  # asks
        hall.tap((318, 1616))  # and is told to delete them
        hall.until_screen("papers")
        hall.tap(FINISH_PAPERS)
        hall.until_screen("services")
        equal(list(hall.folder.glob("kiosk-outbox.db.papers/*")), [])


@test("with the ticket's code papers are scanned later; then nothing of it is in memory or on disk")
def _():
    with PaperHall() as hall:
        ticket = hall.take()
        hall.start(code_reader="hidpos:usb:0c2e:1007")
        hall.until_reader("ready")
        hall.hands(f"scan {hall.url}/t/{ticket.token}")
        hall.until_screen("my-ticket")
        hall.tap(SCAN_MINE)
        hall.until_screen("papers")
        hall.tap(row(0))
        hall.until_screen("pages")
        hall.scan_page()
        memory = hall.memory()
        assert JPEG in memory and ticket.token.encode() in memory, "they are there while needed"
        hall.tap(FILE)
        hall.until_screen("papers")
        hall.until_said("has reached the hall")
        hall.tap(FINISH_PAPERS)
        hall.until_screen("services")
        hall.until_nothing_of({"PDF": b"%PDF-", "page": JPEG,
                               "token": ticket.token.encode()[8:]})
        equal(list(hall.folder.glob("kiosk-outbox.db.papers/*")), [])


@test("the notice of an item is printed, and its number is for the item")
def _():
    with PaperHall() as hall:
        hall.start()
        hall.tap(SEARCH)
        hall.until_screen("search")
        hall.type("shbz")
        hall.tap(FIRST_FOUND)
        hall.until_screen("item")
        hall.tap(NOTICE)
        hall.until_said("notice: printed")
        hall.tap(TAKE)
        hall.until_screen("done")
        assert one_ticket(hall)["item"]


@test("fifteen pages in hand, each looked at, take no more memory than a kiosk may have")
def _():
    with PaperHall() as hall:
        def small_enough(when: str):
            mb = hall.resident_mb()
            assert mb <= MEMORY_MB, f"{when}: {mb:.0f} MB"

        hall.start(pictures=False)
        hall.take_item("shbz")
        hall.tap(SCAN_PAPERS)
        hall.until_screen("papers")
        hall.tap(row(0))
        hall.until_screen("pages")
        for taken in range(1, 16):
            hall.scan_page()
            small_enough(f"{taken} pages")
        for place in range(15):
            hall.tap(thumb(place))
            hall.until_screen("page")
            hall.tap(KEEP)
            hall.until_screen("pages")
            small_enough(f"page {place + 1} was looked at")


if __name__ == "__main__":
    suite.main()
