"""With JavaScript switched off: from a new signal by the wizard to the letter of a handover."""

from collections.abc import Callable

import pytest

from tests.support.pdf import pages_of

from .conftest import PHONE
from .test_signal_to_report import FACTS, decide, log_a_signal
from .visitor import Visitor

pytestmark = pytest.mark.journey


def test_a_signal_is_logged_decided_on_and_handed_over_without_script(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", PHONE, script=False)
    log_a_signal(wilma)
    decide(wilma)
    hand_over(wilma)
    assert "Zes mensen slapen in een loods" in letter(wilma)


def hand_over(wilma: Visitor) -> None:
    """What follows from the receiver comes with a button, which without script is the only way."""
    wilma.pick("Aan wie?", "Nederlandse Arbeidsinspectie (demo)")
    wilma.press("Voorbeeld bijwerken")
    wilma.pick("Wat vraagt u?", "Opsporing of onderzoek")
    wilma.fill("Met welk doel?", "Onderzoek naar misstanden op het werk: controle op de werkplek")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.pick("Hoe komt het bij de ontvanger?", "Brief of beveiligde mail")
    wilma.fill("Aan welke functie?", "meldpunt arbeidsuitbuiting")
    wilma.fill("Waarom is dit nodig, en kan het niet met minder?", "Zonder adres kan niemand gaan kijken.")
    wilma.press("Naar de laatste controle")
    assert FACTS in wilma.text()
    wilma.press("Doormelding versturen")
    assert "Verstuurd" in wilma.text()


def letter(wilma: Visitor) -> str:
    """A file, once the worker has made it; what it says."""
    link = wilma.page.get_by_role("link", name="Brief (PDF)").first
    address = link.get_attribute("href") or ""
    for _ in range(60):
        answer = wilma.page.request.get(address)
        if answer.headers["content-type"] == "application/pdf":
            return " ".join(" ".join(pages_of(answer.body())).split())
        wilma.page.wait_for_timeout(500)
    raise AssertionError(answer.text())
