// A form is sent once: its buttons rest until the answer is there. Coming back with the back button wakes them.
const rest = (form, on) => {
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    if (on) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  form.toggleAttribute("data-sent", on);
};

export function singleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      // After this turn, so that the pressed button's own name and value are sent too.
      setTimeout(() => rest(form, true));
    }
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) rest(form, false);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => rest(form, false)));
}
