// Times as the pages show them, in the hall's time zone.
import { t } from "/web/i18n.js";

let zone;

export function useTimeZone(name) {
  zone = name || undefined;
}

export function clockFace(ms) {
  const shown = { hour: "2-digit", minute: "2-digit", timeZone: zone };
  return new Date(ms).toLocaleTimeString("en-GB", shown);
}

// "12-01 09:30": of a day that may be another.
export function dayAndTime(ms) {
  const shown = { month: "2-digit", day: "2-digit", timeZone: zone };
  return `${new Date(ms).toLocaleDateString("en-CA", shown)} ${clockFace(ms)}`;
}

export function clockFaceSeconds(ms) {
  return new Date(ms).toLocaleTimeString("en-GB", { timeZone: zone });
}

// "02:05", "1:02:05".
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

// "12 minutes ago", in words.
export function sinceWords(ms) {
  const n = minutes(ms);
  return n ? t("since.minutes", { n }) : t("since.now");
}

export function minutes(ms) {
  return Math.max(0, Math.floor(ms / 60000));
}
