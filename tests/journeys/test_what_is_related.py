"""One plate in two municipalities: each officer sees her own, the care coordinator of both sees that they belong together."""

from collections.abc import Callable

import pytest

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

WHY_APART = "Dat busje is van de thuiszorg."


def test_a_plate_of_two_municipalities(visit: Callable[..., Visitor]) -> None:
    wilma, roos = visit("Wilma Windvaan"), visit("Roos Regenpijp")
    goes = find(wilma, "Bedenksteeg")
    reimerswaal = find(roos, "Voorbeeldbedrijf Nevelfruit")
    for officer, other in ((wilma, reimerswaal), (roos, goes)):
        assert other not in officer.text()
        officer.follow("Alles bekijken, ook wat erop lijkt")
        assert other not in officer.text()
        officer.page.go_back()
        officer.look()
        offer(officer)
    karlijn = visit("Karlijn Kompasroos", PHONE)
    look_at(karlijn, goes)
    assert f"{reimerswaal}: zelfde kenteken" in karlijn.text()
    karlijn.follow("Alles bekijken, ook wat erop lijkt")
    assert "Zelfde kenteken" in karlijn.text()
    put_aside_and_back(karlijn, reimerswaal)
    look_at(wilma, goes)
    assert WHY_APART not in wilma.text()
    assert reimerswaal not in wilma.text()
    find_street_that_was_misheard(wilma)


def find(officer: Visitor, words: str) -> str:
    """By words of the story; gives its number."""
    officer.open("/signalen/?tab=alles")
    officer.seek(words)
    officer.follow(officer.page.locator("main table th a").first.inner_text())
    return officer.page.locator("h1").inner_text().strip()


def find_street_that_was_misheard(wilma: Visitor) -> None:
    """Of the house with eight beds somebody else knew the street by ear: one letter less."""
    misheard = find(wilma, "neef van haar man")
    find(wilma, "huis voor drie")
    assert misheard not in wilma.text()
    wilma.follow("Alles bekijken, ook wat erop lijkt")
    line = wilma.page.locator("main tr", has=wilma.page.get_by_role("link", name=misheard, exact=True))
    assert "straat lijkt erop" in line.inner_text().lower()


def look_at(visitor: Visitor, number: str) -> None:
    """By its number, from the search field."""
    visitor.open("/zoeken/")
    visitor.page.locator("main form[role=search]").get_by_role("searchbox").fill(number)
    with visitor.page.expect_event("load"):
        visitor.page.keyboard.press("Enter")
    if not visitor.page.locator("h1").inner_text().strip().startswith("S-"):
        visitor.follow(number)
    visitor.look()


def offer(officer: Visitor) -> None:
    """By a box of the decision panel, which is folded once something was decided."""
    folded = officer.page.locator("details:has(#opnieuw-besluiten):not([open]) > summary")
    if folded.count():
        folded.click()
    officer.tick("Aanbieden aan de zorgcoördinator")
    officer.fill("Waarom vraagt u zorgcoördinatie?", "Een van de huurders vroeg om hulp.")
    officer.choose("Is betrokkene gevraagd of zorgcoördinatie goed is?", "Ja, en betrokkene vindt het goed")
    officer.choose("Hoe oud is betrokkene?", "18 jaar of ouder")
    officer.fill("Op welke dag is het gevraagd?", "2026-11-20")
    officer.choose("Hoe ernstig is het, als het waar is?", "Ernstig")
    officer.choose("Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    officer.choose("Hoe snel moet er iets gebeuren?", "Binnen de termijn")
    officer.fill("Waarom besluit u dit?", "Er is hulp nodig.")
    officer.press("Besluit vastleggen")


def put_aside_and_back(karlijn: Visitor, other: str) -> None:
    """With a line each time."""
    step_of(karlijn, other, "Hoort niet bij elkaar")
    karlijn.fill("Waarom hoort dit niet bij elkaar?", WHY_APART)
    karlijn.press("Wegleggen")
    assert WHY_APART in karlijn.text()
    step_of(karlijn, other, "Terugzetten")
    karlijn.fill("Waarom kan het toch bij elkaar horen?", "Het kenteken klopt toch.")
    karlijn.press("Terugzetten")
    assert WHY_APART not in karlijn.text()
    assert "Zelfde kenteken" in karlijn.text()


def step_of(karlijn: Visitor, other: str, step: str) -> None:
    """A link of the line of another dossier; its name ends with the number."""
    line = karlijn.page.locator("main tr", has=karlijn.page.get_by_role("link", name=other, exact=True))
    with karlijn.page.expect_event("load"):
        line.get_by_role("link", name=step).click()
    karlijn.look()
