"""The pages as files: complete in both languages, nothing from elsewhere, nothing inline."""

import json
import re

from hallkit import suite
from hallkit.paths import REPOSITORY
from hallkit.suite import equal, test

WEB = REPOSITORY / "assets/web"
TEXTS = {path.stem: json.loads(path.read_text()) for path in sorted((WEB / "i18n").glob("*.json"))}
SOURCES = {path.relative_to(WEB).as_posix(): path.read_text()
           for path in sorted(WEB.rglob("*")) if path.suffix in (".html", ".css", ".js", ".svg")}
# Keys that scripts put together of a prefix and a name from the hall.
BUILT = ("error.", "said.", "phone.", "ticket.", "window.", "action.", "banner.", "live.", "visit.",
         "priority.", "device.", "fact.", "alarm.")


@test("every text is there in every language, with the same places to fill in")
def _():
    equal(list(TEXTS), ["en", "zh"])
    equal(sorted(TEXTS["en"]), sorted(TEXTS["zh"]))
    for key, text in TEXTS["zh"].items():
        places = sorted(re.findall(r"\{\w+\}", text))
        equal(sorted(re.findall(r"\{\w+\}", TEXTS["en"][key])), places, key)
        assert text.strip() == text and text, key


@test("every text that a page asks for is there, and no text is left over")
def _():
    asked = set()
    for name, source in SOURCES.items():
        asked |= set(re.findall(r'data-i18n(?:-label)?="([^"]+)"', source))
        if name.endswith(".js"):
            asked |= set(re.findall(r'"((?:[a-z_0-9]+\.)+[a-zA-Z_]+)"', source))
            asked |= set(re.findall(r'\bt\("([a-z]+)"\)', source))
    keys = set(TEXTS["zh"])
    equal(sorted(key for key in asked - keys if not key.endswith((".js", ".svg"))), [], "missing")
    equal(sorted(key for key in keys - asked if not key.startswith(BUILT)), [], "left over")


@test("everything that a device can say of itself is told in words")
def _():
    said = set()
    for family in ("printer", "scanner", "reader"):
        source = (REPOSITORY / f"drivers/{family}.cc").read_text()
        said |= set(re.findall(r'names\.push_back\("(\w+)"\)', source))
    said.add("help_wanted")  # a kiosk's citizen (kiosk/kiosk.cc)
    said.add("paper_not_taken")  # by the hall (kiosk/kiosk_papers.cc)
    said.discard("paper_loaded")  # no trouble: it is not reported
    told = {key.removeprefix("fact.") for key in TEXTS["zh"] if key.startswith("fact.")}
    equal(sorted(told), sorted(said))


@test("every refusal that a clerk can meet is told in words")
def _():
    schema = (REPOSITORY / "lib/wire/hall.proto").read_text()
    refusals = set(re.findall(r"REFUSAL_(\w+) = [1-9]", schema))
    # What a console cannot cause: it sends no such command, or queue-web catches it before.
    never = {"MALFORMED", "WRONG_VERSION", "WRONG_HALL", "SNAPSHOT_GONE", "SERVICE_CLOSED",
             "NO_SUCH_HISTORY"}
    equal(sorted(name for name in refusals - never if f"error.{name}" not in TEXTS["zh"]), [])


@test("pages load only files that exist here, and nothing is inline")
def _():
    for name, source in SOURCES.items():
        for target in re.findall(r'(?:href|src|from|import)[ =]+"(/[^"#]*)', source):
            if target in ("/theme.css", "/", "/taken-in"):
                continue
            assert target.startswith("/web/"), f"{name}: {target}"
            assert (WEB / target.removeprefix("/web/")).is_file(), f"{name}: {target} is not there"
        for elsewhere in re.findall(r"https?://[^\s\"')]+", source):
            equal(elsewhere, "http://www.w3.org/2000/svg", name)
        if name.endswith(".html"):
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", source), name
        for symbol in re.findall(r"icons\.svg#([\w-]+)", source):
            assert f'id="{symbol}"' in SOURCES["icons.svg"], f"{name}: no icon {symbol}"


@test("colours come from the theme, but for what lies on the brand's own blue")
def _():
    theme = (REPOSITORY / "assets/theme/theme.toml").read_text()
    variables = set(re.findall(r"^(\w+) = ", theme, re.M))
    for name, source in SOURCES.items():
        if not name.endswith(".css"):
            continue
        own = set(re.findall(r"(--[\w-]+):", source))
        own |= set(re.findall(r"(--[\w-]+):", SOURCES["base.css"]))
        for used in re.findall(r"var\((--[\w-]+)\)", source):
            known = used in own or used.removeprefix("--").replace("-", "_") in variables
            assert known, f"{name}: {used}"


if __name__ == "__main__":
    suite.main()
