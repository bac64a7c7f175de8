"""Fingers on a virtual touch screen and on a virtual keyboard: speaks to the Xorg input driver
"inputtest".

The driver reads events from a unix socket and hands them to the X server as if a panel had sent
them, so the program under test sees real XInput touches and key presses. The layout of the messages
is that of xf86-input-inputtest-protocol.h (X server 21.1): 32-bit length and type, then the body.
"""

import contextlib
import socket
import string
import struct
import time

_CLIENT_VERSION = 0
_WAIT_FOR_SYNC = 1
_KEY = 5
_TOUCH = 6
_BEGIN, _UPDATE, _END = 18, 19, 20  # XI_TouchBegin …
_AXES = 64                          # room for valuators in a message; x is 0, y is 1
_AXIS_MAX = 0xFFFF                  # the driver's range of both axes
_HOLD_S = 0.06                      # how long a tapping finger stays down


class _InputDevice:
    """A device of the X server's, behind its socket."""

    def __init__(self, socket_path):
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(10)
        self._socket.connect(str(socket_path))
        self._socket.sendall(struct.pack("<IIHH", 12, _CLIENT_VERSION, 1, 1))
        if len(self._socket.recv(12)) != 12:
            raise ConnectionError("the X server's input driver did not answer")

    def close(self):
        self._socket.close()

    def _tell(self, message: bytes):
        self._socket.sendall(message)

    def _sync(self):
        """Until the X server has taken in everything before."""
        self._tell(struct.pack("<II", 8, _WAIT_FOR_SYNC))
        if len(self._socket.recv(8)) != 8:
            raise ConnectionError("the X server's input driver went away")


class Keyboard(_InputDevice):
    """A keyboard with the US layout."""

    _SHIFT, _ENTER = 50, 36  # X keycodes, as below
    _NAMED = {"Escape": 9, "Return": 36, "F1": 67, "F3": 69, "F4": 70, "Up": 98, "Left": 100,
              "Right": 102, "Down": 104}
    _ROWS = {10: "1234567890-=", 24: "qwertyuiop[]", 38: "asdfghjkl;'`", 52: "zxcvbnm,./"}
    _SHIFTED = dict(zip("!@#$%^&*()_+{}:\"~<>?", "1234567890-=[];'`,./"))

    def type(self, text: str):
        """As fast as the X server takes it, as a code reader does; a line feed is Enter."""
        codes = {c: first + i for first, row in self._ROWS.items() for i, c in enumerate(row)}
        for c in text:
            if c == "\n":
                self._press(self._ENTER)
            elif c in self._SHIFTED or c in string.ascii_uppercase:
                self._key(self._SHIFT, True)
                self._press(codes[self._SHIFTED.get(c, c.lower())])
                self._key(self._SHIFT, False)
            else:
                self._press(codes[c])
        self._sync()

    def press(self, name: str):
        """One of the keys that type nothing, by its name ("Right")."""
        self._press(self._NAMED[name])
        self._sync()

    def _press(self, code: int):
        self._key(code, True)
        self._key(code, False)

    def _key(self, code: int, down: bool):
        self._tell(struct.pack("<IIII", 16, _KEY, code, down))


class TouchScreen(_InputDevice):
    """One panel over a screen of `width` × `height` pixels; coordinates are pixels."""

    def __init__(self, socket_path, width: int, height: int):
        super().__init__(socket_path)
        self._size = (width, height)
        self._touch_id = 0

    @contextlib.contextmanager
    def finger(self, x: float, y: float):
        """One finger, down inside the block and up again behind it."""
        self._touch_id += 1
        self._send(_BEGIN, x, y)
        try:
            yield
        finally:
            self._send(_END, x, y)

    def tap(self, x: float, y: float):
        """One finger down and up again."""
        with self.finger(x, y):
            time.sleep(_HOLD_S)  # part of the input: a finger takes its time

    def drag(self, x0: float, y0: float, x1: float, y1: float, steps: int = 8):
        self._touch_id += 1
        self._send(_BEGIN, x0, y0)
        for step in range(1, steps + 1):
            self._send(_UPDATE, x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps)
            time.sleep(_HOLD_S / steps)
        self._send(_END, x1, y1)

    def _send(self, kind: int, x: float, y: float):
        values = [0.0] * _AXES
        values[0] = x / self._size[0] * _AXIS_MAX
        values[1] = y / self._size[1] * _AXIS_MAX
        mask = bytes([0b11]) + bytes(7)
        message = struct.pack(f"<IIIII8s4x{_AXES}d{_AXES}d", 1056, _TOUCH, self._touch_id, kind, 0,
                              mask, *values, *([0.0] * _AXES))
        self._tell(message)
        self._sync()
