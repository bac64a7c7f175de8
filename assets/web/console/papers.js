// The papers that a citizen has scanned at a kiosk: how many of those that the item needs are
// there, and at the desk each of them, to be opened. Opening is the hall's to allow, and on record.
import { own, t } from "/web/i18n.js";
import { byId, el, icon, setText, showRows } from "/web/console/dom.js";
import { clockFace } from "/web/console/time.js";
import { paperCount, paperRows } from "/web/papers.js";

function rowsOf(context, ticket) {
  return paperRows(ticket.item && context.item(ticket.item), ticket.papers ?? []);
}

// "Papers 3/4 · 1 missing"; empty if nothing is known.
export function papersLine(context, ticket) {
  const rows = rowsOf(context, ticket);
  if (rows.length === 0) return "";
  const { wanted, there, missing, all } = paperCount(rows);
  if (wanted === 0) return t("papers.some", { n: all });
  const line = t("papers.count", { there, wanted });
  return missing > 0 ? `${line} · ${t("papers.missing", { n: missing })}` : line;
}

function makeRow() {
  const link = el("a", "button", t("papers.open"));
  link.target = "_blank";
  link.rel = "noopener";
  return el("li", "", icon("done"), el("div", "what", el("span", "name"), el("span", "small")),
    link);
}

function updateRow(context, window, row, { names, optional, paper }) {
  const name = names ? own(names) : t("papers.other");
  row.classList.toggle("there", Boolean(paper));
  setText(row.querySelector(".name"), name);
  const missing = t(optional ? "papers.optional" : "papers.not_there");
  setText(row.querySelector(".small"), paper
    ? t("papers.received", { n: paper.pages, time: clockFace(paper.received) })
    : missing);
  const link = row.querySelector("a");
  link.hidden = !paper;
  if (!paper) return;
  const address = `/api/paper/${window.number}/${window.ticket.ticket}/${paper.id}`;
  if (!context.usable) {
    // Nobody is there to allow it: a tab would wait in vain, and show a machine's answer.
    link.removeAttribute("href");
    link.setAttribute("aria-disabled", "true");
  } else if (link.getAttribute("href") !== address) {
    link.href = address;
    link.removeAttribute("aria-disabled");
  }
  setText(link, t("papers.open"));
  link.setAttribute("aria-label", t("papers.open.label", { name }));
}

// At the desk, for the ticket that is there.
export function showPapers(context, window) {
  const ticket = window.ticket;
  const rows = ticket ? rowsOf(context, ticket) : [];
  byId("papers").hidden = rows.length === 0;
  if (rows.length === 0) return;
  const item = ticket.item && context.item(ticket.item);
  setText(byId("papers-title"), item ? own(item) : t("papers.title"));
  setText(byId("papers-line"), papersLine(context, ticket));
  showRows(byId("papers-list"), rows, (row) => `${ticket.ticket}-${row.key}`, makeRow,
    (row, document) => updateRow(context, window, row, document));
}
