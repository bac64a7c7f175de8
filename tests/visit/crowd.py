"""People in the demo's hall, so that a newcomer does not find it empty: clerks at most windows,
some visits done, some people called, others waiting. Through the protocol, as everything else."""

import random

from hallkit import wire
from hallkit.hall import Hall

FREE_WINDOWS = (3, 11, 12)  # for who tries the staff console
POPULARITY = (5, 9, 3, 8, 4, 4, 2, 5)
SERVED, WAITING = 26, 34


def gather(hall: Hall):
    kiosk, desk = hall.client("kiosk-2", "kiosk"), hall.client("web-2", "web")
    chance = random.Random(7)
    head, _, _ = kiosk.snapshot()
    services = [counter.service.id for counter in head.counters]
    windows = [state.record.window for state in head.windows]
    staffed = [number for number in windows if number not in FREE_WINDOWS]

    def come(people: int):
        for service in chance.choices(services, POPULARITY[:len(services)], k=people):
            ticket = kiosk.done(issue_ticket=dict(service=service)).ticket
            kiosk.done(confirm_ticket=dict(ticket=ticket.ticket,
                                           delivery=wire.DELIVERY_PRINTED))

    def at_window(number: int, *steps: str):
        for step in steps:
            if desk.ask(clerk=f"c{number}", **{step: dict(window=number)}).refusal:
                return  # nobody waits for this window

    for number in staffed:
        at_window(number, "sign_in", "open_window")
    come(SERVED)
    for number in staffed:
        at_window(number, "call_next", "start_service", "complete_service", "call_next")
    come(WAITING)
    kiosk.close()
    desk.close()
