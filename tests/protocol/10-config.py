"""Mistakes in a configuration are refused at start, with the file, the line and a sentence."""

import re

from hallkit import suite
from hallkit.hall import Hall
from hallkit.paths import program
from hallkit.suite import equal, test


def refusal(hall, *more):
    """What the server says when it refuses to start."""
    done = hall.run(hall.server_command(*more))
    assert done.returncode != 0, f"started with a wrong configuration: {done.stdout}{done.stderr}"
    said = done.stdout + done.stderr
    assert "terminate called" not in said and "Assertion" not in said, said
    return said


def must_name(said, file, line, *words):
    found = [text for text in said.splitlines() if re.search(rf"{re.escape(file)}:{line}\b", text)]
    assert found, f"no line names {file}:{line}:\n{said}"
    for word in words:
        assert any(word in text for text in found), f"{word!r} is not in {found}"


@test("a good configuration and catalogue pass --check-config, which makes nothing")
def _():
    with Hall() as hall:
        before = sorted(path.name for path in hall.folder.iterdir())
        done = hall.run(hall.server_command("--check-config"))
        equal(done.returncode, 0, done.stdout + done.stderr)
        equal(sorted(path.name for path in hall.folder.iterdir()), before)


@test("an unknown key is refused with its line, so a typo is never silently a default")
def _():
    with Hall() as hall:
        text = hall.config.read_text()
        hall.config.write_text(text + 'jurnal = "other.db"\n')
        line = len(text.splitlines()) + 1
        for more in ((), ("--check-config",)):
            must_name(refusal(hall, *more), "server.toml", line, "jurnal")


@test("a missing key, a wrong type, an impossible value: each with its line, all at once")
def _():
    with Hall() as hall:
        hall.write_config(hall=7, feed="", journal=None)
        said = refusal(hall)
        must_name(said, "server.toml", 1, "hall")
        assert "journal" in said and "feed" in said, said


@test("a file that is not TOML is refused with the line")
def _():
    with Hall() as hall:
        hall.config.write_text(hall.config.read_text() + 'oops = = 3\n')
        must_name(refusal(hall), "server.toml", r"\d+")


@test("a configuration that is not there is refused by its name")
def _():
    with Hall() as hall:
        hall.config.rename(hall.folder / "elsewhere.toml")
        assert "server.toml" in refusal(hall)


@test("a catalogue that is not there is refused by its name")
def _():
    with Hall() as hall:
        hall.write_config(catalogue="no-such-folder")
        assert "no-such-folder" in refusal(hall)


@test("a mistake in the catalogue is refused with file and line, by server and --check-config")
def _():
    with Hall() as hall:
        path = hall.catalogue / "services.toml"
        lines = path.read_text().splitlines()
        number = next(n for n, text in enumerate(lines, 1) if text.strip().startswith("prefix"))
        lines[number - 1] = 'prefix = "not one letter"'
        path.write_text("\n".join(lines) + "\n")
        for more in ((), ("--check-config",)):
            must_name(refusal(hall, *more), "services.toml", number, "prefix")


@test("an address that another program listens on is refused with a sentence")
def _():
    with Hall() as hall:
        hall.start_server()
        with Hall() as other:
            other.write_config(commands=f"tcp://127.0.0.1:{hall.ports['commands']}")
            assert str(hall.ports["commands"]) in refusal(other)
        assert hall.server.running()


@test("a server that listens on every address must say where devices find it")
def _():
    with Hall() as hall:
        every = f"tcp://0.0.0.0:{hall.ports['commands']}"
        hall.write_config(commands=every)
        must_name(refusal(hall), "server.toml", 6, "commands_for_devices", every)
        hall.write_config(commands=every, commands_for_devices=every)
        must_name(refusal(hall), "server.toml", 8, "commands_for_devices", every)
        reachable = f"tcp://127.0.0.1:{hall.ports['commands']}"
        hall.write_config(commands=every, commands_for_devices=reachable)
        written = hall.enroll("kiosk-1", "kiosk").read_text()
        assert reachable in written and every not in written
        hall.start_server()
        hall.client("kiosk-2", "kiosk").done(ping={})


@test("a hall's id with a quote, which no device file could hold, is refused")
def _():
    with Hall(name="it's") as hall:
        must_name(refusal(hall, "--check-config"), "server.toml", 1, "hall")


@test("a server key that is damaged is refused, never silently made anew")
def _():
    with Hall() as hall:
        hall.start_server()
        equal(hall.server.stop(), 0)
        key = hall.folder / "server.key"
        key.write_text(key.read_text()[:-20] + "\n")
        damaged = key.read_text()
        assert "server.key" in refusal(hall)
        equal(key.read_text(), damaged)


@test("every program has --help and --version, and refuses an unknown option")
def _():
    with Hall() as hall:
        for name in ("queue-server", "queue-web", "kiosk", "display", "hallctl"):
            done = hall.run([program(name), "--help"])
            assert done.returncode == 0 and "--version" in done.stdout, (name, done)
            done = hall.run([program(name), "--version"])
            assert done.returncode == 0 and re.search(r"\d+\.\d+\.\d+", done.stdout), (name, done)
            done = hall.run([program(name), "--no-such-option"])
            assert done.returncode != 0, (name, done)


@test("kiosk, display and web refuse a missing configuration with a sentence")
def _():
    with Hall() as hall:
        for name in ("queue-web", "kiosk", "display"):
            done = hall.run([program(name), "--config", hall.folder / "missing.toml"])
            assert done.returncode != 0 and "missing.toml" in done.stdout + done.stderr, done


@test("hallctl refuses an unknown role and a name that is no name")
def _():
    with Hall() as hall:
        for role, name in (("king", "kiosk-1"), ("kiosk", ""), ("kiosk", "a b/c"),
                           ("kiosk", "x" * 33)):
            done = hall.hallctl("enroll", "--config", hall.config, "--role", role, "--name", name,
                                "--out", hall.folder / "device.toml")
            assert done.returncode != 0, (role, name, done)
            assert not (hall.folder / "device.toml").exists()


if __name__ == "__main__":
    suite.main()
