// Says at once that a text seems to hold a citizen service number (BSN); the server judges again (core/bsn.py).
// Somebody who says that there is danger now, or that it is no BSN, is not bothered with it.
const NINE = /(?<![\d+])(?<!\d[ .-])\d(?:[ .-]?\d){8}(?![ .-]?\d)/g;
const TOLD = "Dit lijkt een burgerservicenummer (BSN). Haal het weg als het dat is.";

const passes = (number) => {
  const digits = [...number.replace(/\D/g, "")].map(Number);
  const sum = digits.reduce((total, digit, place) => total + digit * (place === 8 ? -1 : 9 - place), 0);
  return sum > 0 && sum % 11 === 0;
};

const holdsBsn = (text) => (text.match(NINE) ?? []).some(passes);

const settled = (form) => form?.querySelector("[name=danger][value=yes]:checked, [name=no_bsn]:checked");

export function bsnWarnings(part) {
  for (const field of part.querySelectorAll("[data-bsn]")) {
    const line = document.createElement("p");
    line.className = "field__notice";
    line.setAttribute("role", "status");
    field.after(line);
    const show = () => {
      const text = holdsBsn(field.value) && !settled(field.form) ? TOLD : "";
      // Writing the same words again would have them read aloud again.
      if (line.textContent !== text) line.textContent = text;
    };
    field.addEventListener("input", show);
    field.form?.addEventListener("change", show);
    // Where the server has just said so, once is enough.
    if (!field.matches("[aria-invalid=true]")) show();
  }
}
