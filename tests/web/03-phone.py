"""The phone page of a ticket in Chromium: plain words for each phase, live, honest when cut off."""

from browser import Browser
from hallkit import suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from web_hall import WebHall

PHONE = dict(width=390, height=844)
NARROW = dict(width=320, height=568)


def fits(browser: Browser):
    """Nothing is wider than the phone, and no text leaves its card."""
    equal(browser.run("return document.documentElement.scrollWidth <= innerWidth"), True,
          "the page is wider than the phone")
    equal(browser.run("""
        const card = document.querySelector('.pass').getBoundingClientRect();
        return [...document.querySelectorAll('.pass *')].filter((n) => n.getClientRects().length)
          .filter((n) => n.getBoundingClientRect().right > card.right + 0.5 ||
            n.getBoundingClientRect().left < card.left - 0.5).map((n) => n.id || n.className);"""),
          [], "out of the card")


@test("a ticket from the line to the end, each phase in plain words, without touching the phone")
def _():
    with WebHall(clock=True) as hall, Browser(**PHONE) as browser:
        clerk = hall.staff()
        clerk.act("window/sign-in", window=3)
        clerk.act("window/open", window=3)

        def do(action):
            equal(clerk.act(f"window/{action}", window=3).status, 200, action)

        first, mine, behind = hall.take(), hall.take(), hall.take()
        browser.open(f"{hall.url}/t/{mine.token}")
        browser.wait_text("#number", mine.number)
        browser.wait_text("#headline", "您前面还有")
        equal(browser.text("#big-number"), "1")
        browser.wait_text("#behind", "后面 1 位")
        browser.wait_text("#service", "社会保障")
        browser.wait_text("#hall", "滨江区政务服务中心")
        browser.wait_text("#range-text", "分钟")
        browser.picture("phone-waiting")
        fits(browser)
        do("next")
        browser.wait_text("#headline", "下一位就是您")
        do("serve")
        do("done")
        do("next")
        browser.wait_text("#headline", "请到")
        browser.wait_text("#big", "3 号窗口")
        wait_until(lambda: browser.driver.title == f"{mine.number} → 3", "the title of the tab")
        browser.picture("phone-called")
        do("missed")
        browser.wait_text("#headline", "您已过号")
        browser.wait_text("#hint", "到大厅后请按下面的按钮")
        browser.picture("phone-missed")
        equal(clerk.act("ticket/reactivate", ticket=mine.ticket).status, 200)
        browser.wait_text("#headline", "您前面还有")
        do("next")  # the one behind
        do("serve")
        do("done")
        do("next")
        do("serve")
        browser.wait_text("#headline", "正在办理")
        browser.wait_text("#hint", "3 号窗口")
        do("done")
        browser.wait_text("#headline", "已办结")
        browser.picture("phone-served")
        equal(browser.problems(), [])
        equal(hall.phase(behind), "SERVED")
        equal(hall.phase(first), "SERVED")


@test("no window is open for the service: no invented minutes")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        ticket = hall.take()
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#range-text", "窗口还没有开")
        browser.picture("phone-no-window")


@test("an unknown or broken token gets a page that says what to do")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        for token in ("abcdef", "x" * 60, "%00"):
            browser.open(f"{hall.url}/t/{token}")
            browser.wait_text("#headline", "没有找到这张号票")
            browser.wait_text("#hint", "导办台")
        browser.picture("phone-unknown")


@test("English for an English browser, and a toggle that is remembered")
def _():
    with WebHall() as hall, Browser(**NARROW, language="en-GB") as browser:
        ticket = hall.take()
        hall.take()
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#headline", "You are next")
        browser.wait_text("#service", "Social insurance")
        browser.wait_text("#hall", "Binjiang Public Service Centre")
        browser.picture("phone-english")
        fits(browser)
        browser.click("#language")
        browser.wait_text("#headline", "下一位就是您")
        browser.driver.refresh()
        browser.wait_text("#headline", "下一位就是您")


@test("a missed ticket comes back by the phone, and the phone cancels it after a second press")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        hall.web.done(mark_missed=dict(window=window), clerk="0001")
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#headline", "您已过号")
        browser.picture("phone-missed-action")
        fits(browser)
        browser.click("#reactivate")
        browser.wait_text("#headline", "下一位就是您")
        equal(hall.phase(ticket), "WAITING")
        browser.click("#cancel")
        browser.wait_text("#cancel", "再按一次")
        equal(hall.phase(ticket), "WAITING", "one press cancels nothing")
        browser.click("#cancel")
        browser.wait_text("#headline", "已取消")
        equal(hall.phase(ticket), "CANCELLED")
        browser.wait_hidden("#actions")


@test("the server away: the page says that it is old, and goes on by itself")
def _():
    with WebHall() as hall, Browser(**PHONE) as browser:
        ticket = hall.take()
        browser.open(f"{hall.url}/t/{ticket.token}")
        browser.wait_text("#headline", "下一位就是您")
        hall.server.kill()
        browser.wait_text("#stale", "暂时无法更新")
        browser.wait_text("#number", ticket.number)  # what was true is still shown, with its time
        browser.picture("phone-stale")
        hall.start_server()
        browser.wait_hidden("#stale")


if __name__ == "__main__":
    suite.main()
