// The papers that are kept after their visits: of what was taken in, for the clerk who did and the
// back office. Each opening is on record.
import { get, post } from "/web/api.js";
import { byId, el, setText, showRows } from "/web/console/dom.js";
import { dayAndTime, useTimeZone } from "/web/console/time.js";
import { language, own, storedLanguage, t, useLanguage } from "/web/i18n.js";

const EVERY_MS = 15000;
const page = { session: null, visits: [], items: new Map(), problem: false };

function paperName(visit, { ordinal }) {
  const document = page.items.get(visit.item)?.documents?.[ordinal - 1];
  return document ? own(document) : t("papers.other");
}

function makePaper() {
  const link = el("a", "button");
  link.target = "_blank";
  link.rel = "noopener";
  return el("li", "", el("span", "name"), link);
}

function updatePaper(visit, row, paper) {
  const name = paperName(visit, paper);
  setText(row.querySelector(".name"), `${name} · ${t("taken_in.pages", { n: paper.pages })}`);
  const link = row.querySelector("a");
  link.href = `/api/paper/0/${visit.ticket}/${paper.id}`;
  setText(link, t("papers.open"));
  link.setAttribute("aria-label", t("papers.open.label", { name }));
}

function makeVisit() {
  return el("li", "card",
    el("h2", "", el("span", "number"), el("span", "what"), el("span", "when")), el("ul"));
}

function updateVisit(row, visit) {
  const item = page.items.get(visit.item);
  setText(row.querySelector(".number"), visit.number || "—");
  setText(row.querySelector(".what"), item ? own(item) : t("papers.title"));
  setText(row.querySelector(".when"),
    t("taken_in.by", { time: dayAndTime(visit.taken_in), clerk: visit.clerk }));
  showRows(row.querySelector("ul"), visit.papers, (paper) => paper.id, makePaper,
    (line, paper) => updatePaper(visit, line, paper));
}

function render() {
  document.title = `${t("taken_in.title")} · 一窗`;
  const none = page.visits.length === 0 ? t("taken_in.none") : "";
  setText(byId("note"), page.problem ? t("banner.network") : none);
  showRows(byId("visits"), page.visits, (visit) => visit.ticket, makeVisit, updateVisit);
}

async function refresh() {
  const answer = await get("/api/taken-in");
  if (answer.status === 401) return location.replace("/sign-in");
  page.problem = !answer.ok;
  if (answer.ok) page.visits = answer.visits;
  render();
}

async function start() {
  page.session = await get("/api/session");
  if (!page.session.signed_in) return location.replace("/sign-in");
  await useLanguage(storedLanguage("zh"));
  setText(byId("user-name"), page.session.name);
  setText(byId("user-badge"), page.session.badge);
  byId("console").hidden = page.session.role === "back-office";
  byId("language").addEventListener("click", async () => {
    await useLanguage(language() === "zh" ? "en" : "zh", true);
    render();
  });
  byId("sign-out").addEventListener("click", async () => {
    await post("/api/sign-out", {}, page.session.csrf);
    location.replace("/sign-in");
  });
  const [hall, items] = await Promise.all([get("/api/state"), get("/api/items")]);
  if (hall.ok !== false && hall.state) useTimeZone(hall.state.time_zone);
  for (const item of items.ok ? items.items : []) page.items.set(item.id, item);
  await refresh();
  setInterval(refresh, EVERY_MS);
}

start();
