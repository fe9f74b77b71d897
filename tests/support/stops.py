"""Where the Tab key comes in a page: everything that somebody can use, once, in the order in which it stands there, and out again.

The presses are real ones; what each of them did is written down in the page itself, and read once at the end.
"""

from typing import Any

from playwright.sync_api import CDPSession, Page

# More than these are not walked along: a list goes on as it began.
MOST_STOPS = 50
_TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}

# What should be a stop: of a group of radio buttons the one that is chosen, else the first; of what can be folded its summary.
_BEGIN = """() => {
  const usable = 'a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable]';
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]');
  const group = (one) => [...document.querySelectorAll('input[type=radio]')]
    .filter((other) => other.name === one.name && other.form === one.form && !other.matches(':disabled'));
  const comes = (one) => one.type !== 'radio' || one === (group(one).find((other) => other.checked) ?? group(one).filter(shown)[0]);
  const main = document.querySelector('main');
  const stops = [...main.querySelectorAll(usable)]
    .filter((one) => one.tabIndex >= 0 && !one.matches(':disabled') && shown(one) && comes(one))
    .filter((one) => one.tagName !== 'SUMMARY' || one === one.parentElement.querySelector(':scope > summary'));
  const state = { stops, came: [], unseen: [] };
  const seen = (one) => {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && ((style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none');
  };
  document.addEventListener('focusin', (event) => {
    state.came.push(event.target);
    if (!seen(event.target)) state.unseen.push(event.target);
  });
  window.stopsOfWalk = state;
  // A field of a day or an hour has a stop for each of its parts; some presses too many go on to what follows.
  const within = { date: 5, 'datetime-local': 10, time: 5, month: 4 };
  return stops.slice(0, MOST).reduce((all, one) => all + (within[one.type] ?? 1), 1);
}"""

_END = """() => {
  const { stops, came, unseen } = window.stopsOfWalk;
  const told = (one) => one ? `${one.tagName.toLowerCase()} ${one.name || one.id || (one.textContent || '').trim().slice(0, 40)}` : 'nothing';
  const main = document.querySelector('main');
  const scrolls = (one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight;
  const wanted = stops.slice(0, MOST);
  const met = came.filter((one) => stops.includes(one) || !main.contains(one) || !scrolls(one));
  const wrong = [];
  for (let turn = 0; turn < wanted.length && wrong.length < 3; turn += 1) {
    if (met[turn] !== wanted[turn]) {
      wrong.push(`stop ${turn + 1} is ${told(met[turn])}, not ${told(wanted[turn])}`);
      break;
    }
  }
  const after = met[wanted.length];
  if (!wrong.length && stops.length <= MOST && (after ? main.contains(after) : main.contains(document.activeElement))) {
    wrong.push(`Tab does not leave at ${told(after ?? document.activeElement)}`);
  }
  return [...wrong, ...unseen.filter((one) => wanted.includes(one)).slice(0, 3).map((one) => `focus cannot be seen on ${told(one)}`)];
}"""


class Keyboard:
    """Of one page in a browser."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def wrong_stops(self) -> list[Any]:
        """What is wrong with them, from the beginning of what the page is about: where the link that skips the frame leads."""
        presses = self._page.evaluate(_BEGIN.replace("MOST", str(MOST_STOPS)))
        for _ in range(presses):
            self._session.send("Input.dispatchKeyEvent", _TAB)
        wrong: list[Any] = self._page.evaluate(_END.replace("MOST", str(MOST_STOPS)))
        return wrong
