"""The business day: it begins at the hall's midnight, numbers start again, nobody vanishes."""

import datetime
import zoneinfo

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test


def to_next(hall, hour, minute=0):
    """Turns the clock on to the next time that it is so late in the hall."""
    head, _, _ = hall.kiosk.snapshot()
    zone = zoneinfo.ZoneInfo(head.catalogue.time_zone)
    now = datetime.datetime.fromtimestamp(hall.feed().pulse().at_ms / 1000, zone)
    goal = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if goal <= now:
        goal += datetime.timedelta(days=1)
    hall.clock.advance((goal - now).total_seconds())
    return goal


def day_of(hall):
    return hall.state()["day"]


@test("the day is the hall's, not the server's: it changes at midnight of its time zone")
def _():
    with RunningHall(clock=True) as hall:
        goal = to_next(hall, 23, 59)
        wait_until(lambda: day_of(hall) == int(goal.strftime("%Y%m%d")), "23:59 of that day")
        hall.clock.advance(120)
        tomorrow = goal + datetime.timedelta(days=1)
        wait_until(lambda: day_of(hall) == int(tomorrow.strftime("%Y%m%d")), "the new day")
        hall.verify()


@test("at midnight the numbers start again, ticket keys go on, the unserved expire")
def _():
    with RunningHall(clock=True) as hall:
        to_next(hall, 23, 0)
        yesterday = day_of(hall)
        window = hall.sit(hall.general[0])
        tickets = [hall.take() for _ in range(4)]
        hall.call(window)
        feed = hall.feed()
        feed.pulse()
        start = hall.last_seq()
        hall.clock.advance(2 * 3600)
        wait_until(lambda: day_of(hall) > yesterday, "the new day")
        state = hall.state()
        equal(state["tickets"], {}, "yesterday's tickets")
        equal({service["issued"] for service in state["services"].values()}, {0})
        equal(state["calls"], [])
        events = [e for e in feed.events_until(hall.last_seq()) if e.seq > start]
        ended = [e.ticket_expired for e in events if e.HasField("ticket_expired")]
        equal({e.ticket for e in ended}, {t.ticket for t in tickets})
        equal({e.reason for e in ended}, {wire.EXPIRY_REASON_DAY_ENDED})
        fresh = hall.take()
        equal(fresh.number[1:], "001")
        assert fresh.ticket > max(t.ticket for t in tickets), "a ticket key was used twice"
        hall.verify()


@test("a server that slept through midnight opens the day when it starts")
def _():
    with RunningHall(clock=True) as hall:
        hall.take()
        yesterday = day_of(hall)
        hall.server.kill()
        hall.clock.advance(3 * 86400)
        hall.start_server()
        hall.kiosk.ask_until_answered(hall.kiosk.command(ping={}))
        assert day_of(hall) > yesterday
        equal(hall.take().number[1:], "001")
        hall.verify()


@test("a restart in mid-day keeps the day: numbers, windows, lines")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        for _ in range(3):
            hall.take()
        hall.call(window)
        before = hall.state()
        hall.restart(kill=True)
        equal(hall.state(), before)


@test("a clock that is set back never makes an event older than the one before")
def _():
    with RunningHall(clock=True) as hall:
        hall.take()
        day = day_of(hall)
        hall.clock.advance(-7200)
        hall.take()
        hall.restart(kill=True)
        hall.take()
        equal(day_of(hall), day)
        events = hall.kiosk.done(get_events=dict(
            after_seq=hall.kiosk.snapshot()[0].day_seq, count=500)).events.events
        times = [event.at_ms for event in events]
        equal(times, sorted(times))
        equal(len(hall.state()["tickets"]), 3)
        hall.verify()


if __name__ == "__main__":
    suite.main()
