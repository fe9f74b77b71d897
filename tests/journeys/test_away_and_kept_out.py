"""Wilma goes away and Koos gets her work and her mail; of what he is kept out of nothing is left, until she lets him in.

By his name, and then with everybody who is not in the team.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import resolve

from core.workdays import today

from .visitor import Visitor

pytestmark = pytest.mark.journey


def test_a_deputy_gets_the_work_and_a_colleague_who_is_kept_out_finds_nothing(visit: Callable[..., Visitor]) -> None:
    wilma, koos = visit("Wilma Windvaan"), visit("Koos Koffiekan", (320, 700))
    hers, his = at_work(wilma), at_work(koos)
    go_away(wilma)
    # Of hers what she keeps to herself (test_shielded.py of the demo) does not come along.
    handed = at_work(koos) - his
    assert handed
    assert handed < hers
    # Not one whose line leads to something of the signal, such as the answer of care.
    number = min(line for line in handed if leads_to_signal(koos, line))
    koos.follow(number)
    signal = koos.page.url.partition("?")[0].partition("#")[0]
    keep_out(wilma, signal)
    finds_nothing(koos, signal, number)
    let_in(wilma)
    assert number in at_work(koos)
    shut(wilma)
    finds_nothing(koos, signal, number)
    let_into_the_team(wilma)
    assert number in at_work(koos)
    koos.open(signal)
    assert number in koos.text()


def finds_nothing(officer: Visitor, signal: str, number: str) -> None:
    """Neither by its address nor among the work."""
    answer = officer.page.goto(signal)
    assert answer is not None
    assert answer.status == 404
    officer.look()
    assert number not in at_work(officer)


def at_work(officer: Visitor) -> set[str]:
    """The numbers on the list of work."""
    officer.open("/mijn-werk/")
    return {text.strip() for text in officer.page.locator("main table a").all_inner_texts()}


def leads_to_signal(officer: Visitor, number: str) -> bool:
    address = officer.page.locator("main table a").get_by_text(number, exact=True).first.get_attribute("href") or ""
    return resolve(address.partition("?")[0].partition("#")[0]).view_name == "signals:detail"


def go_away(wilma: Visitor) -> None:
    """Today already; from tomorrow on it was arranged."""
    wilma.open("/gemeenten/afwezigheid/")
    wilma.pick("Wie is afwezig?", "Ikzelf")
    wilma.fill("Laatste dag", (today() + timedelta(days=1)).isoformat())
    wilma.pick("Vervanger", "Koos Koffiekan")
    wilma.press("Afwezigheid vastleggen")
    assert "U bent in deze periode al afwezig gemeld." in wilma.text()
    wilma.fill("Laatste dag", today().isoformat())
    wilma.press("Afwezigheid vastleggen")
    assert "Koos Koffiekan ontvangt het werk van" in wilma.page.content()


def keep_out(wilma: Visitor, signal: str) -> None:
    """By name and with a reason."""
    wilma.open(f"{signal}uitsluiten/")
    field = wilma.field("Welke collega?")
    field.select_option(field.locator("option", has_text="Koos Koffiekan").first.get_attribute("value"))
    wilma.press("Collega uitsluiten")
    assert "Vul dit in." in wilma.text()
    wilma.fill("Waarom?", "Hij kent de familie.")
    wilma.press("Collega uitsluiten")
    assert "Koos Koffiekan is uitgesloten." in wilma.page.content()


def let_in(wilma: Visitor) -> None:
    """On the page that says who may see it."""
    with wilma.page.expect_event("load"):
        wilma.page.locator('main a[href*="/uitsluiten/"][href$="/beeindigen/"]').click()
    wilma.look()
    wilma.fill("Waarom?", "Hij kent haar toch niet.")
    wilma.press("Uitsluiting beëindigen")
    assert "De uitsluiting van Koos Koffiekan is beëindigd." in wilma.page.content()


def shut(wilma: Visitor) -> None:
    """To herself alone, from that same page."""
    wilma.follow("Afschermen tot een team")
    assert "In elk geval: Wilma Windvaan" in wilma.text()
    wilma.press("Afschermen")
    assert "Vul dit in." in wilma.text()
    wilma.fill("Waarom?", "Een nicht van de familie werkt op onze afdeling.")
    wilma.press("Afschermen")
    team = wilma.page.locator("#wie-mag").inner_text()
    assert "Alleen dit team ziet het dossier" in team
    assert "Koos Koffiekan" not in team


def let_into_the_team(wilma: Visitor) -> None:
    """He is needed after all."""
    wilma.follow("Team wijzigen")
    wilma.page.get_by_label("Koos Koffiekan").check()
    wilma.fill("Waarom?", "Hij neemt dit over zolang ik weg ben.")
    wilma.press("Afschermen")
    assert "Koos Koffiekan" in wilma.page.locator("#wie-mag").inner_text()
