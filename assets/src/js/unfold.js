// A link to a part that is folded unfolds it. Newer browsers do so by themselves.
const unfold = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const part = id && document.getElementById(id);
  if (!part) return;
  for (let fold = part.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  part.scrollIntoView();
};

export function unfolding() {
  addEventListener("hashchange", unfold);
  // A link to where one is already changes no address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) unfold();
  });
  if (location.hash) unfold();
}
