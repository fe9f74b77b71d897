// "/" goes to the search field. Somebody can switch it off on the help page (WCAG 2.1.4); the choice stays in this browser.
const OFF = "sneltoetsen-uit";
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return true;
  }
}

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || isOff()) return;
    const field = document.querySelector("[data-shortcut='/']");
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
  for (const box of document.querySelectorAll("[data-shortcut-switch]")) {
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.checked = !isOff();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
  }
}
