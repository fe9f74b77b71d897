"""What a page in a browser is held against, whoever looks: axe, its width, and what the browser itself complains of."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

# What a page still has to fetch for itself, or is fetching.
AWAITED = "[hx-trigger=load], .htmx-request"
# axe is there before the page's own scripts; handing it over again for each page took longer than its work.
_VIOLATIONS = "axe.run(document, {resultTypes: ['violations'], selectors: false}).then(found => found.violations)"
# What the policy of the page blocks: an inline style or script, a frame, another host.
_BLOCKED = "document.addEventListener('securitypolicyviolation', (e) => console.error(`blocked: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"
# The status of a refused form is no trouble; a blocked script or style is.
_NO_TROUBLE = re.compile(r"responded with a status of 4\d\d")


def watch(page: Page) -> list[str]:
    """Make axe ready in this page, and hear what the browser complains of: the list grows."""
    troubles: list[str] = []
    page.add_init_script(AXE_SCRIPT)
    page.add_init_script(_BLOCKED)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said.type, said.text) else None)
    return troubles


def _is_trouble(kind: str, text: str) -> bool:
    return kind == "error" and not _NO_TROUBLE.search(text)


def await_parts(page: Page) -> None:
    """Until the page has all of itself. Mostly it has; one look says so sooner than beginning to wait for it."""
    if page.evaluate(f"document.querySelector('{AWAITED}') !== null"):
        expect(page.locator(AWAITED)).to_have_count(0)


def found_by_axe(page: Page) -> list[Any]:
    """Each rule that is broken, with where."""
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in page.evaluate(_VIOLATIONS)]


def width_of(page: Page) -> int:
    """How wide what it shows is, in CSS pixels: more than the window means that it lies sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide
