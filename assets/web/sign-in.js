// The sign-in form: gets the form's token, sends badge and password, says what went wrong.
import { get, post } from "/web/api.js";

const PROBLEMS = {
  WRONG_PASSWORD: ["工号或密码不正确。", "Badge or password is wrong."],
  TOO_MANY_ATTEMPTS: ["尝试次数过多，请稍后再试。", "Too many attempts. Please wait a little."],
  OFFLINE: ["连不上服务器，请检查网络。", "The server cannot be reached. Check the network."],
  EMPTY: ["请输入工号和密码。", "Enter badge and password."],
};
const UNKNOWN = ["登录没有成功，请再试一次。", "Sign-in did not work. Please try again."];

const form = document.getElementById("form");
const button = document.getElementById("submit");
const problem = document.getElementById("problem");

function show(name) {
  const [zh, en] = PROBLEMS[name] ?? UNKNOWN;
  document.getElementById("problem-zh").textContent = zh;
  document.getElementById("problem-en").textContent = en;
  problem.hidden = false;
}

async function signIn() {
  const badge = form.badge.value.trim();
  const password = form.password.value;
  if (!badge || !password) return show("EMPTY");
  const session = await get("/api/session");
  if (!session.ok) return show(session.error);
  if (session.signed_in) return location.replace("/");
  const answer = await post("/api/sign-in", { badge, password }, session.csrf);
  if (answer.ok) return location.replace("/");
  form.password.value = "";
  form.password.focus();
  show(answer.error);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  await signIn();
  button.disabled = false;
  button.removeAttribute("aria-busy");
});
