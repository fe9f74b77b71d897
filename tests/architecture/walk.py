"""The walk over every page in a browser: nothing lies sideways, axe finds nothing, the keyboard comes everywhere, nothing stays hidden.

Held at the narrowest width and on a desk, where forms, menu, rail and filters are laid out in another way: axe looks at both.
The keyboard goes over a page once, at one of the two widths in turn.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.support.brought import never_seen
from tests.support.inside import Inside
from tests.support.looking import await_parts, found_by_axe, watch, width_of
from tests.support.stops import Keyboard
from tests.support.unscripted import stuck_without_script
from tests.support.world import World

from .pages import ANSWERS, Opened, groups, opened
from .sent import Sent, all_sent
from .states import all_states

NARROW, WIDE = (320, 700), (1280, 900)
FAULT = 500  # of which the browser complains
# Where the keyboard begins elsewhere than at the link that skips the frame, and why.
BEGINS_ELSEWHERE = {"signals:lead-point": "who leads a meeting types the decision at once"}
_FIRST_STOP = "document.activeElement.classList.contains('skip-link')"


@contextmanager
def browsing(browser: Browser) -> Iterator["Walk"]:
    """A browser that somebody walks with; afterwards its connections to the server are gone."""
    inside = Inside()
    with inside.answering():
        context = browser.new_context(base_url=inside.url, locale="nl-NL")
        yield Walk(inside, context.new_page())
        context.close()


class Walk:
    """Goes from page to page and tells what is wrong with each."""

    def __init__(self, inside: Inside, page: Page) -> None:
        self._inside, self.page = inside, page
        self._troubles = watch(page)
        self._keyboard = Keyboard(page)
        self._sizes = (NARROW, WIDE)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    def over(self, names: frozenset[str], world: World) -> dict[str, list[object]]:
        """What is wrong, by page."""
        ways = (one for group in groups(names) for one in opened(group, world))
        return self._wrong(world, ((one, ANSWERS.get(one.name, 200)) for one in ways))

    def over_states(self, world: World) -> dict[str, list[object]]:
        """The same of what looks otherwise by what stands there."""
        return self._wrong(world, ((one, 200) for one in all_states(world)))

    def over_sent(self, world: World) -> dict[str, list[object]]:
        """The same of what answers a form."""
        return self._wrong(world, ((one, one.status) for one in all_sent(world)))

    def _wrong(self, world: World, pages: Iterator[tuple[Opened, int]]) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        for one, status in pages:
            self._inside.client = one.client(world)
            self._inside.sent = {one.url: one.ask} if isinstance(one, Sent) else {}
            self._troubles.clear()
            wrong = [*self._wrong_with(one, status), *(self._troubles if status < FAULT else [])]
            if wrong:
                found[one.name] = wrong
        return found

    def _wrong_with(self, one: Opened, status: int) -> Iterator[object]:
        page = self.page
        answer = page.goto(one.url)
        if answer is None or answer.status != status or not page.url.endswith(one.url):
            yield f"{answer and answer.status} {page.url}"
            return
        await_parts(page)
        if page.locator("h1").count() != 1:
            yield "not one heading of the first level"
        if isinstance(one, Sent):
            yield from stuck_without_script(answer.text())
        yield from never_seen(page)
        # Of two pages in turn the window changes twice and not four times.
        here, there = self._sizes = self._sizes[::-1]
        yield from self._wrong_at(here)
        page.set_viewport_size({"width": there[0], "height": there[1]})
        yield from self._wrong_at(there)
        yield from self._wrong_by_keyboard(
            starts_within=one.name in BEGINS_ELSEWHERE or (isinstance(one, Sent) and one.starts_within)
        )

    def _wrong_at(self, size: tuple[int, int]) -> Iterator[object]:
        if width_of(self.page) > size[0]:
            yield f"sideways at {size[0]}"
        yield from found_by_axe(self.page)

    def _wrong_by_keyboard(self, *, starts_within: bool) -> Iterator[object]:
        """After a mistake the list of mistakes has the focus, so that it is read at once."""
        begins_elsewhere = starts_within or self.page.locator(".error-summary:focus").count() > 0
        self.page.keyboard.press("Tab")
        skips = self.page.evaluate(_FIRST_STOP)
        if skips == begins_elsewhere:
            yield "the keyboard does not begin at the skip link"
        if skips:
            self.page.keyboard.press("Enter")
        else:
            self.page.locator("main").focus()
        yield from self._keyboard.wrong_stops()
