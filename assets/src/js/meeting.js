// Leading a meeting without the mouse. What was typed goes along: it is sent before another point is shown.
// Keys with Ctrl or Alt, so that they work while typing and need no switch (WCAG 2.1.4).
export function meetings(part) {
  const room = part.querySelector("[data-meeting]");
  if (!room) return;
  const form = room.querySelector("form");
  const began = new URLSearchParams(new FormData(form)).toString();
  const changed = () => new URLSearchParams(new FormData(form)).toString() !== began;
  room.querySelector("[data-meeting-keys]").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
    }
    const way = { PageDown: "[data-following]", PageUp: "[data-before]" }[event.key];
    const link = event.altKey && way && room.querySelector(way);
    if (!link) return;
    event.preventDefault();
    if (changed()) form.requestSubmit();
    else link.click();
  });
}
