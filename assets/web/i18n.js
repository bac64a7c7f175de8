// Texts in the reader's language, from /web/i18n/<language>.json. Chinese first.
export const LANGUAGES = ["zh", "en"];
let texts = {};
let current = "zh";

export function language() {
  return current;
}

// The language chosen before on this device, else `preferred`.
export function storedLanguage(preferred) {
  try {
    const stored = localStorage.getItem("language");
    if (LANGUAGES.includes(stored)) return stored;
  } catch {
    // A browser without storage asks again each time.
  }
  return preferred;
}

export function browserLanguage() {
  const first = navigator.languages
    .map((tag) => tag.slice(0, 2))
    .find((tag) => LANGUAGES.includes(tag));
  return first ?? "zh";
}

// Loads the texts and writes them into every element with data-i18n (its text) or data-i18n-label
// (its accessible name).
export async function useLanguage(wanted, remember = false) {
  const answer = await fetch(`/web/i18n/${wanted}.json`);
  texts = await answer.json();
  current = wanted;
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-i18n]")) {
    node.textContent = t(node.dataset.i18n);
  }
  for (const node of document.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.dataset.i18nLabel));
  }
  if (!remember) return;
  try {
    localStorage.setItem("language", wanted);
  } catch {
    // As above.
  }
}

// t("window.people", { n: 3 }); an unknown key shows itself.
export function t(key, values = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// { zh, en } of the hall's own data, in the reader's language; `other` in the other one.
export function own(names) {
  return names?.[current] || names?.zh || "";
}

export function other(names) {
  return names?.[current === "zh" ? "en" : "zh"] ?? "";
}
