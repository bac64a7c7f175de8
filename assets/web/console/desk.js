// The desk at a window: the ticket that is here, what may be done with it now, and what was said.
import { own, t } from "/web/i18n.js";
import { byId, setText } from "/web/console/dom.js";
import { waitingCount } from "/web/console/lists.js";
import { showPapers } from "/web/console/papers.js";
import { PauseDialog } from "/web/console/pause.js";
import { onShortcut } from "/web/console/shortcuts.js";
import { clockFace, duration } from "/web/console/time.js";
import { VisitDialog } from "/web/console/visit.js";

const REASONS = { 用餐: "pause.meal", 会议: "pause.meeting", 设备故障: "pause.device" };

const SHORTCUTS = {
  n: "next", f2: "next", r: "recall", m: "missed", s: "serve", d: "done", a: "accept", p: "pause",
  o: "open", e: "more", w: "walk-in",
};

// How a visit ends: each is "done" for the hall, and on record as this.
const OUTCOMES = { done: "DECIDED", accept: "ACCEPTED", return: "RETURNED", advise: "ADVISED" };

// How long until the ticket may be called again; the hall refuses an earlier call. Infinite after
// the last call that the hall's rules allow.
function recallIn(ticket, now) {
  if (ticket.calls >= ticket.calls_max) return Infinity;
  return Math.min(Math.max(ticket.called + ticket.recall_ms - now, 0), ticket.recall_ms);
}

// Which actions make sense in this phase; the server decides, this only greys out.
function allowed(window, now, waiting) {
  const ticket = window.ticket;
  const called = ticket?.phase === "called";
  return {
    "walk-in": window.phase === "open" && !ticket && waiting === 0,
    more: Boolean(ticket),
    next: window.phase === "open" && !ticket,
    serve: called,
    done: ticket?.phase === "serving",
    accept: ticket?.phase === "serving",
    recall: called && recallIn(ticket, now) === 0,
    missed: called,
    pause: window.phase === "open",
    open: window.phase !== "open",
    leave: !ticket,
  };
}

// The one action that is next in the normal course of a visit. What the hall does while people wait
// is done, what it promises by a day is taken in; what it is, is not known before the catalogue is.
function natural(window, item) {
  const ticket = window.ticket;
  if (window.phase !== "open" && !ticket) return "open";
  if (!ticket) return "next";
  if (ticket.phase === "called") return "serve";
  if (!ticket.item) return "done";
  return item && (item.on_the_spot ? "done" : "accept");
}

export class Desk {
  constructor(context) {
    this.context = context;
    this.pause = new PauseDialog((pause) => this.act("pause", pause));
    this.visit = new VisitDialog(context, (action, more) => this.act(action, more));
    this.buttons = [...document.querySelectorAll("[data-action]")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.press(button.dataset.action));
    }
    onShortcut((key) => {
      const window = this.context.window();
      const action = SHORTCUTS[key];
      if (!window || !action) return false;
      const button = this.buttons.find((b) => b.dataset.action === action);
      if (!button.disabled && !button.hidden) this.press(action);
      return true;
    });
  }

  press(action) {
    this.pressed = action;
    if (action === "pause") return this.pause.open();
    if (action === "more" || action === "walk-in") return this.visit.open(action);
    return action === "leave" ? this.leave() : this.act(action);
  }

  async act(action, more = {}) {
    const window = this.context.window();
    if (!window) return;
    const number = window.ticket?.number;
    const outcome = OUTCOMES[action];
    const request = { window: window.number, ...more, ...(outcome && { outcome }) };
    const answer = await this.context.send(`window/${outcome ? "done" : action}`, request);
    if (!answer) return;
    if (!answer.ok) return this.say("bad", this.context.failure(answer));
    const service = this.context.service(more.service);
    const said = {
      number: answer.ticket?.number ?? number,
      window: window.number,
      service: service && own(service),
    };
    this.say("ok", t(`said.${action}`, said));
  }

  // Closes the window and gets up from it; true if that was done.
  async leave() {
    const window = this.context.window();
    if (window.ticket) {
      this.say("bad", t("error.finish_first", { number: window.ticket.number }));
      return false;
    }
    const closed = await this.context.send("window/close", { window: window.number });
    if (!closed) return false;
    const answer = closed.ok
      ? await this.context.send("window/sign-out", { window: window.number })
      : closed;
    if (!answer?.ok) {
      if (answer) this.say("bad", this.context.failure(answer));
      return false;
    }
    this.forget();
    return true;
  }

  // "reactivate" who missed a call, "resume" a visit that was held, "confirm" a void number.
  async bringBack(action, ticket) {
    const answer = await this.context.send(`ticket/${action}`, { ticket: ticket.ticket });
    if (!answer) return;
    if (!answer.ok) return this.say("bad", this.context.failure(answer));
    this.say("ok", t(`said.${action}`, { number: ticket.number }));
  }

  say(kind, text) {
    byId("said").dataset.kind = kind;
    setText(byId("said"), text);
  }

  // What was said belongs to another language, or to another window.
  forget() {
    delete byId("said").dataset.kind;
    setText(byId("said"), "");
  }

  render(window) {
    this.renderWindow(window);
    this.renderTicket(window);
    showPapers(this.context, window);
    this.renderButtons(window);
    this.tick(window);
  }

  renderWindow(window) {
    const { state } = this.context;
    setText(byId("window-number"), String(window.number));
    setText(byId("window-spoken"), `${t("window.number", { number: window.number })} · `);
    setText(byId("window-title"), own(window));
    setText(byId("window-services"), window.general
      ? t("window.general")
      : window.services.map((id) => own(this.context.service(id))).join(" · "));
    const reason = REASONS[window.reason] ? t(REASONS[window.reason]) : window.reason;
    const key = window.until > Date.now() ? "window.paused_until" : `window.${window.phase}`;
    setText(byId("window-phase"), t(key, { reason, time: clockFace(window.until) }));
    byId("window-phase").className = `pill ${{ open: "ok", paused: "mid" }[window.phase] ?? "off"}`;
    setText(byId("figure-waiting"), t("window.people", { n: waitingCount(state, window) }));
    setText(byId("figure-served"), String(window.served));
    const waits = window.services.map((id) => this.context.service(id)).filter((s) => s?.open);
    const from = Math.min(...waits.map((s) => s.p50));
    const to = Math.max(...waits.map((s) => s.p90));
    const range = to > from ? t("window.range", { from, to }) : t("window.minutes", { n: to });
    setText(byId("figure-estimate"), waits.length && to > 0 ? range : "–");
  }

  renderTicket(window) {
    const ticket = window.ticket;
    byId("ticket").dataset.phase = ticket?.phase ?? "none";
    byId("ticket-some").hidden = !ticket;
    byId("ticket-none").hidden = Boolean(ticket);
    if (!ticket) {
      const n = waitingCount(this.context.state, window);
      const open = n ? "waiting" : "empty";
      const connected = window.phase === "open" ? open : window.phase;
      const kind = this.context.usable ? connected : "cut_off";
      setText(byId("ticket-none-hint"), t(`ticket.none.${kind}`, { n }));
      return;
    }
    const called = ticket.phase === "called";
    setText(byId("ticket-number"), ticket.number);
    const phase = called ? "ticket.called" : "ticket.serving";
    setText(byId("ticket-phase"), t(phase, { n: ticket.calls }));
    byId("ticket-phase").classList.toggle("ok", !called);
    byId("ticket-returned").hidden = ticket.misses === 0;
    setText(byId("ticket-service"), own(this.context.service(ticket.service)));
    const arrived = t("ticket.arrived", { time: clockFace(ticket.issued) });
    const plan = ticket.plan.map((id) => own(this.context.service(id))).join(" · ");
    setText(byId("ticket-arrived"), plan ? `${arrived} · ${t("ticket.plan", { plan })}` : arrived);
    setText(byId("ticket-time-what"), t(called ? "ticket.since.called" : "ticket.since.serving"));
  }

  renderButtons(window) {
    const may = this.allowed(window);
    const item = window.ticket?.item && this.context.item(window.ticket.item);
    const primary = natural(window, item);
    for (const button of this.buttons) {
      const action = button.dataset.action;
      button.disabled = !may[action] || !this.context.usable;
      button.setAttribute("aria-busy", String(this.pressed === action && this.context.sending));
      button.classList.toggle("primary", action === primary);
    }
    // One place for the pair of opposites.
    this.buttons.find((b) => b.dataset.action === "pause").hidden = may.open;
    this.buttons.find((b) => b.dataset.action === "open").hidden = !may.open;
    this.buttons.find((b) => b.dataset.action === "walk-in").hidden = !may["walk-in"];
  }

  // Each quarter of a second: the running time, and the countdown to the next recall.
  tick(window) {
    const ticket = window.ticket;
    const now = this.context.now();
    const called = ticket?.phase === "called";
    if (ticket) {
      setText(byId("ticket-time"), duration(now - (called ? ticket.called : ticket.started)));
    }
    const leftMs = called ? recallIn(ticket, now) : 0;
    setText(byId("recall-text"), leftMs > 0 && leftMs !== Infinity
      ? t("action.recall.wait", { n: Math.ceil(leftMs / 1000) })
      : t("action.recall"));
    const recall = this.buttons.find((b) => b.dataset.action === "recall");
    recall.disabled = !this.allowed(window).recall || !this.context.usable;
  }

  allowed(window) {
    return allowed(window, this.context.now(), waitingCount(this.context.state, window));
  }
}
