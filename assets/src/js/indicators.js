// On the page of the wizard: a form that is chosen unfolds its characteristics, and folds those in which nothing is ticked.
export function indicators(part) {
  for (const section of part.querySelectorAll("form [data-indicators]")) {
    const form = section.closest("form");
    form.addEventListener("change", (event) => {
      if (!["form", "other_forms"].includes(event.target.name)) return;
      const chosen = new FormData(form);
      const wanted = new Set([...chosen.getAll("form"), ...chosen.getAll("other_forms")]);
      for (const group of section.querySelectorAll("details[data-forms]")) {
        const fits = group.dataset.forms.split(" ").some((one) => wanted.has(one));
        group.open = fits || group.querySelector("input[type=checkbox]:checked") !== null;
      }
    });
  }
}
