"""The officer drops her spreadsheet: a list with two wrong rows is mended, imported, taken out, and taken back. Without JavaScript."""

import csv
import io
from collections.abc import Callable, Sequence

import pytest

from core.cleaning import sheets
from tests.factories.lists import HEADINGS, ROWS, ods_list, xlsx_list

from .visitor import Visitor

pytestmark = pytest.mark.journey

WRONG = (
    ("2024-4", "1-1-2190", "boa", "Zij slapen in het kwartelhok.", "Goes", "vaak", "paars", "nee"),
    ("2024-5", "7-5-2024", "boa", "", "Goes", "6-5-2024", "arbeid", "nee"),
)
MENDED = (
    ("2024-4", "1-5-2024", "boa", "Zij slapen in het kwartelhok.", "Goes", "30-4-2024", "paars", "nee"),
    ("2024-5", "7-5-2024", "boa", "-3 graden en geen kachel.", "Goes", "6-5-2024", "arbeid", "nee"),
)
MOST_LOOKS = 60  # half a second each: until the worker is done
STORY, NOT_TAKEN = "Wat is er gezien of gehoord", "Niet overnemen"
# Longer than the list itself, so it is taken for the list.
EXPLAINED = [("Code", "Betekenis"), *((str(number), "Zo doen wij het.") for number in range(30))]


def test_a_list_is_mended_imported_and_taken_out_again(visit: Callable[..., Visitor]) -> None:
    wilma = visit("Wilma Windvaan", script=False)
    wilma.open("/signalen/?tab=alles")
    wilma.follow("Lijst importeren")
    # Nobody would guess that this column holds the story: she says so once, and it is remembered.
    headings = tuple("Kwartelkolom" if heading == "Omschrijving" else heading for heading in HEADINGS)
    read_in(wilma, "lijst.xlsx", xlsx_list([headings, *ROWS, *WRONG], beside=EXPLAINED), story="", sheet="Signalen")
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
    imported = wilma.page.url
    wilma.follow("Naar de signalen")
    wilma.follow("Deze lijst exporteren")
    taken = {"Zij slapen in het kwartelhok.", "-3 graden en geen kachel."}
    whole = taken_out(wilma, "ODS")
    [sheet] = sheets.read(whole, "ods", 1000)
    assert in_column(STORY, [cells for _, cells in sheet["rows"]]) == sorted(taken)
    wilma.open("/signalen/?tab=alles")

    wilma.follow("Deze lijst exporteren")
    text = taken_out(wilma, "CSV").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert in_column(STORY, rows) == ["'-3 graden en geen kachel.", "Zij slapen in het kwartelhok."]

    wilma.open(imported)
    wilma.follow("Import terugnemen")
    assert "Deze signalen gaan weg" in wilma.text()
    wilma.look()
    wilma.press("5 signalen terugnemen")
    done(wilma, "De import is teruggenomen.")
    wilma.look()
    wilma.open("/signalen/?tab=alles")
    wilma.seek("kwartelhok OR kachel")
    assert "Geen signaal past" in wilma.text()


def in_column(heading: str, rows: Sequence[Sequence[str]]) -> list[str]:
    """What stands under it, below the headings."""
    place = rows[0].index(heading)
    return sorted(row[place] for row in rows[1:])


def taken_out(wilma: Visitor, kind: str) -> bytes:
    """A file of what holds these words, with the story in it."""
    wilma.page.get_by_text("Minder signalen kiezen").click()
    wilma.fill("Met deze woorden of dit nummer", "kwartelhok OR kachel")
    wilma.page.get_by_label("Wat is er gezien of gehoord").check()
    wilma.choose("Soort bestand", kind)
    wilma.pick("Waarvoor hebt u het bestand nodig?", "Overleg voorbereiden")
    wilma.fill("Licht dat toe in één zin", "Voor het weekoverleg.")
    wilma.press("Bestand laten maken")
    done(wilma, "Bestand downloaden")
    wilma.look()
    with wilma.page.expect_download() as downloaded:
        wilma.page.get_by_role("link", name="Bestand downloaden").click()
    return downloaded.value.path().read_bytes()


def read_in(wilma: Visitor, name: str, content: bytes, *, story: str, sheet: str = "") -> None:
    """A file, its columns as they are proposed, and the check. `story`: what its odd column is proposed for; `sheet`: where the
    list stands, when another one was taken for it. The one word that no list knows means what it meant the last time.
    """
    chosen: Sequence[dict[str, object]] = [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    wilma.page.get_by_label("Uw lijst").set_input_files(chosen)  # type: ignore[arg-type]  # a list of files
    wilma.press("Lijst inlezen")
    done(wilma, "Kolommen kiezen")
    wilma.follow("Kolommen kiezen")
    if sheet:
        wilma.follow("Ander blad of andere regel")
        choice = wilma.page.get_by_label("Op welk blad staat de lijst?")
        choice.select_option(label=choice.locator("option", has_text=sheet).inner_text())
        wilma.press("Verder naar de kolommen")
    column = wilma.page.get_by_label("Kwartelkolom")
    assert column.locator("option:checked").inner_text().strip() == (story or NOT_TAKEN)
    column.select_option(label=STORY)
    wilma.press("Verder")
    word = wilma.page.get_by_label("Vorm: “paars”")
    assert word.locator("option:checked").inner_text().strip() == ("Arbeidsuitbuiting" if story else "Kies")
    word.select_option(label="Arbeidsuitbuiting")
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
