// The console: who is signed in, the live state, and which of the two views is shown (choosing a
// window, or the desk at it).
import { get, post } from "/web/api.js";
import { language, other, own, storedLanguage, t, useLanguage } from "/web/i18n.js";
import { Desk } from "/web/console/desk.js";
import { byId, setText } from "/web/console/dom.js";
import { EmergencyDialog, showEmergency } from "/web/console/emergency.js";
import { GuideDesk } from "/web/console/guide.js";
import { Live } from "/web/console/live.js";
import { showAbsent, showWaiting } from "/web/console/lists.js";
import { Overview } from "/web/console/overview.js";
import { Picker } from "/web/console/picker.js";
import { clockFace, clockFaceSeconds, useTimeZone } from "/web/console/time.js";

const console_ = {
  session: null,
  state: null, // the last from the server
  live: null,
  trueAt: 0, // the last moment at which `state` was known to be true, hall's clock
  sending: false,
  items: new Map(), // of the catalogue, by id; asked for when a ticket names one
  askingItems: false,
  choosesWindow: false, // a manager who is about to sit down at a window
};

// What the views ask of the console.
const context = {
  get session() { return console_.session; },
  get state() { return console_.state; },
  get usable() {
    return Boolean(console_.live?.connected && console_.state && !console_.state.stale);
  },
  get sending() { return console_.sending; },
  now: () => console_.live?.hallNow() ?? Date.now(),
  window: () => console_.state?.windows.find((w) => w.clerk === console_.session.badge),
  service: (id) => console_.state?.services.find((s) => s.id === id),
  item(id) {
    if (!console_.items.has(id)) askItems();
    return console_.items.get(id);
  },
  // Sends one action at a time; the answer, or null if another is under way.
  async send(action, body) {
    if (console_.sending || !context.usable) return null;
    console_.sending = true;
    render();
    const answer = await post(`/api/${action}`, body, console_.session.csrf);
    console_.sending = false;
    render();
    if (answer.status === 401) location.replace("/sign-in");
    return answer;
  },
  failure(answer) {
    const key = `error.${answer.error}`;
    const text = t(key);
    return text === key ? t("error.unknown", { sentence: answer.sentence }) : text;
  },
};

const picker = new Picker(context);
const desk = new Desk(context);
const guide = new GuideDesk(context);
// Managers and administrators see the hall first, and may sit down at a window from there.
const oversees = () => ["manager", "admin"].includes(console_.session.role);
new EmergencyDialog(context);
const overview = new Overview(context, () => choosesWindow(true));

async function askItems() {
  if (console_.askingItems) return;
  console_.askingItems = true;
  const answer = await get("/api/items");
  for (const item of answer.ok ? answer.items : []) console_.items.set(item.id, item);
  render();
  // A new catalogue may bring it; it is asked for again a little later.
  setTimeout(() => { console_.askingItems = false; }, 5000);
}

function choosesWindow(chooses) {
  console_.choosesWindow = chooses;
  render();
}

function renderBanner() {
  const { state, live } = console_;
  const connected = live.connected;
  byId("banner").hidden = context.usable || (connected === null && !state);
  setText(byId("live-text"), t(context.usable ? "live.on" : "live.off"));
  byId("live").classList.toggle("off", !context.usable);
  setText(byId("banner-what"), t(connected ? "banner.server" : "banner.network"));
  const since = state?.seq ? t("banner.since", { time: clockFaceSeconds(console_.trueAt) }) : "";
  setText(byId("banner-since"), since);
}

function render() {
  renderBanner();
  const { state } = console_;
  if (!state) return;
  byId("main").hidden = false;
  showEmergency(state);
  setText(byId("hall-name"), own(state.hall));
  setText(byId("hall-name-other"), other(state.hall));
  const mine = context.window();
  const guides = console_.session.role === "guide";
  byId("guide").hidden = !guides;
  const overviews = oversees() && !mine && !console_.choosesWindow;
  byId("overview").hidden = !overviews;
  byId("picker").hidden = guides || Boolean(mine) || overviews;
  byId("picker-back").hidden = !oversees();
  byId("desk").hidden = guides || !mine;
  if (guides) guide.render();
  else if (mine) desk.render(mine);
  else if (overviews) overview.render();
  else picker.render();
  showWaiting(context, mine, guides ? guide : null);
  showAbsent(context, mine, guides ? guide : desk);
}

function tick() {
  const now = context.now();
  if (context.usable) console_.trueAt = now;
  setText(byId("clock"), clockFace(now));
  const mine = context.window();
  if (mine) desk.tick(mine);
}

// Who goes home leaves no open window behind: it is closed first, if nobody is at it.
async function signOut() {
  if (context.window() && context.usable && !(await desk.leave())) return;
  await post("/api/sign-out", {}, console_.session.csrf);
  location.replace("/sign-in");
}

async function start() {
  console_.session = await get("/api/session");
  if (!console_.session.signed_in) return location.replace("/sign-in");
  await useLanguage(storedLanguage("zh"));
  document.title = `${t("title")} · 一窗`;
  setText(byId("user-name"), console_.session.name);
  setText(byId("user-badge"), console_.session.badge);
  byId("language").addEventListener("click", async () => {
    await useLanguage(language() === "zh" ? "en" : "zh", true);
    document.title = `${t("title")} · 一窗`;
    desk.forget();
    guide.forget();
    render();
  });
  byId("sign-out").addEventListener("click", signOut);
  byId("picker-back").addEventListener("click", () => choosesWindow(false));
  console_.live = new Live({
    onState(state) {
      useTimeZone(state.time_zone);
      // A state that begins to be stale was true until its stale_since; before, until now.
      console_.state = state;
      if (state.stale && state.stale_since) console_.trueAt = state.stale_since;
      render();
    },
    onConnection: render,
    onSignedOut: () => location.replace("/sign-in"),
  });
  setInterval(tick, 250);
  setInterval(() => console_.state && render(), 10000); // waited minutes grow without events
}

start();
