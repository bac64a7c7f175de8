"""Sign in, open, pause, close, sign out: a clerk at a window."""

from hallkit import suite
from hallkit.running import RunningHall
from hallkit.suite import equal, test


@test("a window begins closed and empty; a clerk signs in and opens it")
def _():
    with RunningHall() as hall:
        window = hall.general[0]
        equal((hall.window_phase(window), hall.window(window)["clerk"]), ("CLOSED", ""))
        hall.web.done(sign_in=dict(window=window), clerk="0001")
        equal((hall.window_phase(window), hall.window(window)["clerk"]), ("CLOSED", "0001"))
        hall.web.done(open_window=dict(window=window), clerk="0001")
        equal(hall.window_phase(window), "OPEN")


@test("a window without a clerk cannot open, and a stranger cannot open another's window")
def _():
    with RunningHall() as hall:
        window = hall.general[0]
        reply = hall.web.ask(open_window=dict(window=window), clerk="0001")
        assert reply.refusal, "opened without a clerk"
        hall.web.done(sign_in=dict(window=window), clerk="0001")
        reply = hall.web.ask(open_window=dict(window=window), clerk="0002")
        assert reply.refusal, "opened by a clerk who does not sit there"
        equal(hall.window_phase(window), "CLOSED")


@test("one clerk, one window: both the taken window and the second seat are refused")
def _():
    with RunningHall() as hall:
        first, second = hall.general[:2]
        hall.web.done(sign_in=dict(window=first), clerk="0001")
        hall.web.refused("WINDOW_TAKEN", sign_in=dict(window=first), clerk="0002")
        hall.web.refused("WINDOW_TAKEN", sign_in=dict(window=second), clerk="0001")
        hall.web.done(sign_out=dict(window=first), clerk="0001")
        hall.web.done(sign_in=dict(window=first), clerk="0002")
        hall.web.done(sign_in=dict(window=second), clerk="0001")


@test("signing in needs a badge")
def _():
    with RunningHall() as hall:
        reply = hall.web.ask(sign_in=dict(window=hall.general[0]))
        assert reply.refusal, "signed in without a badge"


@test("a pause has a reason that everyone sees, and ends by opening")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        hall.web.done(pause_window=dict(window=window, reason="系统维护"), clerk="0001")
        equal((hall.window_phase(window), hall.window(window)["reason"]), ("PAUSED", "系统维护"))
        hall.take()
        hall.web.refused("WRONG_PHASE", call_next=dict(window=window), clerk="0001")
        hall.web.done(open_window=dict(window=window), clerk="0001")
        equal((hall.window_phase(window), hall.window(window)["reason"]), ("OPEN", ""))
        hall.call(window)


@test("a pause without a reason is refused")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        hall.web.refused("INVALID_VALUE", pause_window=dict(window=window), clerk="0001")
        equal(hall.window_phase(window), "OPEN")


@test("a closed window calls nobody")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        hall.take()
        hall.web.done(close_window=dict(window=window), clerk="0001")
        equal(hall.window_phase(window), "CLOSED")
        hall.web.refused("WRONG_PHASE", call_next=dict(window=window), clerk="0001")


@test("a clerk cannot walk away from a person at the window")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        hall.take()
        hall.call(window)
        hall.web.refused("WRONG_PHASE", sign_out=dict(window=window), clerk="0001")
        hall.web.done(start_service=dict(window=window), clerk="0001")
        hall.web.refused("WRONG_PHASE", sign_out=dict(window=window), clerk="0001")
        hall.web.done(complete_service=dict(window=window), clerk="0001")
        hall.web.done(sign_out=dict(window=window), clerk="0001")
        equal((hall.window_phase(window), hall.window(window)["clerk"]), ("CLOSED", ""))


@test("a window that the hall does not have is refused by every command")
def _():
    with RunningHall() as hall:
        for number in (0, 99, 4_000_000_000):
            for body in ("sign_in", "sign_out", "open_window", "close_window", "call_next",
                         "recall_ticket", "mark_missed", "start_service", "complete_service"):
                hall.web.refused("UNKNOWN_WINDOW", clerk="0001", **{body: dict(window=number)})
            hall.web.refused("UNKNOWN_WINDOW", clerk="0001",
                             pause_window=dict(window=number, reason="午休"))


if __name__ == "__main__":
    suite.main()
