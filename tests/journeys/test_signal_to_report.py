"""From a seen signal to a report of the district: the main job, end to end, by four people and a program.

The figures of the report were worked out by hand from the tables of `mensenhandel/demo/plan.py` and its stories.
"""

import base64
import io
from collections.abc import Callable
from typing import Any

import page as page_validation
import pikepdf
import pytest
from playwright.sync_api import APIRequestContext, Playwright, expect

from tests.support.pdf import pages_of

from .conftest import PHONE, Site
from .visitor import Visitor

pytestmark = pytest.mark.journey

type Visit = Callable[..., Visitor]

# Signals received in the district per half-year, oldest first: the rows of ZEELAND_MONTHS added up by hand.
FIGURES = (2 + 1 + 3 + 5 + 4 + 2, 3 + 2 + 4 + 6 + 3 + 3, 3 + 1 + 4 + 5 + 4 + 2, 3 + 3 + 4 + 7 + 4 + 3)

FACTS = "Zes mensen slapen in een loods achter het bedrijf. Een van hen wees naar zijn pols en zei: geen papieren."


def test_a_signal_becomes_a_case_an_answer_and_a_line_in_the_report(
    visit: Visit, site: Site, playwright: Playwright
) -> None:
    wilma = visit("Wilma Windvaan", PHONE)
    reference = log_a_signal(wilma)
    decide(wilma)
    hand_over(wilma)
    karlijn = visit("Karlijn Kompasroos")
    accept_into_a_case(karlijn, reference)
    plan_a_task(karlijn)
    answer_through_the_api(playwright, site)
    read_the_answer(wilma, reference)
    nobody_else_finds_it(visit("Vera Vuurboei"), reference, wilma.page.url)
    daphne = visit("Daphne Deurklopper")
    make_the_report(daphne)


def log_a_signal(wilma: Visitor) -> str:
    """The wizard on a phone, page by page. Gives the number of the signal."""
    page = wilma.page
    wilma.follow("Nieuw signaal")
    wilma.choose("Uw antwoord", "Nee")
    wilma.press("Verder")
    wilma.pick("Wie is de melder?", "Toezichthouder of boa")
    wilma.choose("Hoe weet de melder dit?", "Zelf gezien of gehoord")
    wilma.choose("Mag de naam van de melder mee naar een partner?", "Nee")
    wilma.press("Verder")
    wilma.fill("Wat is er gezien of gehoord?", FACTS)
    wilma.choose("Is er iemand jonger dan 18 jaar bij betrokken?", "Nee")
    wilma.press("Verder")
    wilma.fill("In welke plaats?", "Goes")
    page.get_by_text("Bedrijf of voertuig").click()
    wilma.fill("Naam van het bedrijf", "Voorbeeldbedrijf Windstil")
    wilma.press("Verder")
    wilma.fill("Of ongeveer wanneer, of hoe vaak?", "vorige week, meerdere avonden")
    wilma.press("Verder")
    wilma.choose("Vorm", "Arbeidsuitbuiting")
    wilma.choose("Gebeurt het binnen Nederland of over de grens?", "Over de grens")
    wilma.press("Verder")
    # Who and what may all be left out.
    wilma.press("Verder")
    assert "Voorbeeldbedrijf Windstil" in wilma.text()
    wilma.press("Signaal vastleggen")
    expect(page.get_by_role("heading", name="Het signaal is vastgelegd")).to_be_visible()
    wilma.follow("Naar het signaal")
    return page.locator("h1").inner_text().strip()


def decide(wilma: Visitor) -> None:
    """Two things follow from one judgement: hand over, and offer to the care coordinator."""
    wilma.tick("Doorgeven aan een partner")
    wilma.tick("Aanbieden aan de zorgcoördinator")
    wilma.fill("Waarom vraagt u zorgcoördinatie?", "Eén man wil weg, maar weet niet waarheen.")
    wilma.choose("Is betrokkene gevraagd of zorgcoördinatie goed is?", "Ja, en betrokkene vindt het goed")
    wilma.choose("Hoe oud is betrokkene?", "18 jaar of ouder")
    wilma.fill("Op welke dag is het gevraagd?", "2026-11-20")
    wilma.choose("Hoe ernstig is het, als het waar is?", "Zeer ernstig")
    wilma.choose("Hoe aannemelijk is het nu?", "Redelijk aannemelijk")
    wilma.choose("Hoe snel moet er iets gebeuren?", "Deze week")
    wilma.fill("Waarom besluit u dit?", "Slapen op het werk en geen papieren hebben horen bij elkaar.")
    wilma.press("Besluit vastleggen")


def hand_over(wilma: Visitor) -> None:
    """What is shared, its exact preview, and the last page before it leaves."""
    wilma.pick("Aan wie?", "Nederlandse Arbeidsinspectie (demo)")
    wilma.pick("Wat vraagt u?", "Opsporing of onderzoek")
    wilma.fill("Met welk doel?", "Onderzoek naar misstanden op het werk: controle op de werkplek")
    wilma.pick("Grondslag", "Publieke taak (AVG art. 6 lid 1 e)")
    wilma.pick("Hoe komt het bij de ontvanger?", "Koppeling (API)")
    wilma.fill("Aan welke functie?", "meldpunt arbeidsuitbuiting")
    wilma.fill("Waarom is dit nodig, en kan het niet met minder?", "Zonder adres kan niemand gaan kijken.")
    wilma.press("Naar de laatste controle")
    assert FACTS in wilma.text()
    wilma.press("Doormelding versturen")
    assert "Verstuurd" in wilma.text()
    assert "Aangeboden" in wilma.text()


def accept_into_a_case(karlijn: Visitor, reference: str) -> None:
    """She finds the offer, reads all of it, and opens a case."""
    karlijn.open("/casussen/aanbod/")
    karlijn.follow(reference)
    assert FACTS in karlijn.text()
    karlijn.follow("Aannemen in een nieuwe casus")
    karlijn.pick("Welke gemeente is verantwoordelijk?", "Goes")
    wilma_asks = "Een plek om te slapen en uitleg over zijn rechten."
    karlijn.fill("Wat is de hulpvraag of de reden?", wilma_asks)
    karlijn.fill("Hoe is iemand veilig te bereiken?", "Alleen appen, na zes uur.")
    karlijn.choose("Is iemand minderjarig?", "Nee")
    karlijn.press("Casus openen")
    assert wilma_asks in karlijn.text()
    assert reference in karlijn.text()


def plan_a_task(karlijn: Visitor) -> None:
    """Something to do, before a day."""
    page = karlijn.page
    page.get_by_text("Taak plannen").first.click()
    karlijn.fill("Wat moet er gebeuren?", "Tolk regelen voor het eerste gesprek")
    karlijn.fill("Klaar voor", "2026-11-25")
    karlijn.press("Taak plannen")
    assert "Tolk regelen voor het eerste gesprek" in karlijn.text()


def answer_through_the_api(playwright: Playwright, site: Site) -> None:
    """The inspectorate's program: a token, the newest handover, its content, an answer."""
    api = playwright.request.new_context(base_url=site.url)
    basic = base64.b64encode(f"{site.client_id}:{site.secret}".encode()).decode()
    token = api.post(
        "/api/v1/token",
        headers={"Authorization": f"Basic {basic}"},
        form={"grant_type": "client_credentials", "scope": "doormeldingen"},
    ).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    newest = read(api, "/api/v1/doormeldingen", bearer)["resultaten"][0]
    handover = read(api, f"/api/v1/doormeldingen/{newest['id']}", bearer)
    assert {"code": "facts", "label": "Wat is er gezien of gehoord", "tekst": FACTS} in handover["inhoud"]
    answered = api.post(
        f"/api/v1/doormeldingen/{newest['id']}/antwoord",
        headers=bearer,
        data={"besluit": "beantwoord", "uitkomsten": ["inspection_done"], "toelichting": "Controle op 24 november."},
    )
    assert (answered.status, answered.json()["stand"]) == (200, "answered")
    api.dispose()


def read(api: APIRequestContext, path: str, headers: dict[str, str]) -> Any:
    answer = api.get(path, headers=headers)
    assert answer.status == 200, answer.text()
    return answer.json()


def read_the_answer(wilma: Visitor, reference: str) -> None:
    """The answer stands on the page of the signal, and that it became a case; nothing of that case."""
    wilma.open("/signalen/?tab=alles")
    wilma.follow(reference)
    assert "Controle uitgevoerd" in wilma.text()
    assert "Controle op 24 november." in wilma.text()
    assert "casus geworden" in wilma.text()


def make_the_report(daphne: Visitor) -> None:
    """The draft of the last closed half-year, completed, watched while it is made, read, and downloaded."""
    page = daphne.page
    daphne.open("/rapportages/")
    daphne.follow("District Zeeland, 1e halfjaar 2026")
    daphne.follow("Teksten aanpassen")
    daphne.fill("Inleiding", "Na de controles in het voorjaar kwamen er meer signalen binnen.")
    daphne.field("Wat").first.fill("Een aandachtsfunctionaris aanwijzen in elke gemeente")
    daphne.field("Van wie").first.fill("colleges van Borsele en Veere")
    daphne.field("Voor wanneer").first.fill("1 februari")
    daphne.press("Rapportage maken")
    expect(page.get_by_role("heading", name="Rapportage maken")).to_be_visible()
    expect(page.locator("#opdracht progress")).to_have_count(0, timeout=120_000)
    assert "Klaar." in daphne.text()
    daphne.look()
    daphne.follow("Bekijk het resultaat")
    says = " ".join(daphne.text().split())
    assert "24 signalen binnen, 5 meer dan in het 2e halfjaar 2025" in says
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF downloaden").click()
    assert waiting.value.suggested_filename.endswith(".pdf")
    read_the_pdf(waiting.value.path().read_bytes())


def read_the_pdf(pdf: bytes) -> None:
    """It opens, is tagged and accessible, has its two pages, and shows the figures."""
    document = pikepdf.open(io.BytesIO(pdf))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "nl"
    checked = page_validation.validate_pdf_bytes(pdf, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in checked.failures] == []
    first, second = (" ".join(text.split()) for text in pages_of(pdf))
    for half_year in FIGURES:
        assert f" {half_year} " in first
    for words in (
        "Aanpak mensenhandel – district Zeeland",
        "1 januari t/m 30 juni 2026",
        "24 signalen binnen, 5 meer dan in het 2e halfjaar 2025",
        "6 mensen intensieve hulp",
        "10 van de 12 gemeenten hebben een aandachtsfunctionaris; nog niet: Borsele en Veere",
        "Na de controles in het voorjaar",
        "Een aandachtsfunctionaris aanwijzen in elke gemeente",
        "DEMONSTRATIE",
    ):
        assert words in first, first
    assert "11 van 12" in second, second
    assert FACTS not in first + second


def nobody_else_finds_it(vera: Visitor, reference: str, address: str) -> None:
    """To the focal officer of the next municipality the signal does not exist."""
    answer = vera.page.goto(address)
    assert answer is not None
    assert answer.status == 404
    vera.look()
    vera.open("/signalen/?tab=alles")
    vera.seek(reference)
    assert "Windstil" not in vera.text()
    expect(vera.page.get_by_role("link", name=reference, exact=True)).to_have_count(0)
