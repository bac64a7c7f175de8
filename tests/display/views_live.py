"""The other views beside a real server: a window's screen, the guide desk, the announcer without a
window, layouts that change while a board runs, a manager's message on all of them."""

import os
import pathlib
import re
import signal
import time

from PIL import Image

from hallkit import suite, wire
from hallkit.board import Board, cut_off, is_red, pixel, read, same_pixels
from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.screens import TurningScreen
from hallkit.suite import equal, test
from hallkit.trace import presented_us

SIZES = {"hall": (1920, 1080), "wall": (1920, 1080), "window": (1920, 1080), "guide": (1080, 1920)}
MANAGER = dict(clerk="0009", staff="MANAGER")
CARD = (60, 300, 1250, 640)  # the middle of a window's screen
TITLE = (160, 160, 700, 250)  # what stands above the number


def seen(board: Board, seq: int, name: str) -> pathlib.Path:
    """A picture of the board when it has shown that event."""
    wait_until(lambda: seq in presented_us(board.trace), f"event {seq} on {name}")
    return board.snapped(name)


def boards_of(hall, views) -> dict:
    """A display of each of these views, wide or (the guide desk's) upright, that shows the hall."""
    boards = {view: Board(hall, name=f"{view}-1", view=view, size=SIZES[view],
                          config="[voice]\nenabled = false\n",
                          more=["--window", str(hall.general[0])] if view == "window" else [])
              for view in views}
    for view, board in boards.items():
        board.shot(view)
    return boards


@test("a window's screen calls, serves and rests")
def _():
    with RunningHall() as hall:
        window = hall.general[0]
        board = Board(hall, view="window", more=["--window", str(window)])
        closed = read(board.shot("window"), CARD)
        assert "窗口未开放" in closed, closed
        hall.sit(window)
        hall.take()
        seq = hall.web.done(call_next=dict(window=window), clerk="0001").seq
        shot = seen(board, seq, "window")
        title = read(shot, TITLE)
        assert "正在叫号" in title, title
        assert pixel(shot, 70, 960) != pixel(shot, 1310, 960), "the card is not lit by a call"
        badge = read(shot, (1600, 890, 1870, 970))
        assert "0001" in badge, badge
        seq = hall.web.done(start_service=dict(window=window), clerk="0001").seq
        title = read(seen(board, seq, "window"), TITLE)
        assert "正在办理" in title, title
        equal(board.spoken(), [])
        assert not board.sound.exists(), "it opened a loudspeaker"
        equal(board.program.stop(), 0)


@test("the guide desk sees who asks for help at a kiosk, and an upright screen is used upright")
def _():
    with RunningHall() as hall:
        board = Board(hall, view="guide", size=(1080, 1920))
        board.shot("guide")
        hall.take("social")
        seq = hall.kiosk.done(report_device=dict(device="help", state=wire.DEVICE_STATE_ATTENTION,
                                                 facts=["help_wanted"])).seq
        words = read(seen(board, seq, "guide"), (48, 124, 1032, 460))
        assert "kiosk-1" in words and "求助" in words, words
        equal(board.program.stop(), 0)


@test("an announcer needs no video and speaks for its own windows; a board may be silent")
def _():
    with RunningHall() as hall:
        mine, other = hall.general[0], hall.general[1]
        voice = Board(hall, name="voice-1", view="announcer", video="no-such-driver",
                      config=f"[voice]\ntimes = 1\nwindows = [{mine}]\n")
        board = Board(hall, config="[voice]\nenabled = false\n")
        board.shot("hall")
        hall.sit(other, "0002")
        hall.sit(mine, "0001")
        hall.take()
        hall.take()
        unheard = hall.call(other, "0002").number
        heard = hall.call(mine, "0001").number
        said = wait_until(voice.spoken, "an announcement")
        equal([line["number"] for line in said], [heard])
        board.shot(f"call-{unheard}-window-{other}")
        equal(board.spoken(), [])
        assert not board.sound.exists(), "the silent board opened a loudspeaker"
        equal(voice.program.stop(), 0)
        equal([line["number"] for line in voice.spoken()], [heard])


@test("an announcer comes back after its server was away, and repeats nothing")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        voice = Board(hall, name="voice-1", view="announcer", config="[voice]\ntimes = 1\n")
        first = hall.take()
        hall.call(window)
        wait_until(lambda: len(voice.spoken()) == 1, "the first announcement")
        equal(hall.server.stop(), 0)
        wait_until(lambda: "no call is spoken" in voice.program.text(), "a word in the log")
        hall.start_server()
        hall.serve(window)
        second = hall.take()
        hall.call(window)
        wait_until(lambda: len(voice.spoken()) == 2, "the second announcement")
        equal([line["number"] for line in voice.spoken()], [first.number, second.number])


@test("a manager's message is spoken again and again, and calls wait until it is over")
def _():
    with RunningHall() as hall:
        voice = Board(hall, name="voice-1", view="announcer",
                      config="[voice]\nemergency_every_seconds = 5\n")
        numbers = []
        for index in range(3):
            window = hall.sit(hall.general[index], f"{index + 1:04}")
            hall.take()
            numbers.append(hall.call(window, f"{index + 1:04}").number)
        wait_until(voice.sound.exists, "the first call's sound")
        say = dict(text=dict(zh='请从"东门"离开', en="Please leave by the east gate"))
        hall.web.done(set_emergency=say, **MANAGER)

        def spoken():
            return [line.get("number", "!") for line in voice.spoken()]

        wait_until(lambda: spoken().count("!") >= 2, "the message, twice")
        first, last = spoken().index("!"), len(spoken()) - 1
        equal(spoken()[first:], ["!"] * (last - first + 1))  # no call among them
        equal(next(line["zh"] for line in voice.spoken() if "emergency" in line), '请从"东门"离开')
        hall.web.done(set_emergency={}, **MANAGER)
        wait_until(lambda: [n for n in spoken() if n != "!"] == numbers, "the calls that waited")
        said = spoken().count("!")
        time.sleep(7)  # it would have come again by now
        equal(spoken().count("!"), said)


@test("every view, and a manager's message over it, tells within 3 s that it is cut off")
def _():
    def is_banner(view, shown):
        width, height = SIZES[view]
        assert is_red(pixel(shown, 20, height - 36, (width, height))), f"{view}: no banner"
        words = read(shown, (0, height - 72, width, height))
        assert "已中断" in words, f"{view}: {words}"

    with RunningHall() as hall:
        boards = boards_of(hall, SIZES)
        with cut_off(hall, boards.values()) as pictures:
            for view, shown in zip(boards, pictures):
                is_banner(view, shown)
        say = dict(text=dict(zh="请从最近的出口离开大厅", en="Please leave by the nearest exit"))
        hall.web.done(set_emergency=say, **MANAGER)
        for board in boards.values():
            board.shot("emergency")
        with cut_off(hall, boards.values()) as pictures:
            for view, shown in zip(boards, pictures):
                is_banner(view, shown)
                width, height = SIZES[view]  # on the same red: a line sets it apart
                equal(pixel(shown, 20, height - 71, (width, height)), (255, 255, 255), view)


@test("a manager's message takes over every view, and gives it back")
def _():
    with RunningHall() as hall:
        boards = boards_of(hall, ["wall", "window", "guide"])
        say = dict(text=dict(zh="请从最近的出口离开大厅", en="Please leave by the nearest exit"))
        seq = hall.web.done(set_emergency=say, **MANAGER).seq
        for view, board in boards.items():
            shown = board.shot("emergency")
            assert is_red(pixel(shown, 20, 20, SIZES[view])), f"{view}: not red"
            wait_until(lambda log=board.trace: seq in presented_us(log), f"the event on {view}")
        hall.web.done(set_emergency={}, **MANAGER)
        for view, board in boards.items():
            board.shot(view, count=2)


@test("a layout changes while the board runs; a file with a mistake changes nothing")
def _():
    with RunningHall() as hall:
        hall.sit(hall.general[0])
        board = Board(hall)
        dark = board.shot("hall")
        assert sum(pixel(dark, 960, 116)) < 150, pixel(dark, 960, 116)
        board.rewrite('[hall]\ntheme = "light"\nservices = ["tax"]\n')
        light = board.shot("hall", count=2)
        assert sum(pixel(light, 960, 116)) > 600, pixel(light, 960, 116)
        words = read(light, (1300, 260, 1860, 360), bright=True)
        assert "税务服务" in words and "社会" not in words, words
        board.rewrite('[hall]\ntheme = "light"\nrows = 99\n')
        wait_until(lambda: "display.toml:6: hall.rows" in board.program.text(), "a line in the log")
        time.sleep(1.5)  # a change would be on screen
        equal(len(list(board.shots.glob("*-hall.png"))), 2)
        board.rewrite('[hall]\nlogo = "no-such.png"\n')
        wait_until(lambda: "no-such.png" in board.program.text(), "a line about the logo")
        board.rewrite("[hall]\nrows = 8\n")
        assert sum(pixel(board.shot("hall", count=3), 960, 116)) < 150
        equal(board.program.stop(), 0)


@test("the layouts of the other views change while they run; their mistakes are told")
def _():
    with RunningHall() as hall:
        boards = boards_of(hall, ["wall", "window", "guide"])
        voice = "[voice]\nenabled = false\n"
        boards["wall"].rewrite(voice + '[wall]\npanels = ["alarms"]\n')
        words = read(boards["wall"].shot("wall", count=2), (48, 124, 700, 200))
        assert words.startswith("报警与设备"), words
        boards["window"].rewrite(voice + "[window_screen]\nservices = false\n")
        words = read(boards["window"].shot("window", count=2), (1296, 520, 1872, 860), bright=True)
        assert "办理业务" not in words, words
        boards["guide"].rewrite(voice + '[guide]\nlists = ["held", "waiting"]\n')
        words = read(boards["guide"].shot("guide", count=2), (48, 130, 500, 220))
        assert "挂起" in words, words
        boards["guide"].rewrite(voice + '[guide]\nlists = ["held", "held"]\n')
        log = boards["guide"].program.text
        wait_until(lambda: "display.toml:7: guide.lists: expected" in log(), "a line in the log")
        boards["guide"].rewrite(voice + '[guide]\nlists = ["missed"]\n')
        boards["guide"].shot("guide", count=3)


@test("a monitor that is turned, or has another resolution, is used as it is now")
def _():
    with RunningHall() as hall:
        screen = TurningScreen(hall.folder, "monitor", 1920, 1080)
        hall.programs.append(screen.program)
        board = Board(hall, view="guide", size=None, video="x11",
                      environment={"DISPLAY": screen.display})
        with Image.open(board.shot("guide")) as picture:
            equal(picture.size, (1920, 1080))
        for size in ((1080, 1920), (720, 1280), (1280, 720)):
            screen.set(*size)
            fresh = Board(hall, name=f"{size[0]}-wide", view="guide", size=size)
            fresh.shot("guide")

            def looks_as_if_begun_so(other=fresh) -> bool:
                """Its own picture, and what is on the monitor."""
                with Image.open(board.snapped("guide")) as own, \
                        Image.open(other.snapped("guide")) as expected:
                    return same_pixels(own, expected) and same_pixels(screen.picture(), expected)

            wait_until(looks_as_if_begun_so, f"the picture of a board that began with {size}")
            equal(fresh.program.stop(), 0)
        equal(board.program.stop(), 0)


@test("a service that the hall does not have is told once for each catalogue and layout")
def _():
    with RunningHall() as hall:
        board = Board(hall, '[voice]\nenabled = false\n[hall]\nservices = ["taxx", "tax"]\n')
        board.shot("hall")

        def told() -> list:
            return [line for line in board.program.text().splitlines() if "the hall has no" in line]

        line = wait_until(told, "a line in the log")[0]
        assert re.search(r'display\.toml: hall\.services: the hall has no "taxx"; expected', line) \
            and "social" in line, line
        hall.take("tax")
        hall.rewrite("services.toml", r'(?m)^zh = "税务服务"$', 'zh = "税务"')
        os.kill(hall.server.process.pid, signal.SIGHUP)
        wait_until(lambda: len(told()) == 2, "another line for another catalogue")
        board.rewrite('[voice]\nenabled = false\n[hall]\nservices = ["tax"]\n')
        board.shot("hall", count=2)
        equal(len(told()), 2)


@test("a window that is not said, an announcer that is off: told before anything starts")
def _():
    with RunningHall() as hall:
        device = hall.enroll("board-1", "display")
        path = pathlib.Path(hall.folder) / "display.toml"

        def refused(text: str, *more) -> str:
            path.write_text(f'device = "{device}"\n{text}')
            done = hall.run([program("display"), "--config", path, *more])
            equal(done.returncode, 2, done.stderr)
            return done.stderr

        assert "window: expected the number" in refused("", "--view", "window")
        assert "display.toml:2: window" in refused("window = 0\n")
        assert "voice.enabled" in refused("[voice]\nenabled = false\n", "--view", "announcer")
        assert "voice.hours" in refused("[[voice.hours]]\nfrom = 24\nto = 7\n")
        assert "hall.theme" in refused('[hall]\ntheme = "blue"\n')
        assert "hall.languages" in refused('[hall]\nlanguages = ["en", "en"]\n')


if __name__ == "__main__":
    suite.main()
