"""Handed over by phone: what the partner told is written down, and all of it is read back with what was sent."""

import re
from collections.abc import Callable

import pytest

from .visitor import Visitor

pytestmark = pytest.mark.journey

PARTNER = "Nederlandse Arbeidsinspectie (demo)"
REPORTER = "Tess Toeter"
ALLOWED = "Wij waren er en kijken verder."
ANSWER = "Wij waren er dinsdag en komen terug."


def test_what_a_partner_told_by_phone_stands_with_what_was_sent(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/?tab=alles&stand=handling")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    signal = wilma.page.url.partition("?")[0]
    say_yes_of_the_reporter(wilma, signal)
    wilma.open(f"{signal}doorgeven/")
    hand_over(wilma)
    number = wilma.page.locator("#doormeldingen tr", has_text="wacht").first.locator("th a").first
    wilma.open(number.get_attribute("href") or "")
    sent = wilma.page.url
    assert "Dit is precies wat is doorgegeven" in wilma.text()
    record_reminder(wilma)
    wilma.open(sent)
    wilma.follow("Ontvangst of behandeling vastleggen")
    wilma.choose("Hoe staat het bij de partner?", "In behandeling genomen")
    wilma.press("Vastleggen")
    wilma.open(sent)
    wilma.follow("Antwoord vastleggen")
    wilma.tick("Controle uitgevoerd")
    wilma.fill("Toelichting", ANSWER)
    wilma.fill("Wat mag u van de partner aan de melder vertellen?", ALLOWED)
    wilma.press("Antwoord vastleggen")
    wilma.open(f"{signal}melder/")
    assert wilma.page.get_by_role("textbox").first.input_value() == ALLOWED
    give_more(wilma, sent)
    wilma.open(sent)
    course = wilma.page.locator("#verloop").inner_text()
    for word in (
        "Telefonisch",
        "Herinnerd",
        "Aangevuld",
        "In behandeling genomen",
        ANSWER,
        "door de gemeente vastgelegd",
    ):
        assert word in course


def say_yes_of_the_reporter(wilma: Visitor, signal: str) -> None:
    """Her name may go along; nothing of her is ticked for that."""
    wilma.open(f"{signal}aanvullen/")
    wilma.fill("Naam van de melder", REPORTER)
    wilma.choose("Mag de naam van de melder mee naar een partner?", "Ja")
    wilma.press("Aanvulling opslaan")
    wilma.open(f"{signal}doorgeven/")
    assert not wilma.page.get_by_label("Wie het meldde").is_checked()


def hand_over(wilma: Visitor) -> None:
    """Begun, kept, found again; it leaves after the last page, which says who is reminded by whom."""
    wilma.fill("Met welk doel?", "Onderzoek naar misstanden op het werk: controle op de werkplek")
    wilma.press("Bewaren en later verder")
    assert "Er is niets verstuurd" in wilma.text()
    wilma.open("/mijn-werk/")
    assert "Doormelding zonder ontvanger afmaken" in wilma.text()
    wilma.page.go_back()
    wilma.page.get_by_role("link", name=re.compile("^Doormelding zonder ontvanger, bewaard op")).click()
    wilma.page.wait_for_load_state()
    assert (
        wilma.page.get_by_label("Met welk doel?").input_value()
        == "Onderzoek naar misstanden op het werk: controle op de werkplek"
    )
    wilma.pick("Aan wie?", PARTNER)
    wilma.pick("Wat vraagt u?", "Opsporing of onderzoek")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.fill("Aan welke functie?", "meldpunt arbeidsuitbuiting")
    wilma.fill("Waarom is dit nodig, en kan het niet met minder?", "Zonder adres kan niemand gaan kijken.")
    wilma.pick("Hoe komt het bij de ontvanger?", "Telefonisch")
    wilma.press("Naar de laatste controle")
    assert "Komt er geen antwoord" in wilma.text()
    # The inspectorate has an inbox, in which this stands too.
    assert "dan staat het daar ook" in wilma.text()
    wilma.press("Doormelding vastleggen")
    assert "telefonisch doorgegeven aan" in wilma.text()


def give_more(wilma: Visitor, sent: str) -> None:
    """What stayed behind goes along later: nothing is ticked beforehand, and the last page says exactly what goes."""
    wilma.open(sent)
    wilma.follow("Doormelding aanvullen")
    wilma.press("Naar de laatste controle")
    assert "Kies ten minste één gegeven" in wilma.text()
    wilma.tick("Soort bron")
    wilma.fill("Waarom is dit nodig, en kan het niet met minder?", "Zonder adres kan niemand gaan kijken.")
    wilma.press("Naar de laatste controle")
    # It says who reported, which did not go along: that is settled first, and she said that she may be named.
    wilma.page.get_by_label("Toch meegeven: de melder").first.check()
    wilma.press("Keuzes verwerken")
    assert REPORTER in wilma.text()
    assert f"Dit geeft u telefonisch door aan {PARTNER}" in wilma.text()
    wilma.press("Aanvulling vastleggen")
    assert "is aangevuld. Belde u" in wilma.text()
    assert "Aanvulling van" in wilma.text()


def record_reminder(wilma: Visitor) -> None:
    """A day to come is refused next to the field, and nothing is lost."""
    wilma.follow("Herinnering vastleggen")
    assert PARTNER in wilma.text()
    wilma.fill("Wanneer belde of schreef u?", "2099-01-01")
    wilma.press("Herinnering vastleggen")
    assert "Deze dag ligt in de toekomst" in wilma.text()
    wilma.fill("Wanneer belde of schreef u?", "")
    wilma.press("Herinnering vastleggen")
