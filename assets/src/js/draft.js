// Keeps a form while somebody types: two seconds after the last key, and when the page is left.
const PAUSE = 2000;
const clock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });

export function drafts(part) {
  const forms = [...part.querySelectorAll("form[data-draft]")];
  if (part.matches?.("form[data-draft]")) forms.push(part);
  for (const form of forms) keep(form);
}

function keep(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer;
  let changed = false;

  async function send(options = {}) {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Draft": "1" },
        redirect: "error",
        ...options,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      state.textContent = `Bewaard om ${clock.format(new Date())}.`;
    } catch {
      changed = true;
      state.textContent = "Nog niet bewaard. We proberen het opnieuw zodra u verder typt.";
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  window.addEventListener("pagehide", () => send({ keepalive: true }));
}
