"""Which device and which member of staff may do what, command by command."""

from hallkit import suite, wire
from hallkit.client import name_of
from hallkit.running import RunningHall
from hallkit.suite import equal, test

# Every command that changes the hall, and the roles of devices that may send it.
WINDOWS = {"web", "admin"}
GIVERS = {"kiosk", "web", "admin"}
WHO_MAY = {
    "open_window": WINDOWS, "pause_window": WINDOWS, "close_window": WINDOWS, "sign_in": WINDOWS,
    "sign_out": WINDOWS, "set_window_services": WINDOWS, "grant_priority": WINDOWS,
    "call_next": WINDOWS, "recall_ticket": WINDOWS, "mark_missed": WINDOWS,
    "start_service": WINDOWS, "complete_service": WINDOWS, "hold_ticket": WINDOWS,
    "transfer_ticket": WINDOWS, "add_service": WINDOWS, "serve_walk_in": WINDOWS,
    "issue_ticket": GIVERS, "confirm_ticket": GIVERS, "cancel_ticket": GIVERS,
    "reactivate_ticket": GIVERS, "resume_ticket": GIVERS, "book_appointment": GIVERS,
    "move_appointment": GIVERS, "cancel_appointment": GIVERS, "check_in": GIVERS,
    "get_slots": GIVERS, "get_ticket": GIVERS, "get_items": GIVERS,
    "open_document": WINDOWS, "set_emergency": WINDOWS, "grant_upload": {"kiosk", "admin"},
    "adopt_ticket": {"kiosk", "admin"}, "report_device": {"kiosk", "admin"},
    "get_snapshot": {"kiosk", "web", "admin", "display"},
    "get_events": {"kiosk", "web", "admin", "display"},
    "ping": {"kiosk", "web", "admin", "display"},
}
BY_ROLE = "a device of role"


@test("each command is refused to the devices that have no business with it, and to no other")
def _():
    with RunningHall() as hall:
        bodies = {field.name for field in wire.Command.DESCRIPTOR.oneofs_by_name["body"].fields}
        equal(bodies, set(WHO_MAY), "a command that this test does not know")
        for role in ("kiosk", "web", "admin", "display"):
            client = hall.client(f"{role}-7", role)
            for body, roles in WHO_MAY.items():
                reply = client.ask(**{body: {}})
                by_role = name_of(reply) == "NOT_ALLOWED" and BY_ROLE in reply.sentence
                equal(by_role, role not in roles, f"{body} of a {role}")


STAFF = ("CLERK", "GUIDE", "BACK_OFFICE", "MANAGER", "ADMIN")


@test("what needs judgement is the guide desk's, what changes the hall the manager's")
def _():
    with RunningHall() as hall:
        window = hall.general[0]
        guides, managers = {"GUIDE", "MANAGER", "ADMIN"}, {"MANAGER", "ADMIN"}
        for staff in STAFF:
            ticket = hall.take()
            asked = dict(clerk="9", staff=staff)
            reply = hall.web.ask(grant_priority=dict(
                ticket=ticket.ticket, priority=wire.PRIORITY_CLASS_DISABLED, reason="轮椅"),
                **asked)
            equal(name_of(reply), "DONE" if staff in guides else "NOT_ALLOWED", staff)
            reply = hall.web.ask(issue_ticket=dict(
                service=hall.services[0], priority=wire.PRIORITY_CLASS_EMERGENCY), **asked)
            equal(name_of(reply), "DONE" if staff in guides else "NOT_ALLOWED", staff)
            reply = hall.web.ask(set_window_services=dict(window=window, general=True), **asked)
            equal(name_of(reply), "DONE" if staff in managers else "NOT_ALLOWED", staff)


@test("a kiosk that claims to be a manager is none")
def _():
    with RunningHall() as hall:
        hall.kiosk.refused("NOT_ALLOWED", staff="MANAGER", clerk="9", issue_ticket=dict(
            service=hall.services[0], priority=wire.PRIORITY_CLASS_EMERGENCY))
        hall.kiosk.done(issue_ticket=dict(
            service=hall.services[0], priority=wire.PRIORITY_CLASS_ELDERLY))


@test("a manager changes what a window serves, at once")
def _():
    with RunningHall() as hall:
        window, served = next(iter(hall.special.items()))
        other = next(service for service in hall.services if service not in served)
        hall.sit(window)
        ticket = hall.take(other)
        hall.web.refused("NOBODY_WAITING", call_next=dict(window=window), clerk="0001")
        hall.web.done(set_window_services=dict(window=window, services=[other]), clerk="9",
                      staff="MANAGER")
        equal(hall.call(window).number, ticket.number)
        hall.verify()


if __name__ == "__main__":
    suite.main()
