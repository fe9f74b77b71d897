"""Another municipality does not take a signal over, and does not look along with the next: each side reads what became of it."""

from collections.abc import Callable

import pytest

from core.workdays import today

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

WORK = "/signalen/?tab=te-doen"


def test_a_move_and_a_share_are_refused_and_both_sides_are_told(visit: Callable[..., Visitor]) -> None:
    teun = visit("Teun Theelepel", script=False)
    teun.open(WORK)
    first, second = (link.inner_text().strip() for link in teun.page.locator("main th a").all()[:2])
    teun.follow(first)
    address = teun.page.url
    looked_up(teun)
    teun.open(f"{address}afschermen/")
    teun.fill("Waarom?", "Iemand hier kent het gezin.")
    teun.press("Afschermen")
    teun.open(f"{address}overdragen/")
    assert "Dit signaal is afgeschermd" in teun.text()
    teun.pick("Aan welke gemeente?", "Breda")
    teun.fill("Waarom hoort het signaal daar?", "Het huis ligt in Breda.")
    teun.page.get_by_label("Opgezocht: Handelsregister KvK").check()
    teun.press("Signaal aanbieden")
    # What a partner gave for this matter goes on with who agreed.
    assert "Schrijf op welke functie bij de politie, het OM of de partner het goed vond" in teun.text()
    teun.fill("Wie vond het goed dat dit verder gaat, en wanneer?", "Teamleider van de partner, vandaag")
    teun.press("Signaal aanbieden")
    assert "Aangeboden om mee te gaan" in teun.text()

    floor = visit("Floor Fietsbel", PHONE)
    floor.open("/mijn-werk/")
    floor.follow(first)
    question = floor.page.url
    assert "eenmanszaak" not in floor.text()
    # Who takes it over says who sees it with her.
    assert "Dit signaal is daar afgeschermd" in floor.text()
    assert "Wie mag het hier ook zien?" in floor.text()
    floor.follow("Niet overnemen")
    floor.fill("Waarom neemt u het niet over?", "Het huis ligt in Tilburg.")
    floor.press("Niet overnemen")
    assert "U neemt het signaal niet over." in floor.text()
    floor.open(question)
    assert "niet over: Het huis ligt in Tilburg." in floor.text()
    teun.open(address)
    assert "Niet overgenomen: Het huis ligt in Tilburg." in teun.text()
    assert "Er ging niets mee" in teun.text()

    share(teun, second)
    floor.open("/mijn-werk/")
    floor.follow(second)
    floor.follow("Dit betreft ons niet")
    floor.fill("Waarom?", "Wij kennen dit bedrijf niet.")
    floor.press("Niet meekijken")
    assert "U kijkt niet mee" in floor.text()
    assert "Gezamenlijke tijdlijn" not in floor.text()
    teun.open(teun.page.url)
    assert "Kijkt niet mee: Wij kennen dit bedrijf niet." in teun.text()
    with teun.page.expect_event("load"):
        teun.page.locator("main a[href*='signalen/betreft-ook/']").first.click()
    teun.look()
    assert "Dit koos u; Breda heeft het niet gezien" in teun.text()


def looked_up(teun: Visitor) -> None:
    """What a partner said by phone."""
    teun.follow("Informatie toevoegen")
    teun.pick("Wat hebt u opgezocht of gevraagd?", "Handelsregister KvK")
    teun.fill("Welke vraag had u?", "Wie tekent er?")
    teun.fill("Bij wie of in welke bron?", "Een partner, gebeld")
    teun.pick("Van wie zijn deze gegevens?", "Van een partner")
    teun.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    teun.fill("Waarom is dit nodig?", "Nodig om te beoordelen wat er speelt.")
    teun.pick("Wat is de uitkomst?", "Gevonden")
    teun.fill("Wanneer kwam het antwoord?", today().isoformat())
    teun.fill("Wat is er gevonden?", "Een eenmanszaak.")
    teun.press("Informatie vastleggen")


def share(teun: Visitor, number: str) -> None:
    """From the decision panel, and back on the page of the signal."""
    teun.open(WORK)
    teun.follow(number)
    teun.tick("Betreft ook een andere gemeente")
    teun.choose("Hoe ernstig is het, als het waar is?", "Ernstig")
    teun.choose("Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    teun.choose("Hoe snel moet er iets gebeuren?", "Binnen de termijn")
    teun.fill("Waarom besluit u dit?", "Zij slapen hier en werken in Breda.")
    teun.press("Besluit vastleggen")
    teun.pick("Welke gemeente betreft het ook?", "Breda")
    teun.fill("Waarom betreft het die gemeente ook?", "Zij werken in Breda.")
    teun.press("Andere gemeente vragen")
