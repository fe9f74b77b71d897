// The decision panel: says to screen readers what a box opens; a box that stands alone unticks the others, and they it.
const boxOf = (part) => part.querySelector(":scope > .choice > input[type=checkbox]");

export function decisions(root) {
  for (const panel of root.querySelectorAll("[data-decision]")) {
    const parts = [...panel.querySelectorAll(".decision-part")].filter(boxOf);
    const show = () => {
      for (const part of parts) {
        if (part.querySelector(":scope > .decision-part__body")) boxOf(part).setAttribute("aria-expanded", boxOf(part).checked);
      }
    };
    panel.addEventListener("change", (event) => {
      const changed = parts.find((part) => boxOf(part) === event.target);
      if (!changed) return;
      if (event.target.checked) {
        const alone = "alone" in changed.dataset;
        for (const part of parts) {
          if (part !== changed && (alone || "alone" in part.dataset)) boxOf(part).checked = false;
        }
      }
      show();
    });
    show();
  }
}
