"""What a page says when it asks how long the session lasts: only what the answer tells."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.journey

SCRIPT = Path(__file__).resolve().parents[2] / "assets" / "dist" / "app.js"
SITE = "http://sessie.example/"
ASKED = f"{SITE}over/"
OVER = "U bent uitgelogd"
# The page asks five minutes before the end; so this one asks after a second.
HTML = f"<body data-session-seconds='300' data-session-url='{ASKED}'><main>DEEL</main><div id='sessie'></div></body>"
FORM = "<form method='post'><textarea name='wat'>Getypt.</textarea></form>"
SEARCH = "<form role='search' method='post'><input name='q' value='Getypt.'></form>"
SIGN_IN = "U moet opnieuw inloggen."


def _told(browser: Browser, status: int, body: str = "", part: str = FORM, **headers: str) -> Page:
    """A page with this part that has heard this in answer to its question; asked again it is the way to sign in."""
    pages = iter([HTML.replace("DEEL", part)])

    def answer(route: Route) -> None:
        if route.request.url == ASKED:
            route.fulfill(status=status, body=body, headers=headers, content_type="application/json")
        else:
            route.fulfill(body=next(pages, SIGN_IN), content_type="text/html")

    page = browser.new_context().new_page()
    page.route(f"{SITE}**", answer)
    page.goto(SITE)
    with page.expect_request(ASKED):
        page.add_script_tag(path=SCRIPT)
    return page


@pytest.mark.parametrize("status", [403, 500, 502])
def test_an_answer_that_tells_nothing_logs_nobody_out(browser: Browser, status: int) -> None:
    page = _told(browser, status)
    page.wait_for_timeout(300)
    assert page.inner_text("#sessie") == ""


def test_the_way_to_sign_in_is_the_end_of_the_session(browser: Browser) -> None:
    expect(_told(browser, 302, Location=f"{SITE}inloggen/").locator("#sessie")).to_contain_text(OVER)


def test_without_the_right_to_ask_the_session_is_over(browser: Browser) -> None:
    expect(_told(browser, 401).locator("#sessie")).to_contain_text(OVER)


def test_what_is_left_is_told(browser: Browser) -> None:
    page = _told(browser, 200, '{"seconds": 120, "extendable": true}')
    expect(page.locator("#sessie")).to_contain_text("over 2 minuten")


@pytest.mark.parametrize("part", ["Een casus.", SEARCH])
def test_a_page_to_read_gives_way_to_signing_in_when_the_session_is_over(browser: Browser, part: str) -> None:
    expect(_told(browser, 401, part=part).locator("body")).to_have_text(SIGN_IN)


def test_what_was_begun_in_an_empty_form_stays(browser: Browser) -> None:
    page = _told(
        browser, 200, '{"seconds": 120, "extendable": true}', part="<form method='post'><input type='checkbox'></form>"
    )
    page.locator("main input").check()
    page.unroute(f"{SITE}**")
    page.route(f"{SITE}**", lambda route: route.fulfill(status=401, body=""))
    page.get_by_role("button", name="Verder werken").click()
    expect(page.locator("#sessie")).to_contain_text(OVER)
