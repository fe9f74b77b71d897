// Warns five minutes before the session ends; "Verder werken" gives more time. Nothing typed is lost: a form that is sent
// too late travels through the sign-in page. Only the server knows how long is left, for another tab may have gone on.
const WARN_BEFORE = 5 * 60;
const MINUTE = 60;
const ENDED = "U bent uitgelogd. Wat u typte, staat er nog: verstuur het en log opnieuw in, dan krijgt u het terug.";

export function sessionWarning() {
  const { sessionSeconds, sessionUrl } = document.body.dataset;
  const place = document.getElementById("sessie");
  if (!sessionSeconds || !place) return;
  const words = document.createElement("span");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Verder werken" });
  let timer;

  const lookIn = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(seconds, 1) * 1000);
  };
  const show = (left, extendable) => {
    const minutes = Math.ceil(left / MINUTE);
    words.textContent = `U wordt over ${minutes === 1 ? "1 minuut" : `${minutes} minuten`} uitgelogd. `;
    if (!extendable) words.textContent += "U bent lang ingelogd en moet opnieuw inloggen. Verstuur of bewaar wat u typt.";
    if (!place.contains(words)) place.replaceChildren(words);
    if (extendable !== place.contains(button)) extendable ? place.append(button) : button.remove();
    lookIn(Math.min(left, MINUTE));
  };
  const tell = (state) => {
    if (state === null) return lookIn(MINUTE); // no connection, or a server that is out of order: nobody knows
    if (state.seconds <= 0) return holdsText() ? place.replaceChildren(ENDED) : leave();
    if (state.seconds <= WARN_BEFORE) return show(state.seconds, state.extendable);
    place.replaceChildren();
    lookIn(state.seconds - WARN_BEFORE);
  };
  const look = async () => tell(await ask(sessionUrl));

  button.addEventListener("click", async () => tell(await ask(sessionUrl, "POST")));
  // A computer that slept counts no seconds.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookIn(1));
  lookIn(Number(sessionSeconds) - WARN_BEFORE);
}

// What somebody began to fill in stays on the screen, to be sent; any other page goes, so that nobody reads on in it.
const FORMS = "main form:not([role=search])";
const TEXT = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])";
let begun = false;
document.addEventListener("input", (event) => (begun ||= event.target.closest(FORMS) !== null));
const holdsText = () => begun || [...document.querySelectorAll(FORMS)].some((form) => [...form.querySelectorAll(TEXT)].some((field) => field.value !== ""));
const leave = () => location.replace(location.pathname + location.search);

// To the sign-in page or 401: the session is over. Any other answer that is none says nothing about it.
const isSignIn = (answer) => answer.type === "opaqueredirect" || answer.status === 401;

async function ask(url, method = "GET") {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(url, { method, headers: { "X-CSRFToken": token }, redirect: "manual" });
    if (isSignIn(answer)) return { seconds: 0 };
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
