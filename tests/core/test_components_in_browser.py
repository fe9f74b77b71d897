"""The page with every component in a real browser: accessible, nothing sideways, targets big enough, scripts at work.

The page is made by Django and handed to the browser without a server, under the content security policy of production.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.shortcuts import render
from django.test import RequestFactory
from django.utils.csp import build_policy
from playwright.sync_api import Browser, Page, Route, expect

from core.access import Actor
from mensenhandel import gallery

pytestmark = pytest.mark.journey

DIST = Path(__file__).resolve().parents[2] / "assets" / "dist"
SITE = "http://componenten.example"
NONCE = "een-nonce-van-de-proef"
POLICY = build_policy(settings.SECURE_CSP, NONCE)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
WIDTHS = (1280, 800, 390, 320)


def _link(label: str, *, current: bool = False) -> dict[str, object]:
    return {"label": label, "url": "#", "current": current}


FRAME = {
    "demo": True,
    "area": "Zeeland-West-Brabant",
    "user_name": "Daphne Deurklopper",
    "hat_label": "Aandachtsfunctionaris Goes",
    "hat_url": "/pet/",
    "hats": [
        {"code": "focal", "label": "Aandachtsfunctionaris Goes", "current": True},
        {"code": "district", "label": "Districtelijk coördinator Zeeland", "current": False},
    ],
    "work_count": 4,
    "work_url": "/mijn-werk/",
    "search_url": "/signalen/",
    "session_seconds": 3600,
    "session_url": "/account/sessie/",
    "logout_url": "/uitloggen/",
    "user_links": [_link("Afwezigheid")],
    "nav": [_link("Start"), _link("Signalen", current=True), *map(_link, ("Casussen", "Gemeenten", "Rapportages"))],
}


def _answer(route: Route) -> None:
    address = route.request.url.removeprefix(SITE).split("#")[0]
    if address.startswith(settings.STATIC_URL):
        file = DIST / address.removeprefix(settings.STATIC_URL)
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    elif address.startswith("/onjuist/"):
        route.fulfill(status=422, body="<p id='deel'>Dit kan niet.</p>", content_type="text/html")
    else:
        request = RequestFactory().get(address)
        request.actor = Actor(user_id=1)  # type: ignore[attr-defined]  # as the middleware does
        request._csp_nonce = NONCE  # type: ignore[attr-defined]  # as the middleware does
        context = {**gallery.context(with_errors="fout" in address), "frame": FRAME}
        page = render(request, "gallery.html", context).content.decode()
        route.fulfill(body=page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    opened = context.new_page()
    refused: list[str] = []
    opened.on("console", lambda message: refused.append(message.text) if "Security" in message.text else None)
    opened.on("pageerror", lambda error: refused.append(str(error)))
    opened.route("**/*", _answer)
    opened.goto(f"{SITE}/")
    yield opened
    context.close()
    assert refused == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_passes_axe_and_nothing_lies_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{SITE}/?fout=1")
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_are_big_enough_for_a_thumb(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
            .filter((e) => !e.closest("p, dd, .choice, .visually-hidden") && e.getClientRects().length)
            .filter((e) => { const r = e.getBoundingClientRect(); return r.height > 2 && Math.round(r.height) < 44; })
            .filter((e) => !e.classList.contains("skip-link"))
            .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_the_messages_get_the_focus_and_lead_to_their_field(page: Page) -> None:
    page.goto(f"{SITE}/?fout=1")
    expect(page).to_have_title(re.compile(r"^Fout: "))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Is iemand nu in gevaar?").last.click()
    expect(page.locator("#id_danger_0")).to_be_focused()


def test_a_text_says_how_much_is_left_and_is_not_cut_off(page: Page) -> None:
    page.fill("#id_what", "x" * 2005)
    expect(page.locator("#id_what + .field__limit")).to_have_text("5 tekens te veel.")
    assert len(page.input_value("#id_what")) == 2005


def test_boxes_open_their_part_and_closing_stands_alone(page: Page) -> None:
    expect(page.locator("#id_d-receiver")).to_be_visible()
    page.check("#id_d-close")
    expect(page.locator("#id_d-hand_over")).not_to_be_checked()
    expect(page.locator("#id_d-receiver")).to_be_hidden()
    expect(page.locator("#id_d-close")).to_have_attribute("aria-expanded", "true")
    page.check("#id_d-follow")
    expect(page.locator("#id_d-close")).not_to_be_checked()


def test_a_form_is_sent_once(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_event("load"):
        page.evaluate("""() => { const b = document.querySelector("#formulier form button"); b.click(); b.click(); }""")
    assert len(sent) == 1


def test_a_refused_part_of_a_page_is_shown(page: Page) -> None:
    page.get_by_role("button", name="Gegevens tonen (wordt vastgelegd)").click()
    expect(page.locator("#deel")).to_have_text("Dit kan niet.")


def test_the_menu_closes_with_escape_and_keeps_the_focus(page: Page) -> None:
    summary = page.locator(".frame__user > summary")
    summary.click()
    expect(page.get_by_role("button", name="Districtelijk coördinator Zeeland")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Districtelijk coördinator Zeeland")).to_be_hidden()
    expect(summary).to_be_focused()


def test_slash_goes_to_the_search_field_but_not_while_typing(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("#zoek-alles")).to_be_focused()
    page.fill("#id_what", "")
    page.locator("#id_what").press("/")
    expect(page.locator("#id_what")).to_have_value("/")


def test_without_scripts_every_part_is_reachable(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*", _answer)
    page.goto(f"{SITE}/")
    expect(page.locator("[data-copy]").first).to_be_hidden()
    expect(page.get_by_role("link", name="Kijk hoe ver het nu is")).to_be_visible()
    page.check("#id_d-follow")
    expect(page.locator("#id_d-review")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("told", "button"), [({"seconds": 240, "extendable": True}, 1), ({"seconds": 240, "extendable": False}, 0)]
)
def test_before_the_session_ends_the_page_says_so_and_one_click_goes_on(
    page: Page, told: dict[str, object], button: int
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.method)
        more = {"seconds": 3600, "extendable": True}
        route.fulfill(json=more if route.request.method == "POST" else told)

    page.route("**/account/sessie/", answer)
    page.clock.install()
    page.goto(f"{SITE}/")
    warning = page.locator("#sessie")
    page.clock.fast_forward("54:00")
    expect(warning).to_be_empty()
    assert asked == []
    page.clock.fast_forward("01:01")
    expect(warning).to_contain_text("U wordt over 4 minuten uitgelogd.")
    go_on = warning.get_by_role("button", name="Verder werken")
    expect(go_on).to_have_count(button)
    if button:
        violations = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in violations] == []
        go_on.click()
        expect(warning).to_be_empty()
        assert asked[-1] == "POST"


def test_when_the_session_has_ended_the_page_keeps_the_text_and_says_how_to_go_on(page: Page) -> None:
    to_sign_in = {"Location": f"{SITE}/inloggen/"}
    page.route("**/account/sessie/", lambda route: route.fulfill(status=302, headers=to_sign_in, body=""))
    page.clock.install()
    page.goto(f"{SITE}/")
    page.fill("#id_what", "Acht bedden")
    page.clock.fast_forward("55:01")
    expect(page.locator("#sessie")).to_contain_text("U bent uitgelogd. Wat u typte, staat er nog")
    assert page.input_value("#id_what") == "Acht bedden"
