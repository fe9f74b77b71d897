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
  window.addEventListener("pageshow", (event) => {
    const sent = [...document.querySelectorAll("form[data-sent]")];
    // A page that the browser kept still holds the version of before its own change, and would be refused as too old.
    if (event.persisted && sent.some((form) => form.querySelector("[name=version]"))) location.reload();
    else sent.forEach((form) => rest(form, false));
  });
}
