// In the wizard: a link to another step keeps what was typed on this page first, as the button "Vorige" does.
export function jumps(part) {
  const form = part.querySelector("form#signaal");
  const steps = part.querySelector(".steps");
  if (!form || !steps) return;
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  steps.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !changed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const where = document.createElement("input");
    where.type = "hidden";
    where.name = "stap";
    where.value = `naar:${link.pathname.split("/").filter(Boolean).pop()}`;
    form.append(where);
    form.requestSubmit();
  });
}
