"""Two people of Goes tell what they saw: one without signing in, one from the counter with a file, by keyboard alone.

Both come to the officer.
"""

from collections.abc import Callable

import pytest

from tests.factories.files import photo

from .conftest import PHONE
from .keyboard import choose, pick, press_with_enter, tick, write
from .visitor import Visitor

pytestmark = pytest.mark.journey

SEEN = "Elke avond stopt er een busje zonder licht. Er stappen acht mensen uit."
FACTS = "Een vrouw mocht aan de balie zelf niets zeggen. Haar begeleider hield beide paspoorten vast."
NUMBER = "Op het formulier stond 111222333 als zaaknummer."
MOST_LOOKS = 40  # half a second each: until the worker has checked the file
ANSWER = "Wij hebben met haar gesproken. Dank u wel."


def test_what_is_told_at_the_door_and_at_the_counter_is_read_answered_and_closed(visit: Callable[..., Visitor]) -> None:
    tell_without_signing_in(visit("", PHONE))
    hanna = visit("Hanna Handveger", PHONE)
    sent = send_from_the_counter(hanna)
    add_a_file(hanna)
    wilma = visit("Wilma Windvaan")
    close_at_once(wilma)
    tell_of_danger(hanna)
    take_up_and_close(wilma, sent)
    hanna.open(hanna.page.url)
    assert "Afgerond" in hanna.text()
    assert ANSWER in hanna.text()
    assert FACTS not in hanna.text()


def tell_without_signing_in(resident: Visitor) -> None:
    """One page; afterwards there is no number and no way back to it."""
    resident.open("/melden/")
    resident.follow("Goes")
    resident.choose("Is iemand nu in gevaar?", "Nee")
    resident.press("Melding versturen")
    assert "Eén zin is genoeg." in resident.text()
    resident.fill("Wat hebt u gezien of gehoord?", SEEN)
    resident.fill("In welke plaats of buurt?", "Havenkade")
    resident.press("Melding versturen")
    assert "Uw melding is verstuurd" in resident.text()
    assert SEEN not in resident.text()


def send_from_the_counter(hanna: Visitor) -> str:
    """The wizard of a colleague, by keyboard alone. A number that may be a BSN is asked about. Gives the number of what was sent."""
    press_with_enter(hanna, hanna.page.get_by_role("link", name="Nieuw signaal", exact=True).first)
    choose(hanna, "Uw antwoord", "Nee")
    onward(hanna)
    pick(hanna, "Waar werkt u?", "Burgerzaken of balie")
    choose(hanna, "Hoe weet u dit?", "Zelf gezien of gehoord")
    choose(hanna, "Mag uw naam mee naar een partner?", "Nee")
    onward(hanna)
    leave_half_way(hanna)
    write(hanna, "Wat is er gezien of gehoord?", f"{FACTS} {NUMBER}")
    choose(hanna, "Is er iemand jonger dan 18 jaar bij betrokken?", "Nee")
    onward(hanna)
    assert "burgerservicenummer (BSN) kan zijn" in hanna.text()
    tick(hanna, "Dit is geen BSN")
    onward(hanna)
    write(hanna, "In welke plaats?", "Goes")
    onward(hanna)
    tick(hanna, "Weet ik niet")
    onward(hanna)
    onward(hanna)
    onward(hanna)  # nobody and nothing to name
    assert "Wie krijgt dit te zien?" in hanna.text()
    press_with_enter(hanna, hanna.page.get_by_role("button", name="Signaal versturen"))
    press_with_enter(hanna, hanna.page.get_by_role("link", name="Bekijk uw signaal"))
    return hanna.page.locator("h1").inner_text().strip()


def leave_half_way(hanna: Visitor) -> None:
    """Called to the counter in the middle of a sentence: what she typed is found again, without a button."""
    write(hanna, "Wat is er gezien of gehoord?", "Een vrouw mocht aan de balie zelf")
    hanna.page.get_by_text("Bewaard om ").wait_for()
    hanna.open("/signalen/concepten/")
    press_with_enter(hanna, hanna.page.locator("main table th a").first)
    assert hanna.field("Wat is er gezien of gehoord?").input_value() == "Een vrouw mocht aan de balie zelf"


def onward(hanna: Visitor) -> None:
    """To the next page of the wizard."""
    press_with_enter(hanna, hanna.page.get_by_role("button", name="Verder", exact=True))


def add_a_file(hanna: Visitor) -> None:
    """It is checked before anybody gets it; she sees how it stands with it, never the file."""
    hanna.follow("Bestand toevoegen")
    hanna.press("Bestand toevoegen")
    assert "Kies een bestand." in hanna.text()
    chosen = {"name": "balie.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    hanna.page.get_by_label("Bestand", exact=True).set_input_files(chosen)  # type: ignore[arg-type]  # one file
    hanna.press("Bestand toevoegen")
    files = hanna.page.locator("#bestanden")
    for _ in range(MOST_LOOKS):
        if "Aangekomen" in files.inner_text():
            break
        hanna.page.wait_for_timeout(500)
        hanna.page.reload()
    assert "Aangekomen" in files.inner_text()
    assert hanna.page.get_by_role("link", name="balie.jpg").count() == 0


def tell_of_danger(hanna: Visitor) -> None:
    """What she hears after it was sent goes to who reads it; of the signal she sees nothing more."""
    hanna.follow("Iemand is nu in gevaar")
    hanna.choose("Hebt u 112 gebeld?", "Ja")
    hanna.choose("Wie belde?", "Ikzelf")
    hanna.fill("Waar kunnen we u nu terugbellen?", "06-0000 4321")
    hanna.press("Gevaar doorgeven")
    assert "U gaf dat het laatst door op" in hanna.text()


def close_at_once(wilma: Visitor) -> None:
    """What came in at the door, in one form: taken up, weighed and closed."""
    wilma.open("/signalen/?tab=alles&stand=received")
    wilma.seek("busje zonder licht")
    wilma.follow(wilma.page.locator("main table th a").first.inner_text())
    assert SEEN in wilma.text()
    wilma.follow("Oppakken en meteen sluiten")
    wilma.press("Signaal sluiten")
    assert "Vul dit in." in wilma.text()
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Nee")
    wilma.pick("Reden", "Geen aanwijzing voor mensenhandel")
    wilma.fill("Motivering", "Het is de bus van een werkgever met een vergunning.")
    wilma.fill("Of: waarom hoort de melder niets?", "De melder is niet bekend.")
    wilma.press("Signaal sluiten")
    assert "Gesloten" in wilma.text()
    wilma.follow("Heropenen")
    wilma.fill("Wat is het nieuwe feit?", "De vergunning is verlopen.")
    wilma.press("Signaal heropenen")
    assert "Het signaal is weer in beoordeling." in wilma.page.locator("body").inner_text()


def take_up_and_close(wilma: Visitor, sent: str) -> None:
    """What came from the counter, with its file; the answer goes to who sent it."""
    wilma.open("/mijn-werk/")
    assert "gevaar" in wilma.page.locator("tr", has_text=sent).first.inner_text().lower()
    wilma.follow(sent)
    wilma.press("Signaal oppakken")
    wilma.unfold()
    assert NUMBER in wilma.text()
    with wilma.page.expect_download() as downloaded:
        wilma.page.get_by_role("link", name="balie.jpg downloaden").click()
    assert b"verzonnen plek" not in downloaded.value.path().read_bytes()
    wilma.tick("Sluiten")
    wilma.pick("Reden", "Geen aanwijzing voor mensenhandel")
    wilma.fill("Motivering", "Zij kwam terug en vertelde het zelf.")
    wilma.fill("Antwoord aan de melder", ANSWER)
    wilma.press("Besluit vastleggen")
    assert "Gesloten" in wilma.text()
