"""The kiosk for who cannot see it: the real program under the keys of a keypad, heard by what it
says and by the sound that a headset would get."""

import json
import re

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.suite import equal, test
from kiosk.kiosk_hall import KioskHall


class HeardHall(KioskHall):
    """Its kiosk's sound goes into a file, faster than it is heard; each utterance into a log."""

    def __init__(self):
        super().__init__()
        self.sound = self.folder / "headset.raw"
        self.log = self.folder / "spoken.log"
        self._heard = 0  # utterances

    def start_spoken(self, speech: dict = None, **settings):
        self.start_kiosk(
            environment={"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(self.sound),
                         "SDL_DISKAUDIODELAY": "4"},
            speech={"log": str(self.log), **(speech or {})}, **settings)

    def press(self, *keys: str):
        for key in keys:
            self.glass.keyboard.press(key)

    def utterances(self) -> list:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines]

    def hear(self, *words: str, key: str = None) -> str:
        """Until something with all these words was said since the last time; `key` is pressed
        before."""
        if key:
            self.press(key)

        def heard():
            for place, each in enumerate(self.utterances()[self._heard:], self._heard):
                if all(word in each["text"] for word in words):
                    return place, each["text"]
            return None
        place, text = wait_until(
            heard, f"{words} to be said; there was {self.utterances()[self._heard:]}")
        self._heard = place + 1
        return text

    def help_(self):
        return self.state()["devices"].get((self.NAME, "help"), (0, ()))[0]


@test("by keys alone: speech, English, a service, the number, a warning answered, and the way home")
def _():
    with HeardHall() as hall:
        hall.start_spoken()
        hall.until_printer("ready")
        equal(hall.utterances(), [])
        hall.hear("语音已开启", "请选择要办的事", "个按钮", key="Right")
        hall.hear("第 1 个按钮", key="Right")
        hall.hear("第 2 个按钮", key="Right")
        hall.hear("第 1 个按钮", key="Left")
        hall.hear("第 1 个按钮", key="Up")  # again
        label = hall.hear("个按钮", key="Left")  # around the end
        for _ in range(6):
            if "Switch to English" in label:
                break
            label = hall.hear("个按钮", key="Left")
        assert "Switch to English" in label, label
        hall.hear("Choose a service.", "buttons", key="Return")
        hall.hear("No button is chosen", key="Return")  # nothing is pressed that was not heard
        equal(hall.tickets(), [])
        hall.hear("waiting", "Button 1 of", key="Right")
        hall.hands("rows_per_second 400")
        hall.hear("Printing your ticket.", "zero zero one.", key="Return")
        done = hall.hear("Done. Please take your ticket.", "zero zero one.", "buttons")
        hall.until_tickets([("WAITING", "PRINTED")])
        assert re.search(r"Your number is [A-Z], zero zero one\.", done), done
        hall.hear("Are you still there?", "10 seconds", "Press any key to stay.")
        hall.hear("you have more time", "zero zero one.", key="Return")
        hall.until_screen("done")
        hall.hear("Finish. Button 1 of ", key="Right")
        hall.hear("已回到首页", key="Return")
        hall.until_screen("services")
        equal(hall.screens(), ["services", "issuing", "printing", "done", "services"])
        said = "".join(each["text"] for each in hall.utterances())
        assert "http" not in said and "kiosk." not in said, said
        assert not re.search(r"[A-Z]\d\d", said), "a number was not spelled"
        assert "zero zero one" not in hall.machine.text(), "what is said is not in the log"
        quiet = hall.sound.read_bytes()
        assert len(quiet) > 22050 * 2 * 5 and quiet.strip(b"\0"), "no sound reached the headset"


@test("help by a key, paused speech, back to the start; the next citizen's keys begin anew")
def _():
    with HeardHall() as hall:
        hall.start_spoken()
        hall.hear("语音已开启", key="F1")
        equal(hall.help_(), wire.DEVICE_STATE_READY)  # the first key does nothing else
        hall.hear("已通知工作人员", key="F1")
        wait_until(lambda: hall.help_() == wire.DEVICE_STATE_ATTENTION, "the call for help")
        hall.hear("已取消求助", key="F1")
        wait_until(lambda: hall.help_() == wire.DEVICE_STATE_READY, "the end of the call")
        hall.press("Right", "Down", "Down", "F4")
        hall.hear("第 1 个按钮")
        hall.hear("已回到首页", key="Escape")
        hall.hear("语音已开启", key="Escape")


@test("a code that a reader types is no key of the keypad; the same key by hand is one")
def _():
    with HeardHall() as hall:
        hall.start_spoken(code_reader="wedge:~", keypad={"next": "6", "repeat": "none"})
        hall.glass.keyboard.type("~http://hall.example:8080/t/666666666666666666666g\n")
        hall.until_screen("trouble")
        hall.press("Up")
        equal(hall.utterances(), [])
        hall.glass.keyboard.type("6")
        hall.hear("语音已开启", "没有找到这个号码或预约")
        hall.glass.keyboard.type("6")
        hall.hear("第 1 个按钮")


@test("without speech and without a loudspeaker a number is taken by keys all the same")
def _():
    with HeardHall() as hall:
        hall.start_spoken(speech={"enabled": False})
        hall.until_printer("ready")
        hall.press("Right", "Return")
        hall.until_tickets([("WAITING", "PRINTED")])
        equal(hall.utterances(), [])
    with HeardHall() as hall:
        hall.start_kiosk(environment={"SDL_AUDIODRIVER": "none-such"},
                         speech={"log": str(hall.log)})
        hall.until_printer("ready")
        hall.hear("语音已开启", key="Right")
        hall.press("Right", "Return")
        hall.until_tickets([("WAITING", "PRINTED")])
        hall.until_screen("done")
        equal(hall.machine.text().count("nothing is read out"), 1)


if __name__ == "__main__":
    suite.main()
