"""The scripted visit: one citizen, one clerk, and a bad day for printer and server.

Everything is done as people do it (a finger on the glass, clicks on a page, hands on the printer)
and seen as they see it (text read off the screens, paper and codes). A witness listens to the
server's feed, so that what screens show is compared with what was committed.
"""

import audioop
import re
import time

from hallkit import reading, wire
from hallkit.program import wait_until
from hallkit.screens import TouchableScreen, plain_screen
from hallkit.trace import cut_off_us
from PIL import Image
from visit.camera import Camera
from visit.stack import PASSWORD, Stack
from visit.timeline import Timeline
from web.browser import Browser

WINDOW = 3
FIRST, SECOND = "社会保障", "税务服务"  # what the citizens come for
KIOSK_MIDDLE = (0, 150, 1080, 1750)  # without clock and language switch
BOARD_LINES = (1296, 124, 1872, 984)  # who is waiting for what
BOARD_HERO = (48, 124, 1264, 496)
BOARD_STRIP = (0, 1008, 1920, 1080)
TICKER = (208, 1008, 1872, 1080)      # where text moves all the time
HERO_NUMBER = (48, 200, 640, 420)
HERO_WINDOW = (840, 160, 1220, 400)
NUMBERS = "ABCDEFGH0123456789"
CUT_OFF_S = 3.0
PATIENCE_S = 180.0  # reading a screen takes seconds, on a busy machine many
CAMERA_S = 2.0  # until a picture of a screen has been taken, on a busy machine


def phrases(number: str, window: int) -> tuple:
    """What is spoken for a first call, in Chinese and English; a window below ten."""
    names = dict(zip("0123456789", zip("零一二三四五六七八九", (
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))))
    digits = [names[digit] for digit in number[1:]]
    zh, en = names[str(window)]
    return (f"请{number[0]}{''.join(name for name, _ in digits)}号到{zh}号窗口",
            f"Number {number[0]} {' '.join(name for _, name in digits)}, "
            f"please go to window {en}")


def audible(sound: bytes, frames_a_second: int) -> float:
    """How many seconds of mono 16-bit sound are not silence, in steps of 20 ms."""
    step = frames_a_second // 50 * 2
    loud = sum(audioop.rms(sound[at:at + step], 2) > 300 for at in range(0, len(sound), step))
    return loud / 50


class Visit:
    def __init__(self, out):
        self.out = out
        self.told = Timeline(out)
        self.stack = Stack(out)
        self.browser = None
        self.cameras = []
        self.moment = time.monotonic()  # of the last thing that was done
        self.heard = []  # every event that the witness has read

    def play(self):
        try:
            self._open_the_hall()
            self._take_a_ticket()
            self._call_it()
            self._speak_english_and_run_out_of_paper()
            self._recall_and_serve()
            self._lose_the_server()
            self._close_the_hall()
        except BaseException:
            self._keep_what_is_seen()
            raise
        finally:
            self._end()

    # -- the story --------------------------------------------------------------------------------

    def _open_the_hall(self):
        stack = self.stack
        self.glass = TouchableScreen(stack.folder, "glass")
        self.wall = plain_screen(stack.folder, "wall", 1920, 1080)
        stack.programs += [self.glass.program, self.wall.program]
        stack.start_server()
        stack.start_web()
        stack.start_kiosk(self.glass.display)
        stack.start_board(self.wall.display)
        self.kiosk = Camera(self.glass)
        self.board = Camera(self.wall, ignore=TICKER)
        self.cameras = [self.kiosk, self.board]
        self.witness = stack.feed("witness", "display")
        self.witness.pulse()
        self.told.seen("server, web, kiosk and board are ready")
        self._see(self.kiosk, FIRST, "kiosk-home")
        self._see(self.board, FIRST, "board-empty", box=BOARD_LINES)

    def _take_a_ticket(self):
        self._touch(FIRST, times=2)  # an impatient finger
        issued = self._event("ticket_issued")
        self.told.seen("a finger touched the service twice: the server issued one ticket",
                       number=issued.number)
        self._see(self.kiosk, "正在打印", "kiosk-printing")
        confirmed = self._event("ticket_confirmed")
        assert confirmed.delivery == wire.DELIVERY_PRINTED, confirmed
        self._see(self.kiosk, "取走号票", "kiosk-printed")
        self.first = issued
        self._read_paper(issued)
        issued_so_far = [event for event in self.heard if event.HasField("ticket_issued")]
        assert len(issued_so_far) == 1, "two tickets for one person"

    def _read_paper(self, issued):
        path = self.stack.draw_paper()
        paper = Image.open(path)
        text = reading.text_of(paper, languages="chi_sim", layout=6)
        assert FIRST in text, f"the paper does not say {FIRST}:\n{text}"
        seen = {number for scale in (0.25, 0.35, 0.5, 1.0) for number in re.findall(
            r"[A-H]\d{3}", reading.text_of(paper, scale=scale, languages="eng", only=NUMBERS))}
        assert issued.number in seen, f"the paper does not say {issued.number}, but {seen}"
        codes = reading.codes_of(paper)
        link = next((code for code in codes if code.startswith(self.stack.url + "/t/")), None)
        assert link, f"no code on the paper opens its page: {codes}"
        self.told.seen("the paper was read: service, number and code", path.name)
        with self._phone(link) as phone:
            phone.wait_text("#number", issued.number)
            self._keep(phone, "phone-waiting")
        self.told.seen("the paper's code opens the ticket on a phone", "phone-waiting.png")

    def _call_it(self):
        browser = self.browser = Browser()
        browser.open(self.stack.url + "/")
        browser.wait_visible("#badge")
        self._keep(browser, "web-sign-in")
        browser.type("#badge", "1001")
        browser.type("#password", PASSWORD)
        browser.click("#submit")
        browser.wait_visible("#picker")
        self._keep(browser, "web-windows")
        browser.click(f"#picker-list li:nth-child({WINDOW}) button")
        browser.wait_visible("#desk")
        wait_until(lambda: browser.enabled("[data-action=next]"), "Next to be enabled")
        self._keep(browser, "web-console")
        self.told.seen("a clerk signed in and opened window 3", "web-console.png")
        self._click("next")
        browser.wait_text("#ticket-number", self.first.number)
        called = self._event("ticket_called")
        assert (called.number, called.window) == (self.first.number, WINDOW), called
        self._keep(browser, "web-called")
        self.told.seen("the clerk pressed Next", "web-called.png", number=called.number)
        self._see_call("board-called")
        spoken = wait_until(self.stack.spoken, "the board to speak the call")[0]
        assert (spoken["number"], spoken["window"]) == (self.first.number, WINDOW), spoken
        assert spoken["whole"], spoken
        zh, en = phrases(self.first.number, WINDOW)
        assert (spoken["zh"], spoken["en"]) == (zh, en), f"{spoken} is not {zh} / {en}"
        self.told.seen("the board spoke the call", zh=spoken["zh"], en=spoken["en"])

    def _see_call(self, picture):
        """The board shows number and window of the call; how long it took from the click."""
        how = dict(scale=0.25, languages="eng", only=NUMBERS, layout=7)
        frame = self.board.wait_text(self.first.number, self.moment, HERO_NUMBER, PATIENCE_S, **how)
        shown = frame.text(HERO_WINDOW, scale=0.3, languages="eng", only="0123456789", layout=10)
        assert shown == str(WINDOW), f"the board sends to {shown!r}, not to {WINDOW}"
        frame.picture.save(self.out / f"{picture}.png")
        self.told.seen("the board shows the number and the window", f"{picture}.png",
                       after_s=round(frame.at - self.moment, 2))

    def _speak_english_and_run_out_of_paper(self):
        self._see(self.kiosk, FIRST, "kiosk-home-again", latest=True)
        self._touch("English", languages="eng")
        self._see(self.kiosk, "Findanitem", "kiosk-english", languages="eng")
        self._touch("中文")
        self._see(self.kiosk, "搜索事项", "kiosk-chinese", latest=True)
        self._handle_printer("paper_out 1")
        reported = self._event("device_reported").record
        assert reported.state == wire.DEVICE_STATE_STOPPED, reported
        self.told.seen("the printer ran out of paper, and everyone knows",
                       facts=list(reported.facts))
        self._see(self.kiosk, "缺纸", "kiosk-no-paper")
        self._touch(SECOND)
        self._see(self.kiosk, "没有打印出来", "kiosk-choice")
        self._touch("无纸取号")
        issued, confirmed = self._event("ticket_issued"), self._event("ticket_confirmed")
        assert confirmed.ticket == issued.ticket, (issued, confirmed)
        assert confirmed.delivery == wire.DELIVERY_PAPERLESS, confirmed
        frame = self._see(self.kiosk, "取号成功", "kiosk-paperless")
        codes = reading.codes_of(frame.picture)
        link = next((code for code in codes if code.startswith(self.stack.url + "/t/")), None)
        assert link, f"no code on the screen opens the ticket's page: {codes}"
        with self._phone(link) as phone:
            phone.wait_text("#number", issued.number)
            self._keep(phone, "phone-paperless")
        self.told.seen("the number came without paper, and its code opens it on a phone",
                       "phone-paperless.png", number=issued.number)
        self._handle_printer("paper_out 0")

    def _recall_and_serve(self):
        browser = self.browser
        self._click("recall")  # at least 20 s after the call; the button knows
        recalled = self._event("ticket_recalled")
        assert recalled.call == 2, recalled
        self._see(self.board, "再次叫号", "board-recalled", box=BOARD_HERO)
        wait_until(lambda: len(self.stack.spoken()) >= 2, "the board to speak the recall")
        self.told.seen("the clerk recalled: the board shows and speaks it again")
        self._click("serve")
        self._event("service_started")
        self._keep(browser, "web-serving")
        self._click("done")
        served = self._event("ticket_served")
        assert served.ticket == self.first.ticket, served
        browser.wait_hidden("#ticket-number")
        self._keep(browser, "web-served")
        self.told.seen("the citizen was served", "web-served.png")

    def _lose_the_server(self):
        self._see(self.kiosk, FIRST, "kiosk-before-loss", latest=True)
        self.moment = killed = time.monotonic()
        self.stack.server.kill()
        killed_us = time.time_ns() // 1000
        away = self._see(self.kiosk, "照常有效", "kiosk-away")
        self._see(self.board, "已中断", "board-away", box=BOARD_STRIP)
        board_s = (cut_off_us(self.stack.board_trace) - killed_us) / 1e6
        assert board_s <= CUT_OFF_S, f"the board was silent for {board_s} s"
        kiosk_s = away.at - killed
        assert kiosk_s <= CUT_OFF_S + CAMERA_S, f"the kiosk was silent for {kiosk_s} s"
        figures = {"kiosk_s": round(kiosk_s, 2), "board_s": round(board_s, 2)}
        self.browser.wait_visible("#banner")
        self._keep(self.browser, "web-away")
        self.told.seen("the server was killed: kiosk, board and console say so", **figures)
        self.moment = time.monotonic()
        self.stack.start_server()
        restarted_ms = time.time() * 1000
        while self.witness.pulse().at_ms < restarted_ms:
            pass  # of the first life, not read yet
        self._see(self.kiosk, FIRST, "kiosk-back", latest=True)
        self._see(self.board, FIRST, "board-back", latest=True, box=BOARD_LINES)
        self.browser.wait_hidden("#banner")
        self.told.seen("the server is back, and so is everyone",
                       after_s=round(time.monotonic() - self.moment, 1))
        self._click("next")
        called = self._event("ticket_called")
        self.browser.wait_text("#ticket-number", called.number)
        self.told.seen("nothing was forgotten: the paperless ticket is called",
                       number=called.number)

    def _close_the_hall(self):
        wait_until(lambda: len(self.stack.spoken()) >= 3, "the board to speak the last call")
        for name in ("kiosk", "board", "web", "server"):
            code = getattr(self.stack, name).stop()
            assert code == 0, f"{name} ended with {code}"
        self.told.seen("kiosk, board, web and server ended cleanly")
        voice = self.stack.save_voice()
        sound = voice.readframes(voice.getnframes())
        seconds = voice.getnframes() / voice.getframerate()
        audible_s = audible(sound, voice.getframerate())
        spoken_s = sum(line["end_ms"] - line["start_ms"] for line in self.stack.spoken()) / 1000
        # A chime alone is a tenth of an announcement; between the words it is quiet.
        assert audible_s > spoken_s / 2, f"{audible_s:.1f} s audible of {spoken_s:.1f} s spoken"
        self.told.seen("the board's voice was recorded", "voice.wav", seconds=round(seconds, 1),
                       spoken_s=round(spoken_s, 1), audible_s=round(audible_s, 1))
        said = self.stack.verify()
        self.told.seen("the journal verifies: " + " ".join(said.split()))

    # -- eyes and hands ---------------------------------------------------------------------------

    def _touch(self, label: str, times: int = 1, languages: str = "chi_sim"):
        """A finger on what the kiosk's screen labels so."""
        def find():
            picture = self.glass.picture()
            return (reading.find(picture, label, languages=languages, scale=0.5)
                    or reading.find(picture, label, languages=languages))
        box = wait_until(find, f"“{label}” on the kiosk", PATIENCE_S)
        self.moment = time.monotonic()
        for _ in range(times):
            self.glass.panel.tap((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def _click(self, action: str):
        """A click on a button of the clerk's console, as soon as it is enabled."""
        button = f"[data-action={action}]"
        wait_until(lambda: self.browser.enabled(button), f"{action} to be enabled")
        self.moment = time.monotonic()
        self.browser.click(button)

    def _handle_printer(self, command: str):
        self.moment = time.monotonic()
        self.stack.printer(command)

    def _see(self, camera: Camera, wanted: str, name: str, **how):
        """Waits until the screen shows the text, after the last thing that was done, and keeps the
        picture that did."""
        how = dict(languages="chi_sim", box=KIOSK_MIDDLE) | how
        frame = camera.wait_text(wanted, self.moment, patience_s=PATIENCE_S, **how)
        frame.picture.save(self.out / f"{name}.png")
        # The reading takes a while; this is when it was there to be read.
        self.told.seen(f"seen: {wanted}", f"{name}.png",
                       after_s=max(0.0, round(frame.at - self.moment, 2)))
        return frame

    def _event(self, kind: str):
        """The next event of this kind that the server publishes; others may come between."""
        deadline = time.monotonic() + 60
        while True:
            event = self.witness.event(deadline - time.monotonic())
            self.heard.append(event)
            if event.HasField(kind):
                return getattr(event, kind)

    def _phone(self, link: str) -> Browser:
        phone = Browser(width=390, height=844)
        phone.open(link)
        return phone

    def _keep(self, browser: Browser, name: str):
        browser.driver.save_screenshot(str(self.out / f"{name}.png"))

    def _keep_what_is_seen(self):
        for camera, name in zip(self.cameras, ("kiosk", "board")):
            for number, frame in enumerate(camera.since(0.0)[-8:]):
                frame.picture.save(self.out / f"failed-{name}-{number}.png")
        if self.browser:
            self._keep(self.browser, "failed-web")
        print("# heard: " + ", ".join(f"{e.seq} {e.WhichOneof('body')}" for e in self.heard))
        for program in self.stack.programs:
            print(f"# {program.name} ({program.process.poll()}):\n{program.tail(12)}", flush=True)

    def _end(self):
        for camera in self.cameras:
            camera.stop()
        if self.browser:
            self.browser.driver.quit()
        self.stack.close()
