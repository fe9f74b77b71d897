"""Somebody with a browser. Every page that this person comes to is looked at: axe finds nothing, nothing lies sideways."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

# What a page still has to fetch for itself, or is fetching.
AWAITED = "[hx-trigger=load], .htmx-request"
# What the policy of the page blocks: an inline style or script, a frame, another host.
BLOCKED = "document.addEventListener('securitypolicyviolation', (e) => console.error(`blocked: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"
# axe is there before the page's own scripts; handing it over again for each page took longer than its work.
VIOLATIONS = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


class Visitor:
    """Steps as a person takes them, by the words on screen."""

    def __init__(self, page: Page, width: int) -> None:
        self.page = page
        self.width = width
        self.seen: list[str] = []
        self.troubles: list[str] = []
        page.add_init_script(AXE_SCRIPT)
        page.add_init_script(BLOCKED)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))

    def _hear(self, kind: str, text: str) -> None:
        # The status of a refused form is no trouble; a blocked script or style is.
        if kind == "error" and not re.search(r"responded with a status of 4\d\d", text):
            self.troubles.append(text)

    def sign_in(self, name: str) -> None:
        """One click on the card of a demo person."""
        self.open("/inloggen/demo/")
        self.press(f"Inloggen als {name}")

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)
        self.look()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button that leads to another page."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
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
        expect(page.locator(AWAITED)).to_have_count(0)
        self.seen.append(page.url)
        found = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in page.evaluate(VIOLATIONS)]
        assert found == [], f"{page.url}: {found}"
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, f"sideways: {page.url}"
        assert page.get_by_text("Verzonnen gegevens").first.is_visible(), f"no band: {page.url}"
