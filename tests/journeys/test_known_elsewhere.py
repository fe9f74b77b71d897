"""The plate of the white van: Goes asks whether it is known elsewhere, Reimerswaal is told so, and neither reads the other's signal.

It may be asked so often a day, and only as long as the region has it switched on.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from core.workdays import today

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey

PLATE, PLACE = "Kenteken: 0-DEM-04", "Adres: Bedenksteeg 7b"
OFF = "Vergelijken met andere gemeenten staat in uw regio niet aan."
CALL = "Neem contact op met de aandachtsfunctionaris van Reimerswaal"


def test_a_plate_is_known_in_another_municipality_and_an_address_is_not(visit: Callable[..., Visitor]) -> None:
    three_a_day()
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
    ask_until_the_day_is_full(wilma)

    bo, vince = visit("Bo Brievenbus"), visit("Vince Vensterbank")
    vince.open("/signalen/vergelijken/")
    assert "DPIA 14 (verzonnen)" in vince.text()
    switch_off(bo)
    answer = wilma.page.goto(f"{asked}elders/vragen/")
    assert answer is not None
    assert answer.status == 409
    wilma.look()
    assert OFF in wilma.text()
    switch_on(bo)
    wilma.open(f"{asked}elders/vragen/")
    assert wilma.page.get_by_label(PLATE).is_visible()


def three_a_day() -> None:
    """In place of twenty things for a person."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION walls.asked_a_day(OUT a_person integer, OUT a_municipality integer) LANGUAGE sql IMMUTABLE"
            " SET search_path = pg_catalog, pg_temp AS $$ SELECT 3, 50 $$"
        )


def ask_until_the_day_is_full(wilma: Visitor) -> None:
    """What is ticked again counts again."""
    wilma.fill("Waarom is dit nodig?", "Sinds gisteren is er een tweede bus.")
    wilma.press("Vragen")
    assert "U kunt vandaag naar nog 1 ding vragen." in wilma.text()
    wilma.page.get_by_label(PLACE).uncheck()
    wilma.press("Vragen")
    wilma.page.get_by_role("link", name="Opnieuw vragen").first.click()
    wilma.look()
    wilma.fill("Waarom is dit nodig?", "En nog een derde.")
    wilma.press("Vragen")
    assert "Morgen kunt u dit weer vragen." in wilma.text()


def switch_off(bo: Visitor) -> None:
    """Before its last day, with who decided that."""
    bo.open("/signalen/vergelijken/")
    with bo.page.expect_event("load"):
        bo.page.get_by_role("link", name="Uitzetten").first.click()
    bo.look()
    bo.fill("Waarom?", "De gemeenten willen eerst weten hoe vaak er is gevraagd.")
    bo.fill("Wie besloot dit?", "portefeuillehouder mensenhandel")
    bo.press("Uitzetten")
    assert "Uitgezet" in bo.text()


def switch_on(bo: Visitor) -> None:
    """For a while, on a DPIA of its own."""
    bo.follow("Aanzetten")
    bo.pick("Regio", "Zeeland-West-Brabant")
    bo.fill("Kenmerk van de DPIA", "DPIA 15 (verzonnen)")
    bo.fill("Wie besloot dit?", "portefeuillehouder mensenhandel")
    bo.fill("Vanaf", today().isoformat())
    bo.press("Aanzetten")
    assert "Vul dit in." in bo.text()
    bo.fill("Tot en met", (today() + timedelta(days=90)).isoformat())
    bo.press("Aanzetten")
    assert "DPIA 15 (verzonnen)" in bo.text()
