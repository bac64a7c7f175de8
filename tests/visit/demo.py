#!/usr/bin/python3
"""./hall demo: a whole hall with emulated devices.

    demo.py                              on $DISPLAY, else on a virtual screen; Ctrl-C stops it
    demo.py --scripted [--out FOLDER]    one visit is played; exit 0 only if all of it was seen
"""

import argparse
import os
import pathlib
import shlex
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from hallkit.paths import REPOSITORY, program  # noqa: E402
from hallkit.program import Failed  # noqa: E402
from hallkit.screens import TouchableScreen, plain_screen  # noqa: E402
from visit.crowd import gather  # noqa: E402
from visit.stack import PASSWORD, Stack  # noqa: E402
from visit.story import Visit  # noqa: E402
from web.web_hall import STAFF  # noqa: E402

HANDS = pathlib.Path(__file__).with_name("hands.py").resolve()


def empty(folder: pathlib.Path) -> pathlib.Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def play(out: pathlib.Path) -> int:
    start = time.monotonic()
    print(f"one visit, played by touch and click; pictures in {out}", flush=True)
    try:
        Visit(empty(out)).play()
    except (AssertionError, OSError) as error:  # Failed is an AssertionError
        print(f"NOT SEEN: {error}", flush=True)
        return 1
    except KeyboardInterrupt:
        print("stopped")
        return 1
    print(f"all of it was seen, in {time.monotonic() - start:.0f} s")
    return 0


def stop(*_):
    raise KeyboardInterrupt


def command(*words) -> str:
    """As it can be pasted into a shell."""
    return shlex.join(map(str, words))


def run(out: pathlib.Path) -> int:
    """The hall for people to try; until Ctrl-C."""
    stack = Stack(empty(out), morning=False)  # people expect their own time on its clocks
    try:
        display = os.environ.get("DISPLAY")
        if display:
            kiosk = board = display
        else:
            screens = [TouchableScreen(stack.folder, "glass"),
                       plain_screen(stack.folder, "wall", 1920, 1080)]
            stack.programs += [screen.program for screen in screens]
            kiosk, board = (screen.display for screen in screens)
        stack.start_server()
        gather(stack)
        stack.start_web()
        stack.start_kiosk(kiosk, fullscreen=not display)
        stack.start_board(board, fullscreen=not display, audible=bool(display))
        print(f"""
  the hall is open                      (Ctrl-C closes it)

  staff console   {stack.url}/
  sign in         {', '.join(f'{badge} ({role})' for badge, _, role in STAFF)}
  password        {PASSWORD}
  kiosk, board    on {'your screen' if display else f'virtual screens {kiosk} and {board}'}
  draw its paper  {command(program('paper'), stack.printer_bin, out / 'ticket.png')}
  open its cover  {command(HANDS, stack.control, 'cover_open', 1)}      (help: other faults)
  journal         {stack.journal}
""", flush=True)
        while all(program.running() for program in stack.programs):
            time.sleep(0.5)
        for program in stack.programs:
            if not program.running():
                print(f"{program.name} ended:\n{program.tail()}")
        return 1
    except KeyboardInterrupt:
        print("\nclosing")
        return 0
    except Failed as error:
        print(error)
        return 1
    finally:
        for program in reversed(stack.programs):
            if program.running():
                program.stop()
        stack.close()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__,
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--scripted", action="store_true", help="play one visit, then end")
    arguments.add_argument("--out", type=pathlib.Path, default=REPOSITORY / "build/demo",
                           help="folder for pictures, paper, voice and timeline")
    chosen = arguments.parse_args()
    signal.signal(signal.SIGTERM, stop)
    out = chosen.out.resolve()
    return play(out) if chosen.scripted else run(out)


if __name__ == "__main__":
    sys.exit(main())
