"""What becomes of a citizen's papers after the visit: of one that was taken in they are kept and
opened by who took it in and the back office; of others they are deleted after a day."""

import sqlite3

from browser import Browser
from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.suite import equal, test
from paper_kit import hand_in, take_for
from web_hall import PASSWORD, STAFF, WebHall

HOUR_S, DAY_S = 3600, 24 * 3600
BACK_OFFICE = ("4001", "孙丽", "back-office")


def hall_with_back_office(**more) -> WebHall:
    hall = WebHall(**more)
    hall.write_users([*STAFF, BACK_OFFICE])
    hall.queue_web.stop()
    hall.start_web()
    return hall


def stored(hall: WebHall) -> int:
    return len(list(hall.folder.glob("web-outbox.db.papers/*.sealed")))


def serve(staff, window: int, outcome: str):
    """The next citizen is called, comes, and leaves with this outcome."""
    for action, more in (("next", {}), ("serve", {}), ("done", dict(outcome=outcome))):
        answer = staff.act(f"window/{action}", window=window, **more)
        equal(answer.status, 200, answer)


def sit(hall: WebHall, badge: str, window: int):
    staff = hall.staff(badge)
    for action in ("sign-in", "open"):
        equal(staff.act(f"window/{action}", window=window).status, 200)
    return staff


def visits(staff) -> list:
    return staff.get("/api/taken-in").json["visits"]


def openings(hall: WebHall) -> list:
    """(window, clerk) of each opening on record."""
    with sqlite3.connect(f"file:{hall.journal}?mode=ro&immutable=1", uri=True) as journal:
        events = [wire.Event.FromString(body) for (body,) in
                  journal.execute("SELECT body FROM event ORDER BY seq")]
    return [(e.document_opened.window, e.document_opened.clerk) for e in events
            if e.HasField("document_opened")]


@test("papers of what was taken in stay 30 days, others a day; who took it in and back office open")
def _():
    with hall_with_back_office(clock=True) as hall:
        taken, sent_back = take_for(hall), take_for(hall)
        for ordinal in (1, 2):
            hand_in(hall, taken, ordinal, pages=2)
        hand_in(hall, sent_back, 1, pages=1)
        window = hall.general[0]
        clerk = sit(hall, "1001", window)
        wait_until(lambda: clerk.get("/api/state").json["state"]["waiting"], "the pages to know")
        serve(clerk, window, "ACCEPTED")
        serve(clerk, window, "RETURNED")
        wait_until(lambda: visits(clerk), "the visit among those that were taken in")
        (visit,) = visits(clerk)
        equal((visit["number"], visit["clerk"], len(visit["papers"])), (taken.number, "1001", 2))
        wait_until(lambda: len(list(hall.folder.glob("web-outbox.db.papers/*.taken-in"))) == 2,
                   "it to be on the disk")

        hall.queue_web.kill()  # what is kept does not hang on its memory
        hall.clock.advance(25 * HOUR_S)
        hall.start_web()
        wait_until(lambda: stored(hall) == 2, f"the paper of {sent_back.number} to be deleted")
        clerk, other, back_office = (hall.staff(badge) for badge in ("1001", "1002", "4001"))
        equal(visits(clerk), visits(back_office))
        equal(visits(other), [])
        address = f"/api/paper/0/{taken.ticket}/{visit['papers'][0]['id']}"
        equal(hall.visitor().get(address).status, 401, "a stranger")
        equal(other.get(address).status, 403, "another clerk")
        equal(hall.staff("3001").get(address).status, 403, "a manager")
        # Allowed, on record, and then found to be no paper: this test's are not really sealed.
        for who, badge in ((clerk, "1001"), (back_office, "4001")):
            equal(who.get(address).json["error"], "DAMAGED", f"opened for {badge}")
        unknown = f"/api/paper/0/{sent_back.ticket}/{visit['papers'][0]['id']}"
        equal(back_office.get(unknown).status, 403, "of a visit that was not taken in")

        hall.clock.advance(28 * DAY_S)
        # Time has come and gone by the hall's clock; it is looked at every five minutes of it.
        wait_until(lambda: hall.staff("4001").get("/api/state").status == 200, "the hall again")
        equal(stored(hall), 2)
        hall.clock.advance(3 * DAY_S)
        wait_until(lambda: stored(hall) == 0, "the papers to be deleted, their time is over")
        equal(visits(hall.staff("4001")), [])
        equal(list(hall.folder.glob("web-outbox.db.papers/*")), [])
        hall.verify()
        equal(openings(hall), [(0, "1001"), (0, "4001")], "who may not leaves no record")


@test("what a clerk does before the pages are in step with the hall is not lost on the papers")
def _():
    with hall_with_back_office() as hall:
        taken = take_for(hall)
        hand_in(hall, taken, 1, pages=2)
        window = hall.general[0]
        sit(hall, "1001", window)
        hall.queue_web.kill()
        hall.start_web()
        clerk = hall.staff("1001")  # the hall's server is reached, its state not yet read
        serve(clerk, window, "ACCEPTED")
        wait_until(lambda: visits(clerk), "the visit among those that were taken in")
        equal([visit["ticket"] for visit in visits(clerk)], [taken.ticket])


@test("the clerk finds what was taken in on a page of its own; the back office has no other")
def _():
    with hall_with_back_office() as hall, Browser() as browser:
        taken = take_for(hall)
        hand_in(hall, taken, 1, pages=2)
        hand_in(hall, taken, 0, pages=1)
        window = hall.general[0]
        serve(sit(hall, "1001", window), window, "ACCEPTED")
        browser.open(f"{hall.url}/")
        sign_in(browser, "4001")
        browser.wait_text("h1", "已受理材料")
        browser.wait_text("#visits", taken.number)
        browser.wait_text("#visits", "其他材料")
        equal(browser.run("return document.querySelectorAll('#visits a').length"), 2)
        equal(browser.visible("#console"), False)
        browser.picture("taken-in")
        browser.click("#language")
        browser.wait_text("h1", "Papers that were taken in")
        browser.wait_text("#visits", "2 pages")
        equal(browser.run("return document.documentElement.scrollWidth <= innerWidth"), True)
        browser.picture("taken-in-en")
        browser.click("#sign-out")
        browser.wait_visible("#badge")
        sign_in(browser, "1001")
        browser.wait_visible("#taken-in")
        browser.click("#taken-in")
        browser.wait_text("#visits", taken.number)
        equal(browser.problems(), [])


def sign_in(browser: Browser, badge: str):
    browser.wait_visible("#badge")
    browser.type("#badge", badge)
    browser.type("#password", PASSWORD)
    browser.click("#submit")


if __name__ == "__main__":
    suite.main()
