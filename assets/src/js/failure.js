// Says so when an answer did not come, or came too broken to show.
import { say } from "./say.js";

export function failures() {
  document.addEventListener("htmx:sendError", () => say("Geen verbinding. Er is niets opgeslagen; probeer het opnieuw.", 0));
  document.addEventListener("htmx:responseError", () => say("Er ging iets mis. Er is niets opgeslagen; probeer het opnieuw.", 0));
}
