"""A citizen's papers on the pages: the phone tells its holder what was handed in and what is still
missing; the console tells the clerk before the call."""

import datetime
import zoneinfo

import console_kit
import paper_kit
from browser import Browser
from hallkit import reading, suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from paper_kit import hand_in, scanner, take_for
from PIL import Image
from web_hall import WebHall

PHONE = dict(width=390, height=844)
NARROW = dict(width=320, height=568)


def rows(browser: Browser) -> list:
    """Of each paper on the phone: whether it is there, and its state."""
    return browser.run("""
        return [...document.querySelectorAll('#papers-list li')].map((row) => [
          row.classList.contains('there'), row.querySelector('.state').innerText]);""")


def wait_rows(browser: Browser, wanted: list):
    wait_until(lambda: [there for there, _ in rows(browser)] == wanted,
               f"{wanted}, it shows {rows(browser)}")


def readable(browser: Browser):
    """No text of the papers is cut, out of the card, or smaller than the page's own."""
    equal(browser.run("""
        const card = document.querySelector('#papers').getBoundingClientRect();
        return [...document.querySelectorAll('#papers *')].filter((n) => n.getClientRects().length)
          .filter((n) => n.getBoundingClientRect().right > card.right + 0.5
            || n.getBoundingClientRect().left < card.left - 0.5
            || n.scrollWidth > n.clientWidth + 1 && n.clientWidth
            || n.children.length === 0 && n.textContent
              && parseFloat(getComputedStyle(n).fontSize) < 16)
          .map((n) => n.id || n.className.baseVal || n.className);"""), [], "cut, outside or small")
    equal(browser.run("return document.documentElement.scrollWidth <= innerWidth"), True,
          "the page is wider than the phone")


def whole_page(browser: Browser, name: str, size: dict):
    height = browser.run("return document.documentElement.scrollHeight")
    browser.resize(size["width"], height)
    picture = Image.open(browser.picture(name))
    browser.resize(**size)
    return picture


@test("the phone tells which papers are in the hall, which are missing, and where to scan them")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        scanner(hall)
        ticket = take_for(hall)
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#papers-count", "已交 0/4 份，还缺 4 份")
        hand_in(hall, ticket, ordinal=1, pages=3)
        browser.wait_text("#papers-count", "已交 1/4 份，还缺 3 份")
        wait_rows(browser, [True, False, False, False])
        received = rows(browser)[0][1]
        now = datetime.datetime.now(zoneinfo.ZoneInfo(hall.zone))
        lately = [now - datetime.timedelta(minutes=ago) for ago in (0, 1)]
        assert received in [f"3 页，{then:%H:%M} 收到" for then in lately], (received, now)
        browser.wait_text("#papers-hint", "自助机上扫描")
        browser.wait_visible("#papers-code")
        readable(browser)
        wait_until(lambda: browser.run("return document.querySelector('#papers-code').complete"),
                   "the code to be loaded")
        equal(reading.codes_of(whole_page(browser, "phone-papers", PHONE)), [ticket.token],
              "what a kiosk reads off the phone")
        browser.click("#language")
        browser.wait_text("#papers-count", "1 of 4 papers handed in, 3 missing")
        browser.wait_text("#papers-list", "3 pages, received")
        browser.wait_text("#papers-hint", "any kiosk with a scanner")
        readable(browser)
        whole_page(browser, "phone-papers-en", PHONE)
        browser.resize(**NARROW)
        readable(browser)
        browser.resize(**PHONE)
        hand_in(hall, ticket, ordinal=1, pages=1)  # scanned again
        browser.wait_text("#papers-list", "1 page, received")
        for ordinal in (2, 3, 4, 0):
            hand_in(hall, ticket, ordinal, pages=2)
        browser.wait_text("#papers-count", "All 4 papers are handed in")
        wait_rows(browser, [True] * 5)
        browser.wait_text("#papers-list", "Another paper")
        browser.wait_text("#papers-hint", "To replace or add")
        whole_page(browser, "phone-papers-complete-en", PHONE)
        equal(browser.problems(), [])


@test("no kiosk scans: the phone sends nobody to one; who is called goes to the window")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        scanner(hall, works=False)
        ticket = take_for(hall)
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#papers-hint", "请带到窗口")
        browser.wait_hidden("#papers-code")
        scanner(hall)
        browser.wait_visible("#papers-code")
        window = hall.sit(hall.general[0])
        hall.call(window)
        browser.wait_text("#headline", "请到")
        browser.wait_hidden("#papers-code")
        browser.wait_text("#papers-hint", "请带到窗口")
        hall.web.done(start_service=dict(window=window), clerk="0001")
        hall.web.done(complete_service=dict(window=window), clerk="0001")
        browser.wait_text("#headline", "已办结")
        browser.wait_hidden("#papers")  # nothing is kept, and nothing is wanted any more


@test("over: the phone tells what the hall still keeps, and that it will be deleted")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        scanner(hall)
        ticket = take_for(hall)
        hand_in(hall, ticket, ordinal=2, pages=1)
        browser.open(f"{hall.url}/t/{ticket.token}")
        wait_rows(browser, [False, True, False, False])
        hall.web.done(cancel_ticket=dict(token=ticket.token))
        browser.wait_text("#headline", "已取消")
        wait_rows(browser, [True])
        browser.wait_text("#papers-count", "已交 1 份")
        browser.wait_text("#papers-private", "到期自动删除")
        browser.wait_hidden("#papers-code")


@test("a ticket without an item and without papers says nothing of papers")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        ticket = hall.take()
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#headline", "下一位就是您")
        browser.wait_hidden("#papers")
        hand_in(hall, ticket, ordinal=0, pages=2)
        browser.wait_text("#papers-list", "其他材料")


@test("papers are told to the holder of the token alone, and nobody's phone opens one")
def _():
    with WebHall() as hall:
        scanner(hall)
        mine, other = take_for(hall), take_for(hall)
        document = hand_in(hall, mine, ordinal=1, pages=3)
        phone = hall.visitor()
        answer = phone.get(f"/api/ticket/{mine.token}")
        equal([(paper["ordinal"], paper["pages"]) for paper in answer.json["papers"]], [(1, 3)])
        equal(sorted(answer.json["papers"][0]), ["ordinal", "pages", "received"])
        equal(answer.headers["Cache-Control"], "no-store")
        assert document.hex().encode() not in answer.body, "the phone learns no paper's id"
        assert paper_kit.SCANNED not in answer.body
        equal(phone.get(f"/api/ticket/{other.token}").json["papers"], [])
        equal(phone.get(f"/api/ticket/{mine.token[:-1]}").status, 404)
        equal(phone.get(f"/api/ticket/{mine.ticket}").status, 404, "the number is no key")
        # Not even with the id.
        equal(phone.get(f"/documents/{document.hex()}").status, 403)
        equal(phone.get(f"/api/paper/3/{mine.ticket}/{document.hex()}").status, 401)
        code = phone.get(f"/t/{mine.token}/code.svg")
        equal((code.status, code.headers["Content-Type"], code.headers["Cache-Control"]),
              (200, "image/svg+xml", "no-store"))
        equal(phone.get(f"/t/{'x' * 41}/code.svg").status, 404)


@test("the clerk sees 3 of 4 papers, 1 missing, before the call; then each of them at the desk")
def _():
    with WebHall() as hall, Browser() as browser:
        first, second = take_for(hall), take_for(hall)
        for ordinal in (1, 2, 4):
            hand_in(hall, first, ordinal, pages=2)
        console_kit.sit(browser, hall, window=hall.general[0])
        console_kit.wait_numbers(browser, "#waiting-list", [first.number, second.number])
        browser.wait_text("#waiting-list li:nth-child(1) .scanned", "材料 3/4 · 缺 1 项")
        browser.wait_text("#waiting-list li:nth-child(2) .scanned", "材料 0/4 · 缺 4 项")
        hand_in(hall, second, ordinal=1, pages=1)  # while the clerk looks
        browser.wait_text("#waiting-list li:nth-child(2) .scanned", "材料 1/4 · 缺 3 项")
        browser.picture("papers-before-the-call")
        equal(console_kit.outside(browser), [])
        equal(browser.visible("#papers"), False, "nothing can be opened before the call")
        browser.click("#language")
        browser.wait_text("#waiting-list li:nth-child(1) .scanned", "3 of 4 documents · 1 missing")
        equal(browser.run("return [...document.querySelectorAll('#waiting-list .small')]"
                          ".filter((n) => n.scrollWidth > n.clientWidth).length"), 0, "cut")
        browser.picture("papers-before-the-call-en")
        browser.click("#language")
        browser.press("n")
        browser.wait_text("#papers-line", "材料 3/4 · 缺 1 项")
        links = browser.run("return [...document.querySelectorAll('#papers-list a')]"
                            ".filter((a) => !a.hidden).length")
        equal(links, 3)
        console_kit.no_problems(browser)


if __name__ == "__main__":
    suite.main()
