"""Call, recall, missed, reactivate, serve, complete: from the line to the end."""

from hallkit import suite
from hallkit.running import RunningHall
from hallkit.suite import equal, test


@test("first come, first called, across the services of a general window")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        taken = [hall.take(service).number for service in hall.services[:3] * 2]
        called = []
        for _ in taken:
            result = hall.call(window)
            equal(result.window, window)
            called.append(result.number)
            hall.serve(window)
        equal(called, taken)
        hall.web.refused("NOBODY_WAITING", call_next=dict(window=window), clerk="0001")


@test("a special window calls only what it serves")
def _():
    with RunningHall() as hall:
        assert hall.special, "the catalogue has no special window"
        window, served = next(iter(hall.special.items()))
        hall.sit(window)
        other = next(service for service in hall.services if service not in served)
        hall.take(other)
        hall.web.refused("NOBODY_WAITING", call_next=dict(window=window), clerk="0001")
        mine = hall.take(served[0])
        equal(hall.call(window).number, mine.number)


@test("two windows never get the same ticket, and a busy window gets no second")
def _():
    with RunningHall() as hall:
        first = hall.sit(hall.general[0], "0001")
        second = hall.sit(hall.general[1], "0002")
        a, b = hall.take(), hall.take()
        equal(hall.call(first).number, a.number)
        equal(hall.call(second, "0002").number, b.number)
        hall.take()
        hall.web.refused("WRONG_PHASE", call_next=dict(window=first), clerk="0001")
        equal(hall.window(first)["ticket"], a.ticket)


@test("a ticket goes waiting, called, serving, served; the window and service count it")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        equal(hall.phase(ticket), "CALLED")
        hall.web.done(start_service=dict(window=window), clerk="0001")
        equal(hall.phase(ticket), "SERVING")
        hall.web.done(complete_service=dict(window=window), clerk="0001")
        equal(hall.phase(ticket), "SERVED")
        state = hall.state()
        at_window, service = state["windows"][window], state["services"][hall.services[0]]
        equal((at_window["ticket"], at_window["served"]), (0, 1))
        equal((service["issued"], service["calls"], service["served"]), (1, 1, 1))


@test("out of turn is refused: serve before a call, complete before serve, recall while serving")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        for body in ("recall_ticket", "mark_missed", "start_service", "complete_service"):
            hall.web.refused("WRONG_PHASE", clerk="0001", **{body: dict(window=window)})
        hall.take()
        hall.call(window)
        hall.web.refused("WRONG_PHASE", complete_service=dict(window=window), clerk="0001")
        hall.web.done(start_service=dict(window=window), clerk="0001")
        for body in ("recall_ticket", "mark_missed", "start_service"):
            hall.web.refused("WRONG_PHASE", clerk="0001", **{body: dict(window=window)})


@test("another clerk's person is not touched")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0], "0001")
        hall.sit(hall.general[1], "0002")
        ticket = hall.take()
        hall.call(window)
        for body in ("recall_ticket", "mark_missed", "start_service", "complete_service",
                     "call_next", "close_window", "sign_out"):
            reply = hall.web.ask(clerk="0002", **{body: dict(window=window)})
            assert reply.refusal, f"{body} by a clerk of another window was done"
        equal(hall.phase(ticket), "CALLED")


@test("a recall is at least 20 s after the last call; a fourth call is a miss")
def _():
    with RunningHall(clock=True) as hall:
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        hall.web.refused("TOO_SOON", recall_ticket=dict(window=window), clerk="0001")
        hall.clock.advance(21)
        hall.web.done(recall_ticket=dict(window=window), clerk="0001")
        hall.web.refused("TOO_SOON", recall_ticket=dict(window=window), clerk="0001")
        equal(hall.state()["tickets"][ticket.ticket]["calls"], 2)
        hall.clock.advance(21)
        hall.web.done(recall_ticket=dict(window=window), clerk="0001")
        equal(hall.state()["tickets"][ticket.ticket]["calls"], 3)
        hall.clock.advance(21)
        hall.web.done(recall_ticket=dict(window=window), clerk="0001")
        equal(hall.phase(ticket), "MISSED")
        state = hall.state()
        equal(state["windows"][window]["ticket"], 0)
        equal(state["tickets"][ticket.ticket]["calls"], 3)
        equal([(number, at, call) for _, number, at, _, call in state["calls"]],
              [(ticket.number, window, 3)], "one line a ticket on the board")


@test("a missed ticket frees the window and comes back once, behind three calls")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        ghost = hall.take()
        others = [hall.take() for _ in range(4)]
        hall.call(window)
        hall.web.done(mark_missed=dict(window=window), clerk="0001")
        equal(hall.phase(ghost), "MISSED")
        equal(hall.window(window)["ticket"], 0)
        hall.kiosk.done(reactivate_ticket=dict(ticket=ghost.ticket))
        equal(hall.phase(ghost), "WAITING")
        order = []
        for _ in range(5):
            order.append(hall.call(window).number)
            hall.serve(window)
        equal(order, [others[0].number, others[1].number, others[2].number, ghost.number,
                      others[3].number])


@test("a returned ticket is called although fewer than three others come")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        ghost = hall.take()
        hall.call(window)
        hall.web.done(mark_missed=dict(window=window), clerk="0001")
        hall.kiosk.done(reactivate_ticket=dict(ticket=ghost.ticket))
        equal(hall.call(window).number, ghost.number)


@test("the second miss ends a ticket")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        ghost = hall.take()
        hall.call(window)
        hall.web.done(mark_missed=dict(window=window), clerk="0001")
        hall.kiosk.done(reactivate_ticket=dict(ticket=ghost.ticket))
        hall.call(window)
        hall.web.done(mark_missed=dict(window=window), clerk="0001")
        equal(hall.phase(ghost), "EXPIRED")
        hall.kiosk.refused("WRONG_PHASE", reactivate_ticket=dict(ticket=ghost.ticket))


@test("only a missed ticket can be reactivated")
def _():
    with RunningHall() as hall:
        ticket = hall.take()
        hall.kiosk.refused("WRONG_PHASE", reactivate_ticket=dict(ticket=ticket.ticket))
        hall.kiosk.refused("UNKNOWN_TICKET", reactivate_ticket=dict(ticket=777))


@test("a person at a window is not cancelled behind the clerk's back")
def _():
    with RunningHall() as hall:
        window = hall.sit(hall.general[0])
        ticket = hall.take()
        hall.call(window)
        hall.kiosk.refused("WRONG_PHASE", cancel_ticket=dict(ticket=ticket.ticket))
        hall.web.done(start_service=dict(window=window), clerk="0001")
        hall.kiosk.refused("WRONG_PHASE", cancel_ticket=dict(ticket=ticket.ticket))
        equal(hall.window(window)["ticket"], ticket.ticket)


if __name__ == "__main__":
    suite.main()
