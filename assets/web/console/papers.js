// The papers that a citizen has scanned at a kiosk: how many of those that the item needs are
// there, and at the desk each of them, to be opened. Opening is the hall's to allow, and on record.
import { own, t } from "/web/i18n.js";
import { byId, el, icon, setText, showRows } from "/web/console/dom.js";
import { clockFace } from "/web/console/time.js";

// The documents of the ticket's item, with what was scanned of each; then other papers.
function documentsOf(context, ticket) {
  const papers = ticket.papers ?? [];
  const item = ticket.item && context.item(ticket.item);
  const rows = (item?.documents ?? []).map((document, i) => ({
    key: `document-${i + 1}`,
    name: own(document),
    optional: document.optional,
    paper: papers.find((paper) => paper.ordinal === i + 1),
  }));
  const named = rows.length;
  for (const paper of papers.filter((p) => p.ordinal === 0 || p.ordinal > named)) {
    rows.push({ key: paper.id, name: t("papers.other"), optional: true, paper });
  }
  return rows;
}

// "Papers 3/4 · 1 missing"; empty if nothing is known.
export function papersLine(context, ticket) {
  const rows = documentsOf(context, ticket);
  if (rows.length === 0) return "";
  const wanted = rows.filter((row) => !row.optional);
  const there = wanted.filter((row) => row.paper).length;
  if (wanted.length === 0) return t("papers.some", { n: rows.filter((row) => row.paper).length });
  const missing = wanted.length - there;
  const line = t("papers.count", { there, wanted: wanted.length });
  return missing > 0 ? `${line} · ${t("papers.missing", { n: missing })}` : line;
}

function makeRow() {
  const link = el("a", "button", t("papers.open"));
  link.target = "_blank";
  link.rel = "noopener";
  return el("li", "", icon("done"), el("div", "what", el("span", "name"), el("span", "small")),
    link);
}

function updateRow(window, row, { name, optional, paper }) {
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
  if (link.getAttribute("href") !== address) link.href = address;
  setText(link, t("papers.open"));
  link.setAttribute("aria-label", t("papers.open.label", { name }));
}

// At the desk, for the ticket that is there.
export function showPapers(context, window) {
  const ticket = window.ticket;
  const rows = ticket ? documentsOf(context, ticket) : [];
  byId("papers").hidden = rows.length === 0;
  if (rows.length === 0) return;
  const item = ticket.item && context.item(ticket.item);
  setText(byId("papers-title"), item ? own(item) : t("papers.title"));
  setText(byId("papers-line"), papersLine(context, ticket));
  showRows(byId("papers-list"), rows, (row) => `${ticket.ticket}-${row.key}`, makeRow,
    (row, document) => updateRow(window, row, document));
}
