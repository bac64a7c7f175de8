"""A cable between a device and its server that a test can pull: a TCP proxy.

    cable = Cable(hall.ports["feed"])
    cable.pull()            # nothing passes; what was sent arrives when it is in again, as with TCP
    cable.pull(reset=True)  # connections are reset and new ones refused: a switch that restarts
    cable.mute()            # the server hears, what it says gets no further
    cable.plug()
"""

import contextlib
import socket
import struct
import threading

from hallkit.ports import Port
from hallkit.program import PATIENCE_S, Failed

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close() sends RST
_PIECE = 64 * 1024


class Cable:
    """`int(cable)` is the port to connect to instead of `server`, both of 127.0.0.1."""

    def __init__(self, server):
        self._server = int(server)
        self._port = Port()
        self._plugged = threading.Event()
        self._heard = threading.Event()  # the server is, too
        self._knocked = threading.Event()
        self._lock = threading.Lock()
        self._ends = set()  # the sockets of all connections
        self._listener = None
        self.plug()

    def __int__(self):
        return int(self._port)

    def pull(self, reset: bool = False):
        self._plugged.clear()
        self._knocked.clear()
        if reset:
            self._stop_listening()
            self._cut()

    def mute(self):
        self._heard.clear()

    def wait_knock(self, patience_s: float = PATIENCE_S):
        """Until somebody wants to connect through the pulled cable."""
        if not self._knocked.wait(patience_s):
            raise Failed(f"nobody connected in {patience_s:.0f} s")

    def plug(self):
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", int(self)))
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()
        self._let_go_on()

    def close(self):
        self._stop_listening()
        self._cut()
        self._let_go_on()  # whoever waits finds its sockets closed
        self._port.close()

    def _let_go_on(self):
        self._plugged.set()
        self._heard.set()

    def _stop_listening(self):
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)  # close() alone leaves accept() where it is
            self._listener.close()
            self._listener = None

    def _cut(self):
        with self._lock:
            for end in self._ends:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            self._ends.clear()

    def _accept(self, listener):
        while True:
            try:
                device, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(device,), daemon=True).start()

    def _connect(self, device):
        self._knocked.set()
        self._plugged.wait()
        try:
            server = socket.create_connection(("127.0.0.1", self._server))
        except OSError:
            device.close()
            return
        with self._lock:
            self._ends |= {device, server}
        for way in ((device, server, self._plugged), (server, device, self._heard)):
            threading.Thread(target=self._carry, args=way, daemon=True).start()

    def _carry(self, source, sink, passes):
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                self._plugged.wait()
                passes.wait()
                sink.sendall(piece)
        with self._lock:
            for end in (source, sink):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)  # wakes the other direction, which closes too
                self._ends.discard(end)
                end.close()
