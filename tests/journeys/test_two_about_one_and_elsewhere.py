"""Two signals that were one matter, one that belongs to another municipality, and one that concerns that one too.

Who merges, moves and shares has no JavaScript.
"""

import re
from collections.abc import Callable

import pytest

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

WORK = "/signalen/?tab=te-doen"


def test_merged_and_apart_again_moved_and_shared(visit: Callable[..., Visitor]) -> None:
    teun = visit("Teun Theelepel", script=False)
    teun.open(WORK)
    first, second = (link.inner_text().strip() for link in teun.page.locator("main th a").all()[:2])
    teun.follow(first)
    merge_and_split(teun, first, second)

    teun.follow("overdragen aan een andere gemeente")
    teun.pick("Aan welke gemeente?", "Breda")
    teun.fill("Waarom hoort het signaal daar?", "Het huis ligt in Breda.")
    teun.press("Signaal aanbieden")
    floor = visit("Floor Fietsbel", PHONE)
    floor.open("/mijn-werk/")
    floor.follow(first)
    floor.press("Signaal overnemen")
    assert f"Dit signaal begon in Roosendaal als {first}" in floor.text()

    teun.open(WORK)
    teun.follow(second)
    ask_to_look_along(teun)
    floor.open("/mijn-werk/")
    floor.follow(second)
    floor.press("Meekijken")
    floor.fill("Regel voor beide gemeenten", "Wij kennen het bedrijf. Hun busje is 0-DEM-44.")
    floor.press("Regel schrijven")
    to_what_is_shared(teun)
    assert "Wij kennen het bedrijf." in teun.text()
    take_over_and_share(teun)
    floor.open(floor.page.url)
    assert re.search(r"Kentekens en andere voertuigen, gedeeld op 23 november 2026\s+0-DEM-44", floor.text())
    to_what_is_shared(teun)
    teun.follow("Stoppen met delen")
    teun.fill("Waarom?", "Het is duidelijk.")
    teun.press("Stoppen met delen")


def to_what_is_shared(teun: Visitor) -> None:
    """From the page of the signal."""
    if "/betreft-ook/" in teun.page.url:
        return
    with teun.page.expect_event("load"):
        teun.page.get_by_role("link", name=re.compile("Bekijken")).click()
    teun.look()


def take_over_and_share(teun: Visitor) -> None:
    """What the other wrote becomes a vehicle of the signal, with its source; and that goes to the other as well."""
    teun.follow("als voertuig")
    assert "Gemeente Breda, 23 november 2026" in teun.field("Merk, kleur of soort").input_value()
    teun.fill("Merk, kleur of soort", "Busje")
    teun.press("Voertuig toevoegen")
    to_what_is_shared(teun)
    teun.follow("Meer delen")
    teun.tick("Kentekens en andere voertuigen")
    teun.press("Dit ook delen")


def merge_and_split(teun: Visitor, first: str, second: str) -> None:
    """From the page of the first and back to it."""
    address = teun.page.url
    teun.follow("samenvoegen met een ander signaal")
    teun.fill("Nummer van het andere signaal", second.removeprefix("S-").lower())
    teun.press("Vergelijken")
    assert f"{first} gaat dicht" in teun.text()
    teun.fill("Waarom gaan deze signalen over hetzelfde?", "Zelfde huis, zelfde week.")
    teun.fill("Antwoord aan de melder", "Wij gaan er samen mee verder.")
    teun.press("Signalen samenvoegen")
    assert "Ook gemeld" in teun.text()
    teun.open(address)
    teun.follow("Samenvoeging ongedaan maken")
    teun.fill("Waarom zijn het toch twee signalen?", "Het zijn twee huizen.")
    teun.press("Samenvoeging ongedaan maken")
    assert "Het zijn weer twee signalen." in teun.text()


def ask_to_look_along(teun: Visitor) -> None:
    """By a box of the decision panel."""
    teun.tick("Betreft ook een andere gemeente")
    teun.choose("Hoe ernstig is het, als het waar is?", "Ernstig")
    teun.choose("Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    teun.choose("Hoe snel moet er iets gebeuren?", "Binnen de termijn")
    teun.fill("Waarom besluit u dit?", "Zij slapen hier en werken in Breda.")
    teun.press("Besluit vastleggen")
    teun.pick("Welke gemeente betreft het ook?", "Breda")
    teun.fill("Waarom betreft het die gemeente ook?", "Zij werken in Breda.")
    teun.press("Andere gemeente vragen")
