// A manager's message to everybody: set and ended here, and seen on top of every page of the staff.
import { own, t } from "/web/i18n.js";
import { byId, setText } from "/web/console/dom.js";

export class EmergencyDialog {
  constructor(context) {
    this.context = context;
    this.dialog = byId("emergency-dialog");
    byId("emergency-open").addEventListener("click", () => this.open());
    byId("emergency-cancel").addEventListener("click", () => this.dialog.close());
    byId("emergency-end").addEventListener("click", () => this.send("", ""));
    byId("emergency-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const zh = byId("emergency-zh").value.trim();
      const en = byId("emergency-en").value.trim();
      if (!zh && !en) return byId("emergency-zh").focus();
      return this.send(zh, en);
    });
  }

  open() {
    const running = this.context.state.emergency;
    byId("emergency-zh").value = running?.zh ?? "";
    byId("emergency-en").value = running?.en ?? "";
    byId("emergency-end").hidden = !running;
    setText(byId("emergency-said"), "");
    this.dialog.showModal();
    byId("emergency-zh").focus();
  }

  async send(zh, en) {
    const answer = await this.context.send("desk/emergency", { zh, en });
    if (!answer) return;
    if (answer.ok) return this.dialog.close();
    setText(byId("emergency-said"), this.context.failure(answer));
  }
}

export function showEmergency(state) {
  byId("emergency").hidden = !state.emergency;
  if (state.emergency) setText(byId("emergency-text"), own(state.emergency));
  setText(byId("emergency-open"), t(state.emergency ? "emergency.change" : "emergency.open"));
}
