"""The plate of the white van: Goes asks whether it is known elsewhere, Reimerswaal is told so, and neither reads the other's signal."""

from collections.abc import Callable

import pytest

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

PLATE, PLACE = "Kenteken: 0-DEM-04", "Adres: Bedenksteeg 7b"
CALL = "Neem contact op met de aandachtsfunctionaris van Reimerswaal"


def test_a_plate_is_known_in_another_municipality_and_an_address_is_not(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan")
    wilma.open("/signalen/?tab=alles")
    wilma.seek("Bedenksteeg busje")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    asked = wilma.page.url
    wilma.follow("Is dit elders bekend?")
    boxes = wilma.page.locator("main input[type=checkbox]")
    assert boxes.count() > 1
    assert wilma.page.locator("main input[type=checkbox]:checked").count() == 0
    assert "de chauffeur" not in wilma.text()
    wilma.press("Vragen")
    assert "Kies ten minste één ding waarnaar u vraagt." in wilma.text()
    for words in (PLATE, PLACE):
        wilma.page.get_by_label(words).check()
    wilma.fill("Waarom is dit nodig?", "Het busje haalt huurders op voor werk in een andere gemeente.")
    wilma.press("Vragen")
    answered = {words: wilma.page.locator("main tr", has_text=words).inner_text() for words in (PLATE, PLACE)}
    assert CALL in answered[PLATE]
    assert "Niet bekend in de andere gemeenten van de regio" in answered[PLACE]
    assert "Roos Regenpijp" in wilma.text()
    assert "Nevelfruit" not in wilma.text()

    roos = visit("Roos Regenpijp", PHONE)
    with roos.page.expect_event("load"):
        roos.page.locator("main li a", has_text="Gemeente Goes vroeg").first.click()
    roos.look()
    roos.open(f"{roos.page.url.partition('#')[0]}?delen=open")
    assert "een andere gemeente vroeg of dit bekend is" in roos.text()
    assert "Zij weet alleen dat uw gemeente iets kent, en kan u bellen." in roos.text()
    assert "Bedenksteeg" not in roos.text()
    assert "Wilma Windvaan" not in roos.text()

    wilma.open(f"{asked}?delen=open")
    assert CALL in wilma.text()
    wilma.open(f"{asked}elders/")
    wilma.page.get_by_role("link", name="Opnieuw vragen").first.click()
    wilma.look()
    assert wilma.page.locator("main input[type=checkbox]:checked").count() == len(answered)
    vince = visit("Vince Vensterbank")
    vince.open("/signalen/vergelijken/")
    assert "DPIA 14 (verzonnen)" in vince.text()
