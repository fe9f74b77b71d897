"""Signing in for the first time, in a real browser: an app, a passkey, recovery codes, and the way back in with each."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, expect

from tests.support import second_step

from .conftest import PHONE, Site
from .test_bad_input import PASSWORD, give_a_password
from .visitor import Visitor

pytestmark = pytest.mark.journey

type Visit = Callable[..., Visitor]


def begin(site: Site, visitor: Visitor) -> str:
    """Signed out, on the page where people sign in. A passkey belongs to a name, and an address in digits is none."""
    visitor.page.context.clear_cookies()
    base = f"http://localhost:{urlsplit(site.url).port}"
    visitor.open(f"{base}/inloggen/")
    return base


def type_password(visitor: Visitor, email: str) -> None:
    visitor.page.locator("input[name=login]").fill(email)
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.press("Inloggen")


def passkeys_of(visitor: Visitor) -> CDPSession:
    """The browser gets a passkey device of its own that says yes to everything."""
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return device


def test_a_passkey_is_set_up_at_the_first_sign_in_and_signs_in_from_then_on(visit: Visit, site: Site) -> None:
    email = give_a_password("Wilma Windvaan", second=False)
    wilma = visit("Wilma Windvaan")
    base = begin(site, wilma)
    passkeys_of(wilma)
    type_password(wilma, email)
    assert "Stel een tweede stap in" in wilma.text()
    wilma.open(f"{base}/signalen/")
    assert "Stel een tweede stap in" in wilma.text()
    wilma.follow("Passkey instellen")
    wilma.fill("Naam van deze passkey", "Werklaptop")
    wilma.press("Passkey maken")
    assert "Bewaar uw herstelcodes" in wilma.text()
    code = wilma.page.locator(".recovery-codes code").first.inner_text()
    wilma.follow("Ik heb ze bewaard, verder")
    expect(wilma.page.get_by_role("navigation", name="Hoofdmenu")).to_be_visible()
    begin(site, wilma)
    type_password(wilma, email)
    wilma.press("Inloggen met passkey")
    wilma.open(f"{base}/account/tweede-stap/")
    assert "Werklaptop" in wilma.text()
    assert "laatst gebruikt" in wilma.text()
    begin(site, wilma)
    type_password(wilma, email)
    wilma.fill("Code", code)
    wilma.press("Inloggen met code")
    wilma.open(f"{base}/account/tweede-stap/")
    assert "Nog 9 codes over" in wilma.text()


def test_an_app_is_set_up_on_a_telephone(visit: Visit, site: Site) -> None:
    email = give_a_password("Wilma Windvaan", second=False)
    wilma = visit("Wilma Windvaan", PHONE)
    base = begin(site, wilma)
    type_password(wilma, email)
    wilma.follow("App instellen")
    secret = wilma.page.locator(".secret").inner_text().replace(" ", "")
    assert re.fullmatch("[A-Z2-7]{32}", secret)
    wilma.fill("Code uit de app", "000000")
    wilma.press("Instellen")
    assert "Deze code klopt niet" in wilma.text()
    wilma.fill("Code uit de app", second_step.code(secret=secret))
    wilma.press("Instellen")
    wilma.follow("Ik heb ze bewaard, verder")
    begin(site, wilma)
    type_password(wilma, email)
    wilma.fill("Code", second_step.code(1, secret))
    wilma.press("Inloggen")
    wilma.open(f"{base}/account/tweede-stap/herstelcodes/")
    wilma.press("Codes maken")
    assert "Bevestig dat u het bent" in wilma.text()
    wilma.page.locator("input[name=password]").fill(PASSWORD)
    wilma.press("Bevestigen")
    wilma.press("Codes maken")
    assert "Bewaar uw herstelcodes" in wilma.text()
