// Choosing a window: one card each; a click signs in there and opens it.
import { own, t } from "/web/i18n.js";
import { byId, el, icon, setText, showRows } from "/web/console/dom.js";
import { waitingCount } from "/web/console/lists.js";

export class Picker {
  constructor(context) {
    this.context = context;
  }

  render() {
    setText(byId("picker-hint"), t("picker.hint"));
    showRows(byId("picker-list"), this.context.state.windows, (w) => w.number,
      (w) => this.make(w), (row, w) => this.update(row, w));
  }

  make(window) {
    const button = el("button", "",
      el("span", "top", el("span", "number", String(window.number)), el("span", "pill")),
      el("span", "name"),
      el("span", "queue", icon("people"), el("span", "people")));
    button.type = "button";
    button.addEventListener("click", () => this.choose(window.number));
    return el("li", "", button);
  }

  update(row, window) {
    const taken = Boolean(window.clerk);
    const name = window.clerk_name || window.clerk;
    const state = taken ? t("picker.taken", { name }) : t("picker.free");
    const button = row.firstElementChild;
    const pill = row.querySelector(".pill");
    setText(pill, state);
    pill.classList.toggle("ok", !taken);
    pill.classList.toggle("off", taken);
    setText(row.querySelector(".name"), own(window));
    const waiting = waitingCount(this.context.state, window);
    setText(row.querySelector(".people"), t("picker.waiting", { n: waiting }));
    button.disabled = taken || !this.context.usable;
    const label = { number: window.number, name: own(window), state };
    button.setAttribute("aria-label", t("picker.label", label));
  }

  async choose(number) {
    const signedIn = await this.context.send("window/sign-in", { window: number });
    if (!signedIn) return;
    const answer = signedIn.ok
      ? await this.context.send("window/open", { window: number })
      : signedIn;
    if (answer && !answer.ok) setText(byId("picker-hint"), this.context.failure(answer));
  }
}
