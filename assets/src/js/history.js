// A page that tells what is wrong in a form asks to send it again when somebody comes back to it. What it held went along with
// the next form: once that is sent, going back brings the page as it is now.
export function returning() {
  if (!document.querySelector("[data-error-summary]")) return;
  document.addEventListener("submit", () => history.replaceState(history.state, "", location.href));
}
