"""Handing over what was not agreed on: the officer asks, the privacy officer allows it once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from core.workdays import today

from .visitor import Visitor

pytestmark = pytest.mark.journey

RECEIVER = "Veilig Thuis"


def test_an_officer_gets_leave_for_one_handover_from_who_reads_nothing_of_the_signal(
    visit: Callable[..., Visitor],
) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/?tab=alles&stand=handling")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    signal, facts = wilma.page.url, wilma.text()
    number = re.search(r"S-[A-Z0-9]{4}-[A-Z0-9]", facts)
    assert number is not None
    ask(wilma, signal)
    allow(visit("Vince Vensterbank"), number.group())
    wilma.open(f"{signal}uitzondering/")
    assert "Toegestaan, één keer" in wilma.text()
    wilma.page.get_by_role("link", name="Nu doorgeven").first.click()
    wilma.page.wait_for_load_state("networkidle")
    assert "Dit leest de ontvanger" in wilma.text()


def ask(wilma: Visitor, signal: str) -> None:
    """To somebody with whom less was agreed."""
    wilma.open(f"{signal}uitzondering/")
    field = wilma.field("Aan wie wilt u doorgeven?")
    field.select_option(field.locator("option", has_text=re.compile(RECEIVER)).first.get_attribute("value"))
    wilma.pick("Wat vraagt u?", "Opsporing of onderzoek")
    wilma.page.get_by_label("Plaats, tijd, bedrijf, voertuig en vorm").check()
    wilma.fill("Met welk doel?", "Nagaan of er hulp nodig is")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.fill("Waarom is dit nu nodig?", "Met deze ontvanger is dit niet afgesproken, en het kan niet wachten.")
    wilma.press("Uitzondering vragen")
    assert "De privacy officer krijgt nu een bericht." in wilma.text()


def allow(vince: Visitor, number: str) -> None:
    """Who decides sees the number and what is asked."""
    vince.open("/mijn-werk/")
    assert "Beslissen over een uitzondering" in vince.text()
    vince.open("/signalen/uitzonderingen/")
    vince.follow(number, within=vince.page.locator("main tr", has_text=RECEIVER).filter(has_text=number).first)
    assert "Nagaan of er hulp nodig is" in vince.text()
    vince.page.get_by_label("Ja, één keer").check()
    vince.fill("Tot en met", (today() + timedelta(days=7)).isoformat())
    vince.press("Besluit vastleggen")
    assert "is vastgelegd" in vince.page.locator("body").inner_text()
