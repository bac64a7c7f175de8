"""SIGHUP: a new catalogue holds without a restart; a wrong one changes nothing."""

import signal

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test


def reload(hall):
    hall.server.process.send_signal(signal.SIGHUP)


def version(hall):
    return hall.kiosk.snapshot()[0].catalogue.version


@test("new rules hold at once, for those who wait already")
def _():
    with RunningHall(clock=True) as hall:
        window = hall.sit(hall.general[0])
        hall.take()
        elder = hall.kiosk.done(issue_ticket=dict(
            service=hall.services[0], priority=wire.PRIORITY_CLASS_ELDERLY)).ticket
        hall.kiosk.done(confirm_ticket=dict(ticket=elder.ticket, delivery=wire.DELIVERY_PRINTED))
        before = version(hall)
        hall.rewrite("rules.toml", r'(?m)^policy = .*$', 'policy = "absolute"')
        reload(hall)
        wait_until(lambda: version(hall) == before + 1, "the new catalogue")
        equal(hall.kiosk.snapshot()[0].catalogue.rules.policy, "absolute")
        equal(hall.call(window).number, elder.number)
        hall.verify()


@test("a service that goes keeps its tickets; its letter goes on counting under another")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        old = hall.take("social")
        before = version(hall)
        for file in ("services.toml", "hall.toml"):
            path = hall.catalogue / file
            path.write_text(path.read_text().replace('"social"', '"pensions"'))
        for path in (hall.catalogue / "items").glob("*.toml"):
            path.write_text(path.read_text().replace('"social"', '"pensions"'))
        reload(hall)
        wait_until(lambda: version(hall) == before + 1, "the new catalogue")
        hall.kiosk.refused("UNKNOWN_SERVICE", issue_ticket=dict(service="social"))
        equal(hall.take("pensions").number, "A002")
        equal(hall.call(window).number, old.number)
        hall.restart(kill=True)
        equal(hall.take("pensions").number, "A003")
        hall.verify()


@test("a wrong catalogue is named in the log with file and line, and changes nothing")
def _():
    with RunningHall() as hall:
        before = version(hall)
        hall.rewrite("rules.toml", r'(?m)^policy = .*$', 'policy = "by shoe size"')
        reload(hall)
        wait_until(lambda: "rules.toml:7" in hall.server.tail(50), "the refusal in the log")
        assert "stays as it is" in hall.server.tail(50)
        equal(version(hall), before)
        hall.take()


@test("read again without a change nothing happens")
def _():
    with RunningHall() as hall:
        before, seq = version(hall), hall.last_seq()
        reload(hall)
        hall.feed().pulse()
        hall.feed("board-2").pulse()
        equal((version(hall), hall.last_seq()), (before, seq))


if __name__ == "__main__":
    suite.main()
