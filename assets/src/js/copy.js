// Copies a reference. The button is there only when the browser can copy.
import { say } from "./say.js";

export function copyButtons(part) {
  if (!navigator.clipboard) return;
  for (const button of part.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      say(`${button.dataset.copy} is gekopieerd.`);
    });
  }
}
