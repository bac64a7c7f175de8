// The phone page of one ticket: asks now and then while it is looked at, more often when the turn
// is near, and says so when what it shows may be old.
import { get, post } from "/web/api.js";
import { clockFace, clockFaceSeconds, useTimeZone } from "/web/console/time.js";
import { byId, el, icon, setText, showRows } from "/web/console/dom.js";
import { paperCount, paperRows } from "/web/papers.js";
import {
  browserLanguage, language, other, own, storedLanguage, t, useLanguage,
} from "/web/i18n.js";

const POLL_MS = 5000;
const POLL_NEAR_MS = 2000;
const POLL_OVER_MS = 30000;
const OVER = ["served", "cancelled", "expired", "voided"];
const CANCELLABLE = ["waiting", "missed", "held"];
// A kiosk scans for a ticket in these phases; whoever is called goes to the window.
const SCANNABLE = ["waiting", "serving", "held", "missed"];
const SURE_MS = 8000; // so long a second press cancels

const token = location.pathname.split("/")[2] ?? "";
const page = { answer: null, shownAt: 0, failed: false, timer: 0, phase: "", sure: 0, said: "" };

function set(id, text) {
  const node = byId(id);
  node.hidden = !text;
  setText(node, text);
}

function rangeText({ open, p50, p90 }) {
  if (!open) return t("phone.no_window");
  if (p90 === 0) return t("phone.soon");
  return p50 === p90 ? t("phone.about", { n: p90 }) : t("phone.range", { from: p50, to: p90 });
}

// What each phase says: headline, big number with its unit, range, place, hint, people behind.
function words(ticket) {
  const { phase, ahead, behind, window } = ticket;
  if (phase === "waiting") {
    const next = ahead === 0;
    return {
      headline: t(next ? "phone.next" : "phone.ahead"),
      big: next ? "" : String(ahead),
      unit: t("phone.people"),
      range: rangeText(ticket),
      hint: t(next ? "phone.next.hint" : "phone.waiting.hint"),
      behind: behind ? t("phone.behind", { n: behind }) : "",
    };
  }
  if (phase === "called") {
    return {
      headline: t("phone.called"),
      big: String(window?.number ?? ""),
      unit: t("phone.called.window"),
      place: own(window),
      hint: t("phone.called.hint"),
    };
  }
  const hint = t(`phone.${phase}.hint`, { window: window?.number ?? "" });
  return { headline: t(`phone.${phase}`), hint };
}

function showWords(
  { headline, big = "", unit = "", range = "", place = "", hint = "", behind = "" }) {
  set("headline", headline);
  byId("big").hidden = !big;
  set("big-number", big);
  set("big-unit", unit);
  set("range-text", range);
  byId("range").hidden = !range;
  set("place", place);
  set("hint", hint);
  set("behind", behind);
}

// Why others who came later were called first; nobody is named.
function passedText(ticket) {
  const reasons = (ticket.passed_by ?? []).map(({ reason, people }) =>
    t(`phone.passed.${reason}`, { n: people }));
  return reasons.length ? t("phone.passed", { reasons: reasons.join(t("phone.passed.join")) }) : "";
}

function makePaper() {
  return el("li", "", icon("done"), el("div", "what", el("span", "name"), el("span", "state")));
}

function updatePaper(row, { names, optional, paper }, takesIn) {
  row.className = paper ? "there" : optional ? "optional" : "";
  row.querySelector("use").setAttribute("href", `/web/icons.svg#${paper ? "done" : "paper"}`);
  const wanted = takesIn ? "phone.papers.missing" : "phone.papers.bring";
  const received = paper?.pages === 1 ? "phone.papers.received_one" : "phone.papers.received";
  setText(row.querySelector(".name"), names ? own(names) : t("papers.other"));
  setText(row.querySelector(".state"), paper
    ? t(received, { n: paper.pages, time: clockFace(paper.received) })
    : t(optional ? "phone.papers.optional" : wanted));
}

// What can be done about the papers now; `code`: with the ticket's code.
function papersHint({ phase, scans }, { missing, all }, takesIn) {
  if (!takesIn || OVER.includes(phase)) return { text: "" };
  if (scans && SCANNABLE.includes(phase)) {
    const key = missing > 0 ? "phone.papers.scan" : all > 0 ? "phone.papers.complete" : "";
    return { text: key && t(key), code: Boolean(key) };
  }
  return { text: missing > 0 ? t("phone.papers.counter") : "" };
}

function countText({ wanted, there, missing, all }, takesIn, over) {
  if (!takesIn) return t("phone.papers.bring_all");
  if (over || wanted === 0) return t("phone.papers.some", { n: all });
  const key = missing > 0 ? "phone.papers.count" : "phone.papers.count_all";
  return t(key, { there, wanted, missing });
}

// The papers that the ticket's item needs: which are in the hall, which are missing. Once the visit
// is over, what the hall still keeps.
function showPapers(ticket) {
  const takesIn = Boolean(ticket.papers);
  const over = OVER.includes(ticket.phase);
  const all = paperRows(ticket.item, ticket.papers ?? []);
  const rows = over ? all.filter((row) => row.paper) : all;
  byId("papers").hidden = rows.length === 0;
  if (rows.length === 0) return;
  const count = paperCount(rows);
  set("papers-title", ticket.item ? own(ticket.item) : t("papers.title"));
  set("papers-count", countText(count, takesIn, over));
  showRows(byId("papers-list"), rows, (row) => row.key, makePaper,
    (row, paper) => updatePaper(row, paper, takesIn));
  const { text, code = false } = papersHint(ticket, count, takesIn);
  set("papers-hint", text);
  const image = byId("papers-code");
  image.hidden = !code;
  image.alt = t("phone.papers.code", { number: ticket.number });
  const address = `/t/${encodeURIComponent(token)}/code.svg`;
  if (code && image.getAttribute("src") !== address) image.src = address;
  set("papers-private", count.all > 0 ? t("phone.papers.private") : "");
}

function showActions({ phase }) {
  byId("reactivate").hidden = phase !== "missed";
  byId("cancel").hidden = !CANCELLABLE.includes(phase);
  byId("actions").hidden = byId("reactivate").hidden && byId("cancel").hidden;
  byId("cancel").className = page.sure ? "sure" : "plain";
  byId("cancel").textContent = t(page.sure ? "phone.cancel.sure" : "phone.cancel");
}

function show() {
  document.title = t("phone.title");
  const ticket = page.answer;
  if (!ticket) {
    if (page.failed) set("stale", t("phone.stale", { time: "–" }));
    return;
  }
  if (!ticket.ok) {
    document.body.dataset.phase = "unknown";
    byId("pass-head").hidden = true;
    byId("actions").hidden = true;
    byId("papers").hidden = true;
    set("passed", "");
    set("stale", "");
    set("updated", "");
    return showWords({ headline: t("phone.unknown"), hint: t("phone.unknown.hint") });
  }
  useTimeZone(ticket.time_zone);
  document.body.dataset.phase = ticket.phase;
  byId("pass-head").hidden = false;
  set("hall", own(ticket.hall) || "一窗");
  set("hall-other", other(ticket.hall));
  set("number", ticket.number);
  set("service", own(ticket.service));
  showWords(words(ticket));
  set("passed", page.said || passedText(ticket));
  showActions(ticket);
  showPapers(ticket);
  document.title = ticket.phase === "called"
    ? `${ticket.number} → ${ticket.window?.number ?? ""}`
    : `${ticket.number} · ${t("phone.title")}`;
  set("stale", page.failed ? t("phone.stale", { time: clockFaceSeconds(page.shownAt) }) : "");
  set("updated", page.failed ? "" : t("phone.updated", { time: clockFaceSeconds(page.shownAt) }));
}

// A phone that lies on the table should be noticed when the number is called.
function announce(phase) {
  const touched = navigator.userActivation?.hasBeenActive ?? false; // else the browser refuses
  if (phase === "called" && page.phase && page.phase !== "called" && touched) {
    navigator.vibrate?.([400, 200, 400]);
  }
  page.phase = phase;
}

function pauseMs(ticket) {
  if (!ticket?.ok) return POLL_OVER_MS;
  if (OVER.includes(ticket.phase)) return POLL_OVER_MS;
  const near = ticket.phase === "called" || (ticket.phase === "waiting" && ticket.ahead < 3);
  return near ? POLL_NEAR_MS : POLL_MS;
}

async function refresh() {
  clearTimeout(page.timer);
  const answer = await get(`/api/ticket/${encodeURIComponent(token)}`);
  const known = answer.ok || answer.error === "UNKNOWN_TICKET";
  page.failed = !known;
  if (known) {
    page.answer = answer;
    page.shownAt = Date.now();
    announce(answer.phase ?? "");
  }
  show();
  if (document.visibilityState === "visible") {
    page.timer = setTimeout(refresh, page.failed ? POLL_MS : pauseMs(page.answer));
  }
}

// The token is the key to the ticket: no sign-in is needed to use it.
async function change(action) {
  const answer = await post(`/api/ticket/${encodeURIComponent(token)}/${action}`, {}, "");
  page.said = answer.ok ? "" : t("phone.failed");
  page.sure = 0;
  await refresh();
}

byId("reactivate").addEventListener("click", () => change("reactivate"));
byId("cancel").addEventListener("click", () => {
  if (page.sure) {
    clearTimeout(page.sure);
    change("cancel");
    return;
  }
  page.sure = setTimeout(() => {
    page.sure = 0;
    show();
  }, SURE_MS);
  show();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") refresh();
});
byId("language").addEventListener("click", async () => {
  await useLanguage(language() === "zh" ? "en" : "zh", true);
  show();
});

await useLanguage(storedLanguage(browserLanguage()));
refresh();
