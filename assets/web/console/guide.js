// The guide desk: numbers for those who cannot use a kiosk, with the priority that the desk grants;
// and who waits gets priority later.
import { own, t } from "/web/i18n.js";
import { byId, el, icon, setText, showRows } from "/web/console/dom.js";
import { showDevices } from "/web/console/devices.js";

export class GuideDesk {
  constructor(context) {
    this.context = context;
    this.dialog = byId("guide-dialog");
    byId("guide-cancel").addEventListener("click", () => this.dialog.close());
    byId("guide-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.confirm();
    });
  }

  render() {
    const services = this.context.state.services.filter((service) => !service.retired);
    showRows(byId("guide-list"), services, (service) => service.id,
      (service) => this.make(service), (row, service) => this.update(row, service));
    const troubled = this.context.state.devices.filter((device) => device.state !== "ready");
    showDevices(byId("guide-troubles"), troubled, this.context.now());
  }

  make(service) {
    const button = el("button", "",
      el("span", "top", el("span", "number", service.prefix), el("span", "pill")),
      el("span", "name"),
      el("span", "queue", icon("people"), el("span", "people")));
    button.type = "button";
    button.addEventListener("click", () => this.openIssue(service.id));
    return el("li", "", button);
  }

  update(row, service) {
    setText(row.querySelector(".name"), own(service));
    setText(row.querySelector(".people"), t("picker.waiting", { n: service.waiting }));
    const pill = row.querySelector(".pill");
    setText(pill, service.open && service.p90
      ? t("window.range", { from: service.p50, to: service.p90 })
      : t("guide.closed"));
    pill.hidden = service.open && !service.p90;
    row.firstElementChild.disabled = !this.context.usable;
  }

  openIssue(service) {
    this.asked = { action: "desk/issue", body: { service } };
    this.open(own(this.context.service(service)), "ORDINARY");
  }

  openPriority(ticket) {
    const body = { ticket: ticket.ticket };
    this.asked = { action: "ticket/priority", body, number: ticket.number };
    this.open(t("guide.priority", { number: ticket.number }), "ELDERLY");
  }

  open(title, priority) {
    const issues = this.asked.action === "desk/issue";
    setText(byId("guide-what"), title);
    byId("guide-cases-line").hidden = !issues;
    byId("guide-reason-line").hidden = issues;
    byId("guide-cases").value = "1";
    byId("guide-reason").value = "";
    byId("guide-class").value = priority;
    this.dialog.showModal();
    byId("guide-class").focus();
  }

  async confirm() {
    const { action, body, number } = this.asked;
    const priority = byId("guide-class").value;
    const reason = byId("guide-reason").value.trim();
    const issues = action === "desk/issue";
    if (!issues && !reason) return byId("guide-reason").focus();
    this.dialog.close();
    const more = issues ? { cases: Number(byId("guide-cases").value) || 0 } : { reason };
    const answer = await this.context.send(action, { ...body, ...more, priority });
    if (!answer) return;
    if (!answer.ok) return this.say("bad", this.context.failure(answer));
    if (!issues) return this.say("ok", t("said.priority", { number }));
    await this.tell(answer.ticket);
  }

  // The number is on the screen, with the address that the citizen's phone may open: it is taken.
  async tell(ticket) {
    const body = { ticket: ticket.ticket, paperless: true };
    const taken = await this.context.send("ticket/confirm", body);
    if (!taken) return;
    if (!taken.ok) return this.say("bad", this.context.failure(taken));
    const service = own(this.context.service(ticket.service));
    this.say("ok", t("said.issue", { number: ticket.number, service }));
    byId("guide-link").href = `/t/${ticket.token}`;
    setText(byId("guide-link"), `${location.origin}/t/${ticket.token}`);
    byId("guide-link").hidden = false;
  }

  async bringBack(action, ticket) {
    const answer = await this.context.send(`ticket/${action}`, { ticket: ticket.ticket });
    if (!answer) return;
    if (!answer.ok) return this.say("bad", this.context.failure(answer));
    this.say("ok", t(`said.${action}`, { number: ticket.number }));
  }

  say(kind, text) {
    byId("guide-said").dataset.kind = kind;
    setText(byId("guide-said"), text);
    byId("guide-link").hidden = true;
  }

  forget() {
    delete byId("guide-said").dataset.kind;
    setText(byId("guide-said"), "");
    byId("guide-link").hidden = true;
  }
}
