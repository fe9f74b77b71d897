"""Weighing: with direct danger first what is needed, then the judgement beside the one before."""

from collections.abc import Callable

import pytest

from .visitor import Visitor

pytestmark = pytest.mark.journey


def test_a_signal_is_judged_once_more_beside_the_judgement_before(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", (320, 700))
    wilma.open("/signalen/?tab=alles&stand=handling")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    wilma.follow("Opnieuw beoordelen")
    before = wilma.text()
    assert "Vorige beoordeling" in before
    wilma.press("Beoordeling vastleggen")
    assert "Vul dit in." in wilma.text()
    wilma.choose("Hoe ernstig is het, als het waar is?", "Zeer ernstig")
    wilma.choose("Hoe aannemelijk is het nu?", "Sterke aanwijzingen")
    wilma.choose("Hoe snel moet er iets gebeuren?", "Vandaag")
    wilma.choose("Zijn er minderjarigen bij betrokken?", "Nee")
    wilma.choose("Weet u wat de betrokkene zelf wil?", "Bekend")
    wilma.fill("Wat wil de betrokkene zelf?", "Een andere kamer.")
    wilma.fill("Waarom beoordeelt u het zo?", "Een tweede bron zegt hetzelfde.")
    wilma.press("Beoordeling vastleggen")
    wilma.unfold()
    says = wilma.text()
    assert "Een tweede bron zegt hetzelfde." in says
    assert "Een andere kamer." in says
    assert says.count("Hoe ernstig:") >= 2
    assert "heeft een beoordeling toegevoegd" in says
