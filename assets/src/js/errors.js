// Moves to the messages of a form that was refused; a link in them moves to its field.
export function focusErrors(part) {
  const summary = part.matches?.("[data-error-summary]") ? part : part.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const field = event.target.closest("a[href^='#']") && document.getElementById(event.target.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const group = field.closest("fieldset.field, .field") ?? field;
    group.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
