// Warns five minutes before the session ends; "Verder werken" asks the server for more time. Nothing typed is lost.
const WARN_BEFORE = 5 * 60;

export function sessionWarning() {
  const { sessionSeconds, sessionUrl } = document.body.dataset;
  const place = document.getElementById("meldingen");
  if (!sessionSeconds || !place) return;
  let timer;

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, Math.max(Number(sessionSeconds) - WARN_BEFORE, 1) * 1000);
  };
  const warn = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Verder werken";
    button.addEventListener("click", async () => {
      const answer = await fetch(sessionUrl, { headers: { "X-Requested-With": "fetch" }, redirect: "error" }).catch(() => null);
      place.textContent = answer?.ok ? "" : "U bent uitgelogd. Kopieer wat u typte en log opnieuw in.";
      if (answer?.ok) wait();
    });
    place.replaceChildren("U wordt over 5 minuten uitgelogd. ", button);
  };

  document.addEventListener("htmx:afterRequest", wait);
  wait();
}
