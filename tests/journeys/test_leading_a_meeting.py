"""The screening table: one paragraph goes out, the meeting is led with the keyboard alone, a partner does what it took on.

Who puts the point there and who does something about it have no JavaScript.
"""

from collections.abc import Callable

import pytest

from .conftest import PHONE
from .keyboard import go, press_with_enter
from .visitor import Visitor

pytestmark = pytest.mark.journey

TEXT = "Een minderjarige gaat overdag niet naar school en wordt gezien met volwassenen die niemand kent."
DECISION = "De inspectie kijkt of de zaak bekend is."
SMALL = (320, 700)


def test_a_point_goes_from_the_officer_over_the_table_to_a_partner_and_back(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", SMALL, script=False)
    signal, reference = put_on_the_agenda(wilma)
    karlijn = visit("Karlijn Kompasroos", SMALL)
    lead_with_the_keyboard(karlijn)
    do_what_was_agreed(visit("Philo Paraplubak", PHONE, script=False), reference)
    wilma.open(signal)
    wilma.unfold()
    says = wilma.text()
    assert DECISION in says
    assert "Niet bij ons bekend." in says
    assert "heeft een actie uit een screeningsoverleg afgerond" in says
    assert "Het overleg stelde voor" in says
    wilma.follow("Volgen invullen")
    assert wilma.page.get_by_label("Waarom volgt u dit signaal?").input_value() == DECISION


def put_on_the_agenda(wilma: Visitor) -> tuple[str, str]:
    """She sees per participant what that reads, before anything goes out."""
    wilma.open("/signalen/?tab=alles&vorm=criminal&stand=triage")
    reference = wilma.page.locator("main table th a").first.inner_text()
    wilma.follow(reference)
    signal = wilma.page.url
    wilma.follow("Op het overleg zetten")
    wilma.follow(wilma.page.locator("main li a").first.inner_text())
    wilma.fill("Tafeltekst", "Bel 06-0000 1234 over deze minderjarige.")
    wilma.fill("Wat vraagt u aan de tafel?", "Wie kent deze volwassenen?")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.page.get_by_label("Nederlandse Arbeidsinspectie (demo)").check()
    wilma.press("Controleren wie wat leest")
    assert "Hier staat misschien wie het is: 06-0000 1234" in wilma.text()
    wilma.fill("Tafeltekst", TEXT)
    wilma.press("Controleren wie wat leest")
    assert wilma.text().count(TEXT) == 2
    wilma.press("Op de agenda zetten")
    return signal, reference


def lead_with_the_keyboard(karlijn: Visitor) -> None:
    """From the button that begins it no mouse is used: Enter, Tab, typing, and the keys that the page names."""
    page, keys = karlijn.page, karlijn.page.keyboard
    karlijn.open("/signalen/overleg/")
    planned = page.locator("tr", has_text="Gepland")
    press_with_enter(karlijn, planned.get_by_role("link").first)
    begin(karlijn)
    press_with_enter(karlijn, page.get_by_role("link", name="Punt voor punt bespreken"))
    assert "Punt 1 van 3" in karlijn.text()
    seen = [karlijn.page.url]
    while TEXT not in karlijn.text():
        go(karlijn, "Alt+PageDown")
        seen.append(page.url)
    go(karlijn, "Alt+PageUp")
    assert page.url == seen[-2]
    go(karlijn, "Alt+PageDown")
    keys.type(DECISION)
    keys.press("Tab")
    keys.type("Nederlandse")
    keys.press("Tab")
    keys.type("12312026")
    keys.press("Tab")  # the button of the date field's calendar
    keys.press("Tab")
    keys.type("Volgen")
    go(karlijn, "Control+Enter")
    karlijn.open(seen[-1])
    assert DECISION in page.get_by_label("Besluit").input_value()
    assert page.get_by_label("Voor wanneer?").input_value() == "2026-12-31"
    karlijn.follow("Agenda")
    karlijn.follow("Besluitenlijst")
    assert DECISION in karlijn.text()
    page.go_back()
    press_with_enter(karlijn, page.get_by_role("link", name="Overleg afsluiten"))
    assert "Van deze punten ligt nog niets vast" in karlijn.text()
    press_with_enter(karlijn, page.get_by_role("button", name="Overleg afsluiten"))
    assert "Afgesloten" in karlijn.text()


def begin(visitor: Visitor) -> None:
    """Asked twice when it is not the time yet."""
    press_with_enter(visitor, visitor.page.get_by_role("button", name="Overleg beginnen"))
    if "Overleg nu al beginnen?" in visitor.text():
        press_with_enter(visitor, visitor.page.get_by_role("button", name="Toch nu beginnen"))


def do_what_was_agreed(philo: Visitor, reference: str) -> None:
    """On a phone; the page says nothing of the signal."""
    philo.open("/signalen/overleg/")
    actions = philo.page.locator("#acties li", has_text="Arbeidsinspectie")
    for number in [link.inner_text() for link in actions.get_by_role("link").all()]:
        philo.open("/signalen/overleg/")
        philo.follow(number)
        if TEXT in philo.text():
            break
    assert reference not in philo.text()
    assert DECISION in philo.text()
    philo.fill("Wat hebt u gedaan?", "Niet bij ons bekend.")
    philo.press("Actie afronden")
    assert "De actie is afgerond." in philo.page.locator("body").inner_text()
