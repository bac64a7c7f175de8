"""What the tests of the staff's pages share: signing in, and what is on the screen."""

from browser import Browser, Keys
from hallkit.program import wait_until
from hallkit.suite import equal
from web_hall import PASSWORD, WebHall

KNOWN_PROBLEMS = ("status of 401", "status of 409")  # refusals that the page shows in words


def sign_in(browser: Browser, hall: WebHall, badge: str = "1001"):
    browser.open(hall.url)
    browser.wait_visible("#form")
    browser.type("#badge", badge)
    browser.type("#password", PASSWORD + Keys.ENTER)
    browser.wait_visible("#main")


def sit(browser: Browser, hall: WebHall, window: int = 3):
    sign_in(browser, hall)
    browser.click(f"#picker-list li[data-key='{window}'] button")
    browser.wait_text("#window-phase", "已开窗")


def numbers(browser: Browser, selector: str) -> list:
    return browser.run("return [...document.querySelectorAll(arguments[0] + ' li .number')]"
                       ".map((node) => node.innerText)", selector)


def wait_numbers(browser: Browser, selector: str, wanted: list):
    wait_until(lambda: numbers(browser, selector) == wanted,
               f"{wanted} in {selector}, which shows {numbers(browser, selector)}")


def outside(browser: Browser) -> list:
    """What of the main controls is not wholly on screen, or covered, or cuts its text."""
    return browser.run("""
        const bad = [];
        const parts = 'header *, .actions .button, #ticket, .window-line h1, .window-line .pill, '
          + '.figures, .list h2, #said, .card';
        for (const node of document.querySelectorAll(parts)) {
          const box = node.getBoundingClientRect();
          if (!box.width || !box.height || node.closest('svg, dialog')) continue;
          const name = node.id || node.dataset.action || node.className || node.tagName;
          if (box.left < 0 || box.top < 0 || box.right > innerWidth + 0.5 ||
              box.bottom > innerHeight + 0.5) bad.push(`${name} is outside the screen`);
          const cut = node.scrollWidth > node.clientWidth + 1 && node.clientWidth;
          if (cut) bad.push(`${name} cuts its text`);
        }
        const root = document.documentElement;
        const scrolls = root.scrollHeight > innerHeight || root.scrollWidth > innerWidth;
        if (scrolls) bad.push('the page scrolls');
        return bad;""")


def no_problems(browser: Browser):
    found = [p for p in browser.problems() if not any(known in p for known in KNOWN_PROBLEMS)]
    equal(found, [], "the browser complains")


def choose(browser: Browser, selector: str, value: str):
    chosen = browser.run("""
        const list = document.querySelector(arguments[0]);
        list.value = arguments[1];
        list.dispatchEvent(new Event('change'));
        return list.value;""", selector, value)
    equal(chosen, value, f"what {selector} offers")
