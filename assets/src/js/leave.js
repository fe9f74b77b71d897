// A page that somebody must be able to leave at once, because another person comes in. The link works without this; with it the
// way back is gone, what was typed is emptied first, and Escape three times shortly after each other does the same.
const TIMES = 3;
const WITHIN = 5000; // milliseconds, from the first to the last

function leave(link) {
  for (const field of document.querySelectorAll("textarea, input:not([type=hidden])")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  document.title = "…";
  document.body.hidden = true;
  // In place of this page: "back" leads to what was open before it.
  location.replace(link.href);
}

export function leaving() {
  const link = document.querySelector("[data-leave]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    leave(link);
  });
  document.querySelector("[data-leave-keys]")?.removeAttribute("hidden");
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    // Held down it repeats: that is one time.
    if (event.repeat) return;
    pressed = event.key === "Escape" ? [...pressed, event.timeStamp].slice(-TIMES) : [];
    if (pressed.length === TIMES && event.timeStamp - pressed[0] <= WITHIN) leave(link);
  });
}
