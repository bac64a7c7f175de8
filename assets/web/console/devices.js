// Devices as staff see them: what each says of itself, and for how long.
import { t } from "/web/i18n.js";
import { el, setText, showRows } from "/web/console/dom.js";
import { sinceWords } from "/web/console/time.js";

// What is wrong with a device: what it says of itself, else, or where a newer device says what has
// no text, its state.
function condition(device) {
  const state = t(`device.${device.state}`);
  if (!device.facts.length) return state;
  const words = device.facts.map((fact) => {
    const text = t(`fact.${fact}`);
    return text === `fact.${fact}` ? state : text;
  });
  return [...new Set(words)].join(t("list.comma"));
}

export const deviceName = (device) => `${device.owner} ${t(`device.${device.device}`)}`;

export function showDevices(list, devices, now) {
  showRows(list, devices, (device) => device.key,
    () => el("li", "", el("span", "name"), el("span", "what"), el("span", "waited")),
    (row, device) => {
      row.dataset.state = device.state;
      setText(row.querySelector(".name"), deviceName(device));
      setText(row.querySelector(".what"), condition(device));
      setText(row.querySelector(".waited"), sinceWords(now - device.since));
    });
}
