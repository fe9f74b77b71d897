"""The page of a handover with its script: the preview follows what is ticked, without a button."""

import contextvars
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Route, expect

from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

pytestmark = pytest.mark.journey

DIST = Path(__file__).resolve().parents[2] / "assets" / "dist"
SITE = "http://doorgeven.example"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


def test_the_preview_follows_each_tick_and_a_detour_by_the_anonymous_tip(
    world: World, client_of: Callable[..., OutsideClient], browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    client = client_of(world.wilma)
    url = reverse("signals:hand-over", args=[make.handled(world.goes, world.wilma).pk])

    # The handler runs in a context of the browser; the database connection with our rows belongs to this one.
    ours = contextvars.copy_context()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            file = DIST / path.removeprefix("/static/").partition("?")[0]
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "text/plain"))
            return
        headers = {"HX-Request": "true"} if "hx-request" in route.request.headers else {}
        sent = parse_qs(route.request.post_data or "", keep_blank_values=True)
        ask = partial(client.post, path, sent) if sent else partial(client.get, path)
        given = ours.run(ask, headers=headers)
        route.fulfill(status=given.status_code, body=given.content.decode(), content_type="text/html; charset=utf-8")

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(SITE + url)
    preview, facts = page.locator("#voorbeeld"), page.locator('input[type=checkbox][value="facts"]')
    expect(preview).to_contain_text(make.FACTS)
    facts.uncheck()
    expect(preview).not_to_contain_text(make.FACTS)
    facts.check()
    expect(preview).to_contain_text(make.FACTS)
    page.locator('input[name="anonymous"][value="yes"]').check()
    expect(preview).not_to_contain_text(make.FACTS)
    expect(facts).to_have_count(0)
    page.locator('input[name="anonymous"][value="no"]').check()
    expect(facts).to_be_checked()
    expect(preview).to_contain_text(make.FACTS)
    page.close()
