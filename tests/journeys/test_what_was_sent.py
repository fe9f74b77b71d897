"""What was handed over by phone: what the partner told is written down with its day, and all of it is read back."""

from collections.abc import Callable

import pytest

from .visitor import Visitor

pytestmark = pytest.mark.journey

ANSWER = "Wij waren er dinsdag en komen terug."


def test_what_a_partner_told_by_phone_stands_with_what_was_sent(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/?tab=doorgegeven")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    row = wilma.page.locator("#doormeldingen tr", has_text="wacht").first
    partner = row.locator("td").first.inner_text().removesuffix(" (anoniem)")
    wilma.follow(row.locator("th a").first.inner_text())
    sent = wilma.page.url
    assert "Dit is precies wat is verstuurd" in wilma.text()
    record_reminder(wilma, partner)
    wilma.open(sent)
    wilma.follow("Antwoord vastleggen")
    wilma.tick("Controle uitgevoerd")
    wilma.fill("Toelichting", ANSWER)
    wilma.press("Antwoord vastleggen")
    wilma.open(sent)
    course = wilma.page.locator("#verloop").inner_text()
    for word in ("Verstuurd", "Herinnerd", ANSWER, "door de gemeente vastgelegd"):
        assert word in course


def record_reminder(wilma: Visitor, partner: str) -> None:
    """A day to come is refused next to the field, and nothing is lost."""
    wilma.follow("Herinnering vastleggen")
    assert partner in wilma.text()
    wilma.fill("Wanneer belde of schreef u?", "2099-01-01")
    wilma.press("Herinnering vastleggen")
    assert "Deze dag ligt in de toekomst" in wilma.text()
    wilma.fill("Wanneer belde of schreef u?", "")
    wilma.press("Herinnering vastleggen")
