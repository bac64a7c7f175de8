"""The hall's state as an outsider would keep it: a second fold, in another language.

Written from the schema alone. The tests compare it with the server's snapshots, so a mistake in
lib/hall's apply() shows unless it was made twice.
"""

from hallkit import wire

_RECENT_CALLS = 40


def state_of(snapshot: wire.SnapshotPage) -> dict:
    """A whole snapshot (all its pages in one) as plain values that can be compared."""
    head = snapshot.head
    return {
        "day": head.day,
        "services": {c.service.id: {
            "issued": c.issued, "calls": c.calls, "served": c.served,
            "served_ms": c.served_ms_total, "outcomes": list(c.outcomes),
            "no_shows": c.no_shows, "retired": c.retired}
                     for c in head.counters},
        "windows": {w.record.window: {
            "phase": w.phase, "reason": w.reason, "until": w.until_ms, "clerk": w.clerk,
            "ticket": w.ticket, "since": w.since_ms, "served": w.served, "retired": w.retired,
            "helps": w.record.helps, "agent": w.record.agent,
            "serves": "all" if w.record.general else frozenset(w.record.services)}
                    for w in head.windows},
        "calls": [(c.ticket, c.number, c.window, c.at_ms, c.call) for c in head.recent_calls],
        "devices": {(d.owner, d.device): (d.state, tuple(d.facts), d.since_ms)
                    for d in head.devices},
        "tickets": {t.ticket: _ticket_of(t) for t in snapshot.tickets},
        "next_appointment": head.next_appointment,
        "appointments": {a.appointment: (a.service, a.slot_ms) for a in snapshot.appointments},
        "emergency": (head.emergency.text.zh, head.emergency.text.en,
                      head.emergency.since_ms),
        "vouchers": {v.ticket: v.service for v in snapshot.vouchers},
        "alarms": {(a.kind, a.subject): a.since_ms for a in snapshot.alarms},
    }


def _ticket_of(record: wire.TicketRecord) -> dict:
    return {
        "number": record.number, "service": record.service, "phase": record.phase,
        "delivery": record.delivery, "window": record.window, "calls": record.calls,
        "misses": record.misses, "issued": record.issued_ms, "called": record.called_ms,
        "started": record.started_ms, "ended": record.ended_ms, "due": record.due_call,
        "priority": record.priority, "agent": record.agent,
        "arrival": record.arrival_ms or record.issued_ms, "slot": record.slot_ms,
        "first_called": record.first_called_ms, "reason": record.reason,
        "item": record.item, "resumed": record.resumed, "only": record.only_window,
        "pool": record.pool, "held": record.held_ms, "plan": list(record.plan)}


def apply(state: dict, event: wire.Event):
    """Any event but DayOpened, after which a listener takes a new snapshot."""
    kind = event.WhichOneof("body")
    _APPLY[kind](state, event, getattr(event, kind))


# -- the catalogue ---------------------------------------------------------------------------------

def _served_ids(state, before, general, ids):
    """A retired service is still served where it was."""
    if general:
        return "all"
    return frozenset(name for name, service in state["services"].items() if name in ids or (
        service["retired"] and (before == "all" or name in before)))


def _adopted(state, _, body):
    for service in state["services"].values():
        service["retired"] = True
    for record in body.services:
        fresh = {"issued": 0, "calls": 0, "served": 0, "served_ms": 0, "outcomes": [0] * 5,
                 "no_shows": 0}
        state["services"].setdefault(record.id, fresh)["retired"] = False
    for window in state["windows"].values():
        window["retired"] = True
    for record in body.windows:
        window = state["windows"].setdefault(record.window, {
            "phase": wire.WINDOW_PHASE_UNSPECIFIED, "reason": "", "until": 0, "clerk": "",
            "ticket": 0, "since": 0, "served": 0, "serves": frozenset()})
        if window["phase"] == wire.WINDOW_PHASE_UNSPECIFIED:
            window["phase"] = wire.WINDOW_PHASE_CLOSED
        window.update(retired=False, helps=record.helps, agent=record.agent,
                      serves=_served_ids(state, window["serves"], record.general, record.services))
    for number, window in state["windows"].items():
        if window["retired"]:
            _free_those_waiting_for(state, number)


def _services_set(state, _, body):
    window = state["windows"][body.window]
    window.update(helps=body.helps,
                  serves=_served_ids(state, window["serves"], body.general, body.services))


def _free_those_waiting_for(state, window):
    for ticket in state["tickets"].values():
        if ticket["phase"] == wire.TICKET_PHASE_WAITING and ticket["only"] == window:
            ticket["only"] = 0


# -- tickets ---------------------------------------------------------------------------------------

def _issued(state, event, body):
    state["services"][body.service]["issued"] += 1
    state["tickets"][body.ticket] = _ticket_of(wire.TicketRecord(
        ticket=body.ticket, number=body.number, service=body.service,
        phase=wire.TICKET_PHASE_ISSUED, issued_ms=event.at_ms, arrival_ms=body.arrival_ms,
        priority=body.priority or wire.PRIORITY_CLASS_ORDINARY, agent=body.agent,
        slot_ms=body.slot_ms, plan=body.more_services, item=body.item))
    state["appointments"].pop(body.appointment, None)
    state["vouchers"].pop(body.voucher, None)


def _confirmed(state, _, body):
    ticket = state["tickets"][body.ticket]
    ticket["delivery"] = body.delivery
    if ticket["phase"] in (wire.TICKET_PHASE_ISSUED, wire.TICKET_PHASE_VOIDED):
        ticket.update(phase=wire.TICKET_PHASE_WAITING, ended=0)


def _called(state, event, body):
    ticket = state["tickets"][body.ticket]
    ticket.update(phase=wire.TICKET_PHASE_CALLED, window=body.window, calls=1, called=event.at_ms,
                  due=0, resumed=False, only=0)
    if not ticket["first_called"]:
        ticket.update(first_called=event.at_ms, reason=body.reason)
    state["services"][ticket["service"]]["calls"] += 1
    state["windows"][body.window]["ticket"] = body.ticket
    _show_call(state, event, body, 1)


def _recalled(state, event, body):
    state["tickets"][body.ticket].update(calls=body.call, called=event.at_ms)
    _show_call(state, event, body, body.call)


def _show_call(state, event, body, call):
    others = [line for line in state["calls"] if line[0] != body.ticket]
    number = state["tickets"][body.ticket]["number"]
    state["calls"] = [(body.ticket, number, body.window, event.at_ms, call)] + others
    del state["calls"][_RECENT_CALLS:]


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


def _count_served(state, event, body):
    ticket = state["tickets"][body.ticket]
    service = state["services"][ticket["service"]]
    service["served"] += 1
    service["outcomes"][body.outcome] += 1
    service["served_ms"] += event.at_ms - ticket["started"]
    state["windows"][body.window]["served"] += 1
    return ticket


def _served(state, event, body):
    _count_served(state, event, body)["plan"] = []
    _end(state, event, body.ticket, wire.TICKET_PHASE_SERVED)


def _item_served(state, event, body):
    ticket = _count_served(state, event, body)
    ticket.update(service=ticket["plan"][0], plan=ticket["plan"][1:], started=event.at_ms)
    if not body.stays:
        _wait_again(state, body.window, ticket)


def _wait_again(state, window, ticket, **changes):
    state["windows"][window]["ticket"] = 0
    ticket.update(phase=wire.TICKET_PHASE_WAITING, calls=0, **changes)


def _held(state, event, body):
    state["windows"][body.window]["ticket"] = 0
    state["tickets"][body.ticket].update(phase=wire.TICKET_PHASE_HELD, pool=body.pool,
                                         held=event.at_ms)


def _resumed(state, _, body):
    ticket = state["tickets"][body.ticket]
    window = state["windows"][ticket["window"]]
    back = not (ticket["pool"] or window["retired"] or window["phase"] == wire.WINDOW_PHASE_CLOSED)
    ticket.update(phase=wire.TICKET_PHASE_WAITING, calls=0, resumed=True,
                  only=ticket["window"] if back else 0)


def _transferred(state, _, body):
    _wait_again(state, body.window, state["tickets"][body.ticket], service=body.service,
                only=body.to_window, resumed=body.front)


def _end(state, event, key, phase):
    ticket = state["tickets"][key]
    ticket.update(phase=phase, ended=event.at_ms)
    window = state["windows"].get(ticket["window"])
    if window and window["ticket"] == key:
        window["ticket"] = 0


# -- windows, devices, appointments ----------------------------------------------------------------

def _phase(state, event, window, phase, reason="", until=0):
    state["windows"][window].update(phase=phase, reason=reason, until=until, since=event.at_ms)
    if phase == wire.WINDOW_PHASE_CLOSED:
        _free_those_waiting_for(state, window)


def _signed_out(state, event, body):
    state["windows"][body.window]["clerk"] = ""
    _phase(state, event, body.window, wire.WINDOW_PHASE_CLOSED)


def _device(state, _, body):
    record = body.record
    state["devices"][record.owner, record.device] = (record.state, tuple(record.facts),
                                                     record.since_ms)


def _booked(state, _, body):
    state["appointments"][body.appointment] = (body.service, body.slot_ms)
    state["next_appointment"] = max(state["next_appointment"], body.appointment + 1)


def _appointment_moved(state, _, body):
    service, _ = state["appointments"][body.appointment]
    state["appointments"][body.appointment] = (service, body.slot_ms)


def _appointment_missed(state, _, body):
    service, _ = state["appointments"].pop(body.appointment)
    state["services"][service]["no_shows"] += 1


_APPLY = {
    "catalogue_adopted": _adopted,
    "window_services_set": _services_set,
    "clerk_signed_in": lambda s, e, b: s["windows"][b.window].update(clerk=b.clerk),
    "clerk_signed_out": _signed_out,
    "window_opened": lambda s, e, b: _phase(s, e, b.window, wire.WINDOW_PHASE_OPEN),
    "window_paused": lambda s, e, b: _phase(
        s, e, b.window, wire.WINDOW_PHASE_PAUSED, b.reason, b.until_ms),
    "window_closed": lambda s, e, b: _phase(s, e, b.window, wire.WINDOW_PHASE_CLOSED),
    "ticket_issued": _issued,
    "ticket_confirmed": _confirmed,
    "ticket_cancelled": lambda s, e, b: _end(s, e, b.ticket, wire.TICKET_PHASE_CANCELLED),
    "ticket_expired": lambda s, e, b: _end(s, e, b.ticket, wire.TICKET_PHASE_EXPIRED),
    "ticket_voided": lambda s, e, b: _end(s, e, b.ticket, wire.TICKET_PHASE_VOIDED),
    "ticket_called": _called,
    "ticket_recalled": _recalled,
    "ticket_missed": _missed,
    "ticket_reactivated": _reactivated,
    "service_started": _started,
    "ticket_served": _served,
    "item_served": _item_served,
    "ticket_held": _held,
    "ticket_resumed": _resumed,
    "ticket_transferred": _transferred,
    "service_added": lambda s, e, b: s["tickets"][b.ticket]["plan"].append(b.service),
    "priority_granted": lambda s, e, b: s["tickets"][b.ticket].update(priority=b.priority),
    "device_reported": _device,
    "alarm_raised": lambda s, e, b: s["alarms"].update({(b.kind, b.subject): e.at_ms}),
    "document_opened": lambda s, e, b: None,
    "emergency_set": lambda s, e, b: s.update(
        emergency=(b.text.zh, b.text.en, e.at_ms) if b.text.zh or b.text.en else ("", "", 0)),
    "alarm_cleared": lambda s, e, b: s["alarms"].pop((b.kind, b.subject)),
    "appointment_booked": _booked,
    "appointment_moved": _appointment_moved,
    "appointment_cancelled": lambda s, e, b: s["appointments"].pop(b.appointment),
    "appointment_missed": _appointment_missed,
}
