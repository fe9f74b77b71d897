"""What becomes of a form that was sent, when the browser brings its page back as it kept it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.journey

SCRIPT = Path(__file__).resolve().parents[2] / "assets" / "dist" / "app.js"
SITE = "http://formulieren.example/"
CAME_BACK = "window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"


def _sent(browser: Browser, fields: str) -> tuple[Page, list[str]]:
    """A page with a form that is under way, and each time that the page was asked for."""
    asked: list[str] = []
    html = f"<form method='post' data-sent>{fields}<button aria-disabled='true'>Opslaan</button></form>"

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=html, content_type="text/html")

    page = browser.new_context().new_page()
    page.route(f"{SITE}**", answer)
    page.goto(SITE)
    page.add_script_tag(path=SCRIPT)
    return page, asked


def test_a_kept_page_whose_own_form_changed_the_row_is_asked_for_anew(browser: Browser) -> None:
    page, asked = _sent(browser, "<input type='hidden' name='version' value='1'>")
    with page.expect_event("load"):
        page.evaluate(CAME_BACK)
    assert len(asked) == 2


def test_a_kept_page_without_a_version_keeps_what_was_typed_and_can_be_sent_again(browser: Browser) -> None:
    page, asked = _sent(browser, "<input name='words'>")
    page.fill("[name=words]", "Zes bedden.")
    page.evaluate(CAME_BACK)
    assert page.input_value("[name=words]") == "Zes bedden."
    assert page.locator("button[aria-disabled]").count() == 0
    assert len(asked) == 1
