"""TCP ports of 127.0.0.1 that no other test of this machine uses at the same time.

A port stays ours, also while the server that uses it is down, as long as its lock file is held.
The range lies below the ephemeral ports, so no outgoing connection can take one either.
"""

import fcntl
import os
import pathlib
import random
import socket

_FOLDER = pathlib.Path(f"/tmp/yichuang-ports.{os.getuid()}")
_RANGE = range(21000, 31000)


class Port:
    """Use as `int(port)`; free again after close() or at the end of the process."""

    def __init__(self):
        _FOLDER.mkdir(exist_ok=True)
        for number in random.sample(_RANGE, 500):
            lock = open(_FOLDER / str(number), "w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                with socket.socket() as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind(("127.0.0.1", number))
            except OSError:
                lock.close()
                continue
            self._number, self._lock = number, lock
            return
        raise RuntimeError("500 ports tried, all taken")

    def __int__(self):
        return self._number

    def __str__(self):
        return str(self._number)

    def close(self):
        self._lock.close()
