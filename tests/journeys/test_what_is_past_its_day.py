"""A signal past its day: the officer puts it forward, the privacy officer agrees, the worker anonymises, the page says so."""

from collections.abc import Callable

import pytest

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey


def test_a_signal_past_its_day_is_put_forward_agreed_to_and_anonymised(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/bewaartermijnen/")
    link = wilma.page.locator("main table th a").first
    number, signal = link.inner_text(), link.get_attribute("href") or ""
    wilma.tick(f"{number} voorstellen")
    wilma.press("Voorstellen om te anonimiseren")
    assert "Wacht op de privacy officer" in wilma.text()
    agree(visit("Vince Vensterbank", PHONE), number)
    wilma.open(signal)
    assert "Dit signaal is geanonimiseerd op" in wilma.text()
    assert "Wat is er gezien" not in wilma.text()


def agree(vince: Visitor, number: str) -> None:
    """On a phone; he reads the number and nothing of the signal, and afterwards the proof."""
    vince.open("/signalen/bewaartermijnen/")
    row = vince.page.locator("tr", has_text="Wacht op de privacy officer").first
    vince.follow(row.get_by_role("link").first.inner_text())
    proposal = vince.page.url
    assert number in vince.text()
    vince.press("Akkoord: anonimiseren")
    for _ in range(60):
        vince.open(proposal)
        if "Controlegetal" in vince.text():
            break
        vince.page.wait_for_timeout(500)
    assert "Controlegetal van de nummers" in vince.text()
