"""The feed: every event once, in a chain, and a pulse each second."""

import time

from hallkit import fold, suite, wire
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test


def listening(hall):
    """A feed that is subscribed: PUB sends only to whom it knows, the first pulse proves it."""
    feed = hall.feed()
    feed.pulse()
    return feed


def busy_day(hall):
    """A bit of everything."""
    first, second = hall.sit(hall.general[0], "0001"), hall.sit(hall.general[1], "0002")
    for number in range(12):
        hall.take(hall.services[number % 3])
    cancelled = hall.take()
    hall.kiosk.done(cancel_ticket=dict(ticket=cancelled.ticket))
    for _ in range(3):
        hall.call(first)
        hall.serve(first)
    missed = hall.call(second, "0002")
    hall.web.done(mark_missed=dict(window=second), clerk="0002")
    hall.kiosk.done(reactivate_ticket=dict(ticket=missed.ticket))
    hall.call(second, "0002")
    hall.web.done(start_service=dict(window=second), clerk="0002")
    hall.kiosk.done(report_device=dict(device="printer", state=wire.DEVICE_STATE_ATTENTION,
                                       facts=["paper_near_end"]))
    hall.web.done(pause_window=dict(window=first, reason="午休"), clerk="0001")


def snapshot_since(hall, seq):
    """The server's own snapshot (it may be a second old), if it is not older than event `seq`."""
    whole = hall.kiosk.whole_snapshot()
    return whole if whole.seq >= seq else None


@test("each event says which one was before it; none is missing, none comes twice")
def _():
    with RunningHall() as hall:
        feed = listening(hall)
        start = hall.last_seq()
        busy_day(hall)
        events = feed.events_until(hall.last_seq())
        events = [e for e in events if e.seq > start]
        equal([e.prev_seq for e in events], [start] + [e.seq for e in events[:-1]])
        equal([e.at_ms for e in events], sorted(e.at_ms for e in events))


@test("a pulse comes each second, also when nothing happens, with the last number")
def _():
    with RunningHall() as hall:
        feed = listening(hall)
        begin = time.monotonic()
        pulses = [feed.pulse() for _ in range(5)]
        took = time.monotonic() - begin
        # Generous to a loaded machine, but a pulse of every 2 s or of every 0.5 s fails.
        assert 3.5 < took < 8.0, f"5 pulses in {took:.1f} s"
        last = hall.last_seq()
        equal({p.last_seq for p in pulses}, {last})


@test("the pulse tells people waiting and expected minutes of each service")
def _():
    with RunningHall() as hall:
        hall.sit(hall.general[0])
        for _ in range(4):
            hall.take(hall.services[1])
        seq = hall.last_seq()
        feed = hall.feed()
        pulse = feed.pulse()
        while pulse.last_seq < seq:
            pulse = feed.pulse()
        estimates = {e.service: e for e in pulse.estimates}
        equal(set(estimates), set(hall.services))
        busy, idle = estimates[hall.services[1]], estimates[hall.services[0]]
        equal((busy.waiting, idle.waiting), (4, 0))
        assert busy.open and idle.open, "a general window is open"
        assert 0 < busy.wait_min_p50 <= busy.wait_min_p90, busy


@test("a snapshot and the events after it are the next snapshot")
def _():
    with RunningHall() as hall:
        feed = listening(hall)
        whole = hall.kiosk.whole_snapshot()
        mine, seq = fold.state_of(whole), whole.seq
        busy_day(hall)
        last = hall.last_seq()
        theirs = wait_until(lambda: snapshot_since(hall, last), "a snapshot of now")
        for event in feed.events_until(theirs.seq):
            if event.seq > seq:
                fold.apply(mine, event)
        equal(mine, fold.state_of(theirs))


@test("a listener that missed events gets exactly those by asking")
def _():
    with RunningHall() as hall:
        first = listening(hall)
        seq = hall.last_seq()
        first.close()
        busy_day(hall)
        last = hall.last_seq()
        second = listening(hall)
        hall.take(hall.services[4])
        event = second.event()
        equal(event.prev_seq, last, "the gap that a listener notices")
        missed = hall.kiosk.done(get_events=dict(after_seq=seq, count=500)).events.events
        chain = [e for e in missed if e.seq <= event.prev_seq]
        equal(chain[0].prev_seq, seq)
        equal(chain[-1].seq, event.prev_seq)


@test("the chain goes on after kill -9 and a restart, and the numbers never go back")
def _():
    with RunningHall() as hall:
        busy_day(hall)
        before = hall.last_seq()
        hall.restart(kill=True)
        feed = listening(hall)
        last = hall.last_seq()
        assert last >= before, "an acknowledged event is gone"
        hall.take()
        equal(feed.event().prev_seq, last)


@test("nothing that came from a refused command is on the feed")
def _():
    with RunningHall() as hall:
        feed = listening(hall)
        hall.web.ask(call_next=dict(window=hall.general[0]), clerk="0001")
        hall.kiosk.ask(issue_ticket=dict(service="no-such-service"))
        hall.take()
        equal(feed.event().WhichOneof("body"), "ticket_issued")


@test("no event carries a token or a key")
def _():
    with RunningHall() as hall:
        feed = listening(hall)
        ticket = hall.take()
        seq = hall.last_seq()
        for event in feed.events_until(seq):
            assert ticket.token.encode() not in event.SerializeToString(), event


if __name__ == "__main__":
    suite.main()
