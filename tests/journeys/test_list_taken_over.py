"""The officer drops her spreadsheet: a list with two wrong rows is mended, imported, and taken out again. Without JavaScript."""

import csv
import io
from collections.abc import Callable, Sequence

import pytest

from tests.factories.lists import HEADINGS, ROWS, csv_list, ods_list

from .visitor import Visitor

pytestmark = pytest.mark.journey

WRONG = (
    ("2024-4", "1-1-2190", "boa", "Zij slapen in het kwartelhok.", "Goes", "vaak", "arbeid", "nee"),
    ("2024-5", "7-5-2024", "boa", "", "Goes", "6-5-2024", "arbeid", "nee"),
)
MENDED = (
    ("2024-4", "1-5-2024", "boa", "Zij slapen in het kwartelhok.", "Goes", "30-4-2024", "arbeid", "nee"),
    ("2024-5", "7-5-2024", "boa", "-3 graden en geen kachel.", "Goes", "6-5-2024", "arbeid", "nee"),
)
MOST_LOOKS = 60  # half a second each: until the worker is done
STORY, NOT_TAKEN = "Wat is er gezien of gehoord", "Niet overnemen"


def test_a_list_is_mended_imported_and_taken_out_again(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", script=False)
    wilma.open("/signalen/?tab=alles")
    wilma.follow("Lijst importeren")
    # Nobody would guess that this column holds the story: she says so once, and it is remembered.
    headings = tuple("Kwartelkolom" if heading == "Omschrijving" else heading for heading in HEADINGS)
    read_in(wilma, "lijst.csv", csv_list([headings, *ROWS, *WRONG]), story="")
    said = wilma.text()
    assert "Er is nog niets geïmporteerd" in said
    assert "Deze dag ligt in de toekomst." in said
    assert "Schrijf op wat er is gezien of gehoord." in said

    wilma.follow("Verbeterde lijst inlezen")
    read_in(wilma, "lijst.ods", ods_list([headings, *ROWS, *MENDED]), story=STORY)
    assert "5 regels, waarvan 1 met direct gevaar" in wilma.text()
    wilma.press("5 signalen importeren")
    done(wilma, "5 signalen zijn overgenomen")
    wilma.look()
    wilma.follow("Naar de signalen")

    wilma.follow("Deze lijst exporteren")
    wilma.page.get_by_text("Minder signalen kiezen").click()
    wilma.fill("Met deze woorden of dit nummer", "kwartelhok OR kachel")
    wilma.page.get_by_label("Wat is er gezien of gehoord").check()
    wilma.choose("Soort bestand", "CSV")
    wilma.pick("Waarvoor hebt u het bestand nodig?", "Overleg voorbereiden")
    wilma.fill("Licht dat toe in één zin", "Voor het weekoverleg.")
    wilma.press("Bestand laten maken")
    done(wilma, "Bestand downloaden")
    wilma.look()
    with wilma.page.expect_download() as downloaded:
        wilma.page.get_by_role("link", name="Bestand downloaden").click()
    rows = list(csv.reader(io.StringIO(downloaded.value.path().read_text("utf-8-sig"), newline=""), delimiter=";"))
    place = rows[0].index("Wat is er gezien of gehoord")
    assert sorted(row[place] for row in rows[1:]) == ["'-3 graden en geen kachel.", "Zij slapen in het kwartelhok."]


def read_in(wilma: Visitor, name: str, content: bytes, *, story: str) -> None:
    """A file, its columns as they are proposed, and the check. `story`: what its odd column is proposed for."""
    chosen: Sequence[dict[str, object]] = [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    wilma.page.get_by_label("Uw lijst").set_input_files(chosen)  # type: ignore[arg-type]  # a list of files
    wilma.press("Lijst inlezen")
    done(wilma, "Kolommen kiezen")
    wilma.follow("Kolommen kiezen")
    column = wilma.page.get_by_label("Kwartelkolom")
    assert column.locator("option:checked").inner_text().strip() == (story or NOT_TAKEN)
    column.select_option(label=STORY)
    wilma.press("Verder")
    wilma.look()
    wilma.press("Lijst laten nakijken")
    done(wilma, "Met een fout")
    wilma.look()


def done(wilma: Visitor, words: str) -> None:
    """Nothing renews itself: she asks again how far it is, and where the job is done a link leads on."""
    for _ in range(MOST_LOOKS):
        if words in wilma.text():
            return
        if wilma.page.get_by_role("link", name="Bekijk het resultaat").count():
            wilma.follow("Bekijk het resultaat")
        else:
            wilma.page.wait_for_timeout(500)
            wilma.follow("Kijk hoe ver het nu is")
    raise AssertionError(wilma.text())
