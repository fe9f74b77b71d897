"""Direct danger from the first phone call on: the note is kept at once, the call is asked next, and one click lifts it.

The note says when it was told, and its page asks for Veilig Thuis until that is answered.
"""

from collections.abc import Callable

import pytest

from .conftest import PHONE
from .visitor import Visitor

pytestmark = pytest.mark.journey


def test_danger_is_noted_the_call_written_down_and_the_danger_lifted_when_it_is_over(
    visit: Callable[..., Visitor],
) -> None:
    wilma = visit("Wilma Windvaan", PHONE)
    wilma.open("/signalen/notitie/")
    wilma.pick("Wie belde?", "Inwoner of omstander")
    wilma.fill("Wat is er gezien of gehoord?", "Een vrouw belt huilend. Hij staat voor de deur.")
    # The line is cut off, and she is called away: the words are found again.
    wilma.page.get_by_text("Bewaard om ").wait_for()
    wilma.open("/signalen/concepten/")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    assert wilma.field("Wat is er gezien of gehoord?").input_value().startswith("Een vrouw belt huilend.")
    wilma.fill("Wanneer is dit bij u gemeld?", "2026-11-20")
    wilma.choose("Is iemand in gevaar?", "Ja")
    wilma.press("Notitie vastleggen")
    assert "Bel eerst, schrijf daarna" in wilma.text()
    # Called away: nothing is lost, and it stands on top of her work.
    wilma.open("/mijn-werk/")
    row = wilma.page.locator("tr", has_text="Leg vast of 112 is gebeld").first
    wilma.follow(row.get_by_role("link").first.inner_text())
    wilma.choose("Is 112 of 0900-8844 gebeld?", "Ja")
    wilma.fill("Hoe laat ongeveer?", "09:15")
    wilma.choose("Wie belde?", "De melder")
    wilma.press("Vastleggen")
    assert "112 gebeld op 23 november 2026 om 09:15 door de melder" in wilma.text()
    wilma.follow("Bijwerken of opheffen")
    wilma.choose("Is iemand nu in direct gevaar?", "Nee, niet meer")
    wilma.press("Vastleggen")
    assert "Schrijf op waarom er geen direct gevaar meer is." in wilma.text()
    wilma.fill("Waarom is er geen direct gevaar meer?", "De politie haalde haar daar weg.")
    wilma.press("Vastleggen")
    assert "Er is geen direct gevaar meer: De politie haalde haar daar weg." in wilma.text()
    assert "20 november 2026" in wilma.text()
    wilma.follow("Vastleggen of Veilig Thuis is gebeld")
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Nee")
    wilma.press("Vastleggen")
    assert not wilma.page.get_by_role("link", name="Vastleggen of Veilig Thuis is gebeld").is_visible()
    wilma.page.locator("summary", has_text="Wat er eerder stond").click()
    assert "09:15" in wilma.page.locator("#gemeld").inner_text()
