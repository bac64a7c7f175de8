"""The guide desk in Chromium: numbers with priority, and numbers that come back."""

from browser import Browser
from console_kit import choose, no_problems, numbers, outside, sign_in, wait_numbers
from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.suite import equal, test
from web_hall import WebHall


def troubles(browser) -> list:
    return browser.run("return [...document.querySelectorAll('#guide-troubles li')]"
                       ".map((node) => node.innerText)")


@test("a guide gives numbers with priority, and priority to who waits")
def _():
    with WebHall() as hall, Browser() as browser:
        first = hall.take(hall.services[0])
        sign_in(browser, hall, "2001")
        browser.wait_text("#guide-title", "导办台")
        browser.click("#guide-list li[data-key='social'] button")
        browser.wait_visible("#guide-dialog")
        choose(browser, "#guide-class", "PREGNANT")
        browser.picture("guide-issue")
        browser.click("#guide-confirm")
        browser.wait_text("#guide-said", "A002 · 社会保障")
        wait_until(lambda: len(numbers(browser, "#waiting-list")) == 2, "two who wait")
        browser.wait_text("#waiting-list li[data-key='2']", "孕妇")
        link = browser.run("return document.getElementById('guide-link').href")
        equal(hall.visitor().ask("GET", link.removeprefix(hall.url)).status, 200)
        browser.picture("guide")
        browser.click(f"#waiting-list li[data-key='{first.ticket}'] button")
        browser.wait_text("#guide-what", f"{first.number} 优先")
        choose(browser, "#guide-class", "DISABLED")
        browser.click("#guide-confirm")
        equal(browser.run("return document.activeElement.id"), "guide-reason")
        browser.type("#guide-reason", "行动不便")
        browser.click("#guide-confirm")
        browser.wait_text("#guide-said", f"{first.number} 已优先")
        browser.wait_text(f"#waiting-list li[data-key='{first.ticket}']", "残障人士")
        equal(outside(browser), [])
        no_problems(browser)


@test("a guide has no window to choose but brings a missed ticket back")
def _():
    with WebHall() as hall, Browser() as browser:
        hall.sit(4)
        ticket = hall.take()
        hall.call(4)
        hall.web.done(mark_missed=dict(window=4), clerk="0001")
        sign_in(browser, hall, "2001")
        browser.wait_text("#guide-title", "导办台")
        assert not browser.visible("#picker")
        browser.click("#absent-list li button")
        wait_numbers(browser, "#waiting-list", [ticket.number])
        equal(hall.phase(ticket), "WAITING")


@test("a guide gives a number whose printing nobody confirmed its place back")
def _():
    with WebHall(clock=True) as hall, Browser() as browser:
        void = hall.kiosk.done(issue_ticket=dict(service=hall.services[0])).ticket
        later = hall.take(hall.services[0])
        sign_in(browser, hall, "2001")
        hall.clock.advance(61)
        wait_numbers(browser, "#absent-list", [void.number])
        browser.wait_text("#absent-list", "未确认打印")
        browser.picture("guide-voided")
        browser.click("#absent-list li button")
        wait_numbers(browser, "#waiting-list", [void.number, later.number])
        wait_numbers(browser, "#absent-list", [])
        no_problems(browser)


@test("a guide sees which device wants somebody, and when it is well again")
def _():
    with WebHall() as hall, Browser() as browser:
        sign_in(browser, hall, "2001")
        browser.wait_text("#guide-title", "导办台")
        equal(troubles(browser), [])
        hall.kiosk.done(report_device=dict(
            device="printer", state=wire.DEVICE_STATE_STOPPED, facts=["paper_out", "cover_open"]))
        hall.kiosk.done(report_device=dict(device="scanner", state=wire.DEVICE_STATE_AWAY))
        browser.wait_text("#guide-troubles", "缺纸、盖子打开")
        browser.wait_text("#guide-troubles", "扫描仪")
        browser.wait_text("#guide-troubles", "未连接")
        browser.picture("guide-troubles")
        for device in ("printer", "scanner"):
            hall.kiosk.done(report_device=dict(device=device, state=wire.DEVICE_STATE_READY))
        wait_until(lambda: not troubles(browser), "no trouble left")
        no_problems(browser)


if __name__ == "__main__":
    suite.main()
