"""Ping, snapshot, events, ticket view: questions that change nothing."""

from hallkit import suite, wire
from hallkit.program import wait_until
from hallkit.running import RunningHall
from hallkit.suite import equal, test


def at_least(snapshot, seq):
    """A snapshot may be a second old; this one, if it is new enough."""
    return snapshot if snapshot[2] >= seq else None


@test("no query causes an event")
def _():
    with RunningHall() as hall:
        ticket = hall.take()
        before = hall.last_seq()
        hall.kiosk.snapshot()
        hall.kiosk.done(get_events=dict(after_seq=0, count=10))
        hall.kiosk.done(get_ticket=dict(token=ticket.token))
        equal(hall.last_seq(), before)


@test("a snapshot of 2,500 tickets comes in pages under 64 KiB that belong together")
def _():
    with RunningHall() as hall:
        keys = [ticket.ticket for ticket in hall.issue_many(2500)]
        last = hall.last_seq()
        _, tickets, seq = wait_until(lambda: at_least(hall.kiosk.snapshot(), last), "all of it")
        equal([t.ticket for t in tickets], keys)
        equal(seq, last)
        pages = hall.kiosk.done(get_snapshot=dict(page=0)).snapshot.pages
        assert pages > 2, f"{pages} pages: the test proves nothing"


@test("pages of one snapshot stay true while the hall goes on")
def _():
    with RunningHall() as hall:
        hall.issue_many(2500)
        last = hall.last_seq()
        wait_until(lambda: at_least(hall.kiosk.snapshot(), last), "all of it")
        first = hall.kiosk.done(get_snapshot=dict(page=0)).snapshot
        hall.take(hall.services[4])
        page = hall.kiosk.done(get_snapshot=dict(seq=first.seq, page=1)).snapshot
        equal((page.seq, page.page, page.pages), (first.seq, 1, first.pages))


@test("a page of a snapshot that is not kept, or that never was, is refused")
def _():
    with RunningHall() as hall:
        hall.kiosk.refused("SNAPSHOT_GONE", get_snapshot=dict(seq=999_999, page=1))
        reply = hall.kiosk.ask(get_snapshot=dict(seq=0, page=7))
        assert reply.refusal, "page 7 of now"
        first = hall.kiosk.done(get_snapshot=dict(page=0)).snapshot
        reply = hall.kiosk.ask(get_snapshot=dict(seq=first.seq, page=first.pages))
        assert reply.refusal, "a page behind the last"


@test("events come in order, in batches, with the server's last number")
def _():
    with RunningHall() as hall:
        start = hall.last_seq()
        for _ in range(40):
            hall.take()
        last = hall.last_seq()
        gathered, after = [], start
        while after < last:
            batch = hall.kiosk.done(get_events=dict(after_seq=after, count=7)).events
            assert batch.last_seq >= last, batch
            assert 0 < len(batch.events) <= 7, batch
            gathered += batch.events
            after = gathered[-1].seq
        equal([e.prev_seq for e in gathered], [start] + [e.seq for e in gathered[:-1]])
        equal(sum(e.HasField("ticket_issued") for e in gathered), 40)
        equal(len(hall.kiosk.done(get_events=dict(
            after_seq=hall.last_seq(), count=7)).events.events), 0)


@test("a batch of all events keeps under the limits, whatever count was asked for")
def _():
    with RunningHall() as hall:
        hall.issue_many(1200)
        for count in (0, 500, 4_000_000_000):
            reply = hall.kiosk.ask(get_events=dict(after_seq=1, count=count))
            assert reply.refusal or len(reply.events.events) <= 500, len(reply.events.events)
            assert len(reply.SerializeToString()) <= wire.MESSAGE_BYTES_MAX


@test("events beyond the last number are refused or empty, never invented")
def _():
    with RunningHall() as hall:
        reply = hall.kiosk.ask(get_events=dict(after_seq=10**12, count=5))
        assert reply.refusal or not reply.events.events, reply


@test("a token shows its own ticket: phase, people ahead and behind")
def _():
    with RunningHall() as hall:
        first, second, third = hall.take(), hall.take(), hall.take()
        view = hall.kiosk.done(get_ticket=dict(token=second.token)).ticket_view
        equal((view.ticket, view.number, view.phase, view.ahead, view.behind),
              (second.ticket, second.number, wire.TICKET_PHASE_WAITING, 1, 1))
        window = hall.sit(hall.general[0])
        hall.call(window)
        view = hall.kiosk.done(get_ticket=dict(token=first.token)).ticket_view
        equal((view.phase, view.window), (wire.TICKET_PHASE_CALLED, window))
        view = hall.kiosk.done(get_ticket=dict(token=third.token)).ticket_view
        equal(view.ahead, 1)


@test("an unknown token opens nothing")
def _():
    with RunningHall() as hall:
        hall.take()
        for token in ("", "x", "0" * 32):
            hall.kiosk.refused("UNKNOWN_TICKET", get_ticket=dict(token=token))


@test("tokens open their tickets also after a restart")
def _():
    with RunningHall() as hall:
        ticket = hall.take()
        hall.restart(kill=True)
        view = hall.kiosk.done(get_ticket=dict(token=ticket.token)).ticket_view
        equal(view.number, ticket.number)


if __name__ == "__main__":
    suite.main()
