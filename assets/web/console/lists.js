// The two lists beside the desk: who waits for this window in the order of calling, and who is not
// here now: missed a call, or went to fetch something. Without a window (choosing one, or a guide)
// they show the whole hall.
import { own, t } from "/web/i18n.js";
import { byId, el, setText, showRows } from "/web/console/dom.js";
import { papersLine } from "/web/console/papers.js";
import { clockFace, minutes } from "/web/console/time.js";

const LONG_WAIT_MINUTES = 30;

function servedHere(window) {
  return (ticket) => !window || window.services.includes(ticket.service);
}

// How many wait for the services of a window (of all, without one); the list may be shortened.
export function waitingCount(state, window) {
  return state.services
    .filter((service) => !window || window.services.includes(service.id))
    .reduce((sum, service) => sum + service.waiting, 0);
}

function updateWaiting(context, row, ticket, upcoming) {
  row.classList.toggle("upcoming", upcoming);
  setText(row.querySelector(".tag"), upcoming ? t("action.next") : "");
  row.querySelector(".tag").hidden = !upcoming;
  setText(row.querySelector(".number"), ticket.number);
  setText(row.querySelector(".name"), own(context.service(ticket.service)));
  const returned = ticket.returned
    ? t(ticket.calls_left ? "waiting.returned.left" : "waiting.returned", { n: ticket.calls_left })
    : "";
  const small = row.querySelector(".small");
  const priority = ticket.priority === "ORDINARY" ? "" : t(`priority.${ticket.priority}`);
  setText(small, returned || priority);
  small.hidden = !small.textContent;
  const papers = row.querySelector(".scanned");
  setText(papers, papersLine(context, ticket));
  papers.hidden = !papers.textContent;
  const waited = minutes(context.now() - ticket.since);
  const cell = row.querySelector(".waited");
  const long = waited >= LONG_WAIT_MINUTES;
  const text = waited ? t("waiting.minutes", { n: waited }) : t("waiting.now");
  setText(cell, long ? `${t("waiting.long")} ${text}` : text);
  cell.classList.toggle("long", long);
}

// The guide desk may see to it that somebody is called sooner.
function makeWaiting(ticket, guide) {
  const row = el("li", "", el("span", "number"),
    el("div", "what", el("span", "name"), el("span", "small"), el("span", "small scanned")),
    el("span", "tag"), el("span", "waited"));
  if (!guide) return row;
  const button = el("button", "button", t("action.priority"));
  button.type = "button";
  button.setAttribute("aria-label", t("action.priority.label", { number: ticket.number }));
  button.addEventListener("click", () => guide.openPriority(ticket));
  row.append(button);
  return row;
}

// `guide`: null at a window.
export function showWaiting(context, window, guide) {
  const { state } = context;
  const tickets = state.waiting.filter(servedHere(window));
  const count = waitingCount(state, window);
  setText(byId("waiting-count"), String(count));
  byId("waiting-empty").hidden = count > 0;
  const more = count - tickets.length;
  const rows = more > 0 ? [...tickets, { ticket: "more", more }] : tickets;
  showRows(byId("waiting-list"), rows, (ticket) => ticket.ticket,
    (ticket) => (ticket.more
      ? el("li", "more")
      : makeWaiting(ticket, guide)),
    (row, ticket) => (ticket.more
      ? setText(row, t("waiting.more", { n: ticket.more }))
      : updateWaiting(context, row, ticket, Boolean(window) && ticket === rows[0])));
}

// Who missed a call may be put back into the line; whose visit is held may go on with it; whose
// number is void may hold its paper all the same.
const ABSENT = {
  held: { action: "resume", small: (ticket) => (ticket.window ? "held.at" : "held.pool") },
  missed: { action: "reactivate", small: () => "missed.at" },
  voided: { action: "confirm", small: () => "voided.at" },
};

// A visit that is held for one window concerns no other.
function concerns(window) {
  const served = servedHere(window);
  return (ticket) => ticket.kind === "held" && ticket.window
    ? !window || ticket.window === window.number
    : served(ticket);
}

function makeAbsent(ticket, desk) {
  const button = el("button", "button");
  button.type = "button";
  button.addEventListener("click", () => desk.bringBack(ABSENT[ticket.kind].action, ticket));
  return el("li", "", el("span", "number", ticket.number),
    el("div", "what", el("span", "name"), el("span", "small")), button);
}

export function showAbsent(context, window, desk) {
  const kinds = context.session.role === "clerk" ? ["held", "missed"] : Object.keys(ABSENT);
  const tickets = kinds
    .flatMap((kind) => context.state[kind].map((ticket) => ({ ...ticket, kind })))
    .filter(concerns(window));
  setText(byId("absent-count"), String(tickets.length));
  byId("absent-empty").hidden = tickets.length > 0;
  showRows(byId("absent-list"), tickets, (ticket) => `${ticket.kind}-${ticket.ticket}`,
    (ticket) => makeAbsent(ticket, desk),
    (row, ticket) => {
      const { action, small } = ABSENT[ticket.kind];
      setText(row.querySelector(".name"), own(context.service(ticket.service)));
      setText(row.querySelector(".small"),
        t(small(ticket), { time: clockFace(ticket.since), window: ticket.window }));
      const button = row.querySelector("button");
      setText(button, t(`action.${action}`));
      button.setAttribute("aria-label", t(`action.${action}.label`, { number: ticket.number }));
      button.disabled = !context.usable;
    });
}
