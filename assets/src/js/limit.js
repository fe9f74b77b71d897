// How many characters are left in a text with a limit. Nothing is cut off: the server says no to a text that is too long.
const count = new Intl.NumberFormat("nl-NL");

export function limits(part) {
  for (const area of part.querySelectorAll("textarea[data-limit]")) {
    const line = area.parentElement.querySelector(".field__limit");
    if (!line) continue;
    const limit = Number(area.dataset.limit);
    const show = () => {
      // A line break is two characters for the server.
      const left = limit - area.value.replaceAll("\n", "\r\n").length;
      line.classList.toggle("field__limit--over", left < 0);
      const signs = `${count.format(Math.abs(left))} ${Math.abs(left) === 1 ? "teken" : "tekens"}`;
      line.textContent = left < 0 ? `${signs} te veel.` : `Nog ${signs}.`;
    };
    area.addEventListener("input", show);
    if (area.value) show();
  }
}
