// The few helpers that the pages build their lists with.
const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

// el("li", "row", child, "text"): an element with a class and children; texts stay texts.
export function el(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/web/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

// Sets the text only if it differs: nothing is announced or repainted twice.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Makes `list` show `items` in order. A row is kept by its key, so focus and scroll stay where they
// are: `make(item)` builds a row once, `update(row, item)` fills it each time.
export function showRows(list, items, keyOf, make, update) {
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  let place = list.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let row = old.get(key);
    old.delete(key);
    if (!row) {
      row = make(item);
      row.dataset.key = key;
    }
    if (row === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(row, place);
    }
    update(row, item);
  }
  for (const row of old.values()) row.remove();
}
