"""The link "Snel weg" of the public pages in a browser: with and without script, and by the keyboard."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.journey

SCRIPT = Path(__file__).resolve().parents[2] / "assets" / "dist" / "app.js"
BEFORE, TOLD, AWAY = "https://voor.example/", "https://melden.example/", "https://weer.example/"
TYPED = "Hij slaat haar."


def _typing(browser: Browser, *, script: bool) -> Page:
    """Somebody who typed something; everything outside answers a word."""
    page = browser.new_context(java_script_enabled=script).new_page()
    leave = render_to_string("signals/parts/leave.html", {"leave_to": AWAY})
    told = f"<main>{leave}<form autocomplete='off'><textarea name='facts'></textarea></form></main>"
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=told if route.request.url == TOLD else "iets anders", content_type="text/html; charset=utf-8"
        ),
    )
    for place in (BEFORE, TOLD):
        page.goto(place, wait_until="load")
    if script:
        page.add_script_tag(content=SCRIPT.read_text(), type="module")
        page.locator("[data-leave-keys]").wait_for()
    page.locator("textarea").fill(TYPED)
    return page


def test_with_script_the_way_back_leads_past_the_page(browser: Browser) -> None:
    page = _typing(browser, script=True)
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url == BEFORE


def test_escape_three_times_leaves_too_and_twice_does_not(browser: Browser) -> None:
    page = _typing(browser, script=True)
    for key in ("Escape", "Escape", "a", "Escape", "Escape"):
        page.keyboard.press(key)
    assert page.url == TOLD
    page.keyboard.press("Escape")
    page.wait_for_url(AWAY)


def test_without_script_it_is_a_link(browser: Browser) -> None:
    page = _typing(browser, script=False)
    assert not page.locator("[data-leave-keys]").is_visible()
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(AWAY)
