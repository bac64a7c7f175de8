// The manager's page: how the hall is doing, what raises an alarm, every device, every window.
import { own, t } from "/web/i18n.js";
import { deviceName, showDevices } from "/web/console/devices.js";
import { byId, el, setText, showRows } from "/web/console/dom.js";
import { sinceWords } from "/web/console/time.js";

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);

export class Overview {
  constructor(context, showPicker) {
    this.context = context;
    byId("overview-windows").addEventListener("click", showPicker);
  }

  render() {
    const { state } = this.context;
    this.figures(state);
    const alarms = [...state.alarms].sort((a, b) => b.since - a.since);
    showRows(byId("alarm-list"), alarms, (alarm) => `${alarm.kind} ${alarm.subject}`,
      () => el("li", "", el("span", "what"), el("span", "waited")),
      (row, alarm) => {
        setText(row.querySelector(".what"), this.alarmWords(alarm));
        setText(row.querySelector(".waited"), sinceWords(this.context.now() - alarm.since));
      });
    byId("alarm-empty").hidden = alarms.length > 0;
    showDevices(byId("device-list"), state.devices, this.context.now());
    byId("device-empty").hidden = state.devices.length > 0;
    showRows(byId("overview-list"), state.windows, (window) => window.number,
      () => el("li", "", el("span", "number"), el("span", "what"), el("span", "waited")),
      (row, window) => this.updateWindow(row, window));
  }

  figures(state) {
    const open = state.windows.filter((window) => window.phase === "open").length;
    setText(byId("overview-waiting"), String(sum(state.services, (s) => s.waiting)));
    setText(byId("overview-open"), `${open} / ${state.windows.length}`);
    setText(byId("overview-served"), String(sum(state.windows, (w) => w.served)));
    setText(byId("overview-alarms"), String(state.alarms.length));
    byId("overview-alarms").classList.toggle("bad", state.alarms.length > 0);
  }

  alarmWords(alarm) {
    const { state } = this.context;
    const limits = state.alarm_limits;
    const limit = {
      WAIT_LONG: limits.wait_minutes,
      MANY_WAITING: limits.waiting,
      TOO_MANY_WAITING: limits.waiting_high,
      HOLD_LONG: limits.hold_minutes,
    }[alarm.kind];
    const service = this.context.service(alarm.subject);
    const device = state.devices.find((each) => each.key === alarm.subject);
    const subject = device ? deviceName(device) : service ? own(service) : alarm.subject;
    return t(`alarm.${alarm.kind}`, { subject, limit });
  }

  // What the window does, and for how long.
  updateWindow(row, window) {
    const { ticket } = window;
    const phase = ticket ? ticket.phase : window.phase;
    row.dataset.phase = phase;
    setText(row.querySelector(".number"), String(window.number));
    const doing = ticket
      ? t(phase === "serving" ? "overview.serving" : "overview.called", { number: ticket.number })
      : t(`window.${phase}`, { reason: window.reason });
    const clerk = window.clerk_name || window.clerk;
    setText(row.querySelector(".what"), clerk ? `${doing} · ${clerk}` : doing);
    const since = ticket ? ticket.started || ticket.called : window.since;
    const idle = phase === "closed" || !since;
    setText(row.querySelector(".waited"), idle ? "" : sinceWords(this.context.now() - since));
  }
}
