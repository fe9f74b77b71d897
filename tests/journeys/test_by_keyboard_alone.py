"""Deciding on a signal and handing it over without a mouse: Tab, Shift+Tab, Enter, the space bar, the arrows, and typing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .keyboard import choose, pick, press_with_enter, tick, write
from .visitor import Visitor

pytestmark = pytest.mark.journey

RECEIVER, PURPOSE = "Nederlandse Arbeidsinspectie (demo)", "Onderzoek naar misstanden op het werk: de werkplek"
INBOX = "Postvak van de partner in dit systeem"


def test_a_signal_is_decided_on_and_handed_over_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan")
    page = wilma.page
    wilma.open("/signalen/?tab=alles&stand=triage&vorm=criminal")
    press_with_enter(wilma, page.locator("main table th a").first)
    decide(wilma)
    hand_over(wilma)
    assert "Verstuurd" in wilma.text()


def decide(wilma: Visitor) -> None:
    """The box opens what belongs to it; the judgement follows."""
    tick(wilma, "Doorgeven aan een partner")
    choose(wilma, "Hoe ernstig is het, als het waar is?", "Zeer ernstig")
    choose(wilma, "Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    choose(wilma, "Hoe snel moet er iets gebeuren?", "Deze week")
    write(wilma, "Waarom besluit u dit?", "Slapen op het werk en geen papieren hebben horen bij elkaar.")
    press_with_enter(wilma, wilma.page.get_by_role("button", name="Besluit vastleggen"))


def hand_over(wilma: Visitor) -> None:
    """The preview follows what is chosen, and the focus stays where it was."""
    pick(wilma, "Aan wie?", RECEIVER)
    expect(wilma.page.locator(".htmx-request")).to_have_count(0)
    expect(wilma.field("Aan wie?")).to_be_focused()
    write(wilma, "Met welk doel?", PURPOSE)
    pick(wilma, "Wat vraagt u?", "Opsporing of onderzoek", key="Shift+Tab")
    pick(wilma, "Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    write(wilma, "Aan welke functie?", "meldpunt")
    pick(wilma, "Hoe komt het bij de ontvanger?", INBOX)
    write(wilma, "Waarom is dit nodig, en kan het niet met minder?", "Zonder adres kan niemand gaan kijken.")
    press_with_enter(wilma, wilma.page.get_by_role("button", name="Naar de laatste controle"))
    assert f"Dit gaat naar {RECEIVER}" in wilma.text()
    press_with_enter(wilma, wilma.page.get_by_role("button", name="Doormelding versturen"))
