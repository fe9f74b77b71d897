"""Somebody with a browser. Every page that this person comes to is looked at: axe finds nothing, nothing lies sideways.

axe looks once in a process at a page that the same person asked for in the same way and at the same width, with or without
mistakes in its form. It is most of what a browser does, and every address is held against it anyhow (tests/architecture/walk.py).
"""

import re
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Locator, Page

from tests.support.looking import await_parts, found_by_axe, watch, width_of

# What axe has looked at: who, the name of the address, what was asked of it, whether it shows mistakes, how wide it is.
_LOOKED_AT: set[tuple[str, str, str, bool, int]] = set()


class Visitor:
    """Steps as a person takes them, by the words on screen."""

    def __init__(self, page: Page, width: int, *, script: bool = True) -> None:
        self.page = page
        self.width = width
        self.script = script
        self.name = ""
        self.seen: list[str] = []
        self.troubles = watch(page)

    def sign_in(self, name: str) -> None:
        """One click on the card of a demo person."""
        self.name = ""  # Nobody yet: whoever comes next sees that same page.
        self.open("/inloggen/demo/")
        self.name = name
        self.press(f"Inloggen als {name}")

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)
        self.look()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button that leads to another page."""
        with self.page.expect_event("load"):
            (within or self.page).get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow a link."""
        with self.page.expect_event("load"):
            (within or self.page).get_by_role("link", name=name, exact=True).first.click()
        self.look()

    def seek(self, words: str) -> None:
        """Look for words in the list that is open."""
        folded = self.page.get_by_label("Filters tonen")
        if folded.is_visible():
            folded.check()
        form = self.page.locator("main form[role=search]")
        form.get_by_role("searchbox").fill(words)
        self.press("Filteren", within=form)

    def choose(self, group: str, answer: str) -> None:
        """Pick an answer of a question with radio buttons; a card has its explanation in its label."""
        self.page.get_by_role("group", name=group).get_by_label(re.compile(rf"^\s*{re.escape(answer)}")).check()

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        self.field(label).fill(text)

    def pick(self, label: str, choice: str) -> None:
        """Choose from a list."""
        self.field(label).select_option(choice)

    def tick(self, label: str) -> None:
        """Tick a box."""
        self.field(label).check()

    def field(self, label: str) -> Locator:
        """The field with this label; the page itself adds which ones may stay empty."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(\s*\(niet verplicht\))?$"))

    def unfold(self) -> None:
        """Every part of the signal that is open, as its link "Alles uitklappen" does."""
        self.open(f"{self.page.url.partition('#')[0].partition('?')[0]}?delen=open")

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    def look(self) -> None:
        """Hold this page against the rules that hold for every page."""
        page = self.page
        self.seen.append(page.url)
        if self.script:
            await_parts(page)
            self._look_with_axe()
        assert width_of(page) <= self.width, f"sideways: {page.url}"
        assert page.get_by_text("Verzonnen gegevens").first.is_visible(), f"no band: {page.url}"

    def _look_with_axe(self) -> None:
        address = urlsplit(self.page.url)
        mistakes = self.page.locator(".error-summary").count() > 0
        state = self.name, resolve(address.path).view_name, address.query, mistakes, self.width
        if state not in _LOOKED_AT:
            assert found_by_axe(self.page) == [], self.page.url
            _LOOKED_AT.add(state)
