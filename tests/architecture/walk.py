"""The walk over every page in a browser: nothing lies sideways, axe finds nothing, the keyboard begins where it should.

Held at the narrowest width and on a desk. What is looked for in the markup is the same at both; axe looks at the narrow page,
and at the wide one too where it is laid out in another way: where it has a table.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.support.inside import Inside
from tests.support.looking import await_parts, found_by_axe, watch, width_of
from tests.support.world import World

from .pages import groups, opened

NARROW, WIDE = (320, 700), (1280, 900)
# Where the keyboard begins elsewhere than at the link that skips the frame, and why.
BEGINS_ELSEWHERE = {"signals:lead-point": "who leads a meeting types the decision at once"}
# What an address answers in this world when it is not 200: a page all the same.
ANSWERS = {
    "accounts:returned": 422,
    "accounts:shown-again": 409,
    "cases:join": 422,
    "cases:new": 422,
}
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
        self._sizes = (NARROW, WIDE)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    def over(self, names: frozenset[str], world: World) -> dict[str, list[object]]:
        """What is wrong, by page."""
        found: dict[str, list[object]] = {}
        for group in groups(names):
            for one in opened(group, world):
                self._inside.client = one.client(world)
                self._troubles.clear()
                wrong = [*self._wrong_with(one.name, one.url), *self._troubles]
                if wrong:
                    found[one.name] = wrong
        return found

    def _wrong_with(self, name: str, url: str) -> Iterator[object]:
        page = self.page
        answer = page.goto(url)
        if answer is None or answer.status != ANSWERS.get(name, 200) or not page.url.endswith(url):
            yield f"{answer and answer.status} {page.url}"
            return
        await_parts(page)
        if page.locator("h1").count() != 1:
            yield "not one heading of the first level"
        # Of two pages in turn the window changes twice and not four times.
        here, there = self._sizes = self._sizes[::-1]
        yield from self._wrong_at(here)
        page.set_viewport_size({"width": there[0], "height": there[1]})
        yield from self._wrong_at(there)
        page.keyboard.press("Tab")
        if page.evaluate(_FIRST_STOP) == (name in BEGINS_ELSEWHERE):
            yield "the keyboard does not begin at the skip link"

    def _wrong_at(self, size: tuple[int, int]) -> Iterator[object]:
        if width_of(self.page) > size[0]:
            yield f"sideways at {size[0]}"
        if size == NARROW or self.page.locator("main table").count():
            yield from found_by_axe(self.page)
