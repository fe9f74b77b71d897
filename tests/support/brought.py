"""What of a form no answer brings into sight: parts that the style sheet hides until something is chosen (":has()").

A box, a button, or a line of a list to choose from.
"""

from typing import Any

from playwright.sync_api import Page

# Every box and button is set in its turn, without telling any script: forwards, then backwards, so that each comes last once;
# what then was not seen yet is tried with each of them first.
# What is folded counts as open, for it can be unfolded; really opening it would make the page fetch what belongs there.
_NEVER_SEEN = """() => {
  const named = [...document.querySelectorAll('main :is(input, select, textarea)[name]')].filter((one) => one.type !== 'hidden');
  const unfolded = new CSSStyleSheet();
  unfolded.replaceSync('details::details-content { content-visibility: visible !important; }');
  document.adoptedStyleSheets.push(unfolded);
  const away = (rest) => rest.filter((one) => !one.checkVisibility());
  let rest = away(named);
  const boxes = [...document.querySelectorAll('main :is(input[type=checkbox], input[type=radio])')];
  const were = boxes.map((one) => one.checked);
  const others = (first) => boxes.filter((one) => one.type !== 'radio' || one.name !== first.name);
  for (const order of [boxes, [...boxes].reverse(), ...boxes.map((first) => [first, ...others(first)])]) {
    if (!rest.length) break;
    for (const box of order) {
      box.checked = true;
      rest = away(rest);
    }
  }
  boxes.forEach((one, turn) => { one.checked = were[turn]; });
  for (const list of document.querySelectorAll('main select')) {
    const was = list.value;
    for (const line of rest.length ? list.options : []) {
      line.selected = true;
      rest = away(rest);
    }
    list.value = was;
  }
  document.adoptedStyleSheets.pop();
  return [...new Set(rest.map((one) => `no answer shows ${one.name}`))];
}"""


def never_seen(page: Page) -> list[Any]:
    """Each such field of this page, by name; the page is left as it was."""
    found: list[Any] = page.evaluate(_NEVER_SEEN)
    return found
