"""The board beside a real server: pictures, trace, voice, cut-offs, bad configuration."""

import pathlib
import re
import time

from hallkit import suite, wire
from hallkit.board import Board, cut_off, is_red, pixel, read
from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test
from hallkit.trace import presented_us

FLOOD = 20_000  # events, some 400 bytes each: 8 MB for each board

@test("a manager's message takes over the board and gives it back")
def _():
    with RunningHall() as hall:
        board = Board(hall)
        board.shot("hall")
        say = dict(text=dict(zh="请从最近的出口离开大厅", en="Please leave by the nearest exit"))
        hall.web.refused("NOT_ALLOWED", set_emergency=say, clerk="0001")
        manager = dict(clerk="0009", staff="MANAGER")
        hall.web.done(set_emergency=say, **manager)
        shown = board.shot("emergency")
        assert is_red(pixel(shown, 20, 20)), "the whole screen"
        assert "出口" in read(shown, (0, 280, 1920, 700)), read(shown, (0, 280, 1920, 700))
        before = len(list(board.shots.glob("*-hall.png")))
        hall.web.done(set_emergency={}, **manager)
        board.shot("hall", count=before + 1)


@test("a call is drawn, traced and spoken in both languages")
def _():
    with RunningHall() as hall:
        board = Board(hall)
        board.shot("hall")
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        before_us = time.time_ns() // 1000
        seq = hall.web.done(call_next=dict(window=window), clerk="0001").seq
        shot = board.shot(f"call-{ticket.number}-window-{window}")
        assert pixel(shot, 1200, 300) == (255, 255, 255), "the window's plate is not there"
        wait_until(lambda: seq in presented_us(board.trace), "the call in the trace")
        at_us = presented_us(board.trace)[seq]
        assert before_us < at_us < time.time_ns() // 1000, (before_us, at_us)
        said = wait_until(board.spoken, "an announcement")[0]
        equal((said["number"], said["window"], said["call"]), (ticket.number, window, 1))
        assert said["whole"] and said["zh"].startswith("请A"), said
        assert said["en"].startswith("Number A ") and "please go to window" in said["en"], said
        assert board.sound.stat().st_size > 22050 * 2 * 10, "ten seconds of sound at least"
        equal(board.program.stop(), 0)


@test("the managers' wall tells who waits and which device is down, since when, and is silent")
def _():
    with RunningHall() as hall:
        wall = Board(hall, name="wall-1", view="wall")
        wall.shot("wall")
        hall.sit(hall.general[0])
        for _ in range(7):
            hall.take("social")
        hall.kiosk.done(report_device=dict(device="printer", state=wire.DEVICE_STATE_STOPPED,
                                           facts=["paper_out"]))
        wait_until(lambda: hall.state()["alarms"], "the alarm")
        seq = hall.web.done(call_next=dict(window=hall.general[0]), clerk="0001").seq
        wait_until(lambda: seq in presented_us(wall.trace), "the call on the wall")
        shot = wall.snapped("wall")
        alarms = read(shot, (1176, 648, 1872, 984))
        assert "kiosk-1" in alarms and "打印机不能使用" in alarms, alarms
        services = read(shot, (48, 700, 600, 760))
        assert services.startswith("社会保障") and services.endswith("分钟"), services
        windows = read(shot, (1176, 320, 1872, 624))
        assert windows.startswith("窗口状态"), windows
        time.sleep(1.5)  # a call would begin to be spoken within this time
        equal(wall.spoken(), [])
        assert not wall.sound.exists(), "it opened a loudspeaker"


@test("a recall is spoken again, and says that it is one")
def _():
    with RunningHall(clock=True) as hall:
        board = Board(hall, config="[voice]\ntimes = 1\n")
        board.shot("hall")
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        wait_until(lambda: len(board.spoken()) == 1, "the call")
        hall.clock.advance(21)
        hall.web.done(recall_ticket=dict(window=window), clerk="0001")
        board.shot(f"call-{ticket.number}-window-{window}", count=2)
        wait_until(lambda: len(board.spoken()) == 2, "the recall")
        said = board.spoken()[1]
        equal((said["number"], said["call"]), (ticket.number, 2))
        assert said["zh"].startswith("重复呼叫，请A") and said["en"].startswith("Repeat call."), said


@test("calls of several windows are spoken one after another, in their order")
def _():
    with RunningHall() as hall:
        board = Board(hall)
        board.shot("hall")
        numbers = []
        for index in range(3):
            clerk = f"{index + 1:04}"
            window = hall.sit(hall.general[index], clerk)
            hall.take()
            numbers.append(hall.call(window, clerk).number)
        wait_until(lambda: len(board.spoken()) == 3, "three announcements")
        said = board.spoken()
        equal([line["number"] for line in said], numbers)
        for earlier, later in zip(said, said[1:]):
            assert later["start_ms"] >= earlier["end_ms"], (earlier, later)
        assert all(line["whole"] for line in said), said


@test("cut off, the board says so within 3 s, and recovers by itself")
def _():
    with RunningHall() as hall:
        board = Board(hall)
        board.shot("hall")
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        board.shot(f"call-{ticket.number}-window-{window}")
        with cut_off(hall, [board]) as [banner]:
            assert is_red(pixel(banner, 20, 1044)), pixel(banner, 20, 1044)
            assert pixel(banner, 1200, 300) == (255, 255, 255), "the last call stays on the board"
        assert not is_red(pixel(board.shot("banner-off"), 20, 1044))
        equal(board.program.stop(), 0)


@test("a board that starts before its server connects when the server comes")
def _():
    with RunningHall() as hall:
        hall.sit(hall.general[0])
        hall.enroll("board-1", "display")
        equal(hall.server.stop(), 0)
        board = Board(hall)
        board.shot("connecting")
        assert not list(board.shots.glob("*-hall.png")), "there is nothing to show yet"
        hall.start_server()
        board.shot("hall")


@test("boards that stand still hold nothing up, and are in step when they go on")
def _():
    with RunningHall() as hall:
        boards = [Board(hall, name=f"board-{number}") for number in range(4)]
        for board in boards:
            board.shot("hall")
        living, *dead = boards
        for board in dead:
            board.program.pause()
        manager = dict(clerk="0009", staff="MANAGER")
        commands = [hall.web.command(set_emergency=dict(text=dict(zh=f"{n:04}" + "请" * 100)),
                                     **manager) for n in range(FLOOD)]
        for batch in range(0, FLOOD, 200):  # more bytes than any connection holds
            for command in commands[batch:batch + 200]:
                hall.web.send(command.SerializeToString())
            answers = [hall.web.receive() for _ in range(200)]
            assert not any(answer.refusal for answer in answers)
        seq = hall.web.done(set_emergency={}, **manager).seq
        wait_until(lambda: seq in presented_us(living.trace), "the living board to show the last")
        for board in dead:
            assert seq not in presented_us(board.trace)
            board.program.resume()
        for board in dead:
            wait_until(lambda: max(presented_us(board.trace)) >= seq, board.folder.name)
            board.shot("banner-off")
        hall.verify()


@test("the server restarted: calls go on, none is spoken twice")
def _():
    with RunningHall() as hall:
        board = Board(hall, config="[voice]\ntimes = 1\n")
        board.shot("hall")
        window = hall.sit(hall.general[0])
        first = hall.take()
        hall.call(window)
        wait_until(lambda: len(board.spoken()) == 1, "the first announcement")
        equal(hall.server.stop(), 0)
        board.shot("banner-on")
        hall.start_server()
        board.shot("banner-off")
        hall.serve(window)
        second = hall.take()
        hall.call(window)
        wait_until(lambda: len(board.spoken()) == 2, "the second announcement")
        equal([line["number"] for line in board.spoken()], [first.number, second.number])


@test("voice off: the board shows and is silent")
def _():
    with RunningHall() as hall:
        board = Board(hall, config="[voice]\nenabled = false\n")
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        board.shot(f"call-{ticket.number}-window-{window}")
        equal(board.program.stop(), 0)
        equal(board.spoken(), [])
        assert not board.sound.exists()


def refused(hall, text: str, *arguments) -> str:
    path = pathlib.Path(hall.folder) / "bad.toml"
    path.write_text(text)
    done = hall.run([program("display"), "--config", path, *arguments])
    equal(done.returncode, 2, done.stderr)
    return done.stderr


@test("mistakes in the configuration are told with file, line and key, all at once")
def _():
    with RunningHall() as hall:
        told = refused(hall, 'device = "board.toml"\nviev = "hall"\nview = "poster"\n'
                             '[voice]\nvolume_percent = 300\nlanguages = ["de"]\n')
        for place in ("bad.toml:2: viev", "bad.toml:3: view", "bad.toml:5: voice.volume_percent",
                      "bad.toml:6: voice.languages"):
            assert place in told, f"{place} is not in:\n{told}"
        assert "device" in refused(hall, "")
        assert "no-such" in refused(hall, 'device = "no-such.toml"\n')
        assert "fullscreen" in refused(hall, 'device = "x"\nfullscreen = true\nwidth = 1920\n')
        kiosk = hall.enroll("kiosk-7", "kiosk")
        assert "role" in refused(hall, f'device = "{kiosk}"\n')
        board = hall.enroll("board-7", "display")
        assert "--view" in refused(hall, f'device = "{board}"\n', "--view", "moon")


@test("help is a manual page, version a line, an unknown option an error")
def _():
    with RunningHall() as hall:
        told = hall.run([program("display"), "--help"])
        equal(told.returncode, 0)
        for word in ("NAME", "SYNOPSIS", "--voice-log", "--out", "[strip]", "SIGTERM",
                     "EXIT STATUS", "volume_percent"):
            assert word in told.stdout, word
        version = hall.run([program("display"), "--version"])
        assert re.fullmatch(r"display \d+\.\d+\.\d+\n", version.stdout), version.stdout
        equal(hall.run([program("display"), "--colour"]).returncode, 2)
        equal(hall.run([program("display")]).returncode, 2)


if __name__ == "__main__":
    suite.main()
