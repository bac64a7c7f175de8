// What else may become of the visit at the window: held, transferred, one more item, sent back for
// what is missing, advised; and the visit of somebody who stepped up without a number.
import { own, t } from "/web/i18n.js";
import { byId, el, setText } from "/web/console/dom.js";

export class VisitDialog {
  // onAction(action, members): one of the window's actions, with what its request says.
  constructor(context, onAction) {
    this.context = context;
    this.onAction = onAction;
    this.dialog = byId("visit-dialog");
    this.choices = [...this.dialog.querySelectorAll("[data-choice]")];
    for (const button of this.choices) {
      button.addEventListener("click", () => this.choose(button.dataset.choice));
    }
    byId("visit-service").addEventListener("change", () => this.fillWindows());
    byId("visit-cancel").addEventListener("click", () => this.dialog.close());
    byId("visit-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.confirm();
    });
    this.dialog.addEventListener("keydown", (event) => {
      const choice = this.choices[Number(event.key) - 1];
      if (choice && !choice.disabled && this.kind === "more") {
        event.preventDefault();
        this.choose(choice.dataset.choice);
      }
    });
  }

  // "more" asks what; "walk-in" only for which service.
  open(kind) {
    this.show(kind);
    this.dialog.showModal();
    const first = this.choices.find((button) => !button.disabled);
    (kind === "more" ? first : byId("visit-service")).focus();
  }

  show(kind) {
    this.kind = kind;
    const window = this.context.window();
    const title = t(`visit.${kind}`, { number: window.ticket?.number });
    setText(byId("visit-title"), title.replace("…", ""));
    setText(byId("visit-hint"), t(`visit.${kind}.hint`));
    byId("visit-choices").hidden = kind !== "more";
    for (const button of this.choices) { // nothing but a transfer before the visit has begun
      button.disabled = button.dataset.choice !== "transfer" && window.ticket?.phase !== "serving";
    }
    byId("visit-fields").hidden = kind === "more";
    byId("visit-confirm").hidden = kind === "more";
    byId("visit-where").hidden = kind !== "transfer";
    byId("visit-front-line").hidden = !["manager", "admin"].includes(this.context.session.role);
    byId("visit-front").checked = false;
    byId("visit-reason").value = "";
    this.fillLists(window);
  }

  fillLists(window) {
    const services = this.context.state.services.filter((service) => !service.retired);
    const mine = this.kind === "walk-in" ? window.services : services.map((s) => s.id);
    byId("visit-service").replaceChildren(...services
      .filter((service) => mine.includes(service.id))
      .map((service) => this.option(service.id, `${service.prefix} ${own(service)}`)));
    byId("visit-service").value = window.ticket?.service ?? mine[0];
    byId("visit-reasons").replaceChildren(
      ...t("visit.reasons").split("|").map((reason) => this.option(reason, "")));
    this.fillWindows();
  }

  // Those that may call the ticket: not this one, not closed, and with the service.
  fillWindows() {
    const mine = this.context.window().number;
    const service = byId("visit-service").value;
    byId("visit-window").replaceChildren(this.option("0", t("visit.window.any")),
      ...this.context.state.windows
        .filter((w) => w.number !== mine && w.phase !== "closed" && w.services.includes(service))
        .map((w) => this.option(String(w.number), `${w.number} · ${own(w)}`)));
  }

  option(value, text) {
    const option = el("option", "", text);
    option.value = value;
    return option;
  }

  choose(choice) {
    if (choice === "hold") return this.finish("hold", {});
    if (choice === "pool") return this.finish("hold", { pool: true });
    if (choice === "return" || choice === "advise") return this.finish(choice, {});
    this.show(choice);
    byId("visit-service").focus();
  }

  confirm() {
    if (this.kind === "more") return;
    const service = byId("visit-service").value;
    if (this.kind !== "transfer") return this.finish(this.kind, { service });
    const reason = byId("visit-reason").value.trim();
    if (!reason) return byId("visit-reason").focus();
    const where = { service, to_window: Number(byId("visit-window").value), reason };
    this.finish("transfer", byId("visit-front").checked ? { ...where, front: true } : where);
  }

  finish(action, members) {
    this.dialog.close();
    this.onAction(action, members);
  }
}
