"""hall.proto for Python: `wire.Command`, …, generated on first use into build/python."""

import os
import subprocess
import sys
import tempfile

from hallkit.paths import REPOSITORY

_SCHEMA = REPOSITORY / "lib/wire/hall.proto"
GENERATED_FOLDER = REPOSITORY / "build/python"
_GENERATED = GENERATED_FOLDER / "hall_pb2.py"


def _generate():
    if _GENERATED.exists() and _GENERATED.stat().st_mtime >= _SCHEMA.stat().st_mtime:
        return
    GENERATED_FOLDER.mkdir(parents=True, exist_ok=True)
    # Two tests may come here at once: each writes its own and renames it into place.
    with tempfile.TemporaryDirectory(dir=GENERATED_FOLDER) as fresh:
        subprocess.run(["protoc", f"--python_out={fresh}", "-I", _SCHEMA.parent, _SCHEMA.name],
                       check=True)
        os.replace(f"{fresh}/{_GENERATED.name}", _GENERATED)


_generate()
sys.path.insert(0, str(GENERATED_FOLDER))
from hall_pb2 import *  # noqa: E402,F401,F403  pylint: disable=wrong-import-position

PROTOCOL_VERSION = 1
MESSAGE_BYTES_MAX = 64 * 1024
SOCKET_BYTES_MAX = 128 * 1024  # encrypted; a longer one costs its sender the connection
