// A short message at the foot of the page, read aloud by screen readers.
let timer;

export function say(text, seconds = 6) {
  const place = document.getElementById("meldingen");
  if (!place) return;
  place.textContent = text;
  clearTimeout(timer);
  if (seconds) timer = setTimeout(() => place.replaceChildren(), seconds * 1000);
}
