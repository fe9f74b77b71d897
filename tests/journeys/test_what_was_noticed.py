"""Ticked while logging, put right beside the signal, told apart by place, and given to a partner that may act on it."""

from collections.abc import Callable

import pytest

from .conftest import DESK, PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

SPEAKS = "Een ander voert het woord"
FINES = "Krijgt boetes bij ziekte of fouten"
WORDS = "wast op maandag alle werkkleding in de sloot"


def test_what_was_noticed_is_ticked_taken_back_told_apart_and_handed_over(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", PHONE)
    log_with_characteristics(wilma)
    take_one_back(wilma)
    tell_a_situation(wilma)
    for size in (DESK, (320, 700)):
        look_at_every_page(visit("Wilma Windvaan", size), wilma.page.url)
    hand_over(wilma)


def log_with_characteristics(wilma: Visitor) -> None:
    """The wizard on a phone; choosing a form unfolds its characteristics."""
    page = wilma.page
    wilma.follow("Nieuw signaal")
    wilma.choose("Uw antwoord", "Nee")
    wilma.press("Verder")
    wilma.pick("Wie is de melder?", "Toezichthouder of boa")
    wilma.choose("Hoe weet de melder dit?", "Zelf gezien of gehoord")
    wilma.choose("Mag de naam van de melder mee naar een partner?", "Nee")
    wilma.press("Verder")
    wilma.fill("Wat is er gezien of gehoord?", "Zes mensen slapen in een loods achter het bedrijf.")
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Nee")
    wilma.press("Verder")
    wilma.fill("In welke plaats?", "Goes")
    wilma.press("Verder")
    wilma.fill("Of ongeveer wanneer, of hoe vaak?", "elke maandag")
    wilma.press("Verder")
    assert not page.get_by_label(SPEAKS, exact=True).is_visible()
    wilma.choose("Vorm", "Arbeidsuitbuiting")
    page.get_by_label(SPEAKS, exact=True).check()
    wilma.choose(f"{SPEAKS}, hoe weet u dit?", "Zelf gezien")
    page.get_by_label(FINES, exact=True).check()
    # How it is known is asked beside the tick that lacks it, and nothing is lost.
    wilma.press("Verder")
    assert "hoe weet u dit" in wilma.text()
    assert page.get_by_label(SPEAKS, exact=True).is_checked()
    wilma.choose(f"{FINES}, hoe weet u dit?", "Gehoord")
    labour = page.locator("details", has=page.get_by_label(FINES, exact=True))
    labour.get_by_label("Anders, namelijk", exact=True).check()
    labour.get_by_role("group", name="Anders, namelijk, hoe weet u dit?").get_by_label("Vermoeden").check()
    labour.get_by_label("Namelijk (Arbeidsuitbuiting)", exact=True).fill(WORDS)
    wilma.press("Verder")
    wilma.press("Verder")  # nobody and nothing to name
    assert f"{FINES} (gehoord)" in wilma.text()
    assert f"Anders: {WORDS} (vermoeden)" in wilma.text()
    wilma.press("Signaal vastleggen")
    wilma.follow("Naar het signaal")


def take_one_back(wilma: Visitor) -> None:
    """It turned out otherwise; that it was ticked stays to be read."""
    part, count = wilma.page.locator("#kenmerken"), wilma.page.locator("#kenmerken-kop")
    assert count.inner_text() == "Kenmerken (3)"
    count.click()
    wilma.follow(f"Intrekken : {FINES} (gehoord, arbeidsuitbuiting)", within=part)
    wilma.press("Kenmerk intrekken")
    assert count.inner_text() == "Kenmerken (2)"
    count.click()
    part.locator("summary", has_text="Ingetrokken kenmerken").click()
    assert f"{FINES} (gehoord)" in part.inner_text()


def tell_a_situation(wilma: Visitor) -> None:
    """As exactly as it is known, and then better."""
    wilma.follow("Situatie vastleggen")
    wilma.fill("In welke plaats?", "Goes")
    wilma.fill("Sinds wanneer?", "3-2026")
    wilma.choose("Hoe is dit bekend?", "Gehoord")
    wilma.choose("Hoe zeker is dit?", "Onzeker")
    wilma.press("Situatie vastleggen")
    part, folded = wilma.page.locator("#situaties"), wilma.page.locator("#situaties-kop")
    folded.click()
    assert "vanaf maart 2026" in part.inner_text()
    wilma.follow("Wijzigen : Arbeidsuitbuiting, Goes, vanaf maart 2026", within=part)
    wilma.fill("Adres, plek of website", "Nergensweg 14")
    wilma.choose("Hoe zeker is dit?", "Zeker")
    wilma.press("Situatie wijzigen")
    folded.click()
    assert "Nergensweg 14, Goes" in part.inner_text()


def look_at_every_page(wilma: Visitor, signal: str) -> None:
    """At another width: the signal, and each short page that it leads to."""
    wilma.open(signal)
    wilma.unfold()
    parts = wilma.page.locator("section.part", has=wilma.page.locator("#kenmerken, #situaties"))
    links = parts.get_by_role("link")
    found = {str(link.get_attribute("href")) for link in links.all()}
    assert len({href.rstrip("/").rpartition("/")[2] for href in found}) == 5
    for href in sorted(found):
        wilma.open(href)


def hand_over(wilma: Visitor) -> None:
    """Ticked, and shown as the receiver reads it; in an anonymous tip there is nothing of it."""
    wilma.tick("Doorgeven aan een partner")
    wilma.choose("Hoe ernstig is het, als het waar is?", "Zeer ernstig")
    wilma.choose("Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    wilma.choose("Hoe snel moet er iets gebeuren?", "Deze week")
    wilma.fill("Waarom besluit u dit?", "Slapen op het werk en boetes horen bij elkaar.")
    wilma.press("Besluit vastleggen")
    for part in ("Kenmerken", "Situatie: Arbeidsuitbuiting, Nergensweg 14, Goes, vanaf maart 2026"):
        wilma.tick(part)
    wilma.pick("Aan wie?", "Nederlandse Arbeidsinspectie (demo)")
    wilma.pick("Wat vraagt u?", "Opsporing of onderzoek")
    wilma.fill("Met welk doel?", "Onderzoek naar misstanden op het werk: controle op de werkplek")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.pick("Hoe komt het bij de ontvanger?", "Koppeling (API)")
    wilma.fill("Aan welke functie?", "meldpunt arbeidsuitbuiting")
    wilma.fill("Waarom is dit nodig, en kan het niet met minder?", "Zonder adres kan niemand gaan kijken.")
    wilma.press("Naar de laatste controle")
    for said in (SPEAKS, WORDS, "Nergensweg 14, Goes"):
        assert said in wilma.text()
    assert FINES not in wilma.text()
    wilma.press("Doormelding versturen")
    assert "Verstuurd" in wilma.text()
