"""Gathering as a dialogue: what was asked by phone is written down, what is asked of a colleague she answers herself."""

from collections.abc import Callable

import pytest

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

QUESTION = "Kwam de man met de groene scooter ook aan de balie?"
ANSWER = "Ja, twee keer, met steeds een andere jongen."


def test_a_colleague_answers_a_question_and_it_stands_on_the_timeline_beside_what_was_looked_up(
    visit: Callable[..., Visitor],
) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/?tab=alles&vorm=criminal&stand=triage")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    signal, facts = wilma.page.url, "Een jongen van zeventien"
    assert facts in wilma.text()
    note_a_phone_call(wilma)
    ask(wilma)
    answer(visit("Hanna Handveger", PHONE), facts)
    wilma.open(signal)
    wilma.unfold()
    gathered, questions, timeline = (
        wilma.page.locator(f"#{part}").inner_text() for part in ("verzameld", "vragen", "tijdlijn")
    )
    assert "School of leerplicht" in gathered
    assert ANSWER in questions
    assert "Hanna Handveger heeft een vraag beantwoord" in timeline
    assert ANSWER in timeline
    told_by_phone(wilma, signal)


def note_a_phone_call(wilma: Visitor) -> None:
    """Asked outside the application: its outcome is hers to write down."""
    wilma.follow("Informatie toevoegen")
    wilma.pick("Wat hebt u opgezocht of gevraagd?", "School of leerplicht")
    wilma.fill("Welke vraag had u?", "Hoe vaak verzuimt hij?")
    wilma.fill("Bij wie of in welke bron?", "Leerplicht, gebeld")
    wilma.pick("Van wie zijn deze gegevens?", "Van een partner")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.fill("Waarom is dit nodig?", "Nodig om te beoordelen wat er speelt.")
    wilma.press("Informatie vastleggen")


def ask(wilma: Visitor) -> None:
    """Asked inside it: who is asked answers."""
    wilma.follow("Vraag stellen")
    wilma.pick("Aan wie?", "Hanna Handveger")
    wilma.fill("Wat wilt u weten?", QUESTION)
    wilma.press("Vraag versturen")
    wilma.page.locator("summary", has_text="Vragen").click()
    assert QUESTION in wilma.text()


def told_by_phone(wilma: Visitor, signal: str) -> None:
    """A second question is answered on the phone: written down with it, and open no more."""
    wilma.open(signal)
    wilma.follow("Vraag stellen")
    wilma.pick("Aan wie?", "Hanna Handveger")
    wilma.fill("Wat wilt u weten?", "En op zaterdag?")
    wilma.press("Vraag versturen")
    wilma.unfold()
    assert "Overdragen aan een andere gemeente kan nog niet. Dit loopt nog: een open vraag." in wilma.text()
    with wilma.page.expect_event("load"):
        wilma.page.locator("#vragen").get_by_role("link", name="Antwoord vastleggen").click()
    wilma.look()
    wilma.press("Antwoord vastleggen")
    assert "Schrijf op wat er is geantwoord." in wilma.text()
    wilma.fill("Wie gaf het antwoord?", "Hanna van de balie")
    wilma.fill("Wat is er geantwoord?", "Op zaterdag nooit.")
    wilma.press("Antwoord vastleggen")
    wilma.unfold()
    assert "Hanna van de balie, opgeschreven door Wilma Windvaan" in wilma.page.locator("#tijdlijn").inner_text()
    assert wilma.page.locator("#vragen").get_by_role("link", name="Antwoord vastleggen").count() == 0


def answer(hanna: Visitor, facts: str) -> None:
    """On a phone, from her list of work; she sees the question and nothing of the signal."""
    hanna.open("/mijn-werk/")
    row = hanna.page.locator("tr", has_text="Vraag beantwoorden").last
    hanna.follow(row.get_by_role("link").first.inner_text())
    assert QUESTION in hanna.text()
    assert facts not in hanna.text()
    hanna.fill("Uw antwoord", ANSWER)
    hanna.press("Antwoord versturen")
    assert ANSWER in hanna.text()
