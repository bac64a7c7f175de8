"""Chromium without a screen, driven as a clerk or a citizen would: by what is visible."""

import pathlib
import shutil
import tempfile

from hallkit.paths import REPOSITORY
from hallkit.program import wait_until
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PICTURES = REPOSITORY / "build/web"
SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--force-device-scale-factor=1")


class Browser:
    """One browser with a profile of its own; a context manager."""

    def __init__(self, width: int = 1366, height: int = 768, language: str = "zh-CN"):
        self._profile = tempfile.mkdtemp(prefix="chromium.")
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for switch in (*SWITCHES, f"--user-data-dir={self._profile}", f"--lang={language}"):
            options.add_argument(switch)
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            options=options, service=Service("/usr/bin/chromedriver"))
        self.resize(width, height)
        # No half-way colours of a transition in pictures and measurements.
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            try:
                self.picture("failed")
                print("".join(f"# {line['message']}\n" for line in self.driver.get_log("browser")))
            except Exception as also:  # the first failure is the one to report
                print(f"# and the browser: {also}")
        self.driver.quit()
        shutil.rmtree(self._profile, ignore_errors=True)

    def resize(self, width: int, height: int):
        """The page's own area, without any bars of the browser."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def open(self, url: str):
        self.driver.get(url)

    def one(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What is visible of it; empty if nothing is."""
        return self.driver.execute_script(
            "const node = document.querySelector(arguments[0]);"
            "return node && node.offsetParent !== null ? node.innerText.trim() : '';", selector)

    def wait_text(self, selector: str, wanted: str):
        wait_until(lambda: wanted in self.text(selector),
                   f"“{wanted}” in {selector}, which shows “{self.text(selector)}”")

    def wait_visible(self, selector: str):
        wait_until(lambda: self.visible(selector), f"{selector} to be visible")

    def wait_hidden(self, selector: str):
        wait_until(lambda: not self.visible(selector), f"{selector} to be hidden")

    def visible(self, selector: str) -> bool:
        return self.driver.execute_script(
            "const node = document.querySelector(arguments[0]);"
            "return Boolean(node && node.getClientRects().length);", selector)

    def enabled(self, selector: str) -> bool:
        return self.driver.execute_script(
            "const node = document.querySelector(arguments[0]);"
            "return Boolean(node && node.getClientRects().length && !node.disabled);", selector)

    def click(self, selector: str):
        wait_until(lambda: self.enabled(selector), f"{selector} to be enabled")
        self.one(selector).click()

    def type(self, selector: str, text: str):
        self.one(selector).send_keys(text)

    def press(self, key: str):
        """A key on the page, wherever the focus is."""
        self.driver.switch_to.active_element.send_keys(key)

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def picture(self, name: str) -> pathlib.Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.driver.save_screenshot(str(path))
        return path

    def problems(self) -> list:
        """What the browser complained about: a blocked script, a failed module, an exception."""
        return [line["message"] for line in self.driver.get_log("browser")
                if line["level"] == "SEVERE"]


__all__ = ["Browser", "Keys", "PICTURES"]
