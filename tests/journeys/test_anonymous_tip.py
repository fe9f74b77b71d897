"""Handing over to two receivers, all of it without JavaScript: by name, and as an anonymous tip whose text is settled piece by piece."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

INSPECTION = "Nederlandse Arbeidsinspectie (demo)"
TOLD = "Op vrijdagavond 3 juli om 22.15 uur vertelde Zeger van de loods dat acht mensen in de nachtdienst blijven."
ASKED, REPLY = "Is er een tweede ingang?", "Ja, aan de kant van het water."


def test_an_officer_hands_over_by_name_and_tips_anonymously_and_the_receiver_reads_just_that(
    visit: Callable[..., Visitor],
) -> None:
    wilma = visit("Wilma Windvaan", script=False)
    wilma.open("/signalen/?tab=alles&stand=handling")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    signal = wilma.page.url
    by_name(wilma, signal)
    write_the_text(wilma, signal)
    tip(wilma)
    assert "ligt vast als brief of beveiligde mail aan" in wilma.page.locator("body").inner_text()
    philo = visit("Philo Paraplubak", PHONE, script=False)
    philo.open("/postvak/")
    philo.follow(philo.page.locator("main table th a").last.inner_text())
    read = philo.text()
    assert "Anonieme tip" in read
    assert "acht mensen in de nachtdienst" in read
    assert "persoon" in read
    for word in ("Zeger", "22.15", "vrijdag", "3 juli", "Windvaan", "Aandachtsfunctionaris gemeente"):
        assert word not in read
    ask_and_answer(philo, wilma, signal)


def by_name(wilma: Visitor, signal: str) -> None:
    """The preview follows, the last page names the receiver, one button sends."""
    wilma.open(f"{signal}doorgeven/")
    receiver(wilma, "Politie", "Opsporing of onderzoek", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.fill("Waarom is dit nodig, en kan het niet met minder?", "Een tip zonder namen helpt hier niet.")
    wilma.press("Naar de laatste controle")
    assert "Dit gaat naar" in wilma.text()
    wilma.press("Doormelding versturen")
    assert "Ook aan een ander doorgeven" in wilma.text()


def receiver(wilma: Visitor, name: str, asks: str, ground: str) -> None:
    """To whom, what for, on which ground and how. What follows from the receiver comes with a button."""
    field = wilma.field("Aan wie?")
    value = field.locator("option", has_text=re.compile(re.escape(name))).first.get_attribute("value")
    field.select_option(value)
    wilma.press("Voorbeeld bijwerken")
    wilma.pick("Wat vraagt u?", asks)
    # What was agreed with this receiver stands there; what it is for this time comes behind it.
    expect(wilma.field("Met welk doel?")).not_to_have_value("")
    agreed = wilma.field("Met welk doel?").input_value()
    wilma.fill("Met welk doel?", f"{agreed}: nagaan wat er in de nachtdienst gebeurt")
    wilma.pick("Grondslag", ground)
    wilma.fill("Aan welke functie?", "meldpunt")
    wilma.pick("Hoe komt het bij de ontvanger?", "Brief of beveiligde mail")


def write_the_text(wilma: Visitor, signal: str) -> None:
    """Rewritten, then each piece is settled; the link goes on with the tip."""
    wilma.open(f"{signal}doorgeven/tekst/")
    fold = wilma.page.get_by_text("De tekst zelf aanpassen")
    if not wilma.page.locator("#id_text").is_visible():
        fold.click()
    wilma.page.locator("#id_text").fill(TOLD)
    wilma.press("Tekst bewaren")
    assert "na te kijken" in wilma.text()
    for piece in wilma.page.locator("#nakijken fieldset").all():
        piece.locator("input[type=radio]").first.check()
    wilma.press("Keuzes verwerken")
    assert "Alles is nagekeken" in wilma.text()
    wilma.follow("Verder met doorgeven")


def tip(wilma: Visitor) -> None:
    """Few people could know this: a warning, and a reason that stays here."""
    assert "acht mensen in de nachtdienst" in wilma.page.locator("#voorbeeld").inner_text()
    receiver(wilma, INSPECTION, "Anonieme tip", "Geen persoonsgegevens")
    wilma.choose("Wie kan dit weten?", "Maar een paar mensen")
    wilma.press("Voorbeeld bijwerken")
    wilma.page.get_by_label("Ik weet dat de tip naar iemand kan leiden").check()
    wilma.fill("Waarom geeft u het toch door?", "Er blijft anders iemand opgesloten.")
    wilma.press("Naar de laatste controle")
    assert f"Dit gaat naar {INSPECTION}" in wilma.text()
    wilma.press("Doormelding versturen")


def ask_and_answer(philo: Visitor, wilma: Visitor, signal: str) -> None:
    """The receiver asks for more and is replied to, but not with a name; then it answers on a page that tells no more."""
    received = philo.page.url
    number = philo.page.locator("h1").inner_text().strip()
    philo.follow("Vraag stellen aan de afzender")
    philo.fill("Wat hebt u nog nodig?", ASKED)
    philo.press("Vraag versturen")
    wilma.open("/mijn-werk/")
    wilma.page.get_by_role("link", name=re.compile(re.escape(number))).first.click()
    wilma.page.wait_for_load_state()
    wilma.look()
    wilma.fill("Uw antwoord", "Zeger weet het.")
    wilma.press("Antwoord versturen")
    assert "“Zeger” kan naar iemand leiden." in wilma.text()
    wilma.fill("Uw antwoord", REPLY)
    wilma.press("Antwoord versturen")
    assert "Vraag van Nederlandse" not in wilma.text(), wilma.text()
    philo.open(received)
    assert REPLY in philo.text()
    philo.follow("Antwoord geven")
    assert "Zeger" not in philo.text()
    philo.tick("Controle uitgevoerd")
    philo.press("Antwoord versturen")
    wilma.open(signal)
    wilma.unfold()
    assert "Controle uitgevoerd" in wilma.page.locator("#doormeldingen").inner_text()
    for_the_monthly_talk(wilma, number)


def for_the_monthly_talk(wilma: Visitor, answered: str) -> None:
    """One page per partner with what is open there; what was answered is not."""
    wilma.open("/signalen/partners/")
    wilma.follow(INSPECTION)
    assert f"Nog open bij {INSPECTION}" in wilma.text()
    assert answered not in wilma.text()
