"""The LED text sign above a window beside a real server: the program on a terminal pair, what comes
out of the other end. What does not belong to a view is refused."""

import pathlib
import re
import time

from hallkit import suite
from hallkit.hall import Hall
from hallkit.paths import program
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.sign import Sign
from hallkit.suite import equal, test

CUT_OFF_PROMISE_S = 3.0
LAST_TEXT_S = 3.0
MANAGER = dict(clerk="0009", staff="MANAGER")
PROFILES = """
[[sign]]
name = "quick"
frame = ["text", "0D 0A"]
page_ms = 500

[[sign]]
name = "answering"
frame = ["02", "address", "length", "text", "checksum", "03"]
length = "u8"
checksum = "xor8"
checksum_from = 1
ack = "02 06 06 03"
ack_ms = 200
retries = 1
"""


def start(hall, window: int = None, strip: str = 'profile = "quick"\nlanguages = ["zh-CN"]\n',
          more=()):
    """The program of a sign above the window, or of those that `strip` lists; its line is
    `hall.folder / "sign"`."""
    folder = pathlib.Path(hall.folder)
    (folder / "led").mkdir(exist_ok=True)
    (folder / "led" / "signs.conf").write_text(PROFILES)
    config = folder / "strip.toml"
    config.write_text(f'device = "{hall.enroll("strip-1", "display")}"\nview = "strip"\n'
                      f'[strip]\nout = "sign"\nprofiles = "led"\n{strip}')
    if window is not None:
        more = ["--window", str(window), *more]
    started = hall.launch([program("display"), "--config", config, *more],
                          "strip", {"SDL_VIDEODRIVER": "no-such-driver"})
    return started.wait_ready()


def words_of(call, window: int) -> str:
    """What a sign of sixteen cells says of the call."""
    return call.number + (f"→{window}号窗" if window > 9 else f" 请到{window}号窗口")


@test("a sign shows calls, recalls, visits and pauses, and none of another window")
def _():
    with RunningHall(clock=True) as hall:
        window, other = hall.general[0], hall.general[1]
        sign = Sign(hall.folder / "sign")
        strip = start(hall, window)
        sign.wait_for("窗口未开放")
        hall.sit(window)
        at = sign.wait_for("请等候叫号")
        hall.sit(other, "0002")
        hall.take()
        elsewhere = hall.call(other, "0002").number
        hall.take()
        ticket = hall.call(window)
        call = words_of(ticket, window)
        at = sign.wait_for(call, at)
        hall.clock.advance(29)  # the voice had the other window's call before it
        hall.web.done(recall_ticket=dict(window=window), clerk="0001")
        at = sign.wait_for("第2次叫号", at)
        at = sign.wait_for(call, at)
        hall.clock.advance(21)
        hall.web.done(recall_ticket=dict(window=window), clerk="0001")
        at = sign.wait_for("第3次叫号", at)
        hall.web.done(start_service=dict(window=window), clerk="0001")
        at = sign.wait_for(f"正在办理 {ticket.number}", at)
        hall.web.done(complete_service=dict(window=window), clerk="0001")
        at = sign.wait_for("请评价本次服务", at)
        hall.web.done(pause_window=dict(window=window, reason="设备维护", minutes=30),
                      clerk="0001")
        at = sign.wait_for("暂停服务：", at)
        at = sign.wait_for("设备维护", at)
        wait_until(lambda: any(text.startswith("预计") for text in sign.texts()[at:]), "until when")
        assert not any(elsewhere in text for text in sign.texts()), sign.texts()
        equal(strip.stop(), 0)


@test("a manager's message takes over the sign and gives it back")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        sign = Sign(hall.folder / "sign")
        start(hall, window, 'profile = "quick"\nlanguages = ["zh-CN", "en"]\n')
        at = sign.wait_for("请等候叫号")
        hall.web.done(set_emergency=dict(text=dict(zh="请离开大厅", en="Please leave")), **MANAGER)
        at = sign.wait_for("请离开大厅", at)
        at = sign.wait_for("Please leave", at)
        at = sign.wait_for("请离开大厅", at)  # in a circle
        hall.web.done(set_emergency={}, **MANAGER)
        at = sign.wait_for("请等候叫号", at)
        sign.wait_for("Please wait", at)


@test("killed, the server's last call is gone from the sign within three seconds; then it is back")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        sign = Sign(hall.folder / "sign")
        strip = start(hall, window, 'profile = "quick"\n')
        hall.take()
        call = words_of(hall.call(window), window)
        at = sign.wait_for(call)
        hall.server.kill()
        killed = time.monotonic()
        at = sign.wait_for("叫号中断 ", at)
        took_s = time.monotonic() - killed
        assert took_s <= CUT_OFF_PROMISE_S, f"it took {took_s:.2f} s"
        assert "cut off" in strip.text(), strip.text()
        sign.wait_for("叫号中断 ", sign.wait_for("Cut off at ", at))  # its pages go around
        assert call not in sign.texts()[at:], sign.texts()
        hall.start_server()
        sign.wait_for(call, at)


@test("a line that is pulled is told once, tried again, and shows what is true when it is back")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        strip = start(hall, window)  # before the sign is there
        wait_until(lambda: "No such file" in strip.text(), "a line in the log")
        sign = Sign(hall.folder / "sign")
        sign.wait_for("请等候叫号")
        sign.unplug()
        wait_until(lambda: "sign: away" in strip.text(), "that it is away")
        hall.take()
        ticket = hall.call(window)
        wait_until(lambda: strip.text().count("No such file") == 2, "the second complaint")
        at = len(sign.frames())
        sign.plug()
        sign.wait_for(words_of(ticket, window), at)
        assert "请等候叫号" not in sign.texts()[at:], sign.texts()
        equal(strip.text().count("No such file"), 2, "complaints, one each time")


@test("an addressed sign gets frames by its profile; one that stops answering is told, and asked")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        sign = Sign(hall.folder / "sign", end=b"\x03", answer=b"\x02\x06\x06\x03")
        strip = start(hall, window, 'profile = "answering"\naddress = 7\nlanguages = ["zh-CN"]\n')
        text = "请等候叫号".encode("gbk")
        frame = wait_until(lambda: [f for f in sign.frames() if text in f], "a frame")[0]
        body = bytes([7, len(text)]) + text
        checksum = 0
        for byte in body:
            checksum ^= byte
        equal(frame, b"\x02" + body + bytes([checksum]))
        wait_until(lambda: "sign: ready" in strip.text(), "ready in the log")
        time.sleep(1)  # an unheard answer would have it asked again, and stopped, by now
        equal(sum(text in f for f in sign.frames()), 1, "frames of one text that was answered")
        assert "sign: stopped" not in strip.text(), strip.text()
        sign.mute()
        hall.take()
        number = hall.call(window).number.encode()
        wait_until(lambda: sum(number in f for f in sign.frames()) == 2, "the call, twice")
        wait_until(lambda: "sign: stopped" in strip.text(), "stopped in the log")


@test("two signs on one line: each has its own window's calls, in turn")
def _():
    with RunningHall() as hall:
        one, two = hall.sit(hall.general[0]), hall.sit(hall.general[1], "0002")
        line = Sign(hall.folder / "sign", end=b"\x03", answer=b"\x02\x06\x06\x03")
        strip = start(hall, strip='profile = "answering"\nlanguages = ["zh-CN"]\n'
                                  f"[[strip.sign]]\nwindow = {one}\naddress = 17\n"
                                  f"[[strip.sign]]\nwindow = {two}\naddress = 18\n")

        def shown(address: int) -> str:
            """What stands on the sign: the last frame with its address (address, length, text)."""
            frames = [f for f in line.frames() if f[:2] == bytes([2, address])]
            return frames[-1][3:3 + frames[-1][2]].decode("gbk") if frames else ""

        for address in (17, 18):
            wait_until(lambda: shown(address) == "请等候叫号", f"sign {address} to be free")
        wait_until(lambda: strip.text().count(": ready") == 2, "both ready in the log")
        hall.take()
        first = words_of(hall.call(one), one)
        wait_until(lambda: shown(17) == first, "the call on the first")
        equal(shown(18), "请等候叫号")
        hall.take()
        second = words_of(hall.call(two, "0002"), two)
        wait_until(lambda: shown(18) == second, "the call on the second")
        equal(shown(17), first)
        line.mute()
        hall.serve(one)
        wait_until(lambda: shown(17) == "请评价本次服务", "news in spite of a dead line")
        wait_until(lambda: "address 17: stopped" in strip.text(), "stopped in the log")
        strip.stop()
        equal([shown(17), shown(18)], ["本屏停用"] * 2)


@test("at its end the sign says that it is off, whatever stood there")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        sign = Sign(hall.folder / "sign")
        trace = hall.folder / "trace"
        strip = start(hall, window, more=["--trace", trace])
        hall.take()
        at = sign.wait_for(words_of(hall.call(window), window))
        equal(strip.stop(), 0)
        sign.wait_for("本屏停用", at)
        equal(sign.texts()[-1], "本屏停用")
        said = [line.split(" > ")[1] for line in trace.read_text().splitlines()]
        equal(said, [(frame + b"\r\n").hex() for frame in sign.frames()], "the trace")


@test("a sign whose line is just back says that it is off, not the call that stood there")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        sign = Sign(hall.folder / "sign")
        strip = start(hall, window)
        hall.take()
        at = sign.wait_for(words_of(hall.call(window), window))
        sign.unplug()
        wait_until(lambda: "sign: away" in strip.text(), "that it is away")
        wait_until(lambda: "No such file" in strip.text(), "that it was tried again")
        sign.plug()
        equal(strip.stop(), 0)
        sign.wait_for("本屏停用", at)


@test("without its sign it ends after its time for the last text, without a server it says so")
def _():
    with Hall() as hall:
        strip = start(hall, 1)
        began = time.monotonic()
        equal(strip.stop(), 0)
        took_s = time.monotonic() - began
        assert took_s < LAST_TEXT_S + 2, f"it waited {took_s:.2f} s for a sign that is away"
        sign = Sign(hall.folder / "sign")
        strip = start(hall, 1)
        sign.wait_for("正在连接")
        sign.wait_for("没有连接，")
        equal(strip.stop(), 0)


@test("what does not belong to a view is refused with a sentence")
def _():
    with RunningHall() as hall:
        folder = pathlib.Path(hall.folder)
        config = folder / "any.toml"
        config.write_text(f'device = "{hall.enroll("any-1", "display")}"\nwindow = 1\n'
                          f'assets = "no-assets"\n[strip]\nout = "sign"\n')

        def told(view: str, *more, code: int = 2) -> str:
            done = hall.run([program("display"), "--config", config, "--view", view, *more])
            equal(done.returncode, code, f"{view} {more}: {done.stderr}")
            return done.stderr

        foreign = {"hall": ["--window 3", "--out x"],
                   "wall": ["--window 3", "--out x", "--voice-log x"],
                   "window": ["--out x", "--voice-log x"],
                   "guide": ["--window 3", "--out x", "--voice-log x"],
                   "announcer": ["--window 3", "--out x", "--screenshots x", "--trace x"],
                   "strip": ["--screenshots x", "--voice-log x"]}
        for view, options in foreign.items():
            for option in options:
                name = option.split()[0]
                sentence = told(view, *option.split())
                assert f"{name} is for the view" in sentence and f"this is {view}" in sentence, \
                    sentence
        assert not (folder / "x").exists() and not pathlib.Path("x").exists()
        # Options that belong get further: to the folder of assets, which is wrong.
        own = {"hall": ["--screenshots", folder / "shots", "--trace", folder / "trace",
                        "--voice-log", folder / "voice"],
               "strip": ["--window", "3", "--out", "line", "--trace", folder / "trace"]}
        for view, options in own.items():
            assert "no-assets" in told(view, *options), view
        config.write_text(config.read_text().replace('out = "sign"', 'profile = "no-such"'))
        assert "strip.out: expected" in told("strip")
        assert "strip.profile: expected one of framed, plain" in told("strip", "--out", "sign")
        config.write_text(config.read_text().replace("window = 1\n", ""))
        assert "window: expected the number" in told("strip", "--out", "sign")


@test("what keeps a display from starting ends it with 1, what is wrong in its files with 2")
def _():
    with RunningHall() as hall:
        folder = pathlib.Path(hall.folder)
        device = hall.enroll("any-1", "display")
        config = folder / "any.toml"

        def ends(code: int, device_file, more=(), video: str = "offscreen"):
            config.write_text(f'device = "{device_file}"\n')
            started = hall.launch([program("display"), "--config", config, *more], "ends",
                                  {"SDL_VIDEODRIVER": video, "SDL_AUDIODRIVER": "dummy"})
            equal(started.wait_end(), code, started.text())

        ends(1, device, video="no-such-driver")
        ends(1, device, ["--trace", folder / "no-such" / "trace"])
        damaged = folder / "damaged.toml"
        damaged.write_text(device.read_text().replace("tcp://", "rope://"))
        ends(2, damaged)
        damaged.write_text(re.sub(r"(?m)^secret_key = .*$", f'secret_key = "{" " * 40}"',
                                  device.read_text()))
        ends(2, damaged)
        ends(2, folder / "no-such.toml")


if __name__ == "__main__":
    suite.main()
