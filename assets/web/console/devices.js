// Devices as staff see them: what each says of itself, and for how long.
import { t } from "/web/i18n.js";
import { el, setText, showRows } from "/web/console/dom.js";
import { sinceWords } from "/web/console/time.js";

// What is wrong with a device: what it says of itself, else its state.
function condition(device) {
  if (!device.facts.length) return t(`device.${device.state}`);
  return device.facts.map((fact) => t(`fact.${fact}`)).join(t("list.comma"));
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
