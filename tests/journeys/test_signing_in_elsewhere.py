"""Signing in by the screen of a municipality, in a real browser: its rules for cookies and forms cannot be played."""

import html
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Route, expect
from pytest_django import Settings

from core.unit import unit_of_work
from municipalities.models import Municipality
from tests.support import contexts
from tests.support.issuer import LocalIssuer, running
from tests.support.signing_in import register

from .conftest import PHONE, Site
from .visitor import Visitor

pytestmark = pytest.mark.journey

EMAIL = "windvaan@goes.example"


@pytest.fixture
def local(site: Site, settings: Settings) -> Iterator[LocalIssuer]:
    """The issuer of Goes, on another site than ours."""
    settings.SITE_ADDRESS = f"http://localhost:{urlsplit(site.url).port}"
    with running() as issuer:
        with unit_of_work("test"), contexts.everywhere():
            register(issuer, Municipality.objects.get(name="Goes"), domains=["goes.example"])
        yield issuer


def sign_in_there(issuer: LocalIssuer, route: Route) -> None:
    """The page of the issuer, on which she presses the link that brings her back."""
    address = route.request.url
    back = html.escape(f"{_returned_to(address)}?{urlencode(issuer.authorize(address, EMAIL))}")
    route.fulfill(content_type="text/html", body=f'<!doctype html><title>Goes</title><a href="{back}">Terug</a>')


def _returned_to(address: str) -> str:
    return parse_qs(urlsplit(address).query)["redirect_uri"][0]


def test_she_goes_to_her_own_screen_and_comes_back_signed_in_where_she_wanted_to_be(
    visit: Callable[..., Visitor], settings: Settings, local: LocalIssuer
) -> None:
    wilma = visit("Wilma Windvaan", PHONE)
    wilma.page.context.clear_cookies()
    wilma.page.context.route(f"{local.url}/authorize*", lambda route: sign_in_there(local, route))
    wilma.open(f"{settings.SITE_ADDRESS}/inloggen/?next=/mijn-werk/")
    wilma.page.locator("input[name=login]").fill(EMAIL)
    wilma.page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    wilma.page.wait_for_url(f"{local.url}/**")
    wilma.page.get_by_role("link", name="Terug").click()
    wilma.page.wait_for_url(f"{settings.SITE_ADDRESS}/mijn-werk/")
    expect(wilma.page.get_by_role("navigation", name="Hoofdmenu")).to_be_visible()
    kept = {cookie["name"]: cookie["sameSite"] for cookie in wilma.page.context.cookies()}
    assert kept["sessie"] == "Strict"
    assert "sessie-vertrek" not in kept
