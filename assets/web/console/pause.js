// Asks how long the window pauses, if the clerk can say, and why: three common reasons with one
// press, or another in words.
import { byId } from "/web/console/dom.js";

export class PauseDialog {
  constructor(onPause) {
    this.dialog = byId("pause-dialog");
    this.form = byId("pause-form");
    this.onPause = onPause;
    this.presets = [...this.dialog.querySelectorAll("[data-reason]")];
    for (const button of this.presets) {
      button.addEventListener("click", () => this.finish(button.dataset.reason));
    }
    byId("pause-cancel").addEventListener("click", () => this.dialog.close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const reason = byId("pause-other").value.trim();
      reason ? this.finish(reason) : byId("pause-other").focus();
    });
    this.dialog.addEventListener("keydown", (event) => {
      const preset = this.presets[Number(event.key) - 1];
      if (preset && event.target !== byId("pause-other")) this.finish(preset.dataset.reason);
    });
  }

  open() {
    this.form.reset();
    this.dialog.showModal();
    this.presets[0].focus();
  }

  finish(reason) {
    this.dialog.close();
    const minutes = Number(this.form.elements.minutes.value);
    this.onPause(minutes ? { reason, minutes } : { reason });
  }
}
