"""A screening table from its beginning: set up, a point put, the meeting held by keyboard and closed, the texts gone in time."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine

from core.access import SYSTEM
from core.unit import unit_of_work
from signals import tasks

from .conftest import NOW
from .keyboard import go, press_with_enter
from .test_leading_a_meeting import begin
from .visitor import Visitor

pytestmark = pytest.mark.journey

NAME = "Overleg Bevelanden"
TEXT = "Een minderjarige wordt overdag gezien met volwassenen die niemand kent."
DECISION = "De inspectie kijkt of de zaak bekend is."
SMALL = (320, 700)


def test_a_table_is_set_up_meets_and_what_was_read_there_is_erased(visit: Callable[..., Visitor]) -> None:
    karlijn = visit("Karlijn Kompasroos")
    set_up(karlijn)
    plan(karlijn)
    wilma = visit("Wilma Windvaan", SMALL)
    signal = put(wilma)
    hold_by_keyboard(karlijn)
    philo = visit("Philo Paraplubak", SMALL)
    paper = read_and_do(philo)
    let_the_term_end()
    philo.open(paper)
    assert TEXT not in philo.text()
    assert "Tekst gewist op" in philo.text()
    assert DECISION in philo.text()
    wilma.open(signal)
    assert "Bij de deelnemers gewist op" in wilma.page.content()
    karlijn.open("/signalen/overleg/")
    karlijn.page.get_by_role("row").filter(has_text=NAME).get_by_role("link").last.click()
    assert "Teksten gewist op" in karlijn.text()


def set_up(karlijn: Visitor) -> None:
    """Municipalities first, then who else sits there."""
    karlijn.open("/signalen/overleg/")
    karlijn.follow("Overleg instellen")
    karlijn.follow("Overleg instellen in ZVH Zeeland")
    karlijn.press("Overleg instellen")
    assert "Vul in hoe het overleg heet." in karlijn.text()
    karlijn.fill("Naam van het overleg", NAME)
    karlijn.fill("Waar", "Verzonnenkade 3, Goes")
    karlijn.fill("Eerste overleg", "2026-12-25")
    karlijn.fill("Begint om", "10:00")
    karlijn.page.get_by_label("Goes", exact=True).check()
    karlijn.press("Overleg instellen")
    assert "Kies een werkdag." in karlijn.text()
    karlijn.fill("Eerste overleg", "2026-11-30")
    karlijn.press("Overleg instellen")
    karlijn.follow("Deelnemer toevoegen")
    karlijn.pick("Wie", "Nederlandse Arbeidsinspectie (demo)")
    karlijn.fill("Functie aan tafel", "inspecteur")
    karlijn.press("Deelnemer toevoegen")
    assert "Nederlandse Arbeidsinspectie (demo)" in karlijn.text()


def plan(karlijn: Visitor) -> None:
    """Ahead, where Christmas and New Year are skipped; and one today."""
    karlijn.open("/signalen/overleg/")
    follow_for(karlijn, "Vooruit plannen")
    karlijn.press("Deze overleggen plannen")
    follow_for(karlijn, "Eén overleg extra")
    karlijn.fill("Dag", "2026-11-23")
    karlijn.fill("Begint om", "11:00")
    karlijn.press("Overleg plannen")


def follow_for(karlijn: Visitor, name: str) -> None:
    """Each table has such a link; this one names ours."""
    with karlijn.page.expect_event("load"):
        karlijn.page.get_by_role("link", name=name).filter(has_text=NAME).click()
    karlijn.look()


def put(wilma: Visitor) -> str:
    """One paragraph for who sits there."""
    wilma.open("/signalen/?tab=alles&vorm=criminal&stand=triage")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    signal = wilma.page.url
    wilma.follow("Op het overleg zetten")
    wilma.follow(wilma.page.locator("main li a", has_text=NAME).first.inner_text())
    wilma.fill("Tafeltekst", TEXT)
    wilma.fill("Wat vraagt u aan de tafel?", "Wie kent deze volwassenen?")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.page.get_by_label("Nederlandse Arbeidsinspectie (demo)").check()
    wilma.press("Controleren wie wat leest")
    wilma.press("Op de agenda zetten")
    return signal


def hold_by_keyboard(karlijn: Visitor) -> None:
    """From the list to closing no mouse is used."""
    page, keys = karlijn.page, karlijn.page.keyboard
    karlijn.open("/signalen/overleg/")
    row = page.get_by_role("row").filter(has_text=NAME).first
    press_with_enter(karlijn, row.get_by_role("link"))
    begin(karlijn)
    press_with_enter(karlijn, page.get_by_role("link", name="Punt voor punt bespreken"))
    assert TEXT in karlijn.text()
    keys.type(DECISION)
    keys.press("Tab")
    keys.type("Nederlandse")
    keys.press("Tab")
    keys.type("12072026")
    go(karlijn, "Control+Enter")
    press_with_enter(karlijn, page.get_by_role("link", name="Overleg afsluiten"))
    press_with_enter(karlijn, page.get_by_role("button", name="Overleg afsluiten"))
    assert "De tafelteksten zijn te lezen tot en met 7 december 2026" in karlijn.text()


def read_and_do(philo: Visitor) -> str:
    """On a small screen."""
    philo.open("/signalen/overleg/besluiten/?voor=mij&stand=open")
    row = philo.page.get_by_role("row").filter(has_text=NAME)
    with philo.page.expect_event("load"):
        row.get_by_role("link").first.click()
    philo.look()
    assert TEXT in philo.text()
    philo.fill("Wat hebt u gedaan?", "Niet bij ons bekend.")
    philo.press("Actie afronden")
    return philo.page.url


def let_the_term_end() -> None:
    """Fifteen days later the nightly job runs."""
    with time_machine.travel(NOW + dt.timedelta(days=15), tick=False), unit_of_work("test"):
        tasks.erase_old_papers(None, SYSTEM)  # type: ignore[arg-type]  # fewer rows than a report of progress
