"""The window console in Chromium, as a clerk uses it: real queue-web, real queue-server."""

import time

from browser import Browser, Keys
from console_kit import choose, no_problems, outside, sign_in, sit, wait_numbers
from hallkit import suite
from hallkit.program import wait_until
from hallkit.suite import equal, test
from web_hall import PASSWORD, WebHall

PROMISED, ON_THE_SPOT = "social-transfer", "social-card-issue"  # items of the shipped catalogue


@test("a wrong password is told in both languages, the right one opens the console")
def _():
    with WebHall() as hall, Browser() as browser:
        browser.open(hall.url)
        browser.wait_visible("#form")
        equal(browser.driver.current_url, f"{hall.url}/sign-in")
        browser.picture("sign-in")
        browser.type("#badge", "1001")
        browser.type("#password", "not the password")
        browser.click("#submit")
        browser.wait_text("#problem", "工号或密码不正确")
        browser.wait_text("#problem", "Badge or password is wrong")
        browser.picture("sign-in-wrong")
        browser.type("#password", PASSWORD)
        browser.click("#submit")
        browser.wait_text("#picker-title", "请选择您的窗口")
        browser.wait_text("#user-name", "王芳")
        browser.picture("picker")
        no_problems(browser)


@test("a window is chosen, opened, and Next with nobody waiting says so")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        equal(hall.window(3)["clerk"], "1001")
        equal(hall.window_phase(3), "OPEN")
        browser.wait_text("#ticket-none-hint", "目前没有人在等候")
        browser.picture("desk-empty")
        browser.click("[data-action=next]")
        browser.wait_text("#said", "没有人在等候")
        no_problems(browser)


@test("tickets appear live; Next, Missed, Reactivate, Serve, Done by click")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        first = hall.take(hall.services[0])
        browser.wait_text("#waiting-count", "1")
        second, third = hall.take(hall.services[1]), hall.take(hall.services[0])
        wait_numbers(browser, "#waiting-list", [first.number, second.number, third.number])
        browser.picture("desk-waiting")
        browser.click("[data-action=next]")
        browser.wait_text("#ticket-number", first.number)
        browser.wait_text("#ticket-service", "社会保障")
        browser.wait_text("#said", f"已呼叫 {first.number}")
        wait_numbers(browser, "#waiting-list", [second.number, third.number])
        browser.picture("desk-called")
        browser.click("[data-action=missed]")
        wait_numbers(browser, "#absent-list", [first.number])
        equal(hall.phase(first), "MISSED")
        browser.picture("desk-missed")
        browser.click("#absent-list li button")
        wait_numbers(browser, "#waiting-list", [second.number, third.number, first.number])
        wait_numbers(browser, "#absent-list", [])
        browser.picture("desk-returned")
        browser.click("[data-action=next]")
        browser.wait_text("#ticket-number", second.number)
        browser.click("[data-action=serve]")
        browser.wait_text("#ticket-phase", "办理中")
        browser.picture("desk-serving")
        browser.click("[data-action=done]")
        browser.wait_text("#figure-served", "1")
        browser.wait_hidden("#ticket-some")
        equal(hall.phase(second), "SERVED")
        no_problems(browser)


@test("the same by keyboard, each key doing its one thing")
def _():
    with WebHall(clock=True) as hall, Browser() as browser:
        sit(browser, hall)
        ticket, other = hall.take(), hall.take()
        browser.wait_text("#waiting-count", "2")
        browser.press("n")
        browser.wait_text("#ticket-number", ticket.number)
        browser.press("r")  # too soon: the button counts down, nothing happens
        browser.wait_text("[data-action=recall]", "秒后可重呼")
        hall.clock.advance(21)
        wait_until(lambda: browser.enabled("[data-action=recall]"), "recall to be possible")
        browser.press("r")
        browser.wait_text("#ticket-phase", "已呼叫 2 次")
        browser.press("s")
        browser.wait_text("#ticket-phase", "办理中")
        browser.press("a")
        browser.wait_hidden("#ticket-some")
        equal(hall.phase(ticket), "SERVED")
        browser.wait_text("#said", f"{ticket.number} 已受理")
        equal(hall.state()["services"][ticket.service]["outcomes"], [0, 0, 1, 0, 0])
        browser.press(Keys.F2)
        browser.wait_text("#ticket-number", other.number)
        browser.press("m")
        wait_numbers(browser, "#absent-list", [other.number])
        browser.press("p")
        browser.wait_visible("#pause-dialog")
        browser.press("2")
        browser.wait_text("#window-phase", "暂停 · 会议")
        browser.picture("desk-paused")
        browser.press("o")
        browser.wait_text("#window-phase", "已开窗")
        browser.press("p")
        browser.wait_visible("#pause-dialog")
        browser.click("#pause-minutes label:nth-of-type(3)")
        browser.picture("desk-pause-minutes")
        browser.press("1")
        browser.wait_text("#window-phase", "暂停 · 用餐 · 预计 ")
        minute = hall.window(3)["until"] // 60_000 % 60  # the hall's zone is whole hours from UTC
        browser.wait_text("#window-phase", f":{minute:02} 恢复")
        browser.picture("desk-paused-until")
        browser.press("o")
        browser.wait_text("#window-phase", "已开窗")
        no_problems(browser)


@test("a visit is held for the window or for any, and goes on before all others")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        first, second, third = hall.take(), hall.take(), hall.take()
        for ticket, key in ((first, "1"), (second, "2")):
            browser.press("n")
            browser.wait_text("#ticket-number", ticket.number)
            browser.press("s")
            browser.wait_text("#ticket-phase", "办理中")
            browser.press("e")
            browser.wait_visible("#visit-dialog")
            browser.wait_text("#visit-title", f"{ticket.number} 的其他处理")
            if ticket is first:
                browser.picture("desk-more")
            browser.press(key)
            browser.wait_text("#said", f"{ticket.number} 已挂起")
            browser.wait_visible("#ticket-none")
            equal(hall.phase(ticket), "HELD")
        wait_numbers(browser, "#absent-list", [second.number, first.number])
        browser.wait_text("#absent-list", "任意窗口")
        browser.wait_text("#absent-list", "3 号窗口")
        browser.picture("desk-held")
        browser.click(f"#absent-list li[data-key='held-{first.ticket}'] button")
        wait_numbers(browser, "#absent-list", [second.number])
        browser.press("n")
        browser.wait_text("#ticket-number", first.number)
        equal(hall.phase(third), "WAITING")
        browser.press("s")
        browser.wait_text("#ticket-phase", "办理中")
        browser.press("e")
        browser.wait_visible("#visit-dialog")
        browser.press("5")
        browser.wait_text("#said", f"{first.number} 已告知补齐材料")
        equal(hall.phase(first), "SERVED")
        equal(hall.state()["services"][first.service]["outcomes"], [0, 0, 0, 1, 0])
        no_problems(browser)


@test("a visit is transferred with a reason, and without one it is not")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        hall.sit(4, "0002")
        ticket = hall.take(hall.services[0])
        browser.press("n")
        browser.wait_text("#ticket-number", ticket.number)
        browser.click("[data-action=more]")
        browser.click("[data-choice=transfer]")
        choose(browser, "#visit-service", hall.services[1])
        choose(browser, "#visit-window", "4")
        assert not browser.visible("#visit-front-line"), "only managers put somebody first"
        browser.click("#visit-confirm")
        equal(browser.run("return document.activeElement.id"), "visit-reason")
        browser.picture("desk-transfer")
        browser.type("#visit-reason", "材料在其他窗口")
        browser.click("#visit-confirm")
        browser.wait_text("#said", f"{ticket.number} 已转号")
        equal(hall.phase(ticket), "WAITING")
        equal(hall.call(4, "0002").number, ticket.number)
        no_problems(browser)


@test("the next key is done for what is done on the spot, taken in for what is promised by a day")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        for item, action, outcomes in (("", "done", [0, 1, 0, 0, 0]),
                                       (PROMISED, "accept", [0, 1, 1, 0, 0]),
                                       (ON_THE_SPOT, "done", [0, 2, 1, 0, 0])):
            ticket = hall.take(item=item)
            browser.press("n")
            browser.wait_text("#ticket-number", ticket.number)
            browser.wait_visible("[data-action=serve].primary")
            browser.press("s")
            browser.wait_visible(f"[data-action={action}].primary")
            browser.picture(f"desk-next-{item or 'no-item'}")
            browser.click(".actions .primary")
            browser.wait_hidden("#ticket-some")
            equal(hall.state()["services"]["social"]["outcomes"], outcomes)
        browser.wait_text("#figure-served", "3")
        no_problems(browser)


@test("one more item follows at the same window; who steps up to an idle window is served")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        browser.press("w")
        browser.wait_text("#visit-title", "直接接待")
        browser.picture("desk-walk-in")
        choose(browser, "#visit-service", hall.services[0])
        browser.click("#visit-confirm")
        browser.wait_text("#ticket-phase", "办理中")
        browser.press("e")
        browser.press("4")
        choose(browser, "#visit-service", hall.services[1])
        browser.click("#visit-confirm")
        browser.wait_text("#said", "已加办医疗保险")
        browser.wait_text("#ticket-arrived", "接着办：医疗保险")
        browser.press("d")
        browser.wait_text("#ticket-service", "医疗保险")
        hall.take()
        browser.wait_text("#waiting-count", "1")
        browser.press("d")
        browser.wait_hidden("#ticket-some")
        assert not browser.visible("[data-action=walk-in]"), "somebody waits"
        no_problems(browser)


@test("keys do nothing while somebody types, or with Ctrl")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        hall.take()
        browser.wait_text("#waiting-count", "1")
        browser.click("[data-action=pause]")
        browser.wait_visible("#pause-dialog")
        browser.picture("desk-pause")
        browser.type("#pause-other", "nmrsd 2 系统维护")
        equal(browser.run("return document.getElementById('pause-other').value"), "nmrsd 2 系统维护")
        browser.click("#pause-confirm")
        browser.wait_text("#window-phase", "暂停 · nmrsd 2 系统维护")
        equal(hall.window(3)["reason"], "nmrsd 2 系统维护")
        browser.press("o")
        browser.wait_text("#window-phase", "已开窗")
        browser.press(Keys.CONTROL + "n")
        seq = hall.last_seq()
        browser.press("x")
        hall.take()
        browser.wait_text("#waiting-count", "2")  # all keys before were handled by now
        equal(hall.asked_for_since(seq), 2, "only the new ticket happened")
        equal(hall.window(3)["ticket"], 0)


@test("what another console does is seen at once; a taken window cannot be chosen")
def _():
    with WebHall() as hall, Browser() as browser:
        sign_in(browser, hall, "1002")
        browser.wait_visible("#picker")
        clerk = hall.staff("1001")
        clerk.act("window/sign-in", window=5)
        browser.wait_text("#picker-list li[data-key='5']", "王芳 在岗")
        assert not browser.enabled("#picker-list li[data-key='5'] button")
        clerk.act("window/sign-out", window=5)
        wait_until(lambda: browser.enabled("#picker-list li[data-key='5'] button"), "window 5 free")


@test("a reload goes on at the same window; leaving, or going home, closes it")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        ticket = hall.take()
        browser.click("[data-action=next]")
        browser.wait_text("#ticket-number", ticket.number)
        browser.driver.refresh()
        browser.wait_text("#ticket-number", ticket.number)
        assert not browser.enabled("[data-action=leave]")  # not with somebody at the window
        browser.click("#sign-out")
        browser.wait_text("#said", f"请先办结 {ticket.number}")
        browser.click("[data-action=serve]")
        browser.click("[data-action=done]")
        browser.click("[data-action=leave]")
        browser.wait_visible("#picker")
        equal((hall.window_phase(3), hall.window(3)["clerk"]), ("CLOSED", ""))
        browser.click("#picker-list li[data-key='4'] button")
        browser.wait_text("#window-phase", "已开窗")
        browser.click("#sign-out")  # the open window does not stay behind
        browser.wait_visible("#form")
        equal((hall.window_phase(4), hall.window(4)["clerk"]), ("CLOSED", ""))


@test("a page whose token is wrong cannot act")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        hall.take()
        status = browser.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            fetch('/api/window/next', {method: 'POST', body: '{"window":3}',
              headers: {'Content-Type': 'application/json'}}).then((a) => done(a.status));""")
        equal(status, 403)
        equal(hall.window(3)["ticket"], 0)


@test("the server is killed: the banner comes within 3 s, actions are off, all comes back")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        hall.take()
        browser.wait_text("#waiting-count", "1")
        took = []
        for _ in range(3):  # three chances, so that a loaded machine's pause is not a failure
            hall.server.kill()
            killed = time.monotonic()
            browser.wait_visible("#banner")
            took.append(time.monotonic() - killed)
            browser.wait_text("#banner", "叫号服务器没有回应")
            assert not browser.enabled("[data-action=next]")
            browser.picture("desk-cut-off")
            equal(outside(browser), [])
            hall.start_server()
            browser.wait_hidden("#banner")
            if min(took) <= 3.0:
                break
        assert min(took) <= 3.0, f"the banner came after {took} s"
        browser.click("[data-action=next]")
        browser.wait_visible("#ticket-some")


@test("queue-web is killed: the banner comes within 3 s; after its return the clerk signs in again")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        took = []
        for _ in range(3):  # three chances, as above
            hall.queue_web.kill()
            killed = time.monotonic()
            browser.wait_text("#banner", "连接中断")
            took.append(time.monotonic() - killed)
            hall.start_web()
            browser.wait_visible("#form")
            browser.type("#badge", "1001")
            browser.type("#password", PASSWORD + Keys.ENTER)
            browser.wait_text("#window-number", "3")
            if min(took) <= 3.0:
                break
        assert min(took) <= 3.0, f"the banner came after {took} s"


@test("queue-web hangs without a word: the missing beats raise the banner, and it goes away again")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        hall.queue_web.pause()
        browser.wait_text("#banner", "连接中断")
        hall.queue_web.resume()
        browser.wait_hidden("#banner")
        hall.take()
        browser.wait_text("#waiting-count", "1")


@test("1366 × 768, also with the browser's own bars: every control is on screen, in both languages")
def _():
    with WebHall() as hall, Browser() as browser:
        sign_in(browser, hall)
        browser.wait_visible("#picker-list li")
        equal(outside(browser), [], "choosing a window")
        browser.click("#picker-list li[data-key='10'] button")
        browser.wait_text("#window-phase", "已开窗")
        for _ in range(12):
            hall.take("housing-fund")
        browser.wait_text("#waiting-count", "12")
        browser.click("[data-action=next]")
        browser.wait_visible("#ticket-some")
        for language, height in (("zh", 768), ("zh", 620), ("en", 620), ("en", 768)):
            browser.resize(1366, height)
            if browser.run("return document.documentElement.lang").startswith(language) is False:
                browser.click("#language")
                wait_until(lambda: browser.run(
                    "return document.documentElement.lang").startswith(language), language)
            browser.picture(f"desk-{language}-{height}")
            equal(outside(browser), [], f"{language} at {height}")
        no_problems(browser)


@test("the language is remembered, and everything said is in it")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        browser.click("#language")
        browser.wait_text("[data-action=next]", "Next")
        browser.click("[data-action=next]")
        browser.wait_text("#said", "Nobody is waiting")
        browser.driver.refresh()
        browser.wait_text("#window-name", "General counter")
        left = browser.run("""
            const own = '.user, #language, #hall-name-other';
            return [...document.querySelectorAll('body *')]
              .filter((n) => !n.children.length && !n.closest(own) && n.offsetParent)
              .map((n) => n.innerText).filter((text) => /[\\u4e00-\\u9fff]/.test(text));""")
        equal(left, [], "Chinese left on the English page")


@test("every control has a name, lists and states are announced, contrast is enough")
def _():
    with WebHall() as hall, Browser() as browser:
        sit(browser, hall)
        hall.take()
        browser.click("[data-action=next]")
        browser.wait_visible("#ticket-some")
        unnamed = browser.run("""
            return [...document.querySelectorAll('button, input, dialog, section, ol, ul')]
              .filter((n) => n.getClientRects().length)
              .filter((n) => !(n.getAttribute('aria-label') || n.innerText.trim() ||
                n.getAttribute('aria-labelledby') || n.labels?.length)).map((n) => n.outerHTML);""")
        equal(unnamed, [])
        live = "return document.getElementById('said').getAttribute('aria-live')"
        equal(browser.run(live), "polite")
        equal(browser.run("return document.getElementById('banner').getAttribute('role')"), "alert")
        low = browser.run("""
            const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
              .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
              .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            const ground = (node) => {
              for (let n = node; n; n = n.parentElement) {
                const color = rgb(getComputedStyle(n).backgroundColor);
                if (getComputedStyle(n).backgroundImage !== 'none') return null;
                if (color.length < 4 || color[3] === 1) return color;
              }
              return [255, 255, 255];
            };
            const low = [];
            for (const node of document.querySelectorAll('main *')) {
              const text = [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
              if (!text || !node.getClientRects().length) continue;
              if (node.closest(':disabled, kbd')) continue;
              const under = ground(node);
              if (!under) continue;
              const [a, b] = [light(rgb(getComputedStyle(node).color)), light(under)];
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (ratio < 4.5) low.push(`${node.innerText}: ${ratio.toFixed(2)}`);
            }
            return low;""")
        equal(low, [], "contrast under 4.5")


if __name__ == "__main__":
    suite.main()
