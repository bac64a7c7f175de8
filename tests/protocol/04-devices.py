"""Device reports: a kiosk tells how its printer is, and everyone sees it."""

from hallkit import suite, wire
from hallkit.running import RunningHall
from hallkit.suite import equal, test


@test("a report is kept under the name of the key that sent it")
def _():
    with RunningHall() as hall:
        other = hall.client("kiosk-2", "kiosk")
        hall.kiosk.done(report_device=dict(
            device="printer", state=wire.DEVICE_STATE_ATTENTION, facts=["paper_near_end"]))
        other.done(report_device=dict(device="printer", state=wire.DEVICE_STATE_READY))
        seen = hall.state()["devices"]
        equal(set(seen), {("kiosk-1", "printer"), ("kiosk-2", "printer")})
        equal(seen["kiosk-1", "printer"][:2], (wire.DEVICE_STATE_ATTENTION, ("paper_near_end",)))


@test("a new report replaces the old one; the same report again is no news")
def _():
    with RunningHall() as hall:
        stopped = dict(device="printer", state=wire.DEVICE_STATE_STOPPED, facts=["paper_out"])
        first = hall.kiosk.done(report_device=stopped)
        assert first.seq, "a change caused no event"
        before = hall.last_seq()
        hall.kiosk.done(report_device=stopped)
        equal(hall.asked_for_since(before), 0, "events for no news")
        hall.kiosk.done(report_device=dict(device="printer", state=wire.DEVICE_STATE_READY))
        equal(hall.state()["devices"]["kiosk-1", "printer"][:2], (wire.DEVICE_STATE_READY, ()))


@test("a report names a device and a state")
def _():
    with RunningHall() as hall:
        hall.kiosk.refused("INVALID_VALUE",
                           report_device=dict(device="", state=wire.DEVICE_STATE_READY))
        hall.kiosk.refused("INVALID_VALUE", report_device=dict(device="printer"))
        equal(hall.state()["devices"], {})


@test("more devices than the hall can hold are refused, the known ones still report")
def _():
    with RunningHall() as hall:
        refused = 0
        for number in range(300):
            reply = hall.kiosk.ask(report_device=dict(
                device=f"device-{number}", state=wire.DEVICE_STATE_READY))
            refused += bool(reply.refusal)
        equal(refused, 300 - 256)
        hall.kiosk.done(report_device=dict(device="device-0", state=wire.DEVICE_STATE_AWAY))
        hall.verify()


if __name__ == "__main__":
    suite.main()
