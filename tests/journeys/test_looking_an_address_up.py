"""Somebody writes a signal on a small telephone, with scripts and without, and looks the address up on the way."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django import Settings

from tests.support import locatieserver
from tests.support.locatieserver import LocalLocatieserver

from .conftest import PATIENCE, Site
from .visitor import Visitor

pytestmark = pytest.mark.journey

NARROW = 320


@pytest.fixture
def register(settings: Settings) -> Iterator[LocalLocatieserver]:
    """A Locatieserver that answers, as the settings name it."""
    cache.clear()
    with locatieserver.running() as server:
        settings.ADDRESS_LOOKUP, settings.PDOK_ADDRESS = "pdok", server.url
        yield server
    cache.clear()


class WithoutScripts(Visitor):
    """Her browser runs no script, so that of axe does not run either."""

    def look(self) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, f"sideways: {self.page.url}"


@pytest.fixture(params=[Visitor, WithoutScripts])
def wilma(site: Site, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """The focal officer of Goes."""
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": NARROW, "height": 568},
        java_script_enabled=request.param is Visitor,
        locale="nl-NL",
    )
    context.set_default_timeout(PATIENCE)
    visitor: Visitor = request.param(context.new_page(), NARROW)
    visitor.sign_in("Wilma Windvaan")
    yield visitor
    context.close()
    assert visitor.troubles == []


def test_an_address_is_looked_up_chosen_and_stands_in_the_signal(wilma: Visitor, register: LocalLocatieserver) -> None:
    to_the_page_where(wilma)
    wilma.fill("In welke plaats?", "Goes")
    wilma.fill("Adres of plek", "nergensweg 12")
    wilma.press("Adres opzoeken")
    wilma.choose("Welk adres bedoelt u?", "Nergensweg 12b, 4461 ZZ Goes")
    wilma.press("Dit adres overnemen")
    assert wilma.field("Adres of plek").input_value() == "Nergensweg 12b, 4461 ZZ Goes"
    assert "Dit adres is gecontroleerd. Ligt in gemeente Goes." in wilma.text()
    to_the_end(wilma, one_more=True)
    assert "Gecontroleerd. Ligt in gemeente Goes." in wilma.text()


def test_an_outage_lets_the_signal_through(wilma: Visitor, register: LocalLocatieserver) -> None:
    register.answer = lambda said: said.say(503, {})
    to_the_page_where(wilma)
    wilma.fill("In welke plaats?", "Goes")
    wilma.fill("Adres of plek", "nergensweg 12")
    wilma.press("Adres opzoeken")
    assert "Adres niet gecontroleerd: het adressenregister geeft nu geen antwoord." in wilma.text()
    to_the_end(wilma)
    assert "nergensweg 12" in wilma.text()
    assert "Niet gecontroleerd." in wilma.text()


def to_the_page_where(wilma: Visitor) -> None:
    """Danger, source and what; then the page "Waar"."""
    wilma.open("/signalen/nieuw/")
    wilma.choose("Uw antwoord", "Nee")
    wilma.press("Verder")
    wilma.pick("Wie is de melder?", "Inwoner of omstander")
    wilma.choose("Hoe weet de melder dit?", "Zelf gezien of gehoord")
    wilma.choose("Mag de naam van de melder mee naar een partner?", "Weet ik niet")
    wilma.press("Verder")
    wilma.fill("Wat is er gezien of gehoord?", "Acht bedden in een huis voor drie.")
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Nee")
    wilma.press("Verder")


def to_the_end(wilma: Visitor, *, one_more: bool = False) -> None:
    """From "Waar" on to the page of the signal. Enter goes on, and presses no button of the look-up.

    `one_more`: an address is looked up on the page "Wie en wat" too.
    """
    with wilma.page.expect_event("load"):
        wilma.field("In welke plaats?").press("Enter")
    wilma.look()
    wilma.fill("Of ongeveer wanneer, of hoe vaak?", "elke dinsdag")
    wilma.press("Verder")
    wilma.choose("Vorm", "Weet ik niet")
    wilma.choose("Gebeurt het binnen Nederland of over de grens?", "Weet ik niet")
    wilma.press("Verder")
    if one_more:
        wilma.press("Adres toevoegen")
        wilma.fill("Straat en nummer, of postcode en nummer", "4461zz 12")
        wilma.press("Adres opzoeken")
        wilma.choose("Welk adres bedoelt u?", "Nergensweg 12, 4461 ZZ Goes")
        wilma.press("Dit adres overnemen")
        assert wilma.field("In welke plaats?").input_value() == "Goes"
    wilma.press("Verder")
    wilma.press("Signaal vastleggen")
    wilma.follow("Naar het signaal")
