// Closes a part of the page that htmx filled, and goes back to what opened it.
export function clearButtons(part) {
  for (const button of part.querySelectorAll("[data-clear]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      document.querySelector(button.dataset.clear)?.replaceChildren();
      document.querySelector(button.dataset.clearFocus)?.querySelector("a, button")?.focus();
    });
  }
}
