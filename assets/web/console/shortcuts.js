// Single keys for the desk. They never fire while somebody types, in a dialog, with Ctrl, Alt or
// Meta, or again while a key is held down.

// `act(key)` gets the key in small letters; true if it is one of ours.
export function onShortcut(act) {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    if (act(event.key.toLowerCase())) event.preventDefault();
  });
}
