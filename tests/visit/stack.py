"""The whole hall of the demo: real programs, an emulated bus and screens, wired together."""

import json
import pathlib
import wave

from hallkit.hall import Hall
from hallkit.paths import REPOSITORY, program
from hallkit.program import Program
from visit.hands import tell
from web.web_hall import STAFF, password_hash

ASSETS = REPOSITORY / "assets"
PASSWORD = "yichuang-demo"
PAPER_ROWS_A_SECOND = 300  # 38 mm: slow, so that the printing screen can be looked at
VOICE_HZ = 22050  # the announcer's samples: mono, 16 bit (lib/speech/sound.h)


class Stack(Hall):
    """server, web, kiosk and board; `out` is the folder for what they leave behind."""

    def __init__(self, out: pathlib.Path, **more):
        super().__init__(**more)
        self.out = out
        self.printer_bin = out / "printer.bin"
        self.voice_log = out / "voice.jsonl"
        self.board_trace = out / "board-trace.log"
        self._voice_raw = self.folder / "voice.raw"
        self.control = self.folder / "rig.socket"
        self.web = self.kiosk = self.board = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    def start_web(self) -> Program:
        users = "\n".join(
            f'[[users]]\nbadge = "{badge}"\nname = "{name}"\nrole = "{role}"\n'
            f'password = "{password_hash(PASSWORD)}"\n' for badge, name, role in STAFF)
        (self.folder / "users.toml").write_text(users)
        config = self._write("web.toml", device=self.enroll("web-1", "web"), users="users.toml",
                             outbox="web-outbox.db", assets=ASSETS,
                             listen=f"127.0.0.1:{self.ports['web']}")
        self.web = self.launch([program("queue-web"), "--config", config], "web")
        return self.web.wait_ready()

    def start_kiosk(self, display: str, fullscreen: bool = True) -> Program:
        """On an emulated USB bus with a ticket printer; see printer()."""
        config = self._write("kiosk.toml", device=self.enroll("kiosk-1", "kiosk"),
                             outbox="kiosk-outbox.db", printer="escpos:usb", web=self.url,
                             assets=ASSETS, fullscreen=fullscreen)
        self.kiosk = self.launch(
            [program("rig"), "--printer-bin", self.printer_bin, "--control", self.control, "--",
             program("kiosk"), "--config", config], "kiosk",
            {"DISPLAY": display, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy"})
        self.kiosk.wait_ready()
        self.printer(f"rows_per_second {PAPER_ROWS_A_SECOND}")
        return self.kiosk

    def start_board(self, display: str, fullscreen: bool = True,
                    audible: bool = False) -> Program:
        """What it says goes to the loudspeaker, or to a file for save_voice()."""
        config = self._write("display.toml", device=self.enroll("board-1", "display"), view="hall",
                             assets=ASSETS, fullscreen=fullscreen)
        variables = {"DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
        if not audible:
            variables.update(SDL_AUDIODRIVER="disk", SDL_DISKAUDIOFILE=str(self._voice_raw))
        self.board = self.launch([program("display"), "--config", config, "--voice-log",
                                  self.voice_log, "--trace", self.board_trace], "board", variables)
        return self.board.wait_ready()

    def printer(self, command: str) -> str:
        """What hands do to the printer: "paper_out 1", "unplug", … (rig --help lists them)."""
        answer = tell(self.control, command)
        assert answer.startswith("ok"), f"{command}: {answer}"
        return answer

    def draw_paper(self) -> pathlib.Path:
        """The paper that came out of the printer so far, as a picture."""
        picture = self.out / "ticket.png"
        done = self.run([program("paper"), self.printer_bin, picture])
        assert done.returncode == 0, f"paper: {done.stdout}{done.stderr}"
        return picture

    def spoken(self) -> list:
        """The announcements that the board has spoken, from its voice log."""
        if not self.voice_log.exists():
            return []
        return [json.loads(line) for line in self.voice_log.read_text().splitlines()]

    def save_voice(self) -> wave.Wave_read:
        """voice.wav: all that the board played."""
        path = self.out / "voice.wav"
        with wave.open(str(path), "wb") as voice:
            voice.setnchannels(1)
            voice.setsampwidth(2)
            voice.setframerate(VOICE_HZ)
            voice.writeframes(self._voice_raw.read_bytes() if self._voice_raw.exists() else b"")
        return wave.open(str(path), "rb")

    def _write(self, name: str, **values) -> pathlib.Path:
        path = self.folder / name
        path.write_text("".join(f"{key} = {_toml(value)}\n" for key, value in values.items()))
        return path


def _toml(value) -> str:
    if not isinstance(value, (bool, int)):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)
