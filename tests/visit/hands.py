#!/usr/bin/python3
"""Hands on an emulated printer: open its cover, take its paper, pull its cable.

    hands.py SOCKET COMMAND…             e.g.  hands.py build/demo/…/rig.socket paper_out 1
    hands.py SOCKET help                 lists the commands

SOCKET is the control socket of `rig`, which `./hall demo` names. Prints the printer's answer; exit
status 1 if it refused.
"""

import pathlib
import socket
import sys


def tell(control: pathlib.Path, command: str) -> str:
    """Sends one command to the rig and returns its answer, "ok …" or "error …"."""
    with socket.socket(socket.AF_UNIX) as hands:
        hands.connect(str(control))
        hands.sendall(command.encode() + b"\n")
        return hands.makefile().readline().strip()


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        answer = tell(pathlib.Path(sys.argv[1]), " ".join(sys.argv[2:]))
    except OSError as error:
        print(f"{sys.argv[1]}: {error.strerror}; is the demo running?", file=sys.stderr)
        return 1
    print(answer)
    return 0 if answer.startswith("ok") else 1


if __name__ == "__main__":
    sys.exit(main())
