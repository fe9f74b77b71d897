// Keeps a form while somebody types: two seconds after the last key, now and then when the typing goes on, and when the
// page is left or goes out of sight. The server keeps what was typed last, whatever comes in first.
const PAUSE = 2000;
const LONGEST = 10_000;
const AGAIN = 30_000;
const LATER = "Niet bewaard. We proberen het zo opnieuw.";
// What typing on does not mend: nothing is tried again, and what stands on the page stays there to be sent.
const ENDED = "Niet bewaard: u bent uitgelogd. Wat u typte, staat er nog. Ga verder met de knop en log opnieuw in, dan krijgt u het terug.";
const REFUSED = new Map([
  [401, ENDED],
  [403, ENDED],
  [404, "Niet bewaard: dit concept is er niet meer. Wat u typte, staat er nog."],
  [409, "Niet bewaard: dit is intussen in een ander venster bewaard of verstuurd. Wat u typte, staat er nog."],
]);
const TOO_LONG = "Nog niet bewaard. Ga verder met de knop: dan leest u wat er nog moet.";

export function drafts(part) {
  const forms = [...part.querySelectorAll("form[data-draft]")];
  if (part.matches?.("form[data-draft]")) forms.push(part);
  for (const form of forms) keep(form);
}

function keep(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer;
  let since = 0;
  let changed = false;
  let over = false;
  let underWay = false;

  // Writing the same words again would have them read aloud again.
  const tell = (text) => {
    if (state.textContent !== text) state.textContent = text;
  };
  const sendIn = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };
  const retry = () => {
    changed = true;
    tell(LATER);
    sendIn(AGAIN);
  };

  async function send(options = {}) {
    clearTimeout(timer);
    if (!changed || over || (underWay && !options.keepalive)) return;
    changed = false;
    since = 0;
    underWay = true;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Draft": String(Date.now()) },
        redirect: "error",
        ...options,
      });
      over = REFUSED.has(answer.status);
      if (answer.ok) tell(`Bewaard om ${answer.headers.get("X-Draft-Saved")}.`);
      else if (over) tell(REFUSED.get(answer.status));
      else if (answer.status === 422) tell(TOO_LONG);
      else retry();
    } catch {
      retry();
    } finally {
      underWay = false;
      // What was typed meanwhile.
      if (changed && since) sendIn(PAUSE);
    }
  }

  const leave = () => send({ keepalive: true });

  // Where a form says so only words make a draft: a choice alone is soon made again, and a row of it would stand about.
  const makesDraft = (field) => form.dataset.draftFrom !== "words" || field.matches("textarea, input[type=text]");
  let begun = form.dataset.draftBegun === "yes";

  form.addEventListener("input", (event) => {
    begun ||= makesDraft(event.target);
    if (!begun) return;
    changed = true;
    since ||= Date.now();
    sendIn(Math.min(PAUSE, Math.max(0, since + LONGEST - Date.now())));
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.addEventListener("pagehide", leave);
}
