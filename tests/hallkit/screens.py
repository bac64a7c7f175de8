"""Virtual screens: an Xorg with a touch panel for the kiosk, an Xvfb for a board."""

import os
import pathlib
import shutil
import subprocess

from PIL import Image, ImageGrab

from hallkit.program import Program, wait_until
from hallkit.touch import Keyboard, TouchScreen

_XORG_CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "true"
  Option "AllowMouseOpenFail" "true"
  Option "DontVTSwitch" "true"
  Option "BlankTime" "0"
EndSection
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "1080x1920" 172.80 1080 1100 1120 1400 1920 1930 1940 2057
  Modeline "1920x1080" 172.80 1920 2040 2248 2576 1080 1081 1084 1118
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "{width}x{height}"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "touch"
  Driver "inputtest"
  Option "SocketPath" "{touch}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "5"
EndSection
Section "InputDevice"
  Identifier "keyboard"
  Driver "inputtest"
  Option "SocketPath" "{keyboard}"
  Option "DeviceType" "Keyboard"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "touch" "CorePointer"
  InputDevice "keyboard" "CoreKeyboard"
EndSection
"""


class Screen:
    """A running X server; `display` is what a program's DISPLAY should say."""

    def __init__(self, arguments, folder: pathlib.Path, name: str):
        # -displayfd: the server picks a free number by itself and says which, when it is ready.
        read, write = os.pipe()
        self.program = Program(arguments + ["-displayfd", str(write), "-nolisten", "tcp"],
                               folder / f"{name}.log", notifies=False, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"the X server of {name} did not start:\n{self.program.tail()}")
        self.display = f":{number}"

    def picture(self) -> Image.Image:
        """What is on the screen now."""
        return ImageGrab.grab(xdisplay=self.display)

    def stop(self):
        self.program.stop()


def plain_screen(folder: pathlib.Path, name: str, width: int, height: int) -> Screen:
    return Screen([_find("Xvfb"), "-screen", "0", f"{width}x{height}x24"], folder, name)


class TurningScreen(Screen):
    """A monitor that can be turned, or have another resolution, of at most `side` pixels a side."""

    def __init__(self, folder: pathlib.Path, name: str, width: int, height: int, side: int = 1920):
        super().__init__([_find("Xvfb"), "-screen", "0", f"{side}x{side}x24", "-noreset"], folder,
                         name)
        self.set(width, height)

    def set(self, width: int, height: int):
        mode = f"{width}x{height}@test"
        timing = [side + blank for side in (width, height) for blank in range(4)]
        for arguments in (["--newmode", mode, "60", *timing], ["--addmode", "screen", mode],
                          ["--output", "screen", "--mode", mode]):
            subprocess.run([_find("xrandr"), "-display", self.display, *map(str, arguments)],
                           check=True, capture_output=True)


class TouchableScreen(Screen):
    """A kiosk's front: pixels, 1080 × 1920 or 1920 × 1080, and a touch panel over them."""

    def __init__(self, folder: pathlib.Path, name: str, size=(1080, 1920)):
        width, height = size
        touch, keyboard = folder / f"{name}.touch", folder / f"{name}.keyboard"
        config = folder / f"{name}.conf"
        config.write_text(_XORG_CONFIG.format(touch=touch, keyboard=keyboard,
                                              width=width, height=height))
        super().__init__([_find("Xorg"), "-config", config, "-noreset", "-novtswitch", "-sharevts",
                          "-logfile", folder / f"{name}.xorg.log"], folder, name)
        wait_until(touch.exists, "the touch panel's socket")
        self.keyboard = Keyboard(keyboard)
        self.panel = TouchScreen(touch, width, height)


def _find(name: str) -> str:
    # Xorg.wrap refuses callers without a console; the server itself, as this user, does not.
    for path in (f"/usr/lib/xorg/{name}", shutil.which(name)):
        if path and os.path.exists(path):
            return path
    raise RuntimeError(f"{name} is not installed (see packages.txt)")
