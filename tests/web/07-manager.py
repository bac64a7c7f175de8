"""The manager's page in Chromium: the hall's figures, alarms, devices and windows."""

from browser import Browser
from console_kit import no_problems, outside, sign_in
from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.suite import equal, test
from web_hall import WebHall


def rows(browser, selector: str) -> list:
    return browser.run("return [...document.querySelectorAll(arguments[0] + ' li')]"
                       ".map((node) => node.innerText.replace(/\\s+/g, ' '))", selector)


@test("a manager sees figures, alarms, devices and windows change by themselves")
def _():
    with WebHall() as hall, Browser() as browser:
        sign_in(browser, hall, "3001")
        browser.wait_text("#overview-title", "大厅运行")
        browser.wait_text("#alarm-empty", "没有报警")
        browser.picture("manager-quiet")
        hall.sit(4)
        for _ in range(12):
            hall.take("social")
        hall.call(4)
        report = hall.kiosk.done
        report(report_device=dict(device="printer", state=wire.DEVICE_STATE_STOPPED,
                                  facts=["paper_out"]))
        report(report_device=dict(device="scanner", state=wire.DEVICE_STATE_READY))
        report(report_device=dict(device="code_reader", state=wire.DEVICE_STATE_AWAY))
        browser.wait_text("#alarm-list", "社会保障 等候超过 10 人")
        browser.wait_text("#alarm-list", "kiosk-1 打印机 不能使用")
        browser.wait_text("#device-list", "缺纸")
        browser.wait_text("#device-list", "正常")
        browser.wait_text("#overview-waiting", "11")
        browser.wait_text("#overview-open", f"1 / {len(hall.general) + len(hall.special)}")
        wait_until(lambda: any("A001" in row for row in rows(browser, "#overview-list")),
                   "the window that calls")
        browser.picture("manager")
        equal(outside(browser), [])
        report(report_device=dict(device="printer", state=wire.DEVICE_STATE_READY))
        report(report_device=dict(device="code_reader", state=wire.DEVICE_STATE_READY))
        wait_until(lambda: len(rows(browser, "#alarm-list")) == 1, "the alarms of devices to go")
        no_problems(browser)


@test("a manager's message is set and ended, and stands on every page of the staff")
def _():
    with WebHall() as hall, Browser() as browser:
        sign_in(browser, hall, "3001")
        browser.wait_text("#overview-title", "大厅运行")
        browser.click("#emergency-open")
        browser.type("#emergency-zh", "请从最近的出口离开")
        browser.click("#emergency-form button[type=submit]")
        browser.wait_text("#emergency-text", "请从最近的出口离开")
        browser.picture("manager-emergency")
        clerk = hall.staff("1001")
        equal(clerk.get("/api/state").json["state"]["emergency"]["zh"], "请从最近的出口离开")
        equal(clerk.act("desk/emergency", zh="", en="").status, 403)
        equal(hall.staff("3001").act("desk/emergency", zh="x" * 401).status, 400)
        browser.click("#emergency-open")
        browser.click("#emergency-end")
        browser.wait_hidden("#emergency")
        no_problems(browser)


@test("in English too; and a manager may sit down at a window and come back")
def _():
    with WebHall() as hall, Browser() as browser:
        hall.kiosk.done(report_device=dict(device="printer", state=wire.DEVICE_STATE_AWAY))
        sign_in(browser, hall, "3001")
        browser.wait_text("#overview-title", "大厅运行")
        browser.click("#language")
        browser.wait_text("#overview-title", "The hall now")
        browser.wait_text("#alarm-list", "cannot be used")
        browser.picture("manager-en")
        equal(outside(browser), [])
        browser.click("#overview-windows")
        browser.wait_visible("#picker-list")
        browser.click("#picker-back")
        browser.wait_visible("#overview-list")
        browser.click("#overview-windows")
        browser.click("#picker-list li[data-key='3'] button")
        browser.wait_visible("#window-phase")
        no_problems(browser)


@test("a clerk sees no overview")
def _():
    with WebHall() as hall, Browser() as browser:
        sign_in(browser, hall, "1001")
        browser.wait_visible("#picker-list")
        assert not browser.visible("#overview") and not browser.visible("#picker-back")


if __name__ == "__main__":
    suite.main()
