"""The hall's state as an outsider would keep it: a second fold, in another language.

Written from the schema alone. The tests compare it with the server's snapshots, so a mistake in
lib/hall's apply() shows unless it was made twice.
"""

from hallkit import wire


def state_of(head, tickets) -> dict:
    """A snapshot as plain values that can be compared."""
    return {
        "day": head.day,
        "services": {c.service.id: {"issued": c.issued, "calls": c.calls, "served": c.served,
                                    "served_ms": c.served_ms_total} for c in head.counters},
        "windows": {w.record.window: {
            "phase": w.phase, "reason": w.reason, "clerk": w.clerk, "ticket": w.ticket,
            "since": w.since_ms, "served": w.served} for w in head.windows},
        "calls": [(c.ticket, c.number, c.window, c.at_ms, c.call) for c in head.recent_calls],
        "devices": {(d.owner, d.device): (d.state, tuple(d.facts), d.since_ms)
                    for d in head.devices},
        "tickets": {t.ticket: {
            "number": t.number, "service": t.service, "phase": t.phase, "delivery": t.delivery,
            "window": t.window, "calls": t.calls, "misses": t.misses, "issued": t.issued_ms,
            "called": t.called_ms, "started": t.started_ms, "ended": t.ended_ms,
            "due": t.due_call} for t in tickets},
    }


def apply(state: dict, event: wire.Event):
    kind = event.WhichOneof("body")
    _APPLY[kind](state, event, getattr(event, kind))


def _issued(state, event, body):
    state["services"][body.service]["issued"] += 1
    state["tickets"][body.ticket] = {
        "number": body.number, "service": body.service, "phase": wire.TICKET_PHASE_ISSUED,
        "delivery": 0, "window": 0, "calls": 0, "misses": 0, "issued": event.at_ms, "called": 0,
        "started": 0, "ended": 0, "due": 0}


def _confirmed(state, _, body):
    ticket = state["tickets"][body.ticket]
    ticket["delivery"] = body.delivery
    if ticket["phase"] == wire.TICKET_PHASE_ISSUED:
        ticket["phase"] = wire.TICKET_PHASE_WAITING


def _called(state, event, body):
    ticket = state["tickets"][body.ticket]
    ticket.update(phase=wire.TICKET_PHASE_CALLED, window=body.window, calls=1, called=event.at_ms,
                  due=0)
    state["services"][ticket["service"]]["calls"] += 1
    state["windows"][body.window]["ticket"] = body.ticket
    _show_call(state, event, body, 1)


def _recalled(state, event, body):
    state["tickets"][body.ticket].update(calls=body.call, called=event.at_ms)
    _show_call(state, event, body, body.call)


def _show_call(state, event, body, call):
    others = [line for line in state["calls"] if line[0] != body.ticket]
    number = state["tickets"][body.ticket]["number"]
    state["calls"] = [(body.ticket, number, body.window, event.at_ms, call)] + others[:39]


def _missed(state, _, body):
    ticket = state["tickets"][body.ticket]
    ticket["phase"] = wire.TICKET_PHASE_MISSED
    ticket["misses"] += 1
    state["windows"][body.window]["ticket"] = 0


def _reactivated(state, _, body):
    state["tickets"][body.ticket].update(phase=wire.TICKET_PHASE_WAITING, due=body.due_call,
                                         calls=0)


def _started(state, event, body):
    state["tickets"][body.ticket].update(phase=wire.TICKET_PHASE_SERVING, started=event.at_ms)


def _served(state, event, body):
    ticket = state["tickets"][body.ticket]
    service = state["services"][ticket["service"]]
    service["served"] += 1
    service["served_ms"] += event.at_ms - ticket["started"]
    state["windows"][body.window]["served"] += 1
    _end(state, event, body.ticket, wire.TICKET_PHASE_SERVED)


def _end(state, event, key, phase):
    ticket = state["tickets"][key]
    ticket.update(phase=phase, ended=event.at_ms)
    window = state["windows"].get(ticket["window"])
    if window and window["ticket"] == key:
        window["ticket"] = 0


def _phase(state, event, window, phase, reason=""):
    state["windows"][window].update(phase=phase, reason=reason, since=event.at_ms)


def _signed_out(state, event, body):
    state["windows"][body.window]["clerk"] = ""
    _phase(state, event, body.window, wire.WINDOW_PHASE_CLOSED)


def _device(state, _, body):
    record = body.record
    state["devices"][record.owner, record.device] = (record.state, tuple(record.facts),
                                                     record.since_ms)


_APPLY = {
    "clerk_signed_in": lambda s, e, b: s["windows"][b.window].update(clerk=b.clerk),
    "clerk_signed_out": _signed_out,
    "window_opened": lambda s, e, b: _phase(s, e, b.window, wire.WINDOW_PHASE_OPEN),
    "window_paused": lambda s, e, b: _phase(s, e, b.window, wire.WINDOW_PHASE_PAUSED, b.reason),
    "window_closed": lambda s, e, b: _phase(s, e, b.window, wire.WINDOW_PHASE_CLOSED),
    "ticket_issued": _issued,
    "ticket_confirmed": _confirmed,
    "ticket_cancelled": lambda s, e, b: _end(s, e, b.ticket, wire.TICKET_PHASE_CANCELLED),
    "ticket_expired": lambda s, e, b: _end(s, e, b.ticket, wire.TICKET_PHASE_EXPIRED),
    "ticket_called": _called,
    "ticket_recalled": _recalled,
    "ticket_missed": _missed,
    "ticket_reactivated": _reactivated,
    "service_started": _started,
    "ticket_served": _served,
    "device_reported": _device,
}
